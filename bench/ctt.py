"""Quality on public problems: `python bench/ctt.py FOLDER --seconds 60`, for a folder of `.ctt` files.

Best known costs of formulation UD2: table 13 of "Educational Timetabling: Problems, Benchmarks, and State-of-the-Art
Results", arXiv 2201.07525. The gap is cost / best - 1; where the best is 0 there is none, and the cost must be 0.
The shifted gap, (cost + 1) / (best + 1) - 1, takes in those too.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from courses.solver.ctt.reading import read  # noqa: E402
from courses.solver.ctt.search import Effort, search  # noqa: E402
from courses.solver.ctt.validate import validate  # noqa: E402

BEST = {"comp01": 5, "comp02": 24, "comp05": 284, "comp11": 0, "comp18": 61, "comp21": 74}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seconds", default=60.0)
@click.option("--seeds", default=1, help="Seeds per problem; every one is a line.")
@click.option("--workers", default=2)
@click.option("--cpu", is_flag=True, help="Count the threads' processor time instead of the clock (busy machines).")
@click.option("--cache", type=click.Path(path_type=Path), help="Compiled code, to start warm; else a new folder.")
def main(folder: Path, seconds: float, seeds: int, workers: int, cpu: bool, cache: Path | None) -> None:
    """Solve every problem of FOLDER and compare."""
    cache = cache or Path(tempfile.mkdtemp())
    gaps, shifted = [], []
    click.echo("problem  seed  wall s  first s  M moves/s  violations  cost  best     gap")
    for path in sorted(folder.glob("*.ctt")):
        instance, best = read(path.read_text(encoding="utf-8")), BEST.get(path.stem)
        for seed in range(1, seeds + 1):
            begun = time.monotonic()
            found = search(instance, Effort(seconds, workers, seed, processor_time=cpu), cache=cache)
            verdict = validate(instance, found.placements)
            gap = f"{verdict.cost / best - 1:7.1%}" if best else "-"
            speed = found.moves / max(found.processor_seconds, 0.01) / 1e6
            click.echo(
                f"{path.stem:8} {seed:4} {time.monotonic() - begun:7.1f} {found.feasible_after or -1:8.2f}"
                f" {speed:10.1f} {verdict.violations:11} {verdict.cost:5} {best!s:>5} {gap:>7}"
            )
            if best is not None:
                shifted.append((verdict.cost + 1) / (best + 1) - 1)
            if best:
                gaps.append(verdict.cost / best - 1)
    if gaps:
        click.echo(f"mean gap {mean(gaps):.1%}, shifted {mean(shifted):.1%}")


if __name__ == "__main__":
    main()
