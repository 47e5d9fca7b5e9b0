"""A first timetable within a second: sittings are set one by one, and what stands in their way is lifted again.

Each sitting goes where least has to give way and the cost grows least; what was lifted often is lifted less gladly, so
that the search does not go round in circles. Nothing is proved here, and what does not fit in time is left out.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from courses.solver.board import WALL, Board, Seat, Task
from courses.solver.facts import WEEKEND, Facts
from courses.solver.model_costs import fair_share
from courses.solver.problem import ClassGroup, Half, Holder, Module, Placement, Problem, Venue
from courses.solver.search import Budget

LIFTING, AGAIN = 12, 6
"""What it counts to lift a sitting, and how much more each time it has been lifted before."""
CUT = 1000
"""From here on sittings are numbered that came of cutting others."""
TURNS = 40
"""Sittings set for each that there is, before the rest is given up."""


@dataclass(frozen=True, slots=True)
class Option:
    """A run of a sitting with those who can be there at all, and what it costs by itself."""

    run: tuple[int, ...]
    price: int
    teachers: tuple[int, ...]
    venues: tuple[Venue | None, ...]


def construct(problem: Problem, budget: Budget) -> tuple[Placement, ...]:
    """As many lessons of a problem without pins as could be placed; modules that cannot be cut evenly are left out."""
    return Construction(problem, Random(budget.seed)).run(budget)  # noqa: S311 - chance, no secret


class Construction:
    def __init__(self, problem: Problem, dice: Random, lifting: int = LIFTING) -> None:
        self.problem, self.dice, self.facts, self.price_of_lifting = problem, dice, Facts(problem), lifting
        self.board = Board(self.facts)
        self.fair = fair_share(problem)
        self.lifted: Counter[Task] = Counter()
        every = set(range(len(problem.slots)))
        self.there = {
            one.id: {slot for slot in every if not self.facts.against_teacher(one, slot)} for one in problem.teachers
        }
        self.open = {
            one.id: {slot for slot in every if not self.facts.against_venue(one, slot)} for one in problem.venues
        }
        self.options: dict[tuple[int, int, int], list[Option]] = {}
        self.modules = {(one.id, module.id): module for one in problem.classes for module in one.modules}

    def put_back(self, lessons: Iterable[Placement]) -> Iterator[tuple[Task, tuple[Placement, ...]]]:
        """Sets the sittings of a timetable as they are, and tells each with its lessons."""
        campus = {one.id: one.campus for one in self.problem.venues}
        for number, sitting in enumerate(sittings_of(self.problem, lessons)):
            one = sitting[0]
            task = Task(one.class_id, one.module_id, number, len(sitting))
            run = tuple(lesson.slot for lesson in sitting)
            where = None if one.venue_id is None else campus[one.venue_id]
            self.board.put(task, Seat(run, self.facts.slots[one.slot].day, one.teacher_id, one.venue_id, where))
            yield task, sitting

    def longest(self, group: ClassGroup) -> int:
        return min(max((len(half) for half in self.facts.halves.values()), default=1), group.max_a_half or 99)

    def options_of(self, group: ClassGroup, module: Module, length: int) -> list[Option]:
        free = {slot for slot in range(len(self.facts.slots)) if not self.facts.against_class(group, slot)}
        found = []
        for run in (run for run in self.facts.runs if len(run) == length and free.issuperset(run)):
            teachers = [one for one in sorted(module.teachers) if self.there.get(one, set()).issuperset(run)]
            venues = [None] if module.online else list(self.venues_of(group, module, run))
            if teachers and venues:
                found.append(Option(run, self.price(group, run), tuple(teachers), tuple(venues)))
        return sorted(found, key=lambda one: one.price)

    def venues_of(self, group: ClassGroup, module: Module, run: tuple[int, ...]) -> Iterator[Venue]:
        for venue in self.problem.venues:
            if (
                venue.capacity >= group.size
                and module.features <= venue.features
                and self.open[venue.id].issuperset(run)
            ):
                yield venue

    def price(self, group: ClassGroup, run: tuple[int, ...]) -> int:
        slot, weights = self.facts.slots[run[0]], self.problem.weights
        late = weights.finish * (slot.day - group.first_day).days
        evening = weights.evening * (slot.half is Half.EVENING)
        return late + len(run) * (evening + weights.weekend * (slot.day.weekday() >= WEEKEND))

    def run(self, budget: Budget) -> tuple[Placement, ...]:
        """Sets everything, class by class; what is lifted waits at the end. The fullest timetable met is the answer."""
        waiting = deque(self.tasks())
        best, most, turns = self.board.lessons(), 0, TURNS * len(waiting)
        while waiting and turns and not budget.spent():
            turns -= 1
            task = waiting.popleft()
            seat, victims = self.best_seat(task)
            if seat is None:
                waiting.extend(self.halved(task))
                continue
            for one in sorted(victims, key=lambda one: (one.class_id, one.module_id, one.number)):
                self.board.lift(one)
                self.lifted[one] += 1
                waiting.append(one)
            self.board.put(task, seat)
            placed = sum(one.length for one in self.board.seats)
            if placed > most:
                best, most = self.board.lessons(), placed
        return best

    def tasks(self) -> Iterator[Task]:
        """All sittings: the classes that must begin first, in each of them what must come first and is longest."""
        for group in sorted(self.problem.classes, key=lambda one: (one.last_day, -one.size, one.id)):
            depth = depths(group)
            parts = [
                Task(group.id, module.id, number, length)
                for module in group.modules
                for number, length in enumerate(parts_of(module, self.longest(group)))
            ]
            yield from sorted(parts, key=lambda one: (depth[one.module_id], -one.length, len(self.options_for(one))))

    def halved(self, task: Task) -> list[Task]:
        """Two shorter sittings for one that fits nowhere, if they may be so short."""
        shorter = task.length // 2
        if shorter < max(1, self.modules[task.class_id, task.module_id].min_block):
            return []
        first, second = 2 * task.number + CUT, 2 * task.number + CUT + 1
        return [replace(task, number=first, length=task.length - shorter), replace(task, number=second, length=shorter)]

    def options_for(self, task: Task) -> list[Option]:
        key = (task.class_id, task.module_id, task.length)
        if key not in self.options:
            self.options[key] = self.options_of(self.facts.classes[task.class_id], self.modules[key[:2]], task.length)
        return self.options[key]

    def best_seat(self, task: Task) -> tuple[Seat | None, set[Task]]:
        group = self.facts.classes[task.class_id]
        best: tuple[float, Seat | None, set[Task]] = (float("inf"), None, set())
        for option in self.options_for(task):
            if option.price >= best[0]:
                break
            day = self.facts.slots[option.run[0]].day
            own = self.board.against_class(group, task, option.run, day)
            base = option.price + self.price_of_day(group, day) + self.dice.random()
            for teacher in option.teachers if base + self.lifting(own) < best[0] else ():
                best = min(best, self.with_teacher(task, option, day, teacher, (base, own)), key=lambda one: one[0])
        return best[1], best[2]

    def with_teacher(
        self, task: Task, option: Option, day: date, teacher: int, so_far: tuple[float, set[Task]]
    ) -> tuple[float, Seat | None, set[Task]]:
        """The best venue for a sitting with this teacher."""
        found: tuple[float, Seat | None, set[Task]] = (float("inf"), None, set())
        base, own = so_far
        own = own | self.board.against_teacher(self.facts.teachers[teacher], option.run, day)
        if WALL in own:
            return found
        base += self.price_of_teacher(task, option.run, teacher)
        for venue in option.venues:
            if base >= found[0]:
                break
            seat = Seat(option.run, day, teacher, venue.id if venue else None, venue.campus if venue else None)
            victims = own | self.against_place(task, seat)
            score = base + self.price_of_venue(task, seat) + self.lifting(victims)
            if WALL not in victims and score < found[0]:
                found = (score, seat, victims)
        return found

    def against_place(self, task: Task, seat: Seat) -> set[Task]:
        """Who is in the venue, and what the teacher and the class could not reach from there or before."""
        board, run = self.board, seat.run
        if seat.venue is None:
            return set()
        found = board.at_once(Holder.VENUE, seat.venue, run)
        if seat.campus is not None:
            found |= board.too_far(Holder.CLASS, task.class_id, seat.day, run, seat.campus)
            found |= board.too_far(Holder.TEACHER, seat.teacher, seat.day, run, seat.campus)
        return found

    def lifting(self, victims: set[Task]) -> int:
        return sum(self.price_of_lifting + AGAIN * self.lifted[one] for one in victims)

    def price_of_day(self, group: ClassGroup, day: date) -> int:
        """A day begun costs what an idle period does: days are filled up first."""
        return 0 if self.board.of_day[Holder.CLASS, group.id, day] else self.problem.weights.gap

    def price_of_teacher(self, task: Task, run: tuple[int, ...], teacher: int) -> int:
        weights, board = self.problem.weights, self.board
        avoided = len(self.facts.teachers[teacher].avoids.intersection(run))
        load = sum(one.length for one in board.of_owner[Holder.TEACHER, teacher]) + len(run)
        siblings = [one for one in board.of_owner[Holder.CLASS, task.class_id] if one.module_id == task.module_id]
        other = any(board.seats[one].teacher != teacher for one in siblings)
        over = min(len(run), max(0, load - self.fair))
        return weights.teacher_avoids * avoided + weights.same_teacher * other + weights.load * over

    def price_of_venue(self, task: Task, seat: Seat) -> int:
        """Another venue or campus than the class has had so far, or than the teacher has that day."""
        weights, board = self.problem.weights, self.board
        seats = [board.seats[one] for one in board.of_owner[Holder.CLASS, task.class_id]]
        had = {one.venue for one in seats if one.venue is not None}
        where = {one.campus for one in seats if one.campus is not None}
        today = {campus for _slot, campus, _whose in board.stops[Holder.TEACHER, seat.teacher, seat.day]}
        moves = sum(bool(known) and seat.campus not in known for known in (where, today))
        return weights.venue_change * (bool(had) and seat.venue not in had) + weights.campus_change * moves


def sittings_of(problem: Problem, lessons: Iterable[Placement]) -> list[tuple[Placement, ...]]:
    """Lessons in a row of one half-day with the same teacher and venue."""
    found: list[list[Placement]] = []
    for one in sorted(lessons, key=lambda one: (one.class_id, one.module_id, one.slot)):
        last = found[-1][-1] if found else None
        slot, before = problem.slots[one.slot], problem.slots[one.slot - 1]
        on = (slot.day, slot.half) == (before.day, before.half)
        if on and last == replace(one, slot=one.slot - 1):
            found[-1].append(one)
        else:
            found.append([one])
    return [tuple(one) for one in found]


def parts_of(module: Module, longest: int) -> list[int]:
    """The lengths of the sittings of a module: as few as can be and even; none if that makes them too short."""
    number = -(-module.slots // max(1, min(module.max_block or longest, longest)))
    found = [module.slots // number + (place < module.slots % number) for place in range(number)]
    return found if not found or min(found) >= module.min_block else []


def depths(group: ClassGroup) -> dict[int, int]:
    """How many modules must come before each, one after the other."""
    found = {module.id: 0 for module in group.modules}
    for _turn in group.modules:
        for before, after in group.order:
            found[after] = max(found[after], min(found[before] + 1, len(found)))
    return found
