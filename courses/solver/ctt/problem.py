"""What a `.ctt` file states: courses, rooms, curricula, and when a course cannot be held."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Course:
    """A course: its teacher, how many lectures, spread over how many days at least, for how many students."""

    name: str
    teacher: str
    lectures: int
    min_days: int
    students: int


@dataclass(frozen=True)
class Room:
    """A room and its seats."""

    name: str
    seats: int


@dataclass(frozen=True)
class Curriculum:
    """Courses that share students: no two at once, and lectures of a day next to each other."""

    name: str
    courses: tuple[str, ...]


@dataclass(frozen=True)
class Instance:
    """One problem. `unavailable` holds (course, day, period), both counted from 0."""

    name: str
    days: int
    periods_per_day: int
    courses: tuple[Course, ...]
    rooms: tuple[Room, ...]
    curricula: tuple[Curriculum, ...]
    unavailable: frozenset[tuple[str, int, int]] = field(default_factory=frozenset)

    @property
    def lectures(self) -> int:
        """How many lectures are to be placed."""
        return sum(course.lectures for course in self.courses)


@dataclass(frozen=True, order=True)
class Placement:
    """Where one lecture of a course is held; days and periods count from 0."""

    course: str
    room: str
    day: int
    period: int
