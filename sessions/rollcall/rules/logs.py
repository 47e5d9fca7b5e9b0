"""The teaching log: what was really taught and when, and which times the hours are reckoned with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class LogDecision(StrEnum):
    """What the class teacher says to a log."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class LogFacts:
    """A log as the hours see it (naive site times); `number` counts up, a later log stands for an earlier one."""

    number: int
    session_id: int
    starts_at: datetime
    ends_at: datetime
    decision: LogDecision | None


@dataclass(frozen=True, slots=True)
class Deviation:
    """How the real times differ from the timetable; positive minutes are late."""

    begun_late: timedelta
    ended_early: timedelta

    def matters(self, tolerance: timedelta) -> bool:
        return abs(self.begun_late) > tolerance or abs(self.ended_early) > tolerance


def deviation(planned: tuple[datetime, datetime], held: tuple[datetime, datetime]) -> Deviation:
    """The difference of real times from planned ones."""
    return Deviation(held[0] - planned[0], planned[1] - held[1])


def held_times(logs: Iterable[LogFacts]) -> dict[int, tuple[datetime, datetime]]:
    """The real times of each session by its last confirmed log; sessions without one are not named.

    A log that is not decided yet changes nothing: hours follow what two people say.
    """
    found: dict[int, tuple[datetime, datetime]] = {}
    for one in sorted(logs, key=lambda log: log.number):
        if one.decision is LogDecision.CONFIRMED:
            found[one.session_id] = (one.starts_at, one.ends_at)
    return found


def reckoned(
    planned: tuple[datetime, datetime], held: tuple[datetime, datetime] | None, tolerance: timedelta
) -> tuple[datetime, datetime]:
    """The times that attendance is judged by: the real ones where they differ by more than the tolerance."""
    if held is None or not deviation(planned, held).matters(tolerance):
        return planned
    return held
