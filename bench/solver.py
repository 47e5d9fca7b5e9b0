"""What the solver manages: `python bench/solver.py [classes|repair] [rounds]`.

Every line is one instance of `bench/solver_cases.py`: seconds until everything is placed and in all, by the clock and
(in brackets) of the processor, what the timetable costs, what none can cost less than, and how many hard rules the
checker finds broken. On a busy machine the clock says little; two idle cores take about half of the processor time.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.solver_cases import case, term  # noqa: E402
from courses.solver.checker import violations  # noqa: E402
from courses.solver.problem import Placement, Problem  # noqa: E402
from courses.solver.repair import repair  # noqa: E402
from courses.solver.solve import solve  # noqa: E402


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def proposals(rounds: int) -> None:
    for seed in range(1, rounds + 1):
        propose(f"12 classes of a term, seed {seed}", term(seed), 30, seed)
        propose(
            f"30 classes of a term, seed {seed}", term(seed, classes=30, teachers=30, venues=15, abreast=6), 30, seed
        )
        propose(f"12 crowded classes, seed {seed}", case(seed), 30, seed)
        propose(f"30 crowded classes, seed {seed}", case(seed, classes=30, teachers=30, venues=15, weeks=6), 30, seed)


def propose(name: str, problem: Problem, seconds: float, seed: int) -> None:
    wanted = sum(module.slots for group in problem.classes for module in group.modules)
    complete: list[tuple[float, float]] = []
    before = time.process_time()

    def progress(_cost: int | None, _bound: int | None, placed: int, elapsed: float) -> None:
        if placed == wanted:
            complete.append((elapsed, time.process_time() - before))

    found = solve(problem, seconds=seconds, seed=seed, progress=progress)
    took = time.process_time() - before
    first = "placed after {:.1f} s ({:.1f} s)".format(*complete[0]) if complete else "not all placed"
    broken = len(violations(problem, found.placements))
    say(
        f"{name}: {first}; {found.status} after {found.elapsed:.1f} s ({took:.1f} s), "
        f"cost {found.cost} bound {found.bound}; broken {broken}"
    )


def repairs(rounds: int) -> None:
    """A teacher cancels one half-day on which they teach: half of the rounds in a term, half of them in a crowd."""
    for name, problem in (("term", term(1)), ("crowd", case(1))):
        base = solve(problem, seconds=30).placements
        dice = Random(1)  # noqa: S311 - chance, no secret
        taken = [cancelled(problem, base, dice.choice(base), turn) for turn in range(rounds // 2)]
        within = sum(took <= 5 for took, _processor, _good in taken)
        good = sum(good for _took, _processor, good in taken)
        say(f"{name}: of {len(taken)} within 5 s {within}; whole with at most 3 other lessons moved {good}")
        say(f"{name}: most seconds by the clock {max(one[0] for one in taken):.1f}, of the processor "
            f"{max(one[1] for one in taken):.1f}")  # fmt: skip


def cancelled(problem: Problem, base: tuple[Placement, ...], one: Placement, seed: int) -> tuple[float, float, bool]:
    """(seconds by the clock, of the processor, whether nothing is lost or broken and at most 3 others are moved)."""
    half = (problem.slots[one.slot].day, problem.slots[one.slot].half)
    gone = frozenset(place for place, slot in enumerate(problem.slots) if (slot.day, slot.half) == half)
    staff = tuple(replace(t, leave=t.leave | gone) if t.id == one.teacher_id else t for t in problem.teachers)
    given = replace(problem, teachers=staff)
    start, before = time.monotonic(), time.process_time()
    mended = repair(given, base, seconds=5, seed=seed)
    took, processor = time.monotonic() - start, time.process_time() - before
    good = not mended.outcome.unplaced and not violations(given, mended.outcome.placements) and len(mended.others) <= 3
    say(f"{took:.1f} s ({processor:.1f} s), {len(mended.forced)} forced, {len(mended.others)} others, good {good}")
    return took, processor, good


if __name__ == "__main__":
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if sys.argv[1:2] != ["repair"]:
        proposals(number or 3)
    if sys.argv[1:2] != ["classes"]:
        repairs(number or 100)
