"""Classes whose dates overlap, placed together at the least cost at given prices on what teachers have to teach in all.

The program knows what three classes of a wave cost as shares of timetables; as whole timetables they often cost more. A
wave near its floor is a small model, so that is soon known, and the floor of all is as much higher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from math import floor
from typing import Any

from courses.solver.columns.loads import FAIR, PARTS, Key, Limits, Point
from courses.solver.columns.near import TINY, Near, near
from courses.solver.columns.program import Program
from courses.solver.model import Draft
from courses.solver.parts import Kept
from courses.solver.prove import waves_of
from courses.solver.search import Budget, Run, hint, search
from courses.solver.tally import costs

ROOMS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 8.0, 16.0)
"""Room above the floor of the program, tried in this order."""
LEVELS, PROBING = (0, 1), 2
"""How waves are searched, see `search`."""
SHORT_SECONDS, TURN_SECONDS = 2.0, 2.0
"""For the floor of a wave at first, and for placing one anew."""


@dataclass
class Wave:
    """In parts: what its classes cost at least by the program, and by all that is known (`exact`: there is a timetable
    that costs no more)."""

    ids: frozenset[int]
    base: int
    floor: int
    exact: bool = False
    pool: list[Point] = field(default_factory=list)
    model: Near | None = None
    top: int = 0
    """What the model leaves to the wave, in parts."""


class Waves:
    def __init__(self, program: Program, known: Kept = ()) -> None:
        """`known` is a timetable of all classes, however dear: a wave for which nothing is found in time has that."""
        self.program, self.problem = program, program.problem
        self.prices, self.limits = program.fixed_prices(), Limits(program.master)
        self.loads = {key: self.prices.joint.get(key, 0) for key in self.limits.most}
        self.all = [Wave(ids, low, low) for ids, low in self.based()]
        for wave in self.all:
            own = tuple(one for one in known if one.class_id in wave.ids)
            wave.pool += [self.point(wave, own)] if own else []

    def based(self) -> Iterator[tuple[frozenset[int], int]]:
        """What the program says of each wave."""
        problem, prices = self.problem, self.prices
        for ids in waves_of(problem):
            own = [(place, group) for place, group in enumerate(problem.classes) if group.id in ids]
            first, last = min(one.first_day for _p, one in own), max(one.last_day for _p, one in own)
            worth = sum(
                value
                for slot, value in prices.worth.items()
                if slot is not None and first <= problem.slots[slot].day <= last
            )
            yield ids, floor((sum(prices.least[place] for place, _one in own) - worth) * PARTS + TINY)

    @property
    def floor(self) -> int:
        """What nothing costs less than, in parts."""
        return sum(one.floor for one in self.all) - self.limits.worth(self.loads)

    @property
    def bound(self) -> int:
        """A timetable costs a whole number."""
        return max(0, -(-self.floor // PARTS))

    def settle(self, budget: Budget) -> None:
        """Each wave by itself, as many side by side as there are workers; what takes long, by all of them."""
        alone = replace(budget, workers=1)
        with ThreadPoolExecutor(budget.workers) as pool:
            list(pool.map(lambda one: self.settle_one(one, alone, SHORT_SECONDS), self.all))
        left = [one for one in self.all if not one.exact]
        for number, one in enumerate(left):
            self.settle_one(one, budget, budget.left / (len(left) - number))

    def settle_one(self, wave: Wave, budget: Budget, seconds: float) -> None:
        """The least it costs, or how far up that could be brought."""
        for room in ROOMS:
            top = floor(wave.base + room * PARTS + TINY)
            if wave.exact or budget.spent() or wave.floor > top:
                continue
            run = self.ask(wave, top, budget, seconds)
            if not run.proved:
                break
            wave.floor, wave.exact = (top + 1, False) if run.value is None else (run.value, True)

    def model_of(self, wave: Wave, top: int) -> Near:
        """The wave at most so dear."""
        if wave.model is None or wave.top != top:
            rooms = dict.fromkeys(wave.ids, (top - wave.base) / PARTS)
            wave.model = near(self.program, self.prices, self.limits, rooms)
            wave.top = top
            model = wave.model.draft.model
            model.add(self.priced(wave.model) <= top)
        return wave.model

    def priced(self, model: Near) -> Any:
        """In parts, at the prices on loads."""
        return PARTS * model.own + sum(self.loads[key] * used for key, used in model.used.items() if self.loads[key])

    def ask(self, wave: Wave, top: int, budget: Budget, seconds: float) -> Run:
        """The cheapest timetable of the wave at the prices on loads, from its floor to the top."""
        near = self.model_of(wave, top)
        goal = near.draft.model.new_int_var(wave.floor, top, "")
        near.draft.model.add(goal == self.priced(near))
        return self.searched(wave, near.draft, goal, budget, seconds)

    def finish(
        self, wave: Wave, beside: Counter[Key], between: tuple[int, int], budget: Budget, known: Kept = ()
    ) -> Run:
        """A timetable of the wave as cheap as can be with what others take of the limits, loads in all counted: nothing
        cheaper than the one is wanted, and at the prices on loads it costs no more than the other."""
        near, over = self.model_of(wave, between[1]), []
        model, limits = near.draft.model, self.limits
        outside = sum(
            max(0, beside[key] - most) for key, most in limits.most.items() if key[0] == FAIR and key not in near.used
        )
        for key, used in near.used.items():
            if key[0] == FAIR:
                over.append(model.new_int_var(0, len(self.problem.slots), ""))
                model.add(over[-1] >= used + beside[key] - limits.most[key])
        goal = model.new_int_var(max(0, between[0] - limits.weight * outside), 10**6, "")
        model.add(goal == near.own + limits.weight * sum(over))
        return self.searched(wave, near.draft, goal, budget, TURN_SECONDS, known)

    def searched(self, wave: Wave, draft: Draft, goal: Any, budget: Budget, seconds: float, known: Kept = ()) -> Run:
        """What is found goes to the pool."""
        draft.model.clear_hints()
        if known:
            hint(draft, known)
        run = search(draft, goal, budget, seconds=seconds, quiet=True, levels=LEVELS, probing=PROBING)
        if run.found and all(one.placements != run.placements for one in wave.pool):
            wave.pool.append(self.point(wave, run.placements))
        return run

    def point(self, wave: Wave, placements: Kept) -> Point:
        own = tuple(one for one in self.problem.classes if one.id in wave.ids)
        part = replace(self.problem, classes=own, weights=replace(self.problem.weights, load=0), previous=())
        used = self.limits.taken((one.teacher_id, one.slot) for one in placements)
        return Point(placements, sum(costs(part, placements).values()), used)
