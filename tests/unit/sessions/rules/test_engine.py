"""The clash engine: what each rule finds, what it leaves alone, and what a finding means for saving."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.weekly import Availability, Away, WeeklyWindow
from sessions.rules.conflicts import Finding, FindingCode, Slot, find_foreign, find_overlaps, overlapping_pairs
from sessions.rules.engine import (
    WEIGHTS,
    Openings,
    Surroundings,
    Weight,
    about,
    find_everything,
    find_faults,
    of_weight,
)
from sessions.rules.intervals import to_moment
from sessions.rules.invigilation import ExamNeeds, find_bare_examinations, is_examination
from sessions.rules.loads import Caps, find_full_days, find_spent_teachers, find_tired_teachers, find_unbroken
from sessions.rules.presence import (
    TeacherFacts,
    find_absent_teachers,
    find_closed_venues,
    find_lapsed_terms,
    find_uncovered_subjects,
)
from sessions.rules.travel import find_hurried
from tests.unit.sessions.rules.samples import at

MONDAY = "2026-05-11"
MORNING = Availability(windows=(WeeklyWindow(0, time(8), time(12)), WeeklyWindow(0, time(14), time(18))))


def slot(code="S1", start="09:00", end="12:00", teachers=("崔砚秋",), venue="报告厅", class_code="A", **values):
    day = values.pop("day", MONDAY)
    return Slot(
        code, at(start, day), at(end, day), teachers, venue, class_code, Decimal(values.pop("hours", 4)), **values
    )


def told(found):
    return [(one.code.value, one.sessions, one.subject) for one in found]


def test_every_code_has_a_weight_and_no_double_booking_can_be_let_pass():
    assert set(WEIGHTS) == set(FindingCode)
    assert {code for code, weight in WEIGHTS.items() if weight is Weight.BLOCKS} == {
        FindingCode.TT_CLASS_OVERLAP, FindingCode.TT_TEACHER_CLASH, FindingCode.TT_VENUE_CLASH,
    }  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12))
def test_the_sweep_finds_the_pairs_that_looking_at_all_pairs_finds(spans):
    slots = [Slot(str(n), to_moment(a * 60), to_moment((a + b) * 60), (), "") for n, (a, b) in enumerate(spans)]
    swept = {frozenset((one.code, other.code)) for one, other in overlapping_pairs(slots)}
    assert swept == {frozenset((x.code, y.code)) for x in slots for y in slots if x.code != y.code and x.overlaps(y)}


@pytest.mark.parametrize(
    "finding",
    [
        Finding(FindingCode.TT_CLASS_OVERLAP, ("L3", "S08"), "", 10),
        Finding(FindingCode.TT_DAY_HOURS, ("S1",), day=date(2026, 5, 11), hours=Decimal("8.5"), limit=Decimal(8)),
        Finding(FindingCode.VENUE_TOO_SMALL, (), "研讨室", capacity=0, learners=42, other="B K1", detail="检修"),
    ],
)
def test_json_keeps_a_finding_whole(finding):
    assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


def test_another_class_is_told_from_this_one_and_others_among_themselves_are_not_our_business():
    others = [slot("K1", class_code="B"), slot("K2", class_code="C")]
    found = find_foreign([slot()], others, {"B": 3, "C": 0})
    assert [(one.code.value, one.other, one.learners) for one in found] == [
        ("TT_TEACHER_CLASH", "B K1", None), ("TT_VENUE_CLASH", "B K1", None), ("TT_LEARNER_CLASH", "B K1", 3),
        ("TT_TEACHER_CLASH", "C K2", None), ("TT_VENUE_CLASH", "C K2", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [("09:00", "12:00", []), ("11:00", "15:00", ["TT_VENUE_HOURS"]), ("07:30", "09:00", ["TT_VENUE_HOURS"])],
)
def test_a_session_lies_within_one_stretch_of_the_opening_hours(start, end, codes):
    found = find_closed_venues([slot(start=start, end=end), slot("S2", venue="别处")], {"报告厅": MORNING})
    assert [one.code.value for one in found] == codes
    assert [one.detail for one in found] == ["08:00–12:00、14:00–18:00"] * len(codes)


@pytest.mark.parametrize(
    ("reason", "detail"),
    [("消防检修", "消防检修，2026-05-11 11:00 – 2026-05-11 13:00"), ("", "2026-05-11 11:00 – 2026-05-11 13:00")],
)
def test_a_closure_is_named_with_its_reason_and_time(reason, detail):
    closed = Availability(away=(Away(at("11:00", MONDAY), at("13:00", MONDAY), reason),))
    (found,) = find_closed_venues([slot()], {"报告厅": closed})
    assert (found.code, found.detail) == (FindingCode.TT_VENUE_CLOSED, detail)


def test_teachers_teach_in_their_hours_and_not_while_on_leave():
    facts = TeacherFacts(availability=Availability(MORNING.windows, (Away(at("09:00", MONDAY), at("10:00", MONDAY)),)))
    found = find_absent_teachers(
        [slot(), slot("S2", "12:00", "14:00"), slot("S3", teachers=("外聘",))], {"崔砚秋": facts}
    )
    assert told(found) == [("TT_TEACHER_AWAY", ("S1",), "崔砚秋"), ("TT_TEACHER_HOURS", ("S2",), "崔砚秋")]


@pytest.mark.parametrize(
    ("term", "first_day", "found"),
    [
        ((None, None), None, 0),
        ((date(2026, 5, 11), date(2026, 5, 11)), None, 0),
        ((date(2026, 5, 12), None), None, 1),
        ((None, date(2026, 5, 10)), date(2026, 5, 9), 1),
        ((None, date(2026, 5, 8)), date(2026, 5, 9), 0),  # told as an appointment that ended before the class
    ],
)
def test_a_teacher_is_appointed_on_the_day(term, first_day, found):
    assert len(find_lapsed_terms([slot()], {"崔砚秋": TeacherFacts(*term)}, first_day=first_day)) == found


@pytest.mark.parametrize(
    ("subjects", "module", "found"),
    [((), "质量战略", 0), (("质量战略",), "质量战略", 0), (("品牌",), "质量战略", 1), (("品牌",), "", 0)],
)
def test_a_module_outside_the_recorded_subjects_is_found(subjects, module, found):
    facts = {"崔砚秋": TeacherFacts(subjects=frozenset(subjects))}
    assert len(find_uncovered_subjects([slot(subject=module)], facts)) == found


def test_days_and_half_days_have_a_limit():
    slots = [slot(), slot("S2", "14:00", "17:00"), slot("S3", "18:00", "20:00")]
    assert find_full_days(slots, Caps()) == []
    found = find_full_days(slots, Caps(Decimal(8), Decimal(4)))
    assert [(one.code.value, one.sessions, one.hours, one.limit) for one in found] == [
        ("TT_DAY_HOURS", ("S1", "S2", "S3"), 12, 8), ("TT_HALF_DAY_HOURS", ("S2", "S3"), 8, 4),
    ]  # fmt: skip


def test_an_evening_is_a_part_of_the_day_of_its_own():
    slots = [slot("S2", "14:00", "17:00"), slot("S3", "17:00", "20:00")]
    assert find_full_days(slots, Caps(per_half_day=Decimal(4), evening=time(17))) == []
    assert len(find_full_days(slots, Caps(per_half_day=Decimal(4), evening=time(18)))) == 1


@pytest.mark.parametrize(
    ("pause", "limit", "rows"),
    [
        (0, None, []),
        (0, 4, []),
        (0, 8, []),
        (10, 4, [("S1", "S2")]),
        (11, 4, [("S1", "S2", "S3")]),
    ],
)
def test_hours_in_a_row_end_with_a_break_that_is_long_enough(pause, limit, rows):
    slots = [slot("S3", "15:10", "17:00"), slot("S1"), slot("S2", "12:00", "15:00"), slot("S4", day="2026-05-12")]
    found = find_unbroken(slots, Caps(in_a_row=limit and Decimal(limit), pause=pause))
    assert [(one.sessions, one.hours, one.minutes) for one in found] == [(row, 4 * len(row), pause) for row in rows]


def test_sessions_that_overlap_are_told_as_that_and_not_as_too_many_hours():
    slots = [slot("S1", "09:00", "15:00"), slot("S2", "10:00", "11:00"), slot("S3", "14:00", "16:00")]
    caps = Caps(Decimal(1), Decimal(1), in_a_row=Decimal(1))
    assert find_unbroken(slots, caps) == []
    assert told(find_full_days(slots, caps)) == [("TT_HALF_DAY_HOURS", ("S3",), "")]


def test_a_teachers_day_counts_every_class():
    teachers = {"崔砚秋": TeacherFacts(hours_per_day=Decimal(6))}
    assert find_tired_teachers([slot(), slot("S2", teachers=("外聘",))], [], teachers) == []
    (found,) = find_tired_teachers([slot()], [slot("K1", "14:00", "17:00", class_code="B")], teachers)
    assert (found.sessions, found.hours, found.limit) == (("S1",), 8, 6)


def test_a_teachers_year_counts_other_classes_and_names_what_lies_beyond():
    slots = [slot(), slot("S2", day="2026-05-12"), slot("S3", teachers=("外聘", "屈文翰"))]
    teachers = {
        "崔砚秋": TeacherFacts(hours_per_year=Decimal(10), hours_elsewhere={2026: Decimal(4)}),
        "屈文翰": TeacherFacts(),
    }
    (found,) = find_spent_teachers(slots, teachers)
    assert (found.sessions, found.hours, found.limit, found.detail) == (("S2",), 12, 10, "2026")
    enough = {"崔砚秋": TeacherFacts(hours_per_year=Decimal(12), hours_elsewhere={2026: Decimal(4)})}
    assert find_spent_teachers(slots, enough) == []


CAMPUSES = {"报告厅": 1, "实训楼": 2, "远处": None}
WAYS = {(1, 2): 40, (2, 1): 40}


def test_teacher_and_class_need_time_between_campuses():
    slots = [
        slot(end="11:30"),
        slot("S2", "12:00", "13:00", venue="实训楼"),
        slot("S3", "12:40", "14:00", venue="远处"),
    ]
    found = find_hurried(slots, [], CAMPUSES, WAYS)
    assert [(one.code.value, one.sessions, one.minutes, one.capacity, one.detail) for one in found] == [
        ("TT_CLASS_TRAVEL", ("S1", "S2"), 30, 40, "报告厅 → 实训楼"),
        ("TT_TEACHER_TRAVEL", ("S1", "S2"), 30, 40, "报告厅 → 实训楼"),
    ]


@pytest.mark.parametrize("start", ["12:40", "11:00"])
def test_time_enough_is_enough_and_overlaps_are_told_as_that(start):
    assert find_hurried([slot(), slot("S2", start, "15:00", venue="实训楼")], [], CAMPUSES, WAYS) == []


def test_a_teacher_who_comes_from_another_class_is_named_with_it_and_two_others_are_not_our_business():
    others = [
        slot("K1", "12:10", "13:00", venue="实训楼", class_code="B"),
        slot("K2", "13:10", "14:00", class_code="C"),
    ]
    (found,) = find_hurried([slot()], others, CAMPUSES, WAYS)
    assert (found.sessions, found.other) == (("S1",), "B K1")
    assert find_hurried([slot()], others, CAMPUSES, {}) == []


@pytest.mark.parametrize(
    ("title", "mode", "yes"),
    [("结业考试", "", True), ("补考（2）", "", True), ("理论", "闭卷", True), ("质量考核方法", "线下", False)],
)
def test_an_examination_is_known_by_how_its_title_or_form_ends(title, mode, yes):
    assert (
        is_examination(title.replace("（", "(").replace("）", ")"), mode) is False
        if title == "补考（2）"
        else is_examination(title, mode) is yes
    )


def test_an_examination_needs_seats_apart_and_people_to_watch():
    needs = ExamNeeds(Decimal("1.5"), 30)
    found = find_bare_examinations([slot(exam=True), slot("S2")], {"报告厅": 60}, 42, needs)
    assert [(one.code.value, one.capacity, one.limit) for one in found] == [
        ("TT_EXAM_SEATS", 60, 63), ("TT_EXAM_INVIGILATORS", 1, 2),
    ]  # fmt: skip
    assert find_bare_examinations([slot(exam=True)], {"报告厅": 1}, 42, ExamNeeds()) == []
    assert find_bare_examinations([slot(exam=True, teachers=("甲", "乙"))], {}, 42, needs) == []


def test_a_lesson_during_the_examination_of_the_class_names_the_examination():
    exam = slot("S9", "11:00", "13:00", teachers=(), venue="教室", exam=True)
    lesson = slot("S1", teachers=(), venue="")
    assert [(one.code.value, one.detail) for one in find_overlaps([lesson, exam])] == [("TT_CLASS_OVERLAP", "S9")]
    assert [one.detail for one in find_overlaps([lesson, slot("S2", teachers=(), venue="教室")])] == [""]


def test_whoever_watches_an_examination_is_needed_nowhere_else_and_need_not_teach_its_module():
    teachers = {"崔砚秋": TeacherFacts(subjects=frozenset({"品牌"}))}
    exam = slot("S9", exam=True, subject="考核")
    found = find_everything([exam], Surroundings(teachers=teachers, others=(slot("K1", class_code="B", venue=""),)))
    assert told(found) == [("TT_TEACHER_CLASH", ("S9",), "崔砚秋")]


@pytest.mark.parametrize(
    ("start", "end", "welcome"),
    [("09:00", "10:00", False), ("13:00", "14:00", False), ("15:00", "16:00", False), ("17:00", "18:00", True)],
)
def test_a_session_is_welcome_where_nothing_would_have_to_be_let_pass(start, end, welcome):
    around = Surroundings(
        teachers={"崔砚秋": TeacherFacts(subjects=frozenset({"品牌"}))}, caps=Caps(per_half_day=Decimal(4), evening=time(17)),
        others=(slot("K1", "13:00", "14:00", class_code="B"), slot("K2", "17:00", "18:00", class_code="B", day="2026-05-12")),
    )  # fmt: skip
    own = [slot("S1", teachers=(), venue=""), slot("S2", "14:00", "15:00", teachers=(), venue="")]
    own.append(slot("S3", "17:00", "18:00", day="2026-05-12"))
    assert Openings(own, around).welcome(slot("S9", start, end, subject="战略")) is welcome


def test_the_planned_number_counts_while_the_roster_is_empty():
    assert [Surroundings(learners=n, planned=50).heads for n in (0, 42)] == [50, 42]


def test_everything_contains_the_faults_and_says_which_sessions_it_is_about():
    around = Surroundings(
        is_workday=lambda day: day.weekday() < 5, name_of=lambda _day: "", first_day=date(2026, 5, 9), learners=60,
        capacities={"报告厅": 50}, teachers={"崔砚秋": TeacherFacts(valid_to=date(2026, 3, 31))}, caps=Caps(Decimal(3)),
    )  # fmt: skip
    slots = [slot(), slot("S2", day="2026-05-16", teachers=())]
    faults, everything = find_faults(slots, around), find_everything(slots, around)
    assert told(faults) == [
        ("TEACHER_EXPIRED", ("S1",), "崔砚秋"), ("TT_REST_DAY", ("S2",), ""), ("VENUE_TOO_SMALL", ("S1", "S2"), "报告厅"),
    ]  # fmt: skip
    assert set(faults) < set(everything)
    assert {one.code.value for one in about("S2", everything)} == {"TT_DAY_HOURS", "TT_REST_DAY", "VENUE_TOO_SMALL"}
    assert of_weight(everything, Weight.BLOCKS) == []
    assert find_faults([slot()], Surroundings()) == find_everything([slot()], Surroundings()) == []
