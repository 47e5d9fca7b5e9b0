"""A timetable of all classes for a target: waves near their floors, together with what their teachers have to teach.

Where the target is the floor, a wave may hardly cost more than its own; what is left to settle is who teaches how much.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from courses.solver.checker import violations
from courses.solver.columns.loads import FAIR, PARTS, Key, Point, choice
from courses.solver.columns.near import Near, near
from courses.solver.columns.waves import Wave, Waves
from courses.solver.parts import Kept, tell, total
from courses.solver.search import Budget, Run, hint, search

WIDE = 4 * PARTS
"""So much above its floor a wave may cost of which it is not known whether it can cost so little."""


@dataclass
class Together:
    """`target`: nothing is cheaper; `best`, whole and without a broken rule, and its cost."""

    waves: Waves
    target: int
    best: Kept = ()
    cost: float = float("inf")

    @property
    def reached(self) -> bool:
        return self.cost <= self.target

    @property
    def spare(self) -> int:
        """What all waves may cost above their floors, in parts."""
        return PARTS * self.target - self.waves.floor

    def top(self, wave: Wave) -> int:
        """What a wave may cost; one whose floor may be too low, rather more."""
        return wave.floor + self.spare if wave.exact else max(wave.floor + self.spare, wave.base + WIDE)

    def run(self, budget: Budget) -> None:
        """Until the target is reached or the time is over; the target rises when nothing can meet it."""
        self.turns(self.begin(budget, 0), budget)
        while not self.reached and not budget.spent():
            self.side_by_side(budget)

    def side_by_side(self, budget: Budget) -> None:
        """In one thread waves in ever other orders, in the other all at once, until one of them has an answer."""
        half = replace(budget, workers=max(1, budget.workers // 2))
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self.at_once, replace(half, cancelled=lambda: budget.cancelled() or self.reached))
            tries = replace(half, cancelled=lambda: budget.cancelled() or answer.done())
            for turn in count(1):
                if self.reached or tries.spent():
                    break
                self.turns(self.begin(replace(tries, seed=budget.seed + turn), turn), tries)
            run = answer.result()
        if run.found:
            self.keep(run.placements, budget)
        elif run.proved:
            self.target += 1

    def begin(self, budget: Budget, first: int) -> list[Point]:
        """Wave by wave, beginning with another one each time, the loads of those to come taken from the program."""
        coming, beside, order, own = self.expected(), Counter[Key](), self.waves.all, 0
        order = order[first % len(order) :] + order[: first % len(order)]
        for place, wave in enumerate(order):
            others = Counter(beside)
            for one in order[place + 1 :]:
                others.update(coming[one.ids])
            last = place == len(order) - 1
            run = self.waves.finish(wave, others, (self.target - own if last else 0, self.top(wave)), budget)
            if not run.found and not wave.pool:
                return []
            point = self.waves.point(wave, run.placements) if run.found else cheapest(wave)
            beside.update(point.used)
            own += point.own
        return self.choose(budget)

    def expected(self) -> dict[frozenset[int], Counter[Key]]:
        """What each wave takes of the limits, by the program."""
        program, limits = self.waves.program, self.waves.limits
        found: dict[frozenset[int], dict[Key, float]] = defaultdict(lambda: defaultdict(float))
        wave_of = {one: wave.ids for wave in self.waves.all for one in wave.ids}
        for column, value in program.support:
            ids = wave_of[program.problem.classes[column.place].id]
            lessons = ((program.problem.teachers[teacher].id, slot) for _m, slot, teacher, _v in column.lessons)
            for key, number in limits.taken(lessons).items():
                found[ids][key] += number * value
        return defaultdict(
            Counter, {ids: Counter({key: round(share) for key, share in one.items()}) for ids, one in found.items()}
        )

    def choose(self, budget: Budget) -> list[Point]:
        """The best that the timetables met so far make together; nothing while a wave has none."""
        points = choice(self.waves.limits, [one.pool for one in self.waves.all])
        self.keep(tuple(lesson for point in points for lesson in point.placements), budget)
        return points

    def keep(self, found: Kept, budget: Budget) -> None:
        problem = self.waves.problem
        if found and total(problem, found) < self.cost and not violations(problem, found):
            self.best, self.cost = found, total(problem, found)
            tell(problem, found, self.target, budget)

    def turns(self, points: list[Point], budget: Budget) -> None:
        """Each wave of these placed anew while the others stand still."""
        for place, wave in enumerate(self.waves.all):
            if self.reached or budget.spent() or not points:
                break
            beside = Counter[Key]()
            others = [point for other, point in enumerate(points) if other != place]
            for point in others:
                beside.update(point.used)
            least = self.target - sum(point.own for point in others)
            self.waves.finish(wave, beside, (least, self.top(wave)), budget, points[place].placements)
            points = self.choose(budget)

    def at_once(self, budget: Budget) -> Run:
        """All waves in one model: a timetable for the target, or the proof that there is none."""
        waves = self.waves
        rooms = {one: (wave.floor + self.spare - wave.base) / PARTS for wave in waves.all for one in wave.ids}
        model = near(waves.program, waves.prices, waves.limits, rooms)
        over = self.bind_loads(model)
        model.draft.model.add(model.own + waves.limits.weight * over <= self.target)
        if self.best:
            hint(model.draft, self.best)
        return search(model.draft, None, budget, quiet=True)

    def bind_loads(self, model: Near) -> Any:
        """What teachers have above their fair share. A limit with a price is nearly used up, and what may be exceeded
        at a cost beyond its price is hardly so: the difference is part of what may be spared."""
        limits, over = self.waves.limits, []
        for key, most in limits.most.items():
            used, price = model.used.get(key, 0), self.waves.loads[key]
            dear, beyond = PARTS * limits.weight - price, 0
            if key[0] == FAIR:
                beyond = self.spare // dear if dear > 0 else len(self.waves.problem.slots)
                over.append(model.draft.model.new_int_var(0, beyond, ""))
            model.draft.model.add(used <= most + (over[-1] if key[0] == FAIR else 0))
            if price:
                model.draft.model.add(used >= most - self.spare // price)
        return sum(over)


def cheapest(wave: Wave) -> Point:
    return min(wave.pool, key=lambda one: one.own)
