"""Time in live meetings and recorded lessons, without counting an hour twice (R7, R8, R9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from sessions.rules.intervals import Interval, cut, length, subtract, to_seconds, union


class OnlineFlag(StrEnum):
    """What a person should look at on an online unit."""

    BAD_SEGMENT = "BAD_SEGMENT"
    FAST_PLAYBACK = "FAST_PLAYBACK"
    ONLINE_DURING_OFFLINE = "ONLINE_DURING_OFFLINE"


@dataclass(frozen=True, slots=True)
class Segment:
    """A played stretch [start_second, end_second) of a video, begun at wall time `played_at` with speed `rate`."""

    start_second: int
    end_second: int
    played_at: datetime
    rate: Decimal
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class OnlineTime:
    """Seconds that count for one person in one unit, and what should be looked at."""

    seconds: int
    flags: tuple[OnlineFlag, ...]
    event_ids: tuple[int, ...] = ()


def live_time(
    stays: Iterable[tuple[datetime, datetime, int]], scheduled: tuple[datetime, datetime], offline: Sequence[Interval]
) -> OnlineTime:
    """Union of all stays of all devices inside the scheduled time, less the time credited offline (R7).

    A stay is (joined, left, event id), half-open.
    """
    listed = list(stays)
    bounds = (to_seconds(scheduled[0]), to_seconds(scheduled[1]))
    attended = union(cut(((to_seconds(joined), to_seconds(left)) for joined, left, _ in listed), bounds))
    counted = length(subtract(attended, offline))
    flags = (OnlineFlag.ONLINE_DURING_OFFLINE,) if counted < length(attended) else ()
    return OnlineTime(counted, flags, tuple(event_id for *_, event_id in listed))


def recorded_time(
    segments: Iterable[Segment], video_seconds: int, max_rate: Decimal, offline: Sequence[Interval]
) -> OnlineTime:
    """Different video seconds that were played, not too fast and not while credited offline (R8).

    A second lost to an offline session is counted all the same if another segment supplies it; the flag
    ONLINE_DURING_OFFLINE says that a segment lost seconds, supplied elsewhere or not.
    """
    listed = list(segments)
    flags: set[OnlineFlag] = set()
    kept: list[Interval] = []
    for one in listed:
        if fault := segment_fault(one, max_rate):
            flags.add(fault)
            continue
        inside = cut([(one.start_second, one.end_second)], (0, video_seconds))
        left = subtract(inside, [_video_seconds_during(one, interval) for interval in offline])
        if length(left) < length(inside):
            flags.add(OnlineFlag.ONLINE_DURING_OFFLINE)
        kept += left
    return OnlineTime(length(kept), tuple(sorted(flags)), tuple(one.event_id for one in listed))


def segment_fault(segment: Segment, max_rate: Decimal) -> OnlineFlag | None:
    """Why a segment is ignored, if it is; the highest allowed speed itself still counts."""
    if segment.end_second <= segment.start_second:
        return OnlineFlag.BAD_SEGMENT
    return OnlineFlag.FAST_PLAYBACK if segment.rate > max_rate else None


def _video_seconds_during(segment: Segment, wall: Interval) -> Interval:
    """The video seconds that play inside a stretch of wall time: t plays at played_at + (t − start) ÷ rate."""
    rate = Fraction(segment.rate)
    begun = to_seconds(segment.played_at)
    start, end = (segment.start_second + ceil((moment - begun) * rate) for moment in wall)
    return start, end
