"""The clash engine's words, and what a timetable alone gets wrong: overlaps, rest days, expired teachers, small venues.

The other rules stand in `presence`, `loads`, `travel` and `invigilation`; `engine` asks all of them (design D5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sessions.rules.intervals import shared_minutes


class FindingCode(StrEnum):
    """Which rule a finding comes from."""

    TEACHER_EXPIRED = "TEACHER_EXPIRED"
    TT_CLASS_OVERLAP = "TT_CLASS_OVERLAP"
    TT_CLASS_TRAVEL = "TT_CLASS_TRAVEL"
    TT_DAY_HOURS = "TT_DAY_HOURS"
    TT_EXAM_INVIGILATORS = "TT_EXAM_INVIGILATORS"
    TT_EXAM_SEATS = "TT_EXAM_SEATS"
    TT_HALF_DAY_HOURS = "TT_HALF_DAY_HOURS"
    TT_LEARNER_CLASH = "TT_LEARNER_CLASH"
    TT_NO_BREAK = "TT_NO_BREAK"
    TT_REST_DAY = "TT_REST_DAY"
    TT_TEACHER_AWAY = "TT_TEACHER_AWAY"
    TT_TEACHER_CLASH = "TT_TEACHER_CLASH"
    TT_TEACHER_DAY_HOURS = "TT_TEACHER_DAY_HOURS"
    TT_TEACHER_HOURS = "TT_TEACHER_HOURS"
    TT_TEACHER_SUBJECT = "TT_TEACHER_SUBJECT"
    TT_TEACHER_TERM = "TT_TEACHER_TERM"
    TT_TEACHER_TRAVEL = "TT_TEACHER_TRAVEL"
    TT_TEACHER_YEAR_HOURS = "TT_TEACHER_YEAR_HOURS"
    TT_VENUE_CLASH = "TT_VENUE_CLASH"
    TT_VENUE_CLOSED = "TT_VENUE_CLOSED"
    TT_VENUE_HOURS = "TT_VENUE_HOURS"
    VENUE_TOO_SMALL = "VENUE_TOO_SMALL"


@dataclass(frozen=True, slots=True)
class Slot:
    """A session with a date, half-open [starts_at, ends_at); `venue` is empty unless it is held at a place."""

    code: str
    starts_at: datetime
    ends_at: datetime
    teachers: tuple[str, ...]
    venue: str
    class_code: str = ""
    hours: Decimal = Decimal(0)
    subject: str = ""
    exam: bool = False

    def overlaps(self, other: Slot) -> bool:
        """Whether the two share time; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def shared_minutes(self, other: Slot) -> int:
        return shared_minutes((self.starts_at, self.ends_at), (other.starts_at, other.ends_at))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a timetable: the rule, the culprit, the sessions, and the figures that prove it.

    `other` is a session of another class; `hours` or `minutes` stand against `limit`; `detail` is a reason or a stretch
    of time as the registers give it, or the examination that a session of its own class meets.
    """

    code: FindingCode
    sessions: tuple[str, ...]
    subject: str = ""
    minutes: int | None = None
    day: date | None = None
    capacity: int | None = None
    learners: int | None = None
    other: str = ""
    hours: Decimal | None = None
    limit: Decimal | None = None
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """As JSON keeps it; what is not known is left out."""
        known = {one.name: getattr(self, one.name) for one in fields(self)}
        said = {name: value for name, value in known.items() if value not in (None, "")}
        return {
            name: list(value) if isinstance(value, tuple) else value if isinstance(value, int) else str(value)
            for name, value in said.items()
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Finding:
        """The finding that `to_json` wrote down."""
        return cls(**{name: _READERS[name](value) if name in _READERS else value for name, value in said.items()})


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "code": FindingCode,
    "sessions": tuple,
    "day": date.fromisoformat,
    "hours": Decimal,
    "limit": Decimal,
}
Resource = tuple[FindingCode, str]  # the finding of two sessions that share it, and its name


def overlapping_pairs(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Every two that share time, the earlier first: one sweep over the starts, keeping only what still runs."""
    running: list[Slot] = []
    for slot in sorted(slots, key=lambda one: (one.starts_at, one.ends_at, one.class_code, one.code)):
        running = [one for one in running if slot.starts_at < one.ends_at]
        yield from ((one, slot) for one in running)
        running.append(slot)


def resources_of(slot: Slot) -> Iterator[Resource]:
    """What nobody else can have while the session runs, its class left out."""
    for teacher in slot.teachers:
        yield FindingCode.TT_TEACHER_CLASH, teacher
    if slot.venue:
        yield FindingCode.TT_VENUE_CLASH, slot.venue


def find_overlaps(slots: Sequence[Slot]) -> list[Finding]:
    """Pairs of sessions that share a class, a teacher or a venue at the same time."""
    groups: defaultdict[Resource, list[Slot]] = defaultdict(list)
    for slot in slots:
        groups[FindingCode.TT_CLASS_OVERLAP, slot.class_code].append(slot)
        for resource in resources_of(slot):
            groups[resource].append(slot)
    found = [
        Finding(
            code,
            tuple(sorted((one.code, other.code))),
            "" if code is FindingCode.TT_CLASS_OVERLAP else name,
            one.shared_minutes(other),
            detail=_examination(code, one, other),
        )
        for (code, name), members in groups.items()
        for one, other in overlapping_pairs(members)
    ]
    return sorted(found, key=lambda one: (one.sessions, one.code, one.subject))


def _examination(code: FindingCode, one: Slot, other: Slot) -> str:
    """The examination of the two, where a class has one during another session."""
    return next((each.code for each in (one, other) if each.exam), "") if code is FindingCode.TT_CLASS_OVERLAP else ""


def find_foreign(own: Sequence[Slot], others: Sequence[Slot], shared: Mapping[str, int]) -> list[Finding]:
    """Teachers, venues and learners that a session of another class needs at the same time.

    `shared` says how many learners each other class has in common with this one.
    """
    groups: defaultdict[Resource, list[Slot]] = defaultdict(list)
    for slot in (*own, *others):
        for resource in resources_of(slot):
            groups[resource].append(slot)
    for class_code in (code for code, learners in shared.items() if learners):
        same = [one for one in others if one.class_code == class_code]
        groups[FindingCode.TT_LEARNER_CLASH, class_code] = [*own, *same]
    mine = {id(one) for one in own}
    found = []
    for (code, name), members in groups.items():
        for pair in overlapping_pairs(members):
            one, other = pair if id(pair[0]) in mine else pair[::-1]
            if (id(one) in mine) and (id(other) not in mine):
                found.append((one, other, code, name))
    found.sort(key=lambda hit: (hit[0].starts_at, hit[0].code, hit[1].starts_at, hit[1].code, _RANK[hit[2]], hit[3]))
    return [_foreign(one, other, code, name, shared) for one, other, code, name in found]


_RANK = {FindingCode.TT_TEACHER_CLASH: 0, FindingCode.TT_VENUE_CLASH: 1, FindingCode.TT_LEARNER_CLASH: 2}


def _foreign(one: Slot, other: Slot, code: FindingCode, name: str, shared: Mapping[str, int]) -> Finding:
    learners = shared[name] if code is FindingCode.TT_LEARNER_CLASH else None
    return Finding(
        code,
        (one.code,),
        "" if learners else name,
        one.shared_minutes(other),
        learners=learners,
        other=f"{other.class_code} {other.code}",
    )


def find_rest_days(
    slots: Iterable[Slot], is_workday: Callable[[date], bool], name_of: Callable[[date], str] = lambda _day: ""
) -> list[Finding]:
    """Sessions on a weekend or holiday which the official calendar does not make a working day, with its name."""
    return [
        Finding(FindingCode.TT_REST_DAY, (slot.code,), name_of(slot.starts_at.date()), day=slot.starts_at.date())
        for slot in slots
        if not is_workday(slot.starts_at.date())
    ]


def find_expired_teachers(slots: Sequence[Slot], ends: Mapping[str, date], first_day: date) -> list[Finding]:
    """Teachers whose appointment ended before the first day of the class, with their sessions after that end."""
    return [
        Finding(
            FindingCode.TEACHER_EXPIRED,
            tuple(slot.code for slot in slots if teacher in slot.teachers and slot.starts_at.date() > valid_to),
            teacher,
            day=valid_to,
        )
        for teacher, valid_to in ends.items()
        if valid_to < first_day
    ]


def find_small_venues(slots: Sequence[Slot], capacities: Mapping[str, int], learners: int) -> list[Finding]:
    """Venues with fewer seats than learners, with the sessions held there; a venue that is not used is no fault."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for slot in slots:
        held[slot.venue].append(slot.code)
    return [
        Finding(FindingCode.VENUE_TOO_SMALL, tuple(held[venue]), venue, capacity=capacity, learners=learners)
        for venue, capacity in capacities.items()
        if venue in held and capacity < learners
    ]
