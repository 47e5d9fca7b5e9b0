"""A timetable in the making: sittings set on it by hand, and which of them stand in the way of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.solver.facts import Facts
from courses.solver.problem import ClassGroup, Holder, Placement, Teacher


@dataclass(frozen=True, slots=True)
class Task:
    """One sitting to be set: `length` lessons in a row of one module; `number` tells sittings of a module apart."""

    class_id: int
    module_id: int
    number: int
    length: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a sitting is; online it has no venue, and a venue of nobody's has no campus."""

    run: tuple[int, ...]
    day: date
    teacher: int
    venue: int | None
    campus: int | None


WALL = Task(0, 0, 0, 0)
"""What cannot be moved out of the way: a booking of others."""

Stop = tuple[int, int, Task]
"""(slot, campus, whose)"""


class Board:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.seats: dict[Task, Seat] = {}
        self.held: dict[tuple[Holder, int, int], Task] = {}
        self.of_day: dict[tuple[Holder, int, date], list[Task]] = defaultdict(list)
        self.of_owner: dict[tuple[Holder, int], list[Task]] = defaultdict(list)
        self.stops: dict[tuple[Holder, int, date], list[Stop]] = defaultdict(list)
        self.booked: Counter[tuple[int, Any]] = Counter()
        self.weeks = [slot.day.isocalendar()[:2] for slot in facts.slots]
        self.orders: dict[int, list[tuple[int, int]]] = {one.id: list(one.order) for one in facts.problem.classes}
        for one in facts.problem.occupied:
            day = facts.slots[one.slot].day
            if one.campus is not None:
                self.stops[one.holder, one.id, day].append((one.slot, one.campus, WALL))
        for holder, key, place in facts.busy:
            if holder is Holder.TEACHER:
                self.booked.update([(key, facts.slots[place].day), (key, self.weeks[place]), (key, None)])

    def owners(self, task: Task, seat: Seat) -> tuple[tuple[Holder, int], ...]:
        people = ((Holder.CLASS, task.class_id), (Holder.TEACHER, seat.teacher))
        return people if seat.venue is None else (*people, (Holder.VENUE, seat.venue))

    def put(self, task: Task, seat: Seat) -> None:
        self.seats[task] = seat
        for owner in self.owners(task, seat):
            self.held.update({(*owner, slot): task for slot in seat.run})
            self.of_day[*owner, seat.day].append(task)
            self.of_owner[owner].append(task)
            if seat.campus is not None:
                self.stops[*owner, seat.day] += [(slot, seat.campus, task) for slot in seat.run]

    def lift(self, task: Task) -> None:
        seat = self.seats.pop(task)
        for owner in self.owners(task, seat):
            for slot in seat.run:
                del self.held[*owner, slot]
            self.of_day[*owner, seat.day].remove(task)
            self.of_owner[owner].remove(task)
            kept = [stop for stop in self.stops[*owner, seat.day] if stop[2] != task]
            self.stops[*owner, seat.day] = kept

    def at_once(self, holder: Holder, key: int, run: tuple[int, ...]) -> set[Task]:
        held = self.held
        return {held[holder, key, slot] for slot in run if (holder, key, slot) in held}

    def against_class(self, group: ClassGroup, task: Task, run: tuple[int, ...], day: date) -> set[Task]:
        """Sittings of the class, or of its learners elsewhere, that cannot stay if this one is here, wherever it is."""
        found = self.at_once(Holder.CLASS, group.id, run)
        for other in self.facts.kin.get(group.id, ()):
            found.update(self.at_once(Holder.CLASS, other, run))
        found.update(self.neighbours(task, run))
        found.update(self.out_of_order(task, run))
        today = [one for one in self.of_day[Holder.CLASS, group.id, day] if one not in found]
        if group.max_a_half is not None:
            half = self.facts.slots[run[0]].half
            same = [one for one in today if self.facts.slots[self.seats[one].run[0]].half is half]
            found.update(surplus(same, group.max_a_half - len(run)))
        if group.max_a_day is not None:
            found.update(surplus([one for one in today if one not in found], group.max_a_day - len(run)))
        return found

    def neighbours(self, task: Task, run: tuple[int, ...]) -> Iterator[Task]:
        """Sittings of the same module side by side with this one, which would be one sitting with it."""
        slots = self.facts.slots
        for edge, beside in ((run[0], run[0] - 1), (run[-1], run[-1] + 1)):
            other = self.held.get((Holder.CLASS, task.class_id, beside))
            if other is None or other.module_id != task.module_id:
                continue
            if (slots[edge].day, slots[edge].half) == (slots[beside].day, slots[beside].half):
                yield other

    def out_of_order(self, task: Task, run: tuple[int, ...]) -> Iterator[Task]:
        pairs = self.orders[task.class_id]
        later = {after for before, after in pairs if before == task.module_id}
        earlier = {before for before, after in pairs if after == task.module_id}
        if not later and not earlier:
            return
        for other in self.of_owner[Holder.CLASS, task.class_id]:
            there = self.seats[other].run
            if (other.module_id in later and there[0] <= run[-1]) or (
                other.module_id in earlier and there[-1] >= run[0]
            ):
                yield other

    def against_teacher(self, teacher: Teacher, run: tuple[int, ...], day: date) -> set[Task]:
        """Sittings that the teacher would have to give up; the wall if that would not help."""
        found = self.at_once(Holder.TEACHER, teacher.id, run)
        week = self.weeks[run[0]]
        for cap, stretch in ((teacher.max_a_day, day), (teacher.max_a_week, week), (teacher.max_total, None)):
            if cap is None:
                continue
            room = cap - len(run) - self.booked[teacher.id, stretch]
            if room < 0:
                return {WALL}
            found.update(surplus([one for one in self.within(teacher, stretch) if one not in found], room))
        return found

    def within(self, teacher: Teacher, stretch: Any) -> list[Task]:
        """What a teacher holds on a day, in a week, or in all (None)."""
        if isinstance(stretch, date):
            return self.of_day[Holder.TEACHER, teacher.id, stretch]
        every = self.of_owner[Holder.TEACHER, teacher.id]
        if stretch is None:
            return every
        return [one for one in every if self.weeks[self.seats[one].run[0]] == stretch]

    def too_far(self, holder: Holder, key: int, day: date, run: tuple[int, ...], campus: int) -> set[Task]:
        """Sittings of the day on campuses that are too far away to be before or after this one."""
        found = set()
        for slot, there, whose in self.stops[holder, key, day]:
            if there != campus and self.apart(slot, there, run, campus):
                found.add(whose)
        return found

    def apart(self, slot: int, there: int, run: tuple[int, ...], campus: int) -> bool:
        if slot < run[0]:
            return self.facts.too_far(slot, run[0], there, campus)
        return slot in run or self.facts.too_far(run[-1], slot, campus, there)

    def lessons(self) -> tuple[Placement, ...]:
        found = [
            Placement(task.class_id, task.module_id, slot, seat.teacher, seat.venue)
            for task, seat in self.seats.items()
            for slot in seat.run
        ]
        return tuple(sorted(found, key=lambda one: (one.class_id, one.slot)))


def surplus(tasks: Iterable[Task], room: int) -> Iterator[Task]:
    """Those that must go so that the others fit, the shortest first."""
    ordered = sorted(tasks, key=lambda one: (one.length, one.class_id, one.module_id, one.number))
    over = sum(one.length for one in ordered) - room
    for one in ordered:
        if over <= 0:
            return
        over -= one.length
        yield one
