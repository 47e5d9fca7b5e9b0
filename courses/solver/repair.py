"""A timetable mended after something changed: hard rules first, then as few moved lessons as can be, then cheap."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from random import Random

from courses.solver.checker import missing, violations
from courses.solver.construct import Construction
from courses.solver.model import Stopped, write
from courses.solver.model_costs import write_costs
from courses.solver.outcome import Outcome, Status
from courses.solver.parts import part_of
from courses.solver.problem import Placement, Problem
from courses.solver.reasons import unplaced
from courses.solver.search import RACE, Budget, Cancelled, Progress, hint, search
from courses.solver.tally import costs
from courses.solver.weights import Weights

Kept = tuple[Placement, ...]
SEARCHING = 0.8
"""Of the time given; the rest is for stating the problem and for judging what was found."""

POLISHING = 0.3
"""Of the time given, for making a repair cheaper that moves no more than it must."""
KEPT_STILL = 10_000
"""What it counts to lift a lesson that could stay: more than any place costs."""

LONE = Weights(**{one.name: int(one.name == "change") for one in fields(Weights)})


@dataclass(frozen=True, slots=True)
class Move:
    """A lesson that is elsewhere, has another teacher or venue; `before` None: new, `after` None: gone."""

    before: Placement | None
    after: Placement | None


@dataclass(frozen=True, slots=True)
class Repair:
    """`forced` are lessons that could not stay as they were; `fewest`: proved that no repair moves fewer lessons."""

    outcome: Outcome
    moves: tuple[Move, ...]
    forced: Kept
    fewest: bool

    @property
    def others(self) -> tuple[Move, ...]:
        """Moves of lessons that could have stayed."""
        return tuple(move for move in self.moves if move.before not in self.forced)


def repair(
    problem: Problem,
    previous: Iterable[Placement],
    *,
    seconds: float = 5,
    workers: int = 2,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled = lambda: False,
) -> Repair:
    """The classes concerned are freed first; all of them, if that could spare a move and time is left."""
    budget = Budget(SEARCHING * seconds, workers, seed, time.monotonic(), cancelled, progress)
    old = tuple(previous)
    broken = violations(problem, old)
    forced = tuple({one for found in broken if len(found.lessons) == 1 for one in found.lessons})
    touched = {one.class_id for found in broken for one in found.lessons} | {key[0] for key in missing(problem, old)}
    everyone = frozenset(group.id for group in problem.classes)
    least = len(forced) + sum(max(0, number) for number in missing(problem, old).values())
    lone = all(len(found.lessons) == 1 for found in broken)
    near = nearby(problem, old, frozenset(forced), budget) if lone else None
    if near is not None and len(diff(old, near)) == least:
        best, fewest = cheaper(problem, old, near, frozenset(touched), budget), True
    else:
        best, fewest = mended(problem, old, frozenset(touched), budget) if touched else (old, True)
    fewest = fewest and (len(diff(old, best)) <= least or touched == everyone)
    if not fewest and not budget.spent():
        wider, proved = mended(problem, old, everyone, budget)
        if rank(problem, old, wider) < rank(problem, old, best):
            best = wider
        fewest = proved
    return Repair(judged(problem, best, budget), diff(old, best), forced, fewest)


def nearby(problem: Problem, old: Kept, forced: frozenset[Placement], budget: Budget) -> Kept | None:
    """Only the sittings that cannot stay set elsewhere by hand, nothing else touched; None if that does not do."""
    if not forced or missing(problem, old):
        return None
    work = Construction(problem, Random(budget.seed), lifting=KEPT_STILL)  # noqa: S311 - chance, no secret
    waiting = [task for task, sitting in work.put_back(old) if forced.intersection(sitting)]
    for task in waiting:
        work.board.lift(task)
    for task in waiting:
        seat, victims = work.best_seat(task)
        if seat is None or victims:
            return None
        work.board.put(task, seat)
    found = work.board.lessons()
    return None if violations(problem, found) or missing(problem, found) else found


def cheaper(problem: Problem, old: Kept, near: Kept, ids: frozenset[int], budget: Budget) -> Kept:
    """As few moves, at the least cost that a short search finds."""
    fixed = tuple(one for one in near if one.class_id not in ids)
    own = tuple(one for one in near if one.class_id in ids)
    part, others = part_of(replace(problem, previous=old, weights=replace(problem.weights, change=1)), ids, fixed)
    try:
        draft = write(part, stop=budget.spent)
        objective = write_costs(draft, others)
    except Stopped:
        return near
    draft.model.add(sum(draft.costs["change"]) <= changed(old, near))
    hint(draft, own)
    run = search(draft, objective, budget, seconds=POLISHING * budget.seconds, levels=RACE)
    better = (*fixed, *run.placements)
    return better if run.found and rank(problem, old, better) < rank(problem, old, near) else near


def mended(problem: Problem, old: Kept, ids: frozenset[int], budget: Budget) -> tuple[Kept, bool]:
    """Moves as few lessons of these classes as possible, then makes the rest cheap; and whether fewest is proved."""
    fixed = tuple(one for one in old if one.class_id not in ids)
    own = tuple(one for one in old if one.class_id in ids)
    part, others = part_of(replace(problem, previous=old), ids, fixed)
    try:
        draft = write(replace(part, weights=LONE), partial=True, stop=budget.spent)
        objective = write_costs(draft)
        hint(draft, own)
        run = search(draft, objective, budget, quiet=True)
        if not run.found or budget.left < 0.5 * budget.seconds:
            return (*fixed, *(run.placements if run.found else ())), run.proved
        draft = write(replace(part, weights=replace(problem.weights, change=1)), partial=True, stop=budget.spent)
        objective = write_costs(draft, others)
    except Stopped:
        return old, False
    moved, lost = changed(own, run.placements), sum(m.slots for g in part.classes for m in g.modules)
    draft.model.add(sum(draft.costs["change"]) <= moved)
    draft.model.add(sum(draft.missing.values()) <= lost - len(run.placements))
    hint(draft, run.placements)
    better = search(draft, objective, budget, seconds=0.5 * budget.left, quiet=True)
    return (*fixed, *(better.placements if better.found else run.placements)), run.proved


def changed(old: Kept, new: Kept) -> int:
    return len(set(old) - set(new))


def rank(problem: Problem, old: Kept, new: Kept) -> tuple[int, int, int, int]:
    """What is better comes first: nothing broken, all there, few moved, cheap."""
    lost = sum(missing(problem, new).values())
    return len(violations(problem, new)), lost, changed(old, new), sum(costs(problem, new).values())


def judged(problem: Problem, best: Kept, budget: Budget) -> Outcome:
    left = unplaced(problem, best, budget.cancelled)
    status = Status.TIMEOUT if left or violations(problem, best) else Status.FEASIBLE
    status = Status.CANCELLED if budget.cancelled() else status
    ordered = tuple(sorted(best, key=lambda one: (one.class_id, one.slot)))
    return Outcome(status, ordered, tuple(costs(problem, best).items()), None, budget.elapsed, left)


def diff(previous: Iterable[Placement], new: Iterable[Placement]) -> tuple[Move, ...]:
    """What changed, lesson by lesson: those that kept their slot are paired first, the rest in order of time."""
    old, now = set(previous), set(new)
    gone, come = by_module(old - now), by_module(now - old)
    found = []
    for key in sorted(set(gone) | set(come)):
        before, after = gone[key], come[key]
        slots = {one.slot: one for one in after}
        for one in [one for one in before if one.slot in slots]:
            found.append(Move(one, slots[one.slot]))
            before.remove(one)
            after.remove(slots[one.slot])
        longest = max(len(before), len(after))
        pairs = zip(before + [None] * (longest - len(before)), after + [None] * (longest - len(after)), strict=True)
        found += [Move(one, other) for one, other in pairs]
    return tuple(found)


def by_module(lessons: Iterable[Placement]) -> dict[tuple[int, int], list[Placement]]:
    found: dict[tuple[int, int], list[Placement]] = defaultdict(list)
    for one in sorted(lessons, key=lambda one: one.slot):
        found[one.class_id, one.module_id].append(one)
    return found
