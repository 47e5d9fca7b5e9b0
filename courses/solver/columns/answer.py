"""What `dive` makes of a problem within a share of the time: a bound for all classes together, and a timetable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from courses.solver.checker import violations
from courses.solver.columns.states import TooLarge
from courses.solver.parts import Kept, lacking, total
from courses.solver.problem import Problem
from courses.solver.prove import Proof, prove, waves_of
from courses.solver.search import POLL_SECONDS, Budget

ONE_MODEL, MOST_CLASSES = 2, 15
"""Fewer are one model; with more the linear program is not at its end in time."""
MOST_ABREAST = 6
"""Of more classes at the same time the program tells too little."""
LONG, SHARE = 90.0, 0.5
"""Seconds from which on columns are tried, and the share of them they may take."""
GRACE_SECONDS = 2.0
"""For telling what is known when time is over."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`bound`: nothing is cheaper; `best`: a timetable that breaks no rule, or nothing."""

    bound: int = 0
    best: Kept = ()


def suits(problem: Problem, known: Kept, seconds: float) -> bool:
    """Time enough, small waves, nothing settled that the columns do not know of, and a whole timetable known."""
    settled = problem.pins or (problem.previous and problem.weights.change)
    crowded = max((len(ids) for ids in waves_of(problem)), default=0) > MOST_ABREAST
    fitting = ONE_MODEL < len(problem.classes) <= MOST_CLASSES and not lacking(problem, known)
    return seconds >= LONG and fitting and not settled and not crowded


def by_columns(problem: Problem, known: Kept, budget: Budget, told: Callable[[], int] = lambda: 0) -> Answer:
    """`told` is asked again and again what else is known of the bound; it may rise."""
    from courses.solver.columns.dive import Dive, Late

    def spent() -> float:
        return 1.0 if budget.spent() else budget.elapsed / budget.seconds

    dive = None
    try:
        dive = Dive(problem, known, spent, told)
        dive.sink()
        found = dive.run()
    except (TooLarge, Late):
        return Answer() if dive is None else Answer(dive.bound)
    return Answer(dive.bound, () if violations(problem, found) else found)


def side_by_side(problem: Problem, known: Kept, budget: Budget) -> tuple[Answer, Proof]:
    """Columns in one thread, the floors of classes and waves in another, each with half of the workers; once one has
    the proof, the other is stopped."""
    proved = Event()
    half = replace(
        budget,
        seconds=SHARE * budget.seconds,
        workers=max(1, budget.workers // 2),
        cancelled=lambda: budget.cancelled() or proved.is_set(),
    )
    pool = ThreadPoolExecutor(2)
    floors = pool.submit(prove, problem, known, half, floors_only=True)

    def told() -> int:
        return floors.result().bound if floors.done() else 0

    columns = pool.submit(by_columns, problem, known, half, told)
    answer = columns.result() if in_time(columns, half) else Answer()
    if answer.best and total(problem, answer.best) <= max(answer.bound, told()):
        proved.set()
    proof = floors.result()
    pool.shutdown(wait=False)
    bound = max(answer.bound, proof.bound)
    return replace(answer, bound=bound), replace(proof, bound=bound)


def in_time(task: Future[Answer], budget: Budget) -> bool:
    """Waits for it, but not for something that does not listen, as compiling does not."""
    while not wait([task], POLL_SECONDS).done:
        if budget.cancelled() or budget.elapsed > budget.seconds + GRACE_SECONDS:
            return False
    return True


def keep_compiled(folder: Path) -> None:
    """Compiled functions are kept there, in a folder of their own for each version of their source."""
    from numba.core import config

    source = (Path(__file__).parent / "kernels.py").read_bytes()
    vars(config)["CACHE_DIR"] = str(folder / hashlib.sha256(source).hexdigest()[:16])
