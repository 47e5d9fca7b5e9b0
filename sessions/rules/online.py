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
    COUNTED_ELSEWHERE = "COUNTED_ELSEWHERE"  # in another online unit that goes first


Stay = tuple[datetime, datetime, int]  # joined, left, event id; half-open


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
    stays: Iterable[Stay],
    scheduled: tuple[datetime, datetime],
    offline: Sequence[Interval],
    elsewhere: Sequence[Interval] = (),
) -> OnlineTime:
    """Union of all stays of all devices inside the scheduled time, less the time credited offline (R7).

    `elsewhere` is time counted in online units that go first; it is taken away too.
    """
    listed = list(stays)
    attended = live_wall(listed, scheduled)
    alone = subtract(attended, offline)
    counted = subtract(alone, elsewhere)
    flags = [OnlineFlag.ONLINE_DURING_OFFLINE] if length(alone) < length(attended) else []
    flags += [OnlineFlag.COUNTED_ELSEWHERE] if length(counted) < length(alone) else []
    return OnlineTime(length(counted), tuple(sorted(flags)), tuple(event_id for *_, event_id in listed))


def live_wall(stays: Iterable[Stay], scheduled: tuple[datetime, datetime]) -> list[Interval]:
    """The wall time of all stays inside the scheduled time."""
    bounds = (to_seconds(scheduled[0]), to_seconds(scheduled[1]))
    return union(cut(((to_seconds(joined), to_seconds(left)) for joined, left, _ in stays), bounds))


def recorded_time(
    segments: Iterable[Segment],
    video_seconds: int,
    max_rate: Decimal,
    offline: Sequence[Interval],
    elsewhere: Sequence[Interval] = (),
) -> OnlineTime:
    """Different video seconds that were played, not too fast and not while credited offline (R8).

    A second lost to an offline session is counted all the same if another segment supplies it; the flag
    ONLINE_DURING_OFFLINE says that a segment lost seconds, supplied elsewhere or not. The same holds for time counted
    in online units that go first (`elsewhere`) and the flag COUNTED_ELSEWHERE.
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
        alone = subtract(left, [_video_seconds_during(one, interval) for interval in elsewhere])
        if length(alone) < length(left):
            flags.add(OnlineFlag.COUNTED_ELSEWHERE)
        kept += alone
    return OnlineTime(length(kept), tuple(sorted(flags)), tuple(one.event_id for one in listed))


def recorded_wall(segments: Iterable[Segment], video_seconds: int, max_rate: Decimal) -> list[Interval]:
    """The wall time during which seconds of the video played that may count."""
    return union(
        (begun, begun + ceil((min(one.end_second, video_seconds) - one.start_second) / Fraction(one.rate)))
        for one in segments
        if segment_fault(one, max_rate) is None and one.start_second < video_seconds
        for begun in [to_seconds(one.played_at)]
    )


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
