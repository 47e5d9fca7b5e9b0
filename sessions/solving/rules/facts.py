"""What the records say, as plain values: classes with their modules and sessions, teachers, venues, what is taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

from core.weekly import Availability
from courses.solver.problem import Half
from courses.solver.weights import Weights
from sessions.solving.rules.grid import WEEKDAYS, HalfDay, Period
from trainer.rules import Appointment


class Stay(StrEnum):
    """Why a session is not moved."""

    FREE = "free"  # it may be moved
    HELD = "held"  # it has begun already
    PINNED = "pinned"  # somebody holds it fast
    KEPT = "kept"  # this run was asked to leave everything that is on the timetable
    SEVERAL = "several"  # its teachers are several, or not on the register
    RECORDED = "recorded"  # a recorded unit has no time
    LENGTH = "length"  # it fits into no period
    BLOCKED = "blocked"  # held fast where it fits into no period, lacks somebody, or breaks a rule


@dataclass(frozen=True, slots=True)
class Lesson:
    """A session that is on the timetable of a chosen class; times are naive site times."""

    session_id: int
    version: int
    code: str
    title: str
    module: str
    hours: Decimal
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    teacher_id: int | None = None
    teacher_ids: tuple[int, ...] = ()
    venue_id: int | None = None
    online: bool = False
    exam: bool = False
    stay: Stay = Stay.FREE

    @property
    def minutes(self) -> int:
        if self.starts_at is None or self.ends_at is None:
            return 0
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def whole(self) -> bool:
        """Whether it has a teacher and, on site, a venue."""
        return self.teacher_id is not None and (self.online or self.venue_id is not None)

    def belongs_to(self, module: str) -> bool:
        return module in (self.module, self.title) if not self.module else self.module == module


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """A module of the curriculum that the class follows."""

    name: str
    hours: Decimal
    online: bool = False
    recorded: bool = False
    exam: bool = False


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class to be timetabled; both days are days of teaching, limits are credit hours."""

    id: int
    code: str
    name: str
    first: date
    last: date
    size: int
    minutes_per_hour: int
    modules: tuple[ModuleFacts, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    hours_per_day: Decimal | None = None
    hours_per_half_day: Decimal | None = None
    exam_seats: int = 0


@dataclass(frozen=True, slots=True)
class TeacherFacts:
    """A teacher; no subjects restrict nothing. The appointment of the register and one of the terms must cover a day.

    `hours_elsewhere` are credit hours of the year in sessions that this run leaves alone.
    """

    id: int
    name: str
    availability: Availability = field(default_factory=Availability)
    subjects: frozenset[str] = frozenset()
    stated: Appointment = field(default_factory=lambda: Appointment(None, None))
    terms: tuple[Appointment, ...] = ()
    daily_hours: Decimal | None = None
    yearly_hours: Decimal | None = None
    hours_elsewhere: Decimal = Decimal(0)

    def appointed(self, day: date) -> bool:
        return self.stated.covers(day) and (not self.terms or any(one.covers(day) for one in self.terms))

    def may_teach(self, module: str) -> bool:
        return not module or not self.subjects or module in self.subjects


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """A venue; an unknown capacity is large enough."""

    id: int
    name: str
    capacity: int | None = None
    campus: int | None = None
    openness: Availability = field(default_factory=Availability)


@dataclass(frozen=True, slots=True)
class Taken:
    """A session of another class of the institution; `class_ids` are chosen classes with learners in it."""

    starts_at: datetime
    ends_at: datetime
    teacher_ids: tuple[int, ...] = ()
    venue_id: int | None = None
    class_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person who asks has chosen: `halves` are the half-days of a week that may be used, `holidays` says that
    days off may be, `repair` leaves out hours that are not on the timetable yet."""

    periods: tuple[Period, ...]
    first: date
    last: date
    halves: frozenset[HalfDay] = WEEKDAYS
    holidays: bool = False
    keep: bool = False
    repair: bool = False
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Around:
    """Everything a timetable is built from; on the half-days of `shut` only what stands there already may stay.

    `apart` are pairs of chosen classes with learners in common.
    """

    settings: Settings
    days: tuple[date, ...]
    classes: tuple[ClassFacts, ...]
    teachers: tuple[TeacherFacts, ...] = ()
    venues: tuple[VenueFacts, ...] = ()
    taken: tuple[Taken, ...] = ()
    travel: Mapping[tuple[int, int], int] = field(default_factory=dict)
    shut: frozenset[tuple[date, Half]] = frozenset()
    apart: tuple[tuple[int, int], ...] = ()


def stand_of(around: Around) -> str:
    """A digest of the records: another one means that something has changed meanwhile."""
    told = asdict(around)
    told["travel"] = sorted(around.travel.items())
    return sha256(json.dumps(told, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else str(value)
