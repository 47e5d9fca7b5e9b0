"""Many classes: placed by hand, the best proved if it can be, else some freed again while the rest stand still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle
from random import Random

from courses.solver.checker import violations
from courses.solver.construct import construct
from courses.solver.model import Stopped, write
from courses.solver.parts import Kept, homes, lacking, part_of, place, plain, tell, total, value
from courses.solver.problem import ClassGroup, Problem
from courses.solver.prove import Proof, prove
from courses.solver.search import Budget, Run, hint, search
from courses.solver.settle import Floors, narrowed, near

WHOLE_SHARE = 0.5
"""Of the time left, for the question whether all classes can be placed at all."""
FIRST_SECONDS, PART_SECONDS, WAVE_SECONDS = 3.0, 4.0, 3.0
WAVE_CLASSES = 6
"""Up to so many classes are freed at once."""
MARGIN = 4
"""How much dearer than it must be a wave may become; with more there are too many slots to choose from."""


def improve(problem: Problem, budget: Budget) -> Run:
    """First as many lessons as possible, then as cheap as possible, until the bound is met or the time is over."""
    best, proof = with_proof(problem, first(problem, budget), budget)
    if proof.impossible:
        return Run(True, True, best, None, None)
    if lacking(problem, best):
        proved, best = together(problem, best, budget)
        if proved:
            return Run(True, True, best, None, None)
    best = wave_by_wave(problem, best, proof, budget)
    dice = Random(budget.seed)  # noqa: S311 - chance, no secret
    for turn in count():
        if budget.spent() or (not lacking(problem, best) and total(problem, best) <= proof.bound):
            break
        better = anew(problem, best, proof, chosen(problem, best, proof, turn, dice), budget)
        if better is not None and value(problem, better) < value(problem, best):
            best = better
            tell(problem, best, proof.bound, budget)
    done = not lacking(problem, best) and total(problem, best) <= proof.bound
    return Run(done, True, best, total(problem, best), proof.bound)


def with_proof(problem: Problem, best: Kept, budget: Budget) -> tuple[Kept, Proof]:
    """What nothing can be cheaper than, and the best timetable known after that."""
    from courses.solver.columns.answer import Answer, in_thread, suits

    answer, rest = Answer(), budget
    if suits(problem, best, budget.seconds):
        answer = in_thread(problem, best, budget)
        rest = replace(budget, seconds=budget.left, started=budget.started + budget.elapsed)
    if answer.best and total(problem, answer.best) <= answer.bound:
        return answer.best, Proof(answer.bound, Floors({}), answer.best)
    proof = prove(problem, answer.best or best, rest, floors_only=bool(answer.best))
    proof = replace(proof, bound=max(answer.bound, proof.bound))
    found = answer.best or proof.best
    if not proof.impossible:
        best = min(best, found or best, key=lambda one: value(problem, one))
        tell(problem, best, proof.bound, budget)
    return best, proof


def wave_by_wave(problem: Problem, best: Kept, proof: Proof, budget: Budget) -> Kept:
    """Each wave placed anew in turn while the others stand still, until none of them becomes cheaper."""
    waves = [ids for ids, _more in proof.floors.more if len(ids) <= WAVE_CLASSES]
    still = 0
    for ids in cycle(waves):
        if budget.spent() or still == len(waves) or lacking(problem, best) or total(problem, best) <= proof.bound:
            break
        part = replace(problem, classes=tuple(around(problem, best, proof.floors, ids)))
        better = place(part, ids, best, budget, WAVE_SECONDS, known=True)
        still += 1
        if better is not None and value(problem, better) < value(problem, best):
            best, still = better, 0
            tell(problem, best, proof.bound, budget)
    return best


def around(problem: Problem, best: Kept, floors: Floors, ids: frozenset[int]) -> Iterator[ClassGroup]:
    """The classes of a wave with the slots of a timetable near its floor and those they are in now."""
    top = floors.of(ids) + MARGIN
    for group in problem.classes:
        if group.id in ids:
            held = {one.slot for one in best if one.class_id == group.id}
            allowed = near(problem, group, top - floors.of(ids - {group.id})).allowed or frozenset()
            group = replace(group, allowed=allowed | held)
        yield group


def anew(problem: Problem, best: Kept, proof: Proof, ids: frozenset[int], budget: Budget) -> Kept | None:
    """These classes placed again; once everything is placed, only where what is cheaper can be."""
    if not lacking(problem, best):
        problem = replace(problem, classes=tuple(narrowed(problem, proof.floors, total(problem, best))))
    return place(problem, ids, best, budget, PART_SECONDS, known=True)


def first(problem: Problem, budget: Budget) -> Kept:
    """Classes with something settled are placed by the model, the rest by hand, what is left by the model again."""
    settled = frozenset(pin.class_id for pin in problem.pins)
    placed = one_by_one(problem, settled, (), budget)
    part, _others = part_of(problem, frozenset(group.id for group in problem.classes) - settled, placed)
    built = construct(part, budget)
    placed = placed if violations(part, built) else (*placed, *built)
    tell(problem, placed, None, budget)
    return one_by_one(
        problem, frozenset(one.id for one in problem.classes if lacking(problem, placed, one)), placed, budget
    )


def one_by_one(problem: Problem, ids: frozenset[int], placed: Kept, budget: Budget) -> Kept:
    """These classes placed anew by when they must end, the large ones first; each in one venue if it can be."""
    for group in sorted(problem.classes, key=lambda one: (one.last_day, -one.size, one.id)):
        if group.id not in ids:
            continue
        alone = list(homes(problem, group))
        tries = [(home, True, True) for home in alone[:2]] + [(home, True, False) for home in alone[:1]]
        for venues, whole, few in [*tries, (problem.venues, True, False), (problem.venues, False, False)]:
            given = plain(problem) if few else problem
            tried = place(given, frozenset({group.id}), placed, budget, FIRST_SECONDS, venues=venues, first=whole)
            placed = max((tried or placed, placed), key=len)
            if budget.spent() or not lacking(problem, placed, group):
                break
        tell(problem, placed, None, budget)
    return placed


def together(problem: Problem, best: Kept, budget: Budget) -> tuple[bool, Kept]:
    """Whether it is proved that not everything can be placed; else a timetable in which it is, if one is found."""
    try:
        draft = write(problem, stop=budget.spent)
    except Stopped:
        return False, best
    hint(draft, best)
    run = search(draft, None, budget, seconds=WHOLE_SHARE * budget.left, quiet=True)
    return run.proved and not run.found, run.placements if run.found else best


def chosen(problem: Problem, best: Kept, proof: Proof, turn: int, dice: Random) -> frozenset[int]:
    """Which classes to free: those furthest above their floor one by one, then some by chance, often neighbours."""
    excess = {one.id: class_cost(problem, best, one.id) - proof.floors.each[one.id] for one in problem.classes}
    ranked = sorted((key for key in excess if excess[key] > 0), key=lambda key: -excess[key]) or list(excess)
    if turn < len(problem.classes):
        return frozenset({ranked[turn % len(ranked)]})
    one, groups = dice.choice(ranked), {group.id: group for group in problem.classes}
    beside = [group.id for group in problem.classes if overlap(group, groups[one])] if turn % 2 else list(groups)
    return frozenset([one, *dice.sample(beside, min(len(beside), 2 + (turn % 3 == 0)))])


def overlap(one: ClassGroup, other: ClassGroup) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def class_cost(problem: Problem, placed: Kept, class_id: int) -> int:
    """What one class costs, its missing lessons dear."""
    own = tuple(one for one in placed if one.class_id == class_id)
    part = replace(problem, classes=tuple(one for one in problem.classes if one.id == class_id))
    part = replace(part, previous=tuple(one for one in problem.previous if one.class_id == class_id))
    return total(part, own) + 1000 * lacking(part, own)
