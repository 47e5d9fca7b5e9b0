"""The cheapest timetable of some classes, proved, by looking near the floor first.

A floor is a cost below which nothing is possible. Any timetable that costs at most floor + slack keeps each class
within its own floor + slack, and so keeps out of every slot that alone costs a class more than that: what is left is a
small model. If its best costs at most floor + slack, nothing outside can be cheaper; otherwise the floor rises by
slack + 1 and the search is repeated with more room.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from courses.solver.model import Draft, Stopped, write
from courses.solver.model_costs import Others, fair_share, write_costs
from courses.solver.problem import ClassGroup, Half, Placement, Problem
from courses.solver.search import RACE, Budget, Run, hint, search

Kept = tuple[Placement, ...]
WEEKEND = 5
SLACKS = (0, 2, 4, 7, 11, 18, 30, 60)
"""Room above the floor, tried in this order; after the last there is no limit."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What each class costs at least by itself; sets of classes that cost at least so much more than their members;
    and what the load of the teachers costs at least."""

    each: dict[int, int]
    more: tuple[tuple[frozenset[int], int], ...] = ()
    load: int = 0

    def of(self, ids: frozenset[int]) -> int:
        return sum(self.each[one] for one in ids) + sum(more for those, more in self.more if those <= ids)


def least_finish(problem: Problem, group: ClassGroup) -> int:
    """What the last day costs at least: so many lessons need so many days, each holding only so many."""
    allowed = range(len(problem.slots)) if group.allowed is None else group.allowed
    inside = (problem.slots[slot].day for slot in allowed)
    days = Counter(day for day in inside if group.first_day <= day <= group.last_day)
    needed = sum(module.slots for module in group.modules)
    for day in sorted(days):
        needed -= min(days[day], group.max_a_day or len(problem.slots))
        if needed <= 0:
            return problem.weights.finish * (day - group.first_day).days
    return 0


def near(problem: Problem, group: ClassGroup, most: int) -> ClassGroup:
    """The class without the slots that cannot be part of a timetable in which it costs at most so much."""
    least, weights = least_finish(problem, group), problem.weights
    allowed = set()
    for place, slot in enumerate(problem.slots):
        price = max(least, weights.finish * (slot.day - group.first_day).days)
        price += weights.evening * (slot.half is Half.EVENING) + weights.weekend * (slot.day.weekday() >= WEEKEND)
        if price <= most and group.first_day <= slot.day <= group.last_day:
            allowed.add(place)
    return replace(group, allowed=frozenset(allowed if group.allowed is None else allowed & group.allowed))


def settle(
    problem: Problem, others: Others | None, floors: Floors, budget: Budget, until: float, known: Kept = ()
) -> Run:
    """The cheapest timetable of all classes of a problem, or how far up the floor could be brought.

    `proved`: the timetable is the cheapest, or there is none. `until` is a time of the budget. Without `others` only
    what belongs to one class alone is counted.
    """
    floor = floors.of(frozenset(floors.each)) + floors.load
    start, best = floor, Run(False, False)
    for slack in (*SLACKS, None):
        if slack is not None and start + slack < floor:
            continue
        top = None if slack is None else start + slack
        run = within(problem, others, floors, top, budget, until, known)
        if run.found or not run.proved or top is None:
            best = run
            break
        floor = top + 1
    most = best.bound or 0 if best.found or top is None else min(best.bound or 0, top + 1)
    return replace(best, bound=max(floor, most))


def within(
    problem: Problem, others: Others | None, floors: Floors, top: int | None, budget: Budget, until: float, known: Kept
) -> Run:
    """The cheapest timetable among those that cost at most `top`."""
    if budget.spent() or budget.elapsed >= until:
        return Run(False, False)
    part = problem if top is None else replace(problem, classes=tuple(narrowed(problem, floors, top)))
    try:
        draft = write(part, stop=budget.spent)
    except Stopped:
        return Run(False, False)
    objective = write_costs(draft, others)
    if others is None:
        objective = cost_of(draft, floors.each)
    if top is not None:
        draft.model.add(objective <= top)
        cap_each(draft, floors, top)
    hold(draft, floors)
    if known:
        hint(draft, known)
    return search(draft, objective, budget, seconds=until - budget.elapsed, levels=RACE)


def evened(problem: Problem, others: Others, floors: Floors, budget: Budget, until: float, known: Kept) -> Run:
    """A timetable that costs the floor but for what teachers have above their share: of that as little as can be."""
    floor = floors.of(frozenset(floors.each))
    part = replace(problem, classes=tuple(narrowed(problem, floors, floor)))
    try:
        draft = write(part, stop=budget.spent)
    except Stopped:
        return Run(False, False)
    objective = write_costs(draft, others)
    loads = problem.weights.load * sum(draft.costs["load"])
    draft.model.add(objective - loads == floor)
    cap_each(draft, floors, floor)
    hold(draft, floors)
    hint(draft, known)
    return search(draft, loads, budget, seconds=until - budget.elapsed, quiet=True)


def narrowed(problem: Problem, floors: Floors, top: int) -> Iterator[ClassGroup]:
    """Each class may cost what the others leave it when they cost the least they can."""
    ids = frozenset(floors.each)
    for group in problem.classes:
        yield near(problem, group, top - floors.load - floors.of(ids - {group.id}))


def hold(draft: Draft, floors: Floors) -> None:
    """What is known of the costs is told to the search."""
    for one, least in floors.each.items():
        if least:
            draft.model.add(cost_of(draft, {one}) >= least)


def cap_each(draft: Draft, floors: Floors, top: int) -> None:
    """Each class costs at most what the others leave it; told by itself, it rules out single preferences at once."""
    ids = frozenset(floors.each)
    for one in ids:
        draft.model.add(cost_of(draft, {one}) <= top - floors.load - floors.of(ids - {one}))


def cost_of(draft: Draft, ids: Iterable[int]) -> Any:
    return sum(term for one in ids for term in draft.charged[one])


def least_load(problem: Problem) -> int:
    """What it costs at least that some teachers have more than their share: who may teach what, whenever that is."""
    from ortools.sat.python import cp_model

    model, given = cp_model.CpModel(), defaultdict(list)
    for group in problem.classes:
        for module in group.modules:
            shares = {one: model.new_int_var(0, module.slots, "") for one in sorted(module.teachers)}
            model.add(sum(shares.values()) == module.slots)
            for one, share in shares.items():
                given[one].append(share)
    fair, over = fair_share(problem), []
    for teacher in problem.teachers:
        most = len(problem.slots) if teacher.max_total is None else teacher.max_total
        excess = model.new_int_var(0, max(0, most - fair), "")
        model.add(excess >= sum(given[teacher.id]) - fair)
        over.append(excess)
    model.minimize(sum(over))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 1.0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0
    return problem.weights.load * max(0, ceil(solver.best_objective_bound - 1e-6))
