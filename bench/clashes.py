"""How the clash engine grows: `python bench/clashes.py`.

200 classes of 20 sessions against 20 classes, within one run: ten times the sessions should take about ten times the
time (each session is compared with what runs beside it, not with every other), and never a hundred times.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sessions.rules.conflicts import Slot
from sessions.rules.engine import Surroundings, find_everything

SESSIONS, FEW, MANY, ROUNDS = 20, 20, 200, 5
MONDAY = datetime(2026, 3, 2, 9, 0)


def timetable(classes: int) -> list[Slot]:
    """Every class has its own teacher and room, and starts on another day; every tenth shares the great hall."""
    return [
        Slot(
            f"S{number:02}", start := MONDAY + timedelta(days=number + one % 50), start + timedelta(hours=3),
            (f"教师{one}",), "报告厅" if one % 10 == 0 else f"教室{one}", f"CQO-{one:03}", Decimal(4),
        )
        for one in range(classes)
        for number in range(SESSIONS)
    ]  # fmt: skip


def seconds(slots: list[Slot]) -> tuple[float, int]:
    """The best of some rounds, and how much was found."""
    best, found = float("inf"), 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = len(find_everything(slots, Surroundings()))
        best = min(best, time.perf_counter() - begun)
    return best, found


def main() -> None:
    """Print both times and their ratio."""
    few, found_few = seconds(timetable(FEW))
    many, found_many = seconds(timetable(MANY))
    click.echo(f"{FEW} classes: {few * 1000:.1f} ms, {found_few} findings")
    click.echo(f"{MANY} classes: {many * 1000:.1f} ms, {found_many} findings")
    click.echo(f"ratio {many / few:.1f} for {MANY // FEW} times the sessions")


if __name__ == "__main__":
    main()
