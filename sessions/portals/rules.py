"""Who of a class is in the room now. Pure; all times are site time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sessions.rules.attendance import Leave
from sessions.rules.halfdays import HalfDay, Tap, presence
from sessions.rules.policy import AttendancePolicy


class Moment(StrEnum):
    """Where a half-day stands."""

    AHEAD = "ahead"  # nobody can sign in yet
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who should come."""

    enrolment_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RoomNow:
    """One half-day of a class: everybody expected is in exactly one of the four lists."""

    half: HalfDay
    moment: Moment
    inside: tuple[Expected, ...]
    gone: tuple[Expected, ...]  # signed in, and out before the end
    on_leave: tuple[Expected, ...]
    missing: tuple[Expected, ...]

    @property
    def expected(self) -> int:
        return len(self.inside) + len(self.gone) + len(self.on_leave) + len(self.missing)

    @property
    def signed_in(self) -> int:
        return len(self.inside) + len(self.gone)


def moment_of(half: HalfDay, policy: AttendancePolicy, now: datetime) -> Moment:
    """Where a half-day stands: it begins when people can sign in and is over with its last session."""
    opens, _closes = half.window(policy)
    if now < opens:
        return Moment.AHEAD
    return Moment.NOW if now < half.ends_at else Moment.OVER


def room_now(
    half: HalfDay,
    people: Sequence[Expected],
    taps: Mapping[int, Sequence[Tap]],
    leaves: Mapping[int, Sequence[Leave]],
    policy: AttendancePolicy,
    now: datetime,
) -> RoomNow:
    """Everybody expected, by where they are. Whoever came counts as come, also with leave granted."""
    places: dict[str, list[Expected]] = {"inside": [], "gone": [], "on_leave": [], "missing": []}
    for one in people:
        places[_place(half, taps.get(one.enrolment_id, ()), leaves.get(one.enrolment_id, ()), policy)].append(one)
    return RoomNow(half, moment_of(half, policy, now), **{name: tuple(found) for name, found in places.items()})


def _place(half: HalfDay, taps: Sequence[Tap], leaves: Sequence[Leave], policy: AttendancePolicy) -> str:
    seen = presence(half, taps, policy)
    if seen.arrival is not None:
        left_early = seen.departure is not None and seen.departure < half.ends_at
        return "gone" if left_early else "inside"
    away = any(one.starts_at < half.ends_at and half.sessions[0].starts_at < one.ends_at for one in leaves)
    return "on_leave" if away else "missing"
