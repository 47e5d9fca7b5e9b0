"""The sample policy, and short ways to write times, sessions and taps."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sessions.rules.attendance import Leave
from sessions.rules.evaluation import Unit
from sessions.rules.halfdays import Direction, HalfDay, OfflineSession, Tap, half_days
from sessions.rules.kinds import SessionKind
from sessions.rules.policy import delivery_policy
from standards.actions import SHIPPED
from standards.toml_files import read_rule_set

PARAMETERS = {one.key: one for one in read_rule_set(SHIPPED / "shaanxi-sample-2.toml").parameters}
POLICY = delivery_policy(PARAMETERS)
DAY = "2026-05-11"


def at(clock: str, day: str = DAY) -> datetime:
    """A time of the day, `08:30` or `08:30:01`."""
    return datetime.fromisoformat(f"{day}T{clock}")


def later(clock: str, seconds: int) -> str:
    """The clock so many seconds later (or earlier)."""
    return f"{at(clock) + timedelta(seconds=seconds):%H:%M:%S}"


def lesson(code: str = "S1", start: str = "08:30", end: str = "10:10", day: str = DAY) -> OfflineSession:
    return OfflineSession(code, at(start, day), at(end, day))


def unit(
    code: str, kind: SessionKind, hours: str = "2", start: str = "08:30", end: str = "10:10", video: int = 0
) -> Unit:
    timed = kind is not SessionKind.RECORDED
    return Unit(code, kind, Decimal(hours), at(start) if timed else None, at(end) if timed else None, video)


def tap(direction: str, clock: str, event_id: int = 0, day: str = DAY) -> Tap:
    return Tap(at(clock, day), Direction(direction), event_id)


def leave(start: str, end: str, event_id: int = 0) -> Leave:
    return Leave(at(start), at(end), event_id)


def taps(text: str) -> list[Tap]:
    """`in 08:20, out 12:00` as taps numbered from 1."""
    words = [part.split() for part in text.split(",") if part.strip()]
    return [tap(direction, clock, number) for number, (direction, clock) in enumerate(words, start=1)]


MORNING = (lesson("S1", "08:30", "10:10"), lesson("S2", "10:20", "12:00"))
AFTERNOON = (lesson("S3", "14:00", "15:40"), lesson("S4", "15:50", "17:30"))


def halves(*sessions: OfflineSession) -> list[HalfDay]:
    return half_days(sessions, POLICY.attendance)
