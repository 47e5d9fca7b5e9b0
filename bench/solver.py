"""What the solver manages: `python bench/solver.py [classes|repair] [rounds]`.

Every line is one instance of `bench/solver_cases.py`: seconds until everything is placed, what the timetable costs,
what none can cost less than, and how many hard rules the checker finds broken. Times of one machine say little by
themselves: run it more than once, on an idle machine.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.solver_cases import case  # noqa: E402
from courses.solver.checker import violations  # noqa: E402
from courses.solver.problem import Problem  # noqa: E402
from courses.solver.repair import repair  # noqa: E402
from courses.solver.solve import solve  # noqa: E402


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def proposals(rounds: int) -> None:
    for seed in range(1, rounds + 1):
        propose("12 classes", case(seed), 30, seed)
        propose("30 classes", case(seed, classes=30, teachers=30, venues=15, weeks=6), 40, seed)


def propose(name: str, problem: Problem, seconds: float, seed: int) -> None:
    wanted = sum(module.slots for group in problem.classes for module in group.modules)
    complete: list[float] = []

    def progress(_cost: int | None, _bound: int | None, placed: int, elapsed: float) -> None:
        if placed == wanted:
            complete.append(elapsed)

    found = solve(problem, seconds=seconds, seed=seed, progress=progress)
    first = f"{complete[0]:.1f} s" if complete else "never"
    broken = len(violations(problem, found.placements))
    say(
        f"{name} seed {seed}: all placed {first}; {found.status} cost {found.cost} bound {found.bound}; broken {broken}"
    )


def repairs(rounds: int) -> None:
    """A teacher cancels one half-day on which they teach."""
    problem = case(1)
    base = solve(problem, seconds=60).placements
    dice, within, few = Random(1), 0, 0  # noqa: S311 - chance, no secret
    for turn in range(1, rounds + 1):
        one = dice.choice(base)
        half = (problem.slots[one.slot].day, problem.slots[one.slot].half)
        gone = frozenset(place for place, slot in enumerate(problem.slots) if (slot.day, slot.half) == half)
        staff = tuple(replace(t, leave=t.leave | gone) if t.id == one.teacher_id else t for t in problem.teachers)
        start = time.monotonic()
        mended = repair(replace(problem, teachers=staff), base, seconds=5, seed=turn)
        took = time.monotonic() - start
        within += took <= 5
        good = not mended.outcome.unplaced and not violations(
            replace(problem, teachers=staff), mended.outcome.placements
        )
        few += good and len(mended.others) <= 3
        say(f"{turn}: {took:.1f} s, {len(mended.forced)} forced, {len(mended.others)} others, whole {good}")
    say(f"within 5 s: {within} of {rounds}; whole with at most 3 other lessons moved: {few} of {rounds}")


if __name__ == "__main__":
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if sys.argv[1:2] != ["repair"]:
        proposals(number or 3)
    if sys.argv[1:2] != ["classes"]:
        repairs(number or 100)
