"""What papers are written from: a class, its lessons and its people, read from the records before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sessions.rules.timetable import split_teachers


@dataclass(frozen=True, slots=True)
class Person:
    """A learner as papers name him or her; numbers are masked already, or whole where that was asked for."""

    number: int
    name: str
    sex: str = ""
    id_number: str = ""
    phone: str = ""
    employer: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A session of the timetable. A recorded unit has no times."""

    title: str
    module: str = ""
    kind: str = "offline"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    teacher: str = ""
    venue: str = ""
    address: str = ""
    hours: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Half:
    """A half-day with people in a room; `part` is AM or PM."""

    on: date
    part: str
    lessons: Sequence[Lesson]

    def teachers(self) -> list[str]:
        """Everybody who teaches, in the order of the lessons."""
        return list(dict.fromkeys(name for one in self.lessons for name in split_teachers(one.teacher)))

    def venues(self) -> list[str]:
        """Where it takes place."""
        return list(dict.fromkeys(one.venue for one in self.lessons if one.venue))

    @property
    def key(self) -> str:
        """As addresses name it: 2026-03-02-AM."""
        return f"{self.on.isoformat()}-{self.part}"


@dataclass(frozen=True, slots=True)
class Instructor:
    """A teacher as a letter addresses him or her."""

    name: str
    title: str = ""
    registered: bool = True


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One wording of the parts of a notice that people write."""

    number: int
    issued_on: date
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """Everything the papers of a class are written from."""

    institution: str
    address: str
    phone: str
    name: str
    code: str
    class_teacher: str
    first_day: date
    last_day: date
    printed_on: date
    lessons: Sequence[Lesson] = ()
    halves: Sequence[Half] = ()
    people: Sequence[Person] = ()
    instructors: Sequence[Instructor] = ()
    notice: NoticeText | None = None
    announced: Mapping[str, str] = field(default_factory=dict)  # what the enrolment notice says, by part
    signatures: int = 2  # of a half-day: signing in, signing out
    open_figure: str = ""  # a figure without which the half-days are not known

    def dated_lessons(self) -> list[Lesson]:
        return [one for one in self.lessons if one.starts_at and one.ends_at]

    def recorded(self) -> list[Lesson]:
        return [one for one in self.lessons if not one.starts_at]

    def hours(self, kind: str = "") -> Decimal:
        """Planned hours, of one kind or all."""
        return sum((one.hours for one in self.lessons if not kind or one.kind == kind), Decimal(0))

    def modules(self) -> dict[str, Decimal]:
        """Hours by module, in the order of the timetable; a lesson without a module stands for itself."""
        found: dict[str, Decimal] = {}
        for one in self.lessons:
            name = one.module or one.title
            found[name] = found.get(name, Decimal(0)) + one.hours
        return found

    def venues(self) -> list[str]:
        """Where people have to go, with the address where it is known."""
        places = [
            f"{one.venue}（{one.address}）" if one.address else one.venue
            for one in self.dated_lessons()
            if one.kind == "offline" and one.venue
        ]
        return list(dict.fromkeys(places))

    def lessons_of(self, teacher: str) -> list[Lesson]:
        return [one for one in self.lessons if teacher in split_teachers(one.teacher)]
