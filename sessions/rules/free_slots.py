"""Where a session that clashes could go instead, that day or near it (design D5: the nearest free slots)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from core.weekly import join

STEP = timedelta(minutes=30)
OFFERED = 3

Span = tuple[datetime, datetime]


class Busy:
    """Stretches of time that are taken, asked often: joined once, then looked up by halving."""

    def __init__(self, taken: Iterable[Span]) -> None:
        self._stretches = join(taken)
        self._ends = [end for _start, end in self._stretches]

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Whether nothing taken shares time with [start, end)."""
        place = bisect_right(self._ends, start)
        return place == len(self._stretches) or self._stretches[place][0] >= end


def nearest_openings(
    wanted: Span,
    days: Iterable[date],
    fits: Callable[[datetime, datetime], bool],
    *,
    opens: time,
    closes: time,
    earliest: datetime | None = None,
    limit: int = OFFERED,
) -> list[Span]:
    """The nearest spans in time, as long as the wanted one, on these days and on the half-hour, that fit.

    Teaching begins and ends at `opens` and `closes`. Days are looked at from the wanted one outwards, and no further
    than the answer needs.
    """
    start, end = wanted
    found: list[tuple[timedelta, datetime, datetime]] = []
    for day in sorted(days, key=lambda one: (abs(one - start.date()), one)):
        nearest_possible = abs(day - start.date()) - timedelta(days=1)
        if len(found) >= limit and sorted(found)[limit - 1][0] < nearest_possible:
            break
        found += [
            (abs(first - start), first, last)
            for first, last in _starts_of(day, end - start, opens, closes)
            if (earliest is None or first >= earliest) and fits(first, last)
        ]
    return [(first, last) for _distance, first, last in sorted(found)[:limit]]


def _starts_of(day: date, length: timedelta, opens: time, closes: time) -> Iterator[Span]:
    first, closing = datetime.combine(day, opens), datetime.combine(day, closes)
    while length > timedelta(0) and first + length <= closing:
        yield first, first + length
        first += STEP


def next_start(
    after: datetime,
    length: timedelta,
    days: Iterable[date],
    starts: Iterable[time],
    fits: Callable[[datetime, datetime], bool],
) -> Span | None:
    """The first of the usual starting times, from a moment on, at which a session of that length fits."""
    clocks = sorted(starts)
    for day in sorted(days):
        for clock in clocks:
            first = datetime.combine(day, clock)
            if first >= after and fits(first, first + length):
                return first, first + length
    return None
