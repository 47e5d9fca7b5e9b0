"""Why there is no timetable: `explain` names clauses that clash, none of which could be left out of the list."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from courses.solver.model import Draft, Stopped, write
from courses.solver.outcome import MinimalConflict
from courses.solver.parts import part_of
from courses.solver.problem import Problem
from courses.solver.rules import ALL, Clause, Rule
from courses.solver.search import Budget, Cancelled, search


def explain(
    problem: Problem,
    *,
    seconds: float = 30,
    workers: int = 2,
    seed: int = 0,
    cancelled: Cancelled = lambda: False,
    rules: frozenset[Rule] = ALL,
) -> MinimalConflict:
    """A smallest-by-inclusion set of clauses and classes that cannot go together; other clashes may exist besides."""
    budget = Budget(seconds, workers, seed, time.monotonic(), cancelled)
    ids = frozenset(group.id for group in problem.classes)
    possible = alone_or_together(problem, ids, budget, rules)
    if possible is not False:
        return MinimalConflict((), (), False, possible, budget.elapsed)
    ids, sure = fewest_classes(problem, ids, budget, rules)
    clauses = core(problem, ids, budget, rules)
    if clauses is None:
        return MinimalConflict((), tuple(sorted(ids)), False, False, budget.elapsed)
    clauses, minimal = fewest_clauses(problem, ids, clauses, budget)
    return MinimalConflict(clauses, tuple(sorted(ids)), sure and minimal, False, budget.elapsed)


def solvable(
    problem: Problem,
    ids: frozenset[int],
    budget: Budget,
    rules: frozenset[Rule] = ALL,
    only: frozenset[Clause] | None = None,
) -> bool | None:
    """Whether these classes can be taught in full under the clauses (all of them, or only some); None: not known."""
    try:
        draft = write(only_classes(problem, ids), rules=rules, only=only, stop=budget.spent)
    except Stopped:
        return None
    run = search(draft, None, budget, quiet=True)
    return run.found if run.found or run.proved else None


def only_classes(problem: Problem, ids: frozenset[int]) -> Problem:
    part, _others = part_of(problem, ids, ())
    return replace(part, previous=())


def alone_or_together(problem: Problem, ids: frozenset[int], budget: Budget, rules: frozenset[Rule]) -> bool | None:
    """One class that cannot be taught even alone settles it quickly."""
    if any(solvable(problem, frozenset({one}), budget, rules) is False for one in sorted(ids)):
        return False
    return solvable(problem, ids, budget, rules)


def fewest_classes(
    problem: Problem, ids: frozenset[int], budget: Budget, rules: frozenset[Rule]
) -> tuple[frozenset[int], bool]:
    """Classes of which none can be left out; and whether that is proved."""
    for one in sorted(ids):
        if solvable(problem, frozenset({one}), budget, rules) is False:
            return frozenset({one}), True
    sure = True
    for one in sorted(ids):
        without = solvable(problem, ids - {one}, budget, rules)
        sure = sure and without is not None
        if without is False:
            ids -= {one}
    return ids, sure


def core(problem: Problem, ids: frozenset[int], budget: Budget, rules: frozenset[Rule]) -> tuple[Clause, ...] | None:
    """Some clauses that clash, by assuming every clause; None if the time did not suffice."""
    from ortools.sat.python import cp_model

    try:
        draft = write(only_classes(problem, ids), rules=rules, assumed=True, stop=budget.spent)
    except Stopped:
        return None
    draft.model.add_assumptions(list(draft.guards.literals.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.01, budget.left)
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if solver.solve(draft.model) != cp_model.INFEASIBLE:
        return None
    return named(draft, solver.sufficient_assumptions_for_infeasibility())


def named(draft: Draft, indices: Iterable[int]) -> tuple[Clause, ...]:
    wanted = set(indices)
    return tuple(clause for clause, literal in draft.guards.literals.items() if literal.index in wanted)


def fewest_clauses(
    problem: Problem, ids: frozenset[int], clauses: tuple[Clause, ...], budget: Budget
) -> tuple[tuple[Clause, ...], bool]:
    """Takes away every clause that is not needed for the clash; proved if each try was settled in time."""
    left, sure = frozenset(clauses), True
    for clause in clauses:
        without = solvable(problem, ids, budget, ALL, left - {clause})
        sure = sure and without is not None
        if without is False:
            left -= {clause}
    return tuple(clause for clause in clauses if clause in left), sure
