"""One person in one class, and what cannot matter: order, repetition and batches of records."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.attendance import Leave
from sessions.rules.evaluation import Records, Unit, build_timetable, evaluate_person
from sessions.rules.exams import Score, ScoreState
from sessions.rules.halfdays import Direction, HalfDayFlag, Tap
from sessions.rules.kinds import SessionKind
from sessions.rules.online import Segment
from tests.unit.sessions.rules.samples import POLICY, at, leave, taps, unit

OFFLINE, LIVE, RECORDED = SessionKind.OFFLINE, SessionKind.LIVE, SessionKind.RECORDED
TIMETABLE = build_timetable(
    [
        unit("S1", OFFLINE),
        unit("S2", OFFLINE, "2", "10:20", "12:00"),
        unit("EXAM", OFFLINE, "0", "14:00", "15:30"),
        unit("L1", LIVE, "2", "15:00", "16:30"),
        unit("R1", RECORDED, "1", video=2900),
    ],
    POLICY,
)
WHOLE_DAY = "in 08:20, out 12:00, in 13:50, out 15:30"


def evaluate(said="", **records):
    return evaluate_person(TIMETABLE, Records(taps=taps(said), **records), POLICY)


def earned(result):
    return {one.code: (one.minutes, str(one.hours)) for one in result.earned}


def test_a_person_without_records_is_absent_and_earns_nothing():
    result = evaluate()
    assert {(one.minutes, one.hours) for one in result.earned} == {(0, 0)}
    assert (result.total_hours, result.completed) == (0, False)
    assert [reason.value for reason in result.missing] == ["HOURS_SHORT", "EXAM_NOT_LISTED"]


def test_hours_are_summed_by_way_of_delivery():
    stays = {"L1": [(at("15:00"), at("16:30"), 50)]}
    segments = {"R1": [Segment(0, 2900, at("20:00"), Decimal(1), 60)]}
    result = evaluate("in 08:20, out 12:00", stays=stays, segments=segments)
    assert (result.offline_hours, result.online_hours, result.total_hours) == (4, 3, 7)


def test_the_examination_earns_no_hours_but_its_time_is_not_credited_online():
    result = evaluate(WHOLE_DAY, stays={"L1": [(at("15:00"), at("16:30"), 50)]})
    assert earned(result)["EXAM"][0] == 90
    assert (earned(result)["EXAM"][1], earned(result)["L1"]) == ("0", (60, "1.25"))
    assert [(code, flag.value) for code, flag in result.online_flags] == [("L1", "ONLINE_DURING_OFFLINE")]


def test_who_was_absent_offline_keeps_the_time_online():
    result = evaluate("in 14:31, out 15:30", stays={"L1": [(at("15:00"), at("16:30"), 50)]})
    assert (earned(result)["L1"][0], result.online_flags) == (90, [])


def test_a_recorded_lesson_that_runs_during_class_earns_nothing():
    segments = {"R1": [Segment(0, 1200, at("08:30"), Decimal(1), 60), Segment(1200, 2900, at("20:00"), Decimal(1), 61)]}
    result = evaluate(WHOLE_DAY, segments=segments)
    assert earned(result)["R1"] == (28, "0.50")


def test_every_posting_can_name_its_records():
    result = evaluate(
        "in 08:20, out 12:00", leaves=[leave("14:00", "15:30", 40)], stays={"L1": [(at("15:00"), at("16:00"), 50)]}
    )
    assert {one.code: one.event_ids for one in result.earned} == {
        "S1": (1, 2), "S2": (1, 2), "EXAM": (40,), "L1": (50,), "R1": (),
    }  # fmt: skip


def test_completion_follows_hours_and_examination():
    score = Score(ScoreState.NUMBER, Decimal(60))
    generous = build_timetable([unit("S1", OFFLINE, "40", "00:00", "23:59")], POLICY)
    result = evaluate_person(generous, Records(taps=taps("in 00:00, out 23:59"), first=score), POLICY)
    assert [reason.value for reason in result.missing] == ["HOURS_SHORT"]
    assert evaluate_person(build_timetable([], POLICY), Records(first=score), POLICY).exam.final == 60


@pytest.mark.parametrize("kind", [OFFLINE, LIVE])
def test_a_session_that_has_no_time_yet_earns_nothing(kind):
    timeless = build_timetable([Unit("X", kind, Decimal(2))], POLICY)
    result = evaluate_person(timeless, Records(), POLICY)
    assert [(one.minutes, one.hours, one.event_ids) for one in result.earned] == [(0, 0, ())]


def test_units_are_found_by_kind():
    assert [one.code for one in TIMETABLE.of_kind(OFFLINE)] == ["S1", "S2", "EXAM"]


tap_lists = st.lists(
    st.builds(
        lambda second, direction: Tap(at("07:00") + timedelta(seconds=second), direction),
        st.integers(0, 10 * 3600),
        st.sampled_from(Direction),
    ),
    max_size=10,
)


def derived(said):
    """Status, minutes and hours of every session, presence, and the flags of every half-day."""
    result = evaluate_person(TIMETABLE, Records(taps=said), POLICY)
    sessions = [(one.code, one.attendance.status, one.attendance.why, one.minutes, one.hours)
                for one in result.earned if one.attendance]  # fmt: skip
    presences = [(half.presence.arrival, half.presence.departure) for half in result.half_days]
    return sessions, presences, [set(half.flags) for half in result.half_days]


@given(tap_lists, st.randoms())
def test_the_order_of_taps_does_not_matter(said, random):
    assert derived(random.sample(said, len(said))) == derived(said)


@given(tap_lists, st.data())
def test_the_same_tap_twice_changes_nothing_but_its_flag(said, data):
    repeated = data.draw(st.lists(st.sampled_from(said), max_size=5)) if said else []
    once, twice = derived(said), derived(said + repeated)
    assert twice[:2] == once[:2]
    assert [flags - {HalfDayFlag.DUPLICATE_TAP} for flags in twice[2]] == [
        flags - {HalfDayFlag.DUPLICATE_TAP} for flags in once[2]
    ]


@given(tap_lists, st.integers(0, 10))
def test_taps_that_arrive_in_batches_come_to_the_same(said, cut):
    assert derived([*said[cut:], *said[:cut]]) == derived(said)


@given(tap_lists)
def test_nobody_earns_more_than_planned_or_less_than_nothing(said):
    result = evaluate_person(TIMETABLE, Records(taps=said), POLICY)
    planned = {one.code: one.planned_hours for one in TIMETABLE.units}
    assert all(0 <= one.hours <= planned[one.code] for one in result.earned)
    assert all(one.hours * 4 == int(one.hours * 4) for one in result.earned)


@given(tap_lists, st.integers(0, 36000), st.integers(1, 36000))
def test_leave_never_changes_minutes(said, start, size):
    begins = at("07:00") + timedelta(seconds=start)
    away = Leave(begins, begins + timedelta(seconds=size))
    with_leave = evaluate_person(TIMETABLE, Records(taps=said, leaves=[away]), POLICY)
    without = evaluate_person(TIMETABLE, Records(taps=said), POLICY)
    assert earned(with_leave) == earned(without)
