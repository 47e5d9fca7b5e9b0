"""Judging a solution: hard violations and the four costs of UD2, straight from the published definitions.

Nothing here is shared with the search. The definitions are those of Di Gaspero, McCollum and Schaerf, "The Second
International Timetabling Competition: Curriculum-based Course Timetabling (Track 3)", 2007.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from courses.solver.ctt.problem import Course, Instance, Placement

MISSING_DAY, ISOLATED_LECTURE = 5, 2


@dataclass(frozen=True)
class Verdict:
    """Hard violations by kind, then the costs. A solution counts only when there are no violations."""

    unplaced: int
    conflicts: int
    unavailable: int
    room_occupancy: int
    room_capacity: int
    min_working_days: int
    compactness: int
    room_stability: int

    @property
    def violations(self) -> int:
        """All hard violations."""
        return self.unplaced + self.conflicts + self.unavailable + self.room_occupancy

    @property
    def cost(self) -> int:
        """The sum of the weighted costs."""
        return self.room_capacity + self.min_working_days + self.compactness + self.room_stability


def validate(instance: Instance, placements: Iterable[Placement]) -> Verdict:
    """What a solution of the instance is worth."""
    placed = [each for each in placements if is_known(instance, each)]
    courses = {course.name: course for course in instance.courses}
    return Verdict(
        unplaced=unplaced(instance, placements),
        conflicts=conflicts(instance, courses, placed),
        unavailable=sum((each.course, each.day, each.period) in instance.unavailable for each in placed),
        room_occupancy=repeats((each.room, each.day, each.period) for each in placed),
        room_capacity=seats_missing(instance, courses, placed),
        min_working_days=days_missing(instance, placed) * MISSING_DAY,
        compactness=isolated(instance, placed) * ISOLATED_LECTURE,
        room_stability=extra_rooms(placed),
    )


def is_known(instance: Instance, each: Placement) -> bool:
    """Whether course, room, day and period exist."""
    return (
        any(course.name == each.course for course in instance.courses)
        and any(room.name == each.room for room in instance.rooms)
        and 0 <= each.day < instance.days
        and 0 <= each.period < instance.periods_per_day
    )


def unplaced(instance: Instance, placements: Iterable[Placement]) -> int:
    """Lectures missing, too many, twice in one period, or held where there is nothing."""
    placements = list(placements)
    strange = sum(not is_known(instance, each) for each in placements)
    known = [each for each in placements if is_known(instance, each)]
    held = Counter(each.course for each in known)
    amount = sum(abs(course.lectures - held[course.name]) for course in instance.courses)
    return strange + amount + repeats((each.course, each.day, each.period) for each in known)


def repeats(keys: Iterable[object]) -> int:
    """How often something is there again."""
    return sum(count - 1 for count in Counter(keys).values())


def conflicts(instance: Instance, courses: dict[str, Course], placed: list[Placement]) -> int:
    """Pairs of lectures of two courses at once that share teacher or curriculum."""
    together = {pair for each in instance.curricula for pair in combinations(sorted(set(each.courses)), 2)}
    found = 0
    for one, other in combinations(sorted(placed), 2):
        if one.course != other.course and (one.day, one.period) == (other.day, other.period):
            same_teacher = courses[one.course].teacher == courses[other.course].teacher
            found += same_teacher or (one.course, other.course) in together
    return found


def seats_missing(instance: Instance, courses: dict[str, Course], placed: list[Placement]) -> int:
    """Students without a seat, lecture by lecture."""
    seats = {room.name: room.seats for room in instance.rooms}
    return sum(max(0, courses[each.course].students - seats[each.room]) for each in placed)


def days_missing(instance: Instance, placed: list[Placement]) -> int:
    """Days on which courses should be held and are not."""
    days = Counter(course for course, _day in {(each.course, each.day) for each in placed})
    return sum(max(0, course.min_days - days[course.name]) for course in instance.courses)


def isolated(instance: Instance, placed: list[Placement]) -> int:
    """Lectures of a curriculum with no other of it in the period before or after, on the same day."""
    found = 0
    for curriculum in instance.curricula:
        held = {(each.day, each.period) for each in placed if each.course in curriculum.courses}
        found += sum((day, hour - 1) not in held and (day, hour + 1) not in held for day, hour in held)
    return found


def extra_rooms(placed: list[Placement]) -> int:
    """Rooms a course uses beyond its first."""
    used = Counter(course for course, _room in {(each.course, each.room) for each in placed})
    return sum(count - 1 for count in used.values())
