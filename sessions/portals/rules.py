"""Who of a class is in the room now. Pure; all times are site time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sessions.rules.attendance import HalfDayAttendance, attend
from sessions.rules.evaluation import Records
from sessions.rules.halfdays import HalfDay, Presence
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
    records: Mapping[int, Records],
    policy: AttendancePolicy,
    now: datetime,
) -> RoomNow:
    """Everybody expected, by where they are. Whoever came counts as come, also with leave granted."""
    known = [records.get(one.enrolment_id, Records()) for one in people]
    called = {tap.unit for one in known for tap in one.taps if tap.unit}
    places: dict[str, list[Expected]] = {"inside": [], "gone": [], "on_leave": [], "missing": []}
    for person, found in zip(people, known, strict=True):
        [attended] = attend([half], found.taps, found.leaves, policy)
        seen, until = _seen(attended, called, now)
        places[_place(half, seen, until, found)].append(person)
    return RoomNow(half, moment_of(half, policy, now), **{name: tuple(found) for name, found in places.items()})


def _seen(attended: HalfDayAttendance, called: Collection[str], now: datetime) -> tuple[Presence, datetime]:
    """What says where somebody is now, and until when he or she should stay.

    As hours do: the roll call of the session that has begun last goes before the door. Without either, the roll call of
    the session before still speaks; but not once the roll of the present session has been called with others.
    """
    half, own = attended.half, dict(attended.called)
    begun = [one for one in half.sessions if one.starts_at <= now] or half.sessions[:1]
    for session in reversed(begun):
        if session.code in own:
            return own[session.code], session.ends_at
        if attended.presence.arrival is not None or session.code in called:
            break
    return attended.presence, half.ends_at


def _place(half: HalfDay, seen: Presence, until: datetime, records: Records) -> str:
    if seen.arrival is not None:
        return "gone" if seen.departure is not None and seen.departure < until else "inside"
    away = any(one.starts_at < half.ends_at and half.sessions[0].starts_at < one.ends_at for one in records.leaves)
    return "on_leave" if away else "missing"
