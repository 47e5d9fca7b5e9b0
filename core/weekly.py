"""Hours of a week that come back: when a venue is open, when a teacher can teach. Pure; times are site time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, order=True)
class WeeklyWindow:
    """A stretch of one weekday (Monday is 0), half-open [starts, ends)."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True, order=True)
class Away:
    """A stretch of time in which something cannot be used, half-open [starts_at, ends_at), and why."""

    starts_at: datetime
    ends_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Availability:
    """When a teacher or a venue can be booked: within one contiguous stretch of the weekly windows, not while away.

    No windows at all means every hour of the week; windows of `special_days` replace the weekly ones on that date.
    """

    windows: tuple[WeeklyWindow, ...] = ()
    away: tuple[Away, ...] = ()
    special_days: tuple[tuple[date, tuple[WeeklyWindow, ...]], ...] = ()

    def windows_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The stretches of one day, joined where they touch or overlap, in order; the whole day without windows."""
        special = dict(self.special_days)
        if day in special:
            chosen: Sequence[WeeklyWindow] = special[day]
        elif not self.windows:
            midnight = datetime.combine(day, time())
            return [(midnight, midnight + timedelta(days=1))]
        else:
            chosen = [one for one in self.windows if one.weekday == day.weekday()]
        return join((datetime.combine(day, one.starts), datetime.combine(day, one.ends)) for one in chosen)

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether one contiguous stretch of the windows covers [starts_at, ends_at); absences are not looked at."""
        if not self.windows and starts_at.date() not in dict(self.special_days):
            return True
        return any(start <= starts_at and ends_at <= end for start, end in self.windows_on(starts_at.date()))

    def absences(self, starts_at: datetime, ends_at: datetime) -> list[Away]:
        """What of `away` shares time with [starts_at, ends_at)."""
        return [one for one in self.away if one.starts_at < ends_at and starts_at < one.ends_at]

    def allows(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.holds(starts_at, ends_at) and not self.absences(starts_at, ends_at)


def join(stretches: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same time as few stretches as possible, in order; touching ones become one, empty ones vanish."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
