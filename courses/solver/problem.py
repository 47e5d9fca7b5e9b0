"""What is to be timetabled, and what a timetable is: frozen values, ids chosen by the caller.

A slot is one teaching period of one date (usually a double hour, 2 学时, 90 minutes), in site time. Slots are known by
their place in `Problem.slots`, which is ordered by time and free of overlaps; `Problem` refuses anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from courses.solver.weights import Weights


class Half(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of one date, half-open [starts, ends). Two slots of one half-day in a row are adjacent."""

    day: date
    starts: time
    ends: time
    half: Half

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.starts)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day, self.ends)


@dataclass(frozen=True, slots=True)
class Module:
    """What one class is taught: `slots` slots, each by one teacher of `teachers`; a block stays in one half-day.

    `min_block` and `max_block` bound how many slots in a row one sitting has. An online module needs no venue.
    """

    id: int
    slots: int
    teachers: frozenset[int]
    features: frozenset[str] = frozenset()
    online: bool = False
    min_block: int = 1
    max_block: int | None = None


@dataclass(frozen=True, slots=True)
class ClassGroup:
    """A class: both dates are days of teaching; `allowed` None is every slot; `order` holds (before, after) modules."""

    id: int
    size: int
    first_day: date
    last_day: date
    modules: tuple[Module, ...]
    order: tuple[tuple[int, int], ...] = ()
    allowed: frozenset[int] | None = None
    max_a_day: int | None = None
    max_a_half: int | None = None


@dataclass(frozen=True, slots=True)
class Teacher:
    """`available` None means every slot; caps count slots and include `busy` occupations of the same teacher.

    `avoids` are slots the teacher would rather not have; a week starts on Monday.
    """

    id: int
    available: frozenset[int] | None = None
    leave: frozenset[int] = frozenset()
    avoids: frozenset[int] = frozenset()
    max_a_day: int | None = None
    max_a_week: int | None = None
    max_total: int | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """`opening` None means open in every slot; `campus` None means a campus of nobody's: no travel is counted."""

    id: int
    capacity: int
    campus: int | None = None
    features: frozenset[str] = frozenset()
    opening: frozenset[int] | None = None
    closed: frozenset[int] = frozenset()


class Holder(StrEnum):
    CLASS = "class"
    TEACHER = "teacher"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Occupation:
    """What somebody else has booked already; `campus` is where a teacher or class is then, if known."""

    holder: Holder
    id: int
    slot: int
    campus: int | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """What is settled: with a slot, that lesson is there (with this teacher, this venue); without, all lessons do."""

    class_id: int
    module_id: int
    slot: int | None = None
    teacher_id: int | None = None
    venue_id: int | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """One lesson of one slot; online lessons have no venue."""

    class_id: int
    module_id: int
    slot: int
    teacher_id: int
    venue_id: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`travel` holds minutes between campuses by pair, in both orders; pairs that are not there take no time.

    `apart` are pairs of classes with learners in common: they are never taught at the same time.
    """

    slots: tuple[Slot, ...]
    classes: tuple[ClassGroup, ...]
    teachers: tuple[Teacher, ...]
    venues: tuple[Venue, ...]
    travel: Mapping[tuple[int, int], int] = field(default_factory=dict)
    occupied: tuple[Occupation, ...] = ()
    pins: tuple[Pin, ...] = ()
    previous: tuple[Placement, ...] = ()
    weights: Weights = field(default_factory=Weights)
    apart: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for earlier, later in zip(self.slots, self.slots[1:], strict=False):
            if earlier.ends_at > later.starts_at:
                raise ValueError(f"slots overlap or are out of order: {earlier} and {later}")
        for group in self.classes:
            if len({module.id for module in group.modules}) < len(group.modules):
                raise ValueError(f"class {group.id} lists a module twice")
        for kind in (self.classes, self.teachers, self.venues):
            if len({one.id for one in kind}) < len(kind):
                raise ValueError("two of a kind share one id")
