"""One run of CP-SAT on a model: progress out, a stop in, the best placements back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import ceil
from typing import Any

from courses.solver.model import Draft
from courses.solver.problem import Placement

Progress = Callable[[int | None, int | None, int, float], None]
Cancelled = Callable[[], bool]
POLL_SECONDS = 0.1
RACE = (1, 0)
"""With and without the linear relaxation."""
COMPLETING_SECONDS = 2.0
"""For what follows from a hint; it takes a tenth of it, or the hint is none."""


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
    draft: Draft,
    objective: Any,
    budget: Budget,
    *,
    seconds: float | None = None,
    workers: int = 0,
    quiet: bool = False,
    levels: tuple[int, ...] = (1,),
    probing: int = 0,
) -> Run:
    """The best timetable of the model within the time; without an objective the first; `quiet` tells no progress.

    `levels` say how much is made of the linear relaxation. Several are tried side by side, if there are workers: now
    the one is ten times as fast, now the other. They tell no progress.
    """
    from ortools.sat.python import cp_model

    workers = workers or budget.workers
    if objective is not None:
        draft.model.minimize(objective)
    time_left = max(0.01, min(budget.left, seconds or budget.left))
    tried = levels[:workers]
    solvers = [solver(time_left, workers // len(tried), budget.seed, level, probing) for level in tried]
    callback = None if quiet or len(levels) > 1 or not budget.progress else listener(draft, budget, budget.progress)
    statuses = solved(solvers, draft.model, callback, budget.cancelled)
    found = [
        one for one, status in zip(solvers, statuses, strict=True) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    ]
    proved = bool({cp_model.OPTIMAL, cp_model.INFEASIBLE} & set(statuses))
    bound = max(ceil(one.best_objective_bound - 1e-6) for one in solvers) if objective is not None else None
    if not found:
        return Run(proved, False, bound=bound)
    best = min(found, key=lambda one: one.objective_value)
    return Run(proved, True, placements(draft, best.boolean_value), round(best.objective_value), bound)


def solver(seconds: float, workers: int, seed: int, level: int, probing: int = 0) -> Any:
    from ortools.sat.python import cp_model

    found = cp_model.CpSolver()
    found.parameters.max_time_in_seconds = seconds
    found.parameters.num_workers = workers
    found.parameters.cp_model_probing_level = probing
    found.parameters.symmetry_level = 0
    found.parameters.linearization_level = level
    found.parameters.random_seed = seed
    return found


def solved(solvers: list[Any], model: Any, callback: Any, cancelled: Cancelled) -> list[Any]:
    """The status of each; the first that comes to its end ends the others."""
    from ortools.sat.python import cp_model

    finished = threading.Event()

    def run(one: Any) -> Any:
        status = one.solve(model, callback)
        if status in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            finished.set()
        return status

    with ThreadPoolExecutor(len(solvers)) as pool:
        runs = [pool.submit(run, one) for one in solvers]
        while wait(runs, POLL_SECONDS).not_done:
            if finished.is_set() or cancelled():
                for one in solvers:
                    one.stop_search()
    return [one.result() for one in runs]


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
    """Tells the search where a timetable is that may be near; if it is one of the model, the search begins with it."""
    held = {(one.class_id, one.module_id, one.slot, one.teacher_id) for one in known}
    rooms = {(one.class_id, one.slot, one.venue_id) for one in known}
    for (c, m, run, t), sitting in draft.x.items():
        half = draft.facts.halves[draft.facts.slots[run[0]].day, draft.facts.slots[run[0]].half]
        taught = tuple(slot for slot in half if (c, m, slot, t) in held)
        draft.model.add_hint(sitting, taught == run)
    for key, room in draft.rooms.items():
        draft.model.add_hint(room, key in rooms)
    complete(draft)


def complete(draft: Draft) -> None:
    """Everything else follows from lessons and rooms. Told too, the search has a timetable at once; told in part only,
    it may spend all its time on finding that one again."""
    from ortools.sat.python import cp_model

    follow = solver(COMPLETING_SECONDS, 1, 0, 1)
    follow.parameters.fix_variables_to_their_hinted_value = True
    if follow.solve(draft.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        values = list(follow.response_proto.solution)
        draft.model.clear_hints()
        draft.model.proto.solution_hint.vars.extend(range(len(values)))
        draft.model.proto.solution_hint.values.extend(values)
