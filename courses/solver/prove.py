"""Many classes, the best timetable of all proved: each class by itself, then those of the same weeks, then all.

What is known of the smaller problem is a floor of the larger one, and a timetable near its floor is quickly found or
ruled out (`settle`). Classes whose dates do not overlap meet only in how much their teachers have to teach in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from courses.solver.model_costs import Others, fair_share
from courses.solver.parts import part_of
from courses.solver.problem import ClassGroup, Placement, Problem
from courses.solver.search import Budget, Run
from courses.solver.settle import Floors, least_finish, least_load, settle

Kept = tuple[Placement, ...]
CLASS_SHARE, WAVE_SHARE = 0.3, 0.6
"""Of all the time: until when single classes, and those of the same weeks, are looked at."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`bound`: nothing is cheaper; `best`: the best timetable met, whole or empty; `impossible` is proved."""

    bound: int
    floors: Floors
    best: Kept = ()
    impossible: bool = False


def prove(problem: Problem, known: Kept, budget: Budget) -> Proof:
    """A timetable that costs no more than `bound` is the best, whoever found it."""
    free = replace(problem, weights=replace(problem.weights, load=0))
    until = CLASS_SHARE * budget.seconds
    singles = [(frozenset({one.id}), Floors({one.id: least_finish(problem, one)})) for one in problem.classes]
    alone = settle_each(free, singles, (), budget, until, own=True)
    if any(run.proved and not run.found for run in alone):
        return Proof(0, Floors({}), impossible=True)
    each = {group.id: run.bound or 0 for group, run in zip(problem.classes, alone, strict=True)}
    waves = [(ids, Floors({one: each[one] for one in ids})) for ids in waves_of(problem)]
    runs = settle_each(free, waves, known, budget, WAVE_SHARE * budget.seconds)
    if any(run.proved and not run.found for run in runs):
        return Proof(0, Floors({}), impossible=True)
    more = tuple((ids, (run.bound or 0) - floors.of(ids)) for (ids, floors), run in zip(waves, runs, strict=True))
    floors = Floors(each, more, least_load(problem) if problem.weights.load else 0)
    bound = floors.of(frozenset(each)) + floors.load
    if not all(run.proved for run in runs):
        return Proof(bound, floors)
    joined = tuple(one for run in runs for one in run.placements)
    last = settle(problem, Others(fair_share(problem), {}), floors, budget, budget.seconds, joined)
    return Proof(max(bound, last.bound or 0), floors, last.placements, last.proved and not last.found)


def settle_each(
    problem: Problem,
    parts: list[tuple[frozenset[int], Floors]],
    known: Kept,
    budget: Budget,
    until: float,
    *,
    own: bool = False,
) -> list[Run]:
    """Each part by itself, side by side if there is more than one."""
    workers = 1 if len(parts) > 1 else budget.workers

    def one(part: tuple[frozenset[int], Floors]) -> Run:
        ids, floors = part
        given, others = part_of(problem, ids, ())
        hints = tuple(lesson for lesson in known if lesson.class_id in ids)
        return settle(given, None if own else others, floors, replace(budget, workers=workers), until, hints)

    with ThreadPoolExecutor(budget.workers) as pool:
        return list(pool.map(one, parts))


def waves_of(problem: Problem) -> Iterator[frozenset[int]]:
    """Classes whose dates overlap, directly or by way of others."""
    wave: list[ClassGroup] = []
    for group in sorted(problem.classes, key=lambda one: (one.first_day, one.id)):
        if wave and group.first_day > max(one.last_day for one in wave):
            yield frozenset(one.id for one in wave)
            wave = []
        wave.append(group)
    yield frozenset(one.id for one in wave)
