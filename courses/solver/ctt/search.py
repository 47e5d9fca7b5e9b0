"""Searching: a quick start without clashes, then annealing in several threads, the best of them kept."""

from __future__ import annotations

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from courses.solver.ctt.arrays import Draft, Facts, Integers, empty_chain, empty_draft, empty_table, facts_of
from courses.solver.ctt.problem import Instance, Placement

UNKNOWN = 10**9  # The cost of a timetable that has not been found.
CHUNK = 100_000  # Moves between two looks at the clock.
START_TEMPERATURE = 0.15  # In clashes, while looking for a timetable without any.
HOT, COLD = 10.0, 0.1  # In units of cost.
QUICKLY_WARM = 0.6  # Below 1: less time is spent hot than cooling by the same factor in the same time would spend.
ROOMS_ONLY = 0.2  # The share of changes of the room alone.
KEEPING = 0.5  # The share of changes of the period that try to keep the room.
LUCK = -np.log((np.arange(1 << 14) + 0.5) / (1 << 14))  # Of the exponential distribution, all equally likely.
SOURCES = ("arrays.py", "bits.py", "kernels.py", "chains.py", "tangle.py", "annealing.py")


class Compiled(NamedTuple):
    """The compiled modules."""

    kernels: ModuleType
    chains: ModuleType
    tangle: ModuleType
    annealing: ModuleType


@dataclass(frozen=True)
class Effort:
    """How long to search: by the clock, by processor time, or, to get the same result again, by moves per worker."""

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    moves: int | None = None
    processor_time: bool = False


@dataclass(frozen=True)
class Found:
    """What came out: placements (empty if none without clashes), time to the first, moves made, threads' time."""

    placements: tuple[Placement, ...]
    cost: int
    feasible_after: float | None
    moves: int
    processor_seconds: float
    interrupted: bool = False


class Worker:
    """One line of search with its own table and random numbers."""

    def __init__(self, compiled: Compiled, instance: Instance, effort: Effort, place: int) -> None:
        self.compiled, self.effort = compiled, effort
        self.facts = facts_of(instance)
        random = np.random.default_rng((effort.seed, place))
        self.seed = random.integers(1, 2**62, 1).astype(np.uint64)
        self.draft = first_draft(compiled, self.facts, len(instance.rooms), random)
        self.table = empty_table(self.facts, len(instance.rooms))
        self.chain = empty_chain(self.facts)
        self.best = np.zeros((2, len(self.facts.course_of)), np.int32)
        self.standing = np.array([UNKNOWN, UNKNOWN], np.int64)
        self.moves, self.processor_seconds = 0, 0.0
        self.feasible_after: float | None = None

    def run(self, started: float, stop: threading.Event) -> None:
        """Search until effort is spent, cost is nothing, or somebody says stop."""
        begun = time.thread_time()
        if self.untangle(begun, started, stop):
            self.feasible_after = time.monotonic() - started
            self.begin()
            self.anneal(begun, started, stop)
        self.processor_seconds = time.thread_time() - begun

    def spent(self, begun: float, started: float) -> float:
        """The part of the effort that is used up."""
        if self.effort.moves is not None:
            return self.moves / max(1, self.effort.moves)
        now, since = (time.thread_time(), begun) if self.effort.processor_time else (time.monotonic(), started)
        return (now - since) / self.effort.seconds

    def untangle(self, begun: float, started: float, stop: threading.Event) -> bool:
        """Move lectures until none clash; whether that came about."""
        while not stop.is_set() and self.spent(begun, started) < 1:
            if not self.compiled.tangle.untangle(self.facts, self.draft, self.seed, START_TEMPERATURE, CHUNK):
                return True
            self.moves += CHUNK
        return False

    def begin(self) -> None:
        """Count up the timetable without clashes that was found."""
        for lecture, (period, room) in enumerate(zip(self.draft.period, self.draft.room, strict=True)):
            self.compiled.kernels.place(self.facts, self.table, lecture, int(period), int(room))
        self.standing[:] = self.compiled.kernels.total(self.facts, self.table)
        self.best[:] = self.table.period, self.table.room

    def try_changes(self, knobs: npt.NDArray[np.float64], moves: int) -> None:
        """Try so many changes."""
        self.compiled.annealing.anneal(
            self.facts, self.table, self.chain, self.best, self.seed, self.standing, knobs, LUCK, moves
        )
        self.moves += moves

    def anneal(self, begun: float, started: float, stop: threading.Event) -> None:
        """Cool down from hot to cold over what is left of the effort."""
        first = spent = min(1.0, self.spent(begun, started))
        while True:
            share = (spent - first) / (1 - first) if first < 1 else 1.0
            temperature = HOT * (COLD / HOT) ** (share**QUICKLY_WARM)
            self.try_changes(np.array([temperature, ROOMS_ONLY, KEEPING]), CHUNK)
            spent = self.spent(begun, started)
            if spent >= 1 or stop.is_set():
                return
            if self.standing[1] == 0:
                stop.set()  # Nothing is better than nothing.


def first_draft(compiled: Compiled, facts: Facts, rooms: int, random: np.random.Generator) -> Draft:
    """Every lecture in a free room of an allowed period, the most restricted first, clashing as little as it goes."""
    draft = empty_draft(facts, rooms)
    choices = facts.allowed.sum(axis=1)[facts.course_of]
    for lecture in np.lexsort((random.random(len(choices)), choices)):
        course = facts.course_of[lecture]
        free = np.argwhere((draft.held < 0) & (facts.allowed[course] > 0)[:, None])
        if not len(free):
            raise NoRoom
        period, room = free[np.argmin(draft.rivals_at[free[:, 0], course] + random.random(len(free)))]
        compiled.tangle.put(facts, draft, int(lecture), int(period), int(room), 1)
    return draft


class NoRoom(ValueError):
    """There are more lectures than rooms and allowed periods can hold."""


def compiled(folder: Path | None) -> Compiled:
    """The compiled functions, kept in a folder of their own for each version of their source."""
    from numba.core import config

    if folder is not None:
        here = Path(__file__).parent
        source = b"".join((here / name).read_bytes() for name in SOURCES)
        vars(config)["CACHE_DIR"] = str(folder / hashlib.sha256(source).hexdigest()[:16])
    from courses.solver.ctt import annealing, chains, kernels, tangle

    return Compiled(kernels, chains, tangle, annealing)


def search(instance: Instance, effort: Effort, *, cache: Path | None = None) -> Found:
    """Search with so many threads. Ctrl-C ends the search with the best so far."""
    started = time.monotonic()
    functions = compiled(cache)
    stop = threading.Event()
    started = max(started, time.monotonic() - effort.seconds / 2)  # Compiling takes half of the time at most.
    workers = [Worker(functions, instance, effort, place) for place in range(effort.workers)]
    interrupted = False
    with ThreadPoolExecutor(effort.workers) as pool:
        running = [pool.submit(worker.run, started, stop) for worker in workers]
        try:
            for each in running:
                each.result()
        except KeyboardInterrupt:
            interrupted = True
            stop.set()
    best = min(workers, key=lambda worker: int(worker.standing[1]))
    times = [worker.feasible_after for worker in workers if worker.feasible_after is not None]
    return Found(
        placements=placements_of(instance, best.facts, *best.best) if best.standing[1] < UNKNOWN else (),
        cost=int(best.standing[1]),
        feasible_after=min(times, default=None),
        moves=sum(worker.moves for worker in workers),
        processor_seconds=sum(worker.processor_seconds for worker in workers),
        interrupted=interrupted,
    )


def placements_of(instance: Instance, facts: Facts, periods: Integers, rooms: Integers) -> tuple[Placement, ...]:
    """A timetable in the words of the instance."""
    per_day = instance.periods_per_day
    return tuple(
        Placement(
            instance.courses[course].name, instance.rooms[room].name, int(period) // per_day, int(period) % per_day
        )
        for course, period, room in zip(facts.course_of, periods, rooms, strict=True)
    )
