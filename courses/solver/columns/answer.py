"""What columns make of a problem within a share of the time: a bound for all classes together, and a timetable."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from courses.solver.columns.near import TooFar
from courses.solver.columns.program import Late, Program
from courses.solver.columns.states import TooLarge
from courses.solver.columns.together import Together
from courses.solver.columns.waves import Waves
from courses.solver.parts import Kept, lacking
from courses.solver.problem import Problem
from courses.solver.prove import waves_of
from courses.solver.search import POLL_SECONDS, Budget

ONE_MODEL, MOST_CLASSES = 2, 15
"""Fewer are one model; with more the linear program is not at its end in time."""
MOST_ABREAST = 6
"""Of more classes at the same time the program tells too little."""
LONG, SHARE = 25.0, 0.9
"""Seconds from which on columns are tried, and the share of them they may take."""
SINK_SHARE, WAVES_SHARE = 0.62, 0.75
"""Of that: until when the program must be at its end, and the floors of its waves be known."""
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


def by_columns(problem: Problem, known: Kept, budget: Budget) -> Answer:
    """The floor of the program, then that of its waves, then a timetable for it: as far as the time allows."""

    def until(share: float) -> Budget:
        return replace(budget, seconds=share * budget.seconds)

    program = waves = together = None
    try:
        program = Program(problem, known, until(SINK_SHARE).spent, budget.workers)
        program.sink()
        program.late = budget.spent
        waves = Waves(program, known)
        waves.settle(until(WAVES_SHARE))
        together = Together(waves, waves.bound)
        together.run(budget)
    except (TooLarge, TooFar, Late):
        pass
    if program is not None:
        program.close()
    bound = max((one.bound for one in (program, waves) if one is not None), default=0)
    return Answer(bound) if together is None else Answer(max(bound, together.target), together.best)


def in_thread(problem: Problem, known: Kept, budget: Budget) -> Answer:
    """The same in a share of the time, the rest is for what is known without columns."""
    part = replace(budget, seconds=SHARE * budget.seconds)
    pool = ThreadPoolExecutor(1)
    columns = pool.submit(by_columns, problem, known, part)
    answer = columns.result() if in_time(columns, part) else Answer()
    pool.shutdown(wait=False)
    return answer


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
