"""Status and credited time of an offline session, with leave (R5, R6)."""

from __future__ import annotations

from datetime import datetime

import pytest

from sessions.rules.attendance import AttendanceStatus, attend, judge_session
from sessions.rules.halfdays import Direction, OfflineSession, Tap, half_days, presence
from sessions.rules.intervals import to_moment
from tests.unit.sessions.rules.samples import AFTERNOON, MORNING, POLICY, halves, later, leave, lesson, taps

RULES = POLICY.attendance
START, END = "08:30", "12:00"


def judged(said, session=None):
    session = session or lesson("S1", START, END)
    return judge_session(session, presence(halves(session)[0], taps(said), RULES), RULES)


def credited(one):
    return one.credited and tuple(f"{to_moment(second):%H:%M:%S}" for second in one.credited)


@pytest.mark.parametrize(
    ("seconds", "status", "start"),
    [
        (-60, "PRESENT", "08:30:00"),
        (0, "PRESENT", "08:30:00"),
        (1, "PRESENT", "08:30:00"),
        (600, "PRESENT", "08:30:00"),  # exactly 10:00 is on time and forgiven
        (601, "LATE", "08:40:01"),  # from then on every second since the start is lost
        (1800, "LATE", "09:00:00"),  # exactly 30:00 is still credited
    ],
)
def test_lateness_is_forgiven_up_to_ten_minutes_and_credited_up_to_thirty(seconds, status, start):
    one = judged(f"in {later(START, seconds)}, out {END}")
    assert (one.status, one.why, credited(one)) == (status, None, (start, "12:00:00"))


@pytest.mark.parametrize(
    ("seconds", "status", "end"),
    [
        (60, "PRESENT", "12:00:00"),  # staying longer earns nothing
        (0, "PRESENT", "12:00:00"),
        (-1, "EARLY", "11:59:59"),  # leaving has no grace
        (-600, "EARLY", "11:50:00"),
        (-1800, "EARLY", "11:30:00"),  # exactly 30:00 is still credited
    ],
)
def test_leaving_early_has_no_grace_and_is_credited_up_to_thirty_minutes(seconds, status, end):
    one = judged(f"in {START}, out {later(END, seconds)}")
    assert (one.status, one.why, credited(one)) == (status, None, ("08:30:00", end))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "NO_SIGN_IN"),
        ("out 12:00", "NO_SIGN_IN"),
        ("in 09:00:01, out 12:00", "LATE_OVER_LIMIT"),
        ("in 08:30, out 11:29:59", "EARLY_OVER_LIMIT"),
        ("in 09:00:01, out 11:29:59", "LATE_OVER_LIMIT"),  # lateness is tested first
    ],
)
def test_over_a_limit_the_session_is_absent(said, why):
    one = judged(said)
    assert (one.status, one.why, one.credited, one.seconds) == ("ABSENT", why, None, 0)


def test_late_and_early_together_have_a_status_of_their_own():
    one = judged("in 08:40:01, out 11:59:59")
    assert (one.status, credited(one)) == ("LATE_EARLY", ("08:40:01", "11:59:59"))


def test_a_missing_sign_out_is_credited_to_the_end():
    one = judged("in 08:35")
    assert (one.status, credited(one)) == ("PRESENT", ("08:30:00", "12:00:00"))


def test_who_arrives_after_a_short_session_is_late_and_earns_nothing():
    one = judged("in 09:00, out 12:00", lesson("S1", "08:30", "08:50"))
    assert (one.status, one.seconds) == ("LATE", 0)


def statuses(said, leaves=(), sessions=MORNING):
    (half,) = attend(halves(*sessions), taps(said), leaves, RULES)
    return [one.status for one in half.sessions], {flag.value for flag in half.flags}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("in 08:20, out 12:00", ["PRESENT", "PRESENT"]),
        ("in 10:00, out 12:00", ["ABSENT", "PRESENT"]),  # far too late for the first, early for the second
        ("in 08:20, out 10:10", ["PRESENT", "ABSENT"]),
        ("in 08:20, out 11:40", ["PRESENT", "EARLY"]),
        ("in 08:45, out 12:00", ["LATE", "PRESENT"]),
    ],
)
def test_one_presence_serves_both_sessions_of_a_half_day(said, expected):
    assert statuses(said)[0] == expected


def test_leave_turns_absent_into_leave_and_keeps_the_reason():
    (half,) = attend(halves(*MORNING), [], [leave("08:30", "12:00", 7)], RULES)
    assert {(one.status, one.why, one.seconds, one.event_ids) for one in half.sessions} == {
        ("LEAVE", "NO_SIGN_IN", 0, (7,))
    }
    assert half.flags == ()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("08:30", "10:10", ["LEAVE", "ABSENT"]),
        ("10:10", "10:20", ["ABSENT", "ABSENT"]),  # between the two, touching both
        ("10:09:59", "10:20", ["LEAVE", "ABSENT"]),
        ("10:10", "10:20:01", ["ABSENT", "LEAVE"]),
        ("07:00", "08:30", ["ABSENT", "ABSENT"]),  # ends when the session starts
        ("00:00", "23:59", ["LEAVE", "LEAVE"]),
    ],
)
def test_leave_must_overlap_the_session(start, end, expected):
    assert statuses("", [leave(start, end)])[0] == expected


def test_leave_never_adds_or_removes_time_and_coming_all_the_same_is_flagged():
    assert statuses("in 08:20, out 12:00", [leave("08:30", "12:00")]) == (
        ["PRESENT", "PRESENT"],
        {"LEAVE_BUT_PRESENT"},
    )


def test_coming_outside_the_leave_is_no_contradiction():
    assert statuses("in 08:20, out 10:10", [leave("10:20", "12:00")]) == (["PRESENT", "LEAVE"], set())


def test_too_late_while_on_leave_is_leave():
    assert statuses("in 09:30, out 12:00", [leave("08:30", "10:00")])[0] == ["LEAVE", "PRESENT"]


def test_taps_outside_every_window_are_flagged_at_their_half_day_and_do_not_count():
    morning, afternoon = attend(halves(*MORNING, *AFTERNOON), taps("in 05:00, in 13:30, out 17:30"), [], RULES)
    assert {flag.value for flag in morning.flags} == {"OUT_OF_WINDOW"}
    assert [one.status for one in morning.sessions] == ["ABSENT", "ABSENT"]
    assert afternoon.flags == ()


def test_a_tap_between_two_half_days_counts_in_both_windows():
    morning, afternoon = attend(
        halves(*MORNING, lesson("S3", "13:30", "15:00")), taps("in 08:20, out 12:45, out 15:00"), [], RULES
    )
    assert morning.presence.departure == afternoon.half.sessions[0].starts_at.replace(hour=12, minute=45)
    assert {flag.value for flag in afternoon.flags} == {"SIGN_IN_MISSING", "DUPLICATE_TAP"}


def test_a_roll_call_speaks_of_its_session_and_goes_before_the_taps_at_the_door():
    sessions = (
        OfflineSession("S01", datetime(2026, 5, 11, 8, 30), datetime(2026, 5, 11, 10, 0)),
        OfflineSession("S02", datetime(2026, 5, 11, 10, 15), datetime(2026, 5, 11, 11, 45)),
    )
    halves = half_days(sessions, RULES)
    door = [Tap(datetime(2026, 5, 11, 8, 20), Direction.IN, 1), Tap(datetime(2026, 5, 11, 11, 50), Direction.OUT, 2)]
    called = [
        Tap(datetime(2026, 5, 11, 10, 35), Direction.IN, 3, "S02"),
        Tap(datetime(2026, 5, 11, 11, 45), Direction.OUT, 4, "S02"),
    ]
    [half] = attend(halves, [*door, *called], [], RULES)
    assert [one.status for one in half.sessions] == [AttendanceStatus.PRESENT, AttendanceStatus.LATE]
    assert [one.event_ids for one in half.sessions] == [(1, 2), (3, 4)]
    assert half.presence_of("S01") == half.presence
    assert half.presence_of("S02").arrival == datetime(2026, 5, 11, 10, 35)
    assert half.flags == ()
