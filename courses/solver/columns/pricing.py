"""The cheapest timetables of a class at given prices, out of its network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import Any

import numpy as np

from courses.solver.columns.master import Lesson
from courses.solver.columns.network import Array, Network
from courses.solver.problem import Placement, Problem
from courses.solver.tally import costs

TINY = 1e-6


class Pricer:
    """One class. `least` is what the last question had for an answer: no timetable left costs less at those prices."""

    def __init__(self, problem: Problem, network: Network, campus: Array) -> None:
        self.network, self.campus = network, campus
        self.problem = replace(problem, classes=(network.group,), occupied=(), previous=(), pins=())
        self.every = tuple(sorted({one for venues, _fixed in network.sets for one in venues}))
        self.ids = [module.id for module in network.group.modules]
        plan, net = network.plan, network.net
        self.cost, self.choice = np.empty(len(plan.module)), np.empty(len(plan.module), np.int32)
        self.arc_cost = np.empty(len(plan.sittings))
        self.so_far, self.came = np.empty(len(net.least)), np.zeros(len(net.least), np.int32)
        self.least = 0.0

    def cheaper(self, prices: tuple[Array, Array], than: float) -> list[tuple[float, tuple[Lesson, ...]]]:
        """Timetables that cost less than that at the prices: the cheapest of each set of venues."""
        found = []
        self.least = min(than - TINY, self.network.cap)
        for venues, limit, fixed in self.sets(prices, than - TINY):
            price = self.priced(prices, venues, limit)
            if price <= limit:
                found.append((price + fixed, tuple(self.traced(prices, venues))))
        self.least = min([self.least, *(price for price, _lessons in found)])
        return found

    def sets(self, prices: tuple[Array, Array], than: float) -> Iterator[tuple[tuple[int, ...], float, float]]:
        """Sets of venues in which a timetable can cost so little, what it may cost there, and what the set costs.

        What is cheapest with all venues at hand is nowhere cheaper."""
        least = self.priced(prices, self.every, than)
        for venues, fixed in self.network.sets:
            if least <= than - fixed:
                yield venues, than - fixed, fixed

    def priced(self, prices: tuple[Array, Array], venues: tuple[int, ...], limit: float) -> float:
        """What the cheapest timetable in these venues costs, if no more than the limit; all prices are known then."""
        from courses.solver.columns import kernels

        network = self.network
        if limit < network.floor:
            return inf
        inside = np.zeros(len(self.campus), np.bool_)
        inside[list(venues)] = True
        kernels.price_sittings(network.plan, *prices, self.campus, inside, self.cost, self.choice)
        kernels.price_arcs(network.plan.sittings, self.cost, self.arc_cost)
        return float(kernels.cheapest(network.net, self.arc_cost, limit, self.so_far, self.came))

    def traced(self, prices: tuple[Array, Array], venues: tuple[int, ...]) -> list[Lesson]:
        net, plan = self.network.net, self.network.plan
        node, lessons = len(net.least) - 1, []
        while node:
            edge = self.came[node]
            node = int(net.tail[edge])
            if net.arcs[edge] >= 0:
                for sitting in plan.sittings[net.arcs[edge]]:
                    if sitting >= 0:
                        lessons += self.lessons_of(int(sitting), prices, venues)
        return sorted(lessons, key=lambda one: one[1])

    def lessons_of(self, sitting: int, prices: tuple[Array, Array], venues: tuple[int, ...]) -> list[Lesson]:
        plan, (pay, rooms) = self.network.plan, prices
        module, teacher = int(plan.module[sitting]), int(plan.teacher[self.choice[sitting]])
        found = []
        for slot in self.network.runs[sitting]:
            able = [] if plan.online[module] else [one for one in venues if plan.fits[module, one, slot]]
            venue = min(able, key=lambda one: rooms[one, slot] + pay[teacher, slot, self.campus[one]], default=-1)
            found.append((self.ids[module], slot, teacher, venue))
        return found

    def placements(self, lessons: tuple[Lesson, ...]) -> tuple[Placement, ...]:
        staff, venues, group = self.problem.teachers, self.problem.venues, self.network.group
        return tuple(
            Placement(group.id, module, slot, staff[teacher].id, None if venue < 0 else venues[venue].id)
            for module, slot, teacher, venue in lessons
        )

    def cost_of(self, lessons: tuple[Lesson, ...]) -> int:
        """What this class alone has to answer for."""
        parts = costs(self.problem, self.placements(lessons))
        seen: dict[Any, set[int]] = {}
        for _module, slot, teacher, venue in lessons:
            if venue >= 0 and self.campus[venue]:
                day = self.problem.slots[slot].day
                seen.setdefault((teacher, day), set()).add(int(self.campus[venue]))
        journeys = sum(len(one) - 1 for one in seen.values())
        return sum(parts.values()) - parts["load"] - self.problem.weights.campus_change * journeys
