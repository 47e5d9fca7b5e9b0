"""Many classes, the best timetable of all proved: each class by itself, then those of the same weeks, then all.

What is known of the smaller problem is a floor of the larger one, and a timetable near its floor is quickly found or
ruled out (`settle`). Classes whose dates do not overlap meet only in how much their teachers have to teach in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from courses.solver.checker import violations
from courses.solver.model_costs import Others, fair_share
from courses.solver.parts import part_of, total
from courses.solver.problem import ClassGroup, Placement, Problem
from courses.solver.search import Budget, Run
from courses.solver.settle import Floors, evened, least_finish, least_load, settle
from courses.solver.tally import costs

Kept = tuple[Placement, ...]
CLASS_SHARE, WAVE_SHARE, LAST_SHARE = 0.3, 0.6, 0.9
"""Of all the time: until when single classes, those of the same weeks, and all together are looked at."""
EVEN_SHARE, ROUNDS, ROUND_SHARE = 0.3, 2, 0.08
"""For which share of all the time loads are evened out (they come out even soon or not at all), how often, and for
which share a wave is placed anew for it."""
WHOLE = 6
"""Up to so many classes are at last searched as one."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`bound`: nothing is cheaper; `best`: the best timetable met, whole or empty; `impossible` is proved."""

    bound: int
    floors: Floors
    best: Kept = ()
    impossible: bool = False


def prove(problem: Problem, known: Kept, budget: Budget, *, floors_only: bool = False) -> Proof:
    """A timetable that costs no more than `bound` is the best, whoever found it (somebody else, with `floors_only`)."""
    free = replace(problem, weights=replace(problem.weights, load=0))
    until = CLASS_SHARE * budget.seconds
    singles = [(frozenset({one.id}), Floors({one.id: least_finish(problem, one)})) for one in problem.classes]
    alone = settle_each(free, singles, (), budget, until, own=True)
    if any(run.proved and not run.found for run in alone):
        return Proof(0, Floors({}), impossible=True)
    each = {group.id: run.bound or 0 for group, run in zip(problem.classes, alone, strict=True)}
    waves = [(ids, Floors({one: each[one] for one in ids})) for ids in waves_of(problem)]
    runs = settle_each(free, waves, known, budget, (LAST_SHARE if floors_only else WAVE_SHARE) * budget.seconds)
    if any(run.proved and not run.found for run in runs):
        return Proof(0, Floors({}), impossible=True)
    more = tuple((ids, (run.bound or 0) - floors.of(ids)) for (ids, floors), run in zip(waves, runs, strict=True))
    floors = Floors(each, more, least_load(problem) if problem.weights.load else 0)
    bound = floors.of(frozenset(each)) + floors.load
    if floors_only or not all(run.proved for run in runs):
        return Proof(bound, floors)
    best = balanced(problem, floors, tuple(one for run in runs for one in run.placements), budget)
    if costs(problem, best)["load"] <= floors.load:
        best = capped(problem, floors, best, budget)
    if len(problem.classes) <= WHOLE and (violations(problem, best) or total(problem, best) > bound):
        last = settle(problem, Others(fair_share(problem), {}), floors, budget, LAST_SHARE * budget.seconds, best)
        return Proof(max(bound, last.bound or 0), floors, last.placements, last.proved and not last.found)
    return Proof(bound, floors, () if violations(problem, best) else best)


def balanced(problem: Problem, floors: Floors, best: Kept, budget: Budget) -> Kept:
    """The waves placed anew in turn, none dearer than before, until no teacher has more than need be."""
    uncapped = replace(problem, teachers=tuple(replace(one, max_total=None) for one in problem.teachers))
    until = budget.elapsed + EVEN_SHARE * budget.seconds
    for ids, more in floors.more * ROUNDS:
        if budget.elapsed >= until or costs(problem, best)["load"] <= floors.load:
            break
        fixed = tuple(one for one in best if one.class_id not in ids)
        own = tuple(one for one in best if one.class_id in ids)
        part, others = part_of(uncapped, ids, fixed)
        wave = Floors({one: floors.each[one] for one in ids}, ((ids, more),))
        run = evened(part, others, wave, budget, min(until, budget.elapsed + ROUND_SHARE * budget.seconds), own)
        best = (*fixed, *run.placements) if run.found else best
    return best


def capped(problem: Problem, floors: Floors, best: Kept, budget: Budget) -> Kept:
    """What some teachers have beyond their cap given to others, wave by wave, at the least cost."""
    for ids, more in floors.more:
        if not violations(problem, best) or budget.elapsed >= LAST_SHARE * budget.seconds:
            break
        fixed = tuple(one for one in best if one.class_id not in ids)
        part, others = part_of(problem, ids, fixed)
        wave = Floors({one: floors.each[one] for one in ids}, ((ids, more),))
        run = settle(part, others, wave, budget, LAST_SHARE * budget.seconds)
        best = (*fixed, *run.placements) if run.found else best
    return best


def settle_each(
    problem: Problem,
    parts: list[tuple[frozenset[int], Floors]],
    known: Kept,
    budget: Budget,
    until: float,
    *,
    own: bool = False,
) -> list[Run]:
    """Each part by itself, as many side by side as there are workers, none longer than its share of the time left."""
    workers = 1 if len(parts) > 1 else budget.workers
    abreast = budget.workers // workers

    def one(numbered: tuple[int, tuple[frozenset[int], Floors]]) -> Run:
        number, (ids, floors) = numbered
        rounds = -(-(len(parts) - number) // abreast)
        end = budget.elapsed + max(0.0, until - budget.elapsed) / rounds
        given, others = part_of(problem, ids, ())
        hints = tuple(lesson for lesson in known if lesson.class_id in ids)
        return settle(given, None if own else others, floors, replace(budget, workers=workers), end, hints)

    with ThreadPoolExecutor(abreast) as pool:
        return list(pool.map(one, enumerate(parts)))


def waves_of(problem: Problem) -> Iterator[frozenset[int]]:
    """Classes whose dates overlap, directly or by way of others."""
    wave: list[ClassGroup] = []
    for group in sorted(problem.classes, key=lambda one: (one.first_day, one.id)):
        if wave and group.first_day > max(one.last_day for one in wave):
            yield frozenset(one.id for one in wave)
            wave = []
        wave.append(group)
    yield frozenset(one.id for one in wave)
