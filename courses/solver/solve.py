"""Timetables proposed: `solve`. Few classes are one model; many are placed one by one and then improved in parts.

What proves that a timetable of many classes is best: floors of single classes, of classes of the same weeks, and of all
together at prices on what they share (`columns`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from courses.solver.improve import improve
from courses.solver.model import Stopped, write
from courses.solver.model_costs import MISSING, write_costs
from courses.solver.outcome import Outcome, Status
from courses.solver.problem import Problem
from courses.solver.reasons import unplaced
from courses.solver.rules import ALL, Rule
from courses.solver.search import Budget, Cancelled, Progress, Run, search
from courses.solver.tally import costs

ONE_MODEL = 2
"""Up to so many classes are searched as one from the start."""


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Cancelled = lambda: False,
    rules: frozenset[Rule] = ALL,
) -> Outcome:
    """The cheapest timetable found in `seconds`; `progress(cost, bound, placed, elapsed)` is told each improvement.

    `rules` leaves families of rules out; it is there for tests and for asking "what if".
    """
    budget = Budget(seconds, workers, seed, time.monotonic(), cancelled, progress)
    whole = len(problem.classes) <= ONE_MODEL or rules != ALL
    try:
        run = search_whole(problem, budget, rules) if whole else improve(problem, budget)
    except Stopped:
        run = Run(False, False)
    return outcome_of(problem, run, budget)


def search_whole(problem: Problem, budget: Budget, rules: frozenset[Rule]) -> Run:
    """Everything in one model; if that is proved impossible or not found in most of the time, as much as possible."""
    draft = write(problem, rules=rules, stop=budget.spent)
    run = search(draft, write_costs(draft), budget, seconds=0.7 * budget.left)
    if run.found or budget.spent():
        return run
    draft = write(problem, rules=rules, partial=True, stop=budget.spent)
    part = search(draft, write_costs(draft), budget)
    return Run(run.proved, part.found, part.placements, part.value, None)


def outcome_of(problem: Problem, run: Run, budget: Budget) -> Outcome:
    wanted = sum(module.slots for group in problem.classes for module in group.modules)
    complete = len(run.placements) == wanted and run.found
    status = status_of(complete, run.proved, budget.cancelled)
    bound = run.bound if run.bound is not None and run.bound < MISSING else None
    left = () if complete else unplaced(problem, run.placements, budget.cancelled)
    parts = tuple(costs(problem, run.placements).items()) if run.found else ()
    return Outcome(status, run.placements, parts, bound, budget.elapsed, left)


def status_of(complete: bool, proved: bool, cancelled: Callable[[], bool]) -> Status:
    if complete and proved:
        return Status.OPTIMAL
    if cancelled():
        return Status.CANCELLED
    if complete:
        return Status.FEASIBLE
    return Status.IMPOSSIBLE if proved else Status.TIMEOUT
