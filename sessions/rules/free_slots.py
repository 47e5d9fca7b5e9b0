"""Where a session that clashes could go instead, on the same day (design D5: the nearest free slots)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

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
