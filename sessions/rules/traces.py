"""What became of a record since it was written, and what a tap was used for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sessions.rules.halfdays import Direction, HalfDay, Presence
from sessions.rules.policy import AttendancePolicy


class TraceState(StrEnum):
    """Whether a record counts for a person, and if not, why no longer."""

    COUNTS = "counts"
    WITHDRAWN = "withdrawn"  # somebody said, with a reason, that it is wrong
    REPLACED = "replaced"  # a newer file says something else
    TAKEN_BACK = "taken_back"  # the import that brought it was taken back
    MOVED = "moved"  # it counts, for somebody else


class TapUse(StrEnum):
    """What a tap was used for on a half-day."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    NOT_USED = "not_used"  # inside the window, but not the one that decides
    OUTSIDE = "outside"  # outside the window: it does not count


def tap_use(at: datetime, direction: Direction, half: HalfDay, seen: Presence, policy: AttendancePolicy) -> TapUse:
    """What a tap (naive site time) was used for, given the presence that the half-day's taps prove."""
    if not half.holds(at, policy):
        return TapUse.OUTSIDE
    if direction is Direction.IN and at == seen.arrival:
        return TapUse.ARRIVAL
    if direction is Direction.OUT and at == seen.departure:
        return TapUse.DEPARTURE
    return TapUse.NOT_USED


def belongs_to(at: datetime, half: HalfDay, policy: AttendancePolicy) -> bool:
    """Whether a tap is shown with a half-day: inside its window, or on its side of its day."""
    part = "AM" if at.time() < policy.flag_noon else "PM"
    return half.holds(at, policy) or (at.date(), part) == (half.on, half.part)
