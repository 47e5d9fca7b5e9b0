"""Time spent in two places counts once: in the place that goes first (hours.precedence)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sessions.rules.intervals import Interval, length, subtract, union
from sessions.rules.kinds import SessionKind


class Held(Protocol):
    """Anything held in one of the ways of delivery."""

    @property
    def kind(self) -> SessionKind: ...


One = TypeVar("One", bound=Held)


@dataclass(frozen=True, slots=True)
class Taken:
    """Wall time that one unit counts for a person, in seconds of the site, in order."""

    code: str
    kind: SessionKind
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Seconds of a unit that are not counted because the person counts them in unit `code` already."""

    code: str
    kind: SessionKind
    seconds: int


def in_precedence(units: Sequence[One], precedence: Sequence[SessionKind]) -> list[One]:
    """The units in the order in which they may take time; without a stated order, face to face first."""
    ranks = {kind: rank for rank, kind in enumerate(precedence or (SessionKind.OFFLINE,))}
    return sorted(units, key=lambda one: ranks.get(one.kind, len(ranks)))  # stable: timetable order stays


def goes_first(kind: SessionKind, precedence: Sequence[SessionKind]) -> bool:
    """Whether time counted in this way is taken from what comes after it."""
    return bool(precedence) or kind is SessionKind.OFFLINE


def holes(taken: Iterable[Taken], *kinds: SessionKind) -> list[Interval]:
    """All time taken by units of these kinds."""
    return [interval for one in taken if one.kind in kinds for interval in one.intervals]


def deduct(claimed: Iterable[Interval], taken: Iterable[Taken]) -> tuple[list[Interval], tuple[Overlap, ...]]:
    """What is left of the claimed time, and what each unit before it has taken of it."""
    left = union(claimed)
    overlaps = []
    for one in _near(left, taken):
        rest = subtract(left, one.intervals)
        if lost := length(left) - length(rest):
            overlaps.append(Overlap(one.code, one.kind, lost))
        left = rest
    return left, tuple(overlaps)


def _near(claimed: Sequence[Interval], taken: Iterable[Taken]) -> list[Taken]:
    """Units with time between the first and the last claimed moment: of a whole class hardly any."""
    if not claimed:
        return []
    first, last = claimed[0][0], claimed[-1][1]
    return [
        one for one in taken if one.intervals and one.intervals[0][0] < last and first < one.intervals[-1][1]
    ]  # fmt: skip
