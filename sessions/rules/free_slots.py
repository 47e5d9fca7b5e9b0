"""Where a session that clashes could go instead, that day or near it (design D5: the nearest free slots)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from core.weekly import join

STEP = timedelta(minutes=30)
OPENS, CLOSES = time(8, 0), time(18, 0)
OFFERED = 3

Span = tuple[datetime, datetime]


def nearest_free_slots(
    wanted: Span, taken: Iterable[Span], *, opens: time = OPENS, closes: time = CLOSES, limit: int = OFFERED
) -> list[Span]:
    """Spans as long as the wanted one, on its day and on the half-hour, that touch nothing taken, nearest first.

    Spans are half-open; of two equally near ones the earlier stands first. None when the day is full.
    """
    start, end = wanted
    day, length = start.date(), end - start
    busy = list(taken)
    free = []
    first, closing = datetime.combine(day, opens), datetime.combine(day, closes)
    while first + length <= closing:
        span = (first, first + length)
        if length > timedelta(0) and not any(span[0] < other[1] and other[0] < span[1] for other in busy):
            free.append(span)
        first += STEP
    return sorted(free, key=lambda span: (abs(span[0] - start), span[0]))[:limit]


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
    opens: time = OPENS,
    closes: time = CLOSES,
    earliest: datetime | None = None,
    limit: int = OFFERED,
) -> list[Span]:
    """The nearest spans in time, as long as the wanted one, on these days and on the half-hour, that fit.

    Days are looked at from the wanted one outwards, and no further than the answer needs.
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
