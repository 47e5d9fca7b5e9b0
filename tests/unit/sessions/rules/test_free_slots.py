"""Where a session that clashes could go instead: other times, other venues, other teachers."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from core.weekly import Availability, WeeklyWindow
from sessions.rules.alternatives import (
    OF_THE_TEACHER,
    OF_THE_VENUE,
    VenueChoice,
    can_come,
    free_teachers,
    free_venues,
    would_help,
)
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.free_slots import Busy, nearest_openings, next_start
from sessions.rules.presence import TeacherFacts

MONDAY = "2026-05-11"
DAYS = [date(2026, 5, day) for day in (8, 11, 12, 20)]


def moment(clock, day=MONDAY):
    return datetime.fromisoformat(f"{day}T{clock}")


def offered(start, end, taken=(), *, days=DAYS[1:2], opens=time(8), closes=time(18), **values):
    busy = Busy([(moment(one), moment(other)) for one, other in taken])
    found = nearest_openings((moment(start), moment(end)), days, busy.is_free, opens=opens, closes=closes, **values)
    return [
        f"{first:%d %H:%M}-{last:%H:%M}" if len(days) > 1 else f"{first:%H:%M}-{last:%H:%M}" for first, last in found
    ]


def test_the_nearest_half_hours_come_first_and_of_two_equally_near_ones_the_earlier():
    assert offered("10:00", "11:00") == ["10:00-11:00", "09:30-10:30", "10:30-11:30"]


def test_what_is_taken_is_left_out_and_touching_it_is_welcome():
    assert offered("10:00", "11:00", [("09:00", "12:00")]) == ["08:00-09:00", "12:00-13:00", "12:30-13:30"]


@pytest.mark.parametrize(
    ("start", "end", "found"), [("17:30", "18:30", ["17:00-18:00"]), ("06:00", "07:00", ["08:00-09:00"])]
)
def test_a_slot_lies_between_opening_and_closing(start, end, found):
    assert offered(start, end, limit=1) == found


@pytest.mark.parametrize(
    ("end", "taken"),
    [("11:00", [("07:00", "20:00")]), ("20:30", []), ("10:00", []), ("09:59", [])],
    ids=["a full day", "longer than a day", "no length", "ends before it starts"],
)
def test_where_nothing_fits_nothing_is_offered(end, taken):
    assert offered("10:00", end, taken) == []


def test_opening_hours_and_number_are_the_callers():
    assert offered("20:00", "21:00", opens=time(19), closes=time(22), limit=2) == ["20:00-21:00", "19:30-20:30"]


def test_the_nearest_opening_is_looked_for_on_other_days_too_but_not_before_now():
    full = [("07:00", "20:00")]
    assert offered("09:00", "12:00", full, days=DAYS) == ["12 08:00-11:00", "12 08:30-11:30", "12 09:00-12:00"]
    later = offered("09:00", "12:00", full, days=DAYS, earliest=moment("10:00", "2026-05-12"))
    assert later == ["12 10:00-13:00", "12 10:30-13:30", "12 11:00-14:00"]


def test_the_next_start_is_the_first_usual_one_that_is_free():
    busy = Busy([(moment("14:00"), moment("15:00"))])
    days, starts = [date(2026, 5, 11), date(2026, 5, 12)], [time(14), time(9)]
    length = moment("12:00") - moment("09:00")
    assert next_start(moment("12:00"), length, days, starts, busy.is_free) == (
        moment("09:00", "2026-05-12"), moment("12:00", "2026-05-12"),
    )  # fmt: skip
    assert next_start(moment("12:00"), length, days[:1], starts, busy.is_free) is None


def test_a_venue_instead_is_free_open_large_enough_near_and_small():
    wanted = moment("09:00"), moment("12:00")
    choices = [
        VenueChoice("大厅", 200, 1), VenueChoice("中厅", 60, 2), VenueChoice("教室", 50, 1), VenueChoice("小间", 10, 1),
        VenueChoice("已占", 80, 1, None, Busy([wanted])), VenueChoice("未开", 80, 1, Availability((WeeklyWindow(1, time(8), time(9)),))),
        VenueChoice("无数"),
    ]  # fmt: skip
    assert free_venues(wanted, choices, heads=42, campus=1) == ("教室", "大厅", "中厅")
    assert free_venues(wanted, choices, heads=42) == ("教室", "中厅", "大厅")


def test_a_teacher_instead_is_appointed_qualified_there_and_free():
    wanted = moment("09:00"), moment("12:00")
    teachers = {
        "甲": TeacherFacts(), "乙": TeacherFacts(subjects=frozenset({"品牌"})), "丙": TeacherFacts(subjects=frozenset({"战略"})),
        "丁": TeacherFacts(valid_to=date(2026, 1, 1)), "戊": TeacherFacts(),
    }  # fmt: skip
    assert free_teachers(wanted, teachers, {"戊": Busy([wanted])}, subject="品牌") == ("乙", "甲")
    assert not can_come(TeacherFacts(valid_from=date(2026, 6, 1)), *wanted)


@pytest.mark.parametrize(
    ("found", "venue", "teacher"),
    [
        ([], True, True),
        ([FindingCode.TT_VENUE_CLASH], True, False),
        ([FindingCode.TT_TEACHER_AWAY, FindingCode.VENUE_TOO_SMALL], True, True),
        ([FindingCode.TT_TEACHER_TRAVEL], True, True),
        ([FindingCode.TT_VENUE_CLASH, FindingCode.TT_CLASS_OVERLAP], False, False),
        ([FindingCode.TT_NO_BREAK], False, False),
    ],
)
def test_another_venue_or_teacher_is_offered_only_where_that_puts_it_right(found, venue, teacher):
    findings = [Finding(code, ("S1",)) for code in found]
    assert (would_help(findings, OF_THE_VENUE), would_help(findings, OF_THE_TEACHER)) == (venue, teacher)
