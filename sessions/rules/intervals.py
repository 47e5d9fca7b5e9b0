"""Half-open intervals [start, end) of whole seconds, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Interval = tuple[int, int]
Span = tuple[datetime, datetime]

_ZERO = datetime(1970, 1, 1)


def to_seconds(moment: datetime) -> int:
    """A naive site time as whole seconds on the site's own scale (no time zone enters)."""
    return int((moment - _ZERO).total_seconds())


def to_moment(seconds: int) -> datetime:
    """The naive site time of `to_seconds`."""
    return _ZERO + timedelta(seconds=seconds)


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same points without overlaps, in order; touching intervals become one, empty ones vanish."""
    merged: list[Interval] = []
    for start, end in sorted(one for one in intervals if one[0] < one[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def cut(intervals: Iterable[Interval], bounds: Interval) -> list[Interval]:
    """What of the intervals lies inside the bounds."""
    inside = ((max(start, bounds[0]), min(end, bounds[1])) for start, end in intervals)
    return [one for one in inside if one[0] < one[1]]


def subtract(intervals: Iterable[Interval], holes: Sequence[Interval]) -> list[Interval]:
    """What of the intervals lies in none of the holes, overlaps merged."""
    left = union(intervals)
    for hole_start, hole_end in union(holes):
        remaining: list[Interval] = []
        for start, end in left:
            if end <= hole_start or hole_end <= start:
                remaining.append((start, end))
                continue
            remaining += [part for part in ((start, hole_start), (hole_end, end)) if part[0] < part[1]]
        left = remaining
    return left


def length(intervals: Iterable[Interval]) -> int:
    """Seconds covered, overlaps counted once."""
    return sum(end - start for start, end in union(intervals))


def overlap_seconds(one: Interval, other: Interval) -> int:
    """Seconds that two intervals share; touching ends share none."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def shared_minutes(one: Span, other: Span) -> int:
    """Whole minutes that two stretches of time share; a part of a minute is none."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, int(shared.total_seconds())) // 60
