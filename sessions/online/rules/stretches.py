"""What the reports of all visits come to: stretches to record, the map of the video, where to go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sessions.rules.intervals import Interval, length, union


@dataclass(frozen=True, slots=True)
class Proof:
    """A report that proved something. `began` is the server's time of the report before it, `at` its own."""

    start: int
    end: int
    began: int
    at: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of whole seconds, played without a break from `began` (milliseconds of the server) on."""

    start: int
    end: int
    began: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the video in seconds, watched or missing."""

    start: int
    end: int
    proved: bool


def stretches(proofs: Iterable[Proof]) -> list[Stretch]:
    """Proofs of one visit in order, those that follow on each other as one; both ends rounded down to seconds."""
    chains: list[list[Proof]] = []
    for one in proofs:
        last = chains[-1][-1] if chains else None
        if last and (last.end, last.at, last.rate) == (one.start, one.began, one.rate):
            chains[-1].append(one)
        else:
            chains.append([one])
    found = (Stretch(c[0].start // 1000, c[-1].end // 1000, c[0].began, c[0].rate) for c in chains)
    return [one for one in found if one.start < one.end]


def parts(proved: Iterable[Interval], seconds: int) -> list[Part]:
    """The whole video as watched and missing parts in order; `proved` in seconds."""
    found, last = [], 0
    for start, end in union((max(a, 0), min(b, seconds)) for a, b in proved):
        found += [Part(last, start, False)] if last < start else []
        found.append(Part(start, end, True))
        last = end
    return found + ([Part(last, seconds, False)] if last < seconds else [])


def watched(proved: Iterable[Interval], seconds: int) -> int:
    """Different seconds of the video that were proved."""
    return sum(one.end - one.start for one in parts(proved, seconds) if one.proved)


def furthest(proved: Iterable[Interval]) -> int:
    """The end of the furthest stretch proved; 0 for none."""
    return max((end for _, end in proved), default=0)


def place_to_resume(proofs: Sequence[Interval], total: int) -> int:
    """Where to go on: after what was proved last; at the first part that is missing once the end was reached."""
    if not proofs:
        return 0
    last = proofs[-1][1]
    if last < total - 1000:
        return last
    done = union(proofs)
    return done[0][1] if done[0][0] <= 0 and length(done) < total - 1000 else 0
