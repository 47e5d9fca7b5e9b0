"""What a tap was used for, and with which half-day it is shown."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from sessions.rules.halfdays import Direction, HalfDay, OfflineSession, Tap, presence
from sessions.rules.policy import AttendancePolicy
from sessions.rules.traces import TapUse, belongs_to, tap_use

POLICY = AttendancePolicy(60, 60, 10, 30, 30, time(12), time(13))


def at(clock: str, day: int = 2) -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02d}T{clock}")


MORNING = HalfDay(at("00:00").date(), "AM", (OfflineSession("S01", at("08:30"), at("10:10")),))
TAPS = [
    Tap(at("08:20"), Direction.IN, 1),
    Tap(at("08:25"), Direction.IN, 2),
    Tap(at("10:00"), Direction.OUT, 3),
    Tap(at("10:12"), Direction.OUT, 4),
]


@pytest.mark.parametrize(
    ("clock", "direction", "use"),
    [
        ("08:20", Direction.IN, TapUse.ARRIVAL),
        ("08:25", Direction.IN, TapUse.NOT_USED),
        ("10:00", Direction.OUT, TapUse.NOT_USED),
        ("10:12", Direction.OUT, TapUse.DEPARTURE),
        ("08:20", Direction.OUT, TapUse.NOT_USED),
        ("07:30", Direction.IN, TapUse.NOT_USED),
        ("07:29:59", Direction.IN, TapUse.OUTSIDE),
        ("11:10", Direction.OUT, TapUse.NOT_USED),
        ("11:10:01", Direction.OUT, TapUse.OUTSIDE),
    ],
)
def test_the_earliest_sign_in_and_the_latest_sign_out_are_used(clock, direction, use):
    assert tap_use(at(clock), direction, MORNING, presence(MORNING, TAPS, POLICY), POLICY) is use


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (at("08:20"), True),
        (at("06:00"), True),
        (at("12:59:59"), True),
        (at("13:00"), False),
        (at("08:20", day=3), False),
    ],
)
def test_a_stray_tap_is_shown_with_its_side_of_the_day(moment, shown):
    assert belongs_to(moment, MORNING, POLICY) is shown


def test_the_window_holds_both_its_ends():
    assert MORNING.window(POLICY) == (at("07:30"), at("11:10"))
    assert [MORNING.holds(end, POLICY) for end in MORNING.window(POLICY)] == [True, True]
