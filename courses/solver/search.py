"""One run of CP-SAT on a model: progress out, a stop in, the best placements back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
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


def search(
    draft: Draft, objective: Any, budget: Budget, *, seconds: float | None = None, workers: int = 0, quiet: bool = False
) -> Run:
    """The best timetable of the model within the time; without an objective the first; `quiet` tells no progress."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.01, min(budget.left, seconds or budget.left))
    solver.parameters.num_workers = workers or budget.workers
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.random_seed = budget.seed
    if objective is not None:
        draft.model.minimize(objective)
    callback = None if quiet or not budget.progress else listener(draft, budget, budget.progress)
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
    bound = ceil(solver.best_objective_bound - 1e-6) if objective is not None else None
    if not found:
        return Run(proved, False, bound=bound)
    return Run(proved, True, placements(draft, solver.boolean_value), round(solver.objective_value), bound)


def watch(solver: Any, cancelled: Cancelled, finished: threading.Event) -> None:
    """Asks now and then whether the answer is still wanted."""
    while not finished.wait(POLL_SECONDS):
        if cancelled():
            solver.stop_search()


def listener(draft: Draft, budget: Budget, progress: Progress) -> Any:
    """Reports every improvement."""
    from ortools.sat.python import cp_model

    class Listener(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            placed = sum(len(key[2]) for key, sitting in draft.x.items() if self.boolean_value(sitting))
            progress(round(self.objective_value), int(self.best_objective_bound), placed, budget.elapsed)

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


def hint(draft: Draft, known: tuple[Placement, ...]) -> None:
    """Tells the search where a timetable is that may be near."""
    held = {(one.class_id, one.module_id, one.slot, one.teacher_id) for one in known}
    rooms = {(one.class_id, one.slot, one.venue_id) for one in known}
    for (c, m, run, t), sitting in draft.x.items():
        half = draft.facts.halves[draft.facts.slots[run[0]].day, draft.facts.slots[run[0]].half]
        taught = tuple(slot for slot in half if (c, m, slot, t) in held)
        draft.model.add_hint(sitting, taught == run)
    for key, room in draft.rooms.items():
        draft.model.add_hint(room, key in rooms)
