"""The linear program over the classes: so much of each of its timetables, together within what is there for all.

A row is told only once it is broken. All rows are upper limits, so a price is never below zero, and any prices at all
give a floor: what each class costs at least at these prices, less what the limits are worth (`floor_at`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from courses.solver.facts import Facts
from courses.solver.model_costs import fair_share
from courses.solver.problem import Holder

Lesson = tuple[int, int, int, int]
"""(module id, slot, place of the teacher, place of the venue or -1)"""
Key = tuple[Any, ...]
TINY = 1e-6


@dataclass
class Column:
    """One timetable of one class."""

    place: int
    cost: int
    lessons: tuple[Lesson, ...]
    variable: Any
    uses: dict[Key, int]


@dataclass
class Row:
    """`slot` is one of those it is about; None if it is about all or a week: classes of any dates may meet there."""

    constraint: Any
    limit: float
    slot: int | None
    price: float = 0.0


@dataclass
class Extra:
    """A variable besides the columns: between 0 and `most`, at this cost, in these rows."""

    variable: Any
    most: float
    cost: float
    rows: list[tuple[Row, float]] = field(default_factory=list)


class Master:
    def __init__(self, facts: Facts) -> None:
        from ortools.linear_solver import pywraplp

        self.facts, self.problem = facts, facts.problem
        self.lp: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.goal: Any = self.lp.Objective()
        self.rows: dict[Key, Row] = {}
        self.extras: list[Extra] = []
        self.columns: list[Column] = []
        self.known: set[tuple[int, tuple[Lesson, ...]]] = set()
        self.travelled: set[tuple[int, int]] = set()
        self.campuses = facts.campuses
        code = {campus: number for number, campus in enumerate(self.campuses, 1)}
        self.campus = np.array([code.get(one.campus, 0) for one in self.problem.venues], np.int64)  # type: ignore[arg-type]
        self.day = {slot: number for number, slots in enumerate(facts.days.values()) for slot in slots}
        self.week = {slot: number for number, slots in enumerate(facts.weeks.values()) for slot in slots}
        self.days, self.weeks = list(facts.days.values()), list(facts.weeks.values())
        self.whole = [self.lp.Constraint(1, 1) for _group in self.problem.classes]
        self.left_out = [self.lp.NumVar(0, 1, "") for _group in self.problem.classes]
        for constraint, variable in zip(self.whole, self.left_out, strict=True):
            constraint.SetCoefficient(variable, 1)
        self.duals = [0.0 for _group in self.problem.classes]
        self.absent = [1.0 for _group in self.problem.classes]
        self.fair_loads()

    def dear(self, place: int, cost: float) -> None:
        """What it costs that a class is left out. Its price cannot rise above that."""
        self.goal.SetCoefficient(self.left_out[place], cost)

    def fair_loads(self) -> None:
        fair, weight = fair_share(self.problem), self.problem.weights.load
        if not weight:
            return
        for place in range(len(self.problem.teachers)):
            row = self.add_row(("fair", place), fair)
            self.add_extra(len(self.facts.slots), weight, [(row, -1)])

    def add_row(self, key: Key, limit: float) -> Row:
        row = self.rows[key] = Row(self.lp.Constraint(-self.lp.infinity(), limit), limit, self.moment(key))
        for column in self.columns:
            if key in column.uses:
                row.constraint.SetCoefficient(column.variable, column.uses[key])
        return row

    def moment(self, key: Key) -> int | None:
        kind = key[0]
        if kind in ("teacher", "venue", "campus"):
            return int(key[2])
        if kind in ("day", "first campus"):
            return self.days[key[2]][0]
        return self.facts.stays[key[2]][0] if kind in ("one campus", "stay") else None

    def add_extra(self, most: float, cost: float, rows: list[tuple[Row, float]]) -> Extra:
        extra = Extra(self.lp.NumVar(0, most, ""), most, cost, rows)
        self.goal.SetCoefficient(extra.variable, cost)
        for row, factor in rows:
            row.constraint.SetCoefficient(extra.variable, factor)
        self.extras.append(extra)
        return extra

    def within(self, extra: Extra, row: Row, factor: float) -> None:
        extra.rows.append((row, factor))
        row.constraint.SetCoefficient(extra.variable, factor)

    def add_column(self, place: int, cost: int, lessons: tuple[Lesson, ...]) -> bool:
        if (place, lessons) in self.known:
            return False
        self.known.add((place, lessons))
        column = Column(place, cost, lessons, self.lp.NumVar(0, self.lp.infinity(), ""), self.uses_of(lessons))
        self.columns.append(column)
        self.goal.SetCoefficient(column.variable, cost)
        self.whole[place].SetCoefficient(column.variable, 1)
        for key, number in column.uses.items():
            if key in self.rows:
                self.rows[key].constraint.SetCoefficient(column.variable, number)
        return True

    def uses_of(self, lessons: tuple[Lesson, ...]) -> dict[Key, int]:
        found: dict[Key, int] = defaultdict(int)
        for _module, slot, teacher, venue in lessons:
            keys: list[Key] = [("teacher", teacher, slot), ("fair", teacher), ("total", teacher)]
            keys += [("day", teacher, self.day[slot]), ("week", teacher, self.week[slot])]
            if venue >= 0:
                keys += [("venue", venue, slot), ("campus", teacher, slot, int(self.campus[venue]))]
            for key in keys:
                found[key] += 1
        return dict(found)

    def limit_of(self, key: Key) -> float | None:
        """What a row that is not told yet may come to."""
        kind, place = key[:2]
        if kind in ("teacher", "venue"):
            return 1
        teacher = self.problem.teachers[place]
        cap, slots = {
            "day": lambda: (teacher.max_a_day, self.days[key[2]]),
            "week": lambda: (teacher.max_a_week, self.weeks[key[2]]),
            "total": lambda: (teacher.max_total, range(len(self.facts.slots))),
        }[kind]()
        if cap is None:
            return None
        return max(0, cap - sum((Holder.TEACHER, teacher.id, slot) in self.facts.busy for slot in slots))

    def solve(self) -> float:
        """The cost of the program once no row is broken."""
        self.lp.Solve()
        while self.tell_broken():
            self.lp.Solve()
        for row in self.rows.values():
            row.price = max(0.0, -row.constraint.dual_value())
        self.duals = [one.dual_value() for one in self.whole]
        self.absent = [one.solution_value() for one in self.left_out]
        return float(self.goal.Value())

    def chosen(self) -> list[tuple[Column, float]]:
        return [(one, value) for one in self.columns if (value := one.variable.solution_value()) > TINY]

    def tell_broken(self) -> bool:
        """The rows that the present solution breaks, told; whether there were any."""
        used: dict[Key, float] = defaultdict(float)
        for column, value in self.chosen():
            for key, number in column.uses.items():
                used[key] += number * value
        broken, torn = list(self.broken(used)), list(self.torn(used))
        for key, limit in broken:
            self.add_row(key, limit)
        for teacher, day in torn:
            self.add_travel(teacher, day)
        return bool(broken or torn)

    def broken(self, used: dict[Key, float]) -> Iterator[tuple[Key, float]]:
        for key, amount in used.items():
            if key[0] not in ("campus", "fair") and key not in self.rows:
                limit = self.limit_of(key)
                if limit is not None and amount > limit + TINY:
                    yield key, limit

    def torn(self, used: dict[Key, float]) -> Iterator[tuple[int, int]]:
        """Teachers and days on which they would be on more than one campus."""
        most: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        for key, amount in used.items():
            if key[0] == "campus" and key[3]:
                whereabouts = most[key[1], self.day[key[2]]]
                whereabouts[key[3]] = max(whereabouts.get(key[3], 0.0), amount)
        for whose, amounts in most.items():
            if sum(amounts.values()) > 1 + TINY and whose not in self.travelled:
                yield whose

    def add_travel(self, teacher: int, day: int) -> None:
        """A teacher is on one campus in a stay; campuses beyond the first of a day cost."""
        self.travelled.add((teacher, day))
        codes = range(1, len(self.campuses) + 1)
        once = self.add_row(("first campus", teacher, day), 1)
        self.add_extra(len(self.campuses), self.problem.weights.campus_change, [(once, -1)])
        today = {code: self.add_extra(1, 0, [(once, 1)]) for code in codes}
        for stay in sorted({self.facts.stay_of[slot] for slot in self.days[day]}):
            slots = self.facts.stays[stay]
            here = today if len(slots) == 1 else self.add_stay(teacher, stay, today)
            for slot in slots:
                for code in codes:
                    self.within(here[code], self.add_row(("campus", teacher, slot, code), 0), -1)

    def add_stay(self, teacher: int, stay: int, today: dict[int, Extra]) -> dict[int, Extra]:
        one_place, found = self.add_row(("one campus", teacher, stay), 1), {}
        for code, day_long in today.items():
            row = self.add_row(("stay", teacher, stay, code), 0)
            self.within(day_long, row, -1)
            found[code] = self.add_extra(1, 0, [(one_place, 1), (row, 1)])
        return found

    def prices(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """What a lesson costs more by (teacher, slot, campus; 0 is none) and by (venue, slot)."""
        slots = len(self.facts.slots)
        pay = np.zeros((len(self.problem.teachers), slots, len(self.campuses) + 1))
        rooms = np.zeros((len(self.problem.venues), slots))
        for key, row in self.rows.items():
            if row.price <= 0:
                continue
            if key[0] == "venue":
                rooms[key[1], key[2]] += row.price
            else:
                for where in self.paid(key):
                    pay[where] += row.price
        return pay, rooms

    def paid(self, key: Key) -> Iterator[Any]:
        kind, teacher = key[:2]
        if kind == "teacher":
            yield teacher, key[2]
        elif kind == "campus":
            yield teacher, key[2], key[3]
        elif kind in ("day", "week"):
            yield teacher, (self.days if kind == "day" else self.weeks)[key[2]]
        elif kind in ("fair", "total"):
            yield teacher

    def floor_at(self, least: list[float]) -> float:
        """What nothing can cost less than, given what each class costs at least at the present prices."""
        return sum(least) - sum(self.worth().values())

    def worth(self) -> dict[int | None, float]:
        """What the limits are worth at the present prices, by the slot of their rows."""
        found: dict[int | None, float] = defaultdict(float)
        for row in self.rows.values():
            found[row.slot] += row.limit * row.price
        for one in self.extras:
            found[one.rows[0][0].slot] -= one.most * min(0.0, one.cost + sum(x * row.price for row, x in one.rows))
        return found
