"""What classes of any dates share: how much teachers have to teach in all and in each week.

A fair load may be exceeded at a cost; the other limits may not. Prices on them are whole parts of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.solver.columns.master import Key, Master
from courses.solver.model_costs import fair_share
from courses.solver.parts import Kept

PARTS = 60
"""Prices are so many parts of one: then what a wave costs at them is a whole number of parts."""
CHOOSING_SECONDS = 1.0
FAIR = "fair"


@dataclass(frozen=True)
class Point:
    """One timetable of a wave: what it costs but for loads, and what it takes of each limit."""

    placements: Kept
    own: int
    used: Mapping[Key, int]


class Limits:
    def __init__(self, master: Master) -> None:
        self.problem, self.weight = master.problem, master.problem.weights.load
        self.place = {one.id: number for number, one in enumerate(self.problem.teachers)}
        self.week = master.week
        self.most: dict[Key, int] = {}
        for place in range(len(self.problem.teachers)):
            if self.weight:
                self.most[FAIR, place] = fair_share(self.problem)
            for key in (("total", place), *(("week", place, week) for week in range(len(master.weeks)))):
                limit = master.limit_of(key)
                if limit is not None:
                    self.most[key] = int(limit)

    def keys(self, teacher: int, slot: int) -> Iterator[Key]:
        place = self.place[teacher]
        for key in ((FAIR, place), ("total", place), ("week", place, self.week[slot])):
            if key in self.most:
                yield key

    def taken(self, lessons: Iterable[tuple[int, int]]) -> Counter[Key]:
        """By (teacher, slot)."""
        return Counter(key for teacher, slot in lessons for key in self.keys(teacher, slot))

    def worth(self, prices: Mapping[Key, int]) -> int:
        return sum(self.most[key] * price for key, price in prices.items())


def choice(limits: Limits, pools: list[list[Point]]) -> list[Point]:
    """The cheapest that can be had by taking one timetable of each wave; nothing if no limit can be kept so."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    used: dict[Key, list[Any]] = {key: [] for key in limits.most}
    cost, flags = [], []
    for pool in pools:
        here = [model.new_bool_var("") for _point in pool]
        model.add_exactly_one(here)
        flags.append(here)
        for flag, point in zip(here, pool, strict=True):
            cost.append(point.own * flag)
            for key, number in point.used.items():
                used[key].append(number * flag)
    for key, most in limits.most.items():
        over = model.new_int_var(0, 10**6 if key[0] == FAIR else 0, "")
        model.add(sum(used[key]) <= most + over)
        if key[0] == FAIR:
            cost.append(limits.weight * over)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, CHOOSING_SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return [
        point
        for here, pool in zip(flags, pools, strict=True)
        for flag, point in zip(here, pool, strict=True)
        if solver.boolean_value(flag)
    ]
