"""When a window opens and closes, unless somebody says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sessions.rules.halfdays import Direction, HalfDay
from sessions.rules.policy import AttendancePolicy


class WindowState(StrEnum):
    """Whether one can check in."""

    COMING = "coming"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a window is open, both ends included."""

    opens: datetime
    closes: datetime

    def state(self, now: datetime) -> WindowState:
        if now < self.opens:
            return WindowState.COMING
        return WindowState.OPEN if now <= self.closes else WindowState.ENDED


def usual_times(half: HalfDay, direction: Direction, policy: AttendancePolicy) -> tuple[datetime, datetime]:
    """Site time. Signing in goes on until the half-day is over, for who comes late is late and not absent by the door;
    signing out begins with the half-day, for who has to leave early has left early.
    """
    opens, closes = half.window(policy)
    if direction is Direction.IN:
        return opens, half.ends_at
    return half.sessions[0].starts_at, closes
