"""One run of CP-SAT on a model: progress out, a stop in, the best placements back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from courses.solver.model import Draft
from courses.solver.problem import Placement

Progress = Callable[[int | None, int | None, int, float], None]
Cancelled = Callable[[], bool]
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Budget:
    """How long and with what a search may work; `started` is a reading of the monotonic clock."""

    seconds: float
    workers: int
    seed: int
    started: float
    cancelled: Cancelled
    progress: Progress | None = None

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self.elapsed)

    def spent(self) -> bool:
        return self.cancelled() or self.left <= 0


@dataclass(frozen=True, slots=True)
class Run:
    """What one search found; `proved` says that the search came to its end: best possible, or nothing possible."""

    proved: bool
    found: bool
    placements: tuple[Placement, ...] = ()
    value: int | None = None
    bound: int | None = None


def search(draft: Draft, objective: Any, budget: Budget, *, seconds: float | None = None, offset: int = 0) -> Run:
    """The best timetable of the model within the time; `offset` is added to the values that are reported."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, min(budget.left, seconds or budget.left))
    solver.parameters.num_workers = budget.workers
    solver.parameters.random_seed = budget.seed
    if objective is not None:
        draft.model.minimize(objective)
    if budget.progress:
        solver.best_bound_callback = None
    callback = listener(draft, budget)
    finished = threading.Event()
    watcher = threading.Thread(target=watch, args=(solver, budget.cancelled, finished), daemon=True)
    watcher.start()
    try:
        status = solver.solve(draft.model, callback)
    finally:
        finished.set()
        watcher.join()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    proved = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    if not found:
        return Run(proved, False)
    value, bound = round(solver.objective_value), -int(-solver.best_objective_bound // 1)
    return Run(proved, True, placements(draft, solver.boolean_value), value, bound)


def watch(solver: Any, cancelled: Cancelled, finished: threading.Event) -> None:
    """Asks now and then whether the answer is still wanted."""
    while not finished.wait(POLL_SECONDS):
        if cancelled():
            solver.stop_search()


def listener(draft: Draft, budget: Budget) -> Any:
    """Reports every improvement."""
    from ortools.sat.python import cp_model

    class Listener(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if budget.progress:
                placed = sum(len(key[2]) for key, sitting in draft.x.items() if self.boolean_value(sitting))
                bound = int(self.best_objective_bound)
                budget.progress(round(self.objective_value), bound, placed, budget.elapsed)

    return Listener()


def placements(draft: Draft, true: Callable[[Any], bool]) -> tuple[Placement, ...]:
    rooms = {(c, s): venue for (c, s, venue), room in draft.rooms.items() if true(room)}
    online = {(group.id, module.id) for group in draft.problem.classes for module in group.modules if module.online}
    found = [
        Placement(c, m, slot, t, None if (c, m) in online else rooms.get((c, slot)))
        for (c, m, run, t), sitting in draft.x.items()
        if true(sitting)
        for slot in run
    ]
    return tuple(sorted(found, key=lambda one: (one.class_id, one.slot)))
