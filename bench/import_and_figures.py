"""How the main road grows with the class: `python bench/import_and_figures.py`.

Takes the sample class as it is and ten times over (every learner copied under new names and numbers), each in an empty
database, and prints what importing, importing again, figures and hours take. Times of one machine say little; what
matters are the ratios within one run, which are printed beside them: per learner, nothing should cost more in a class
of 420 than in one of 42.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app import create_app  # noqa: E402
from config import TestConfig  # noqa: E402
from core import schema  # noqa: E402
from core.db import db  # noqa: E402
from courses import queries as course_queries  # noqa: E402
from intake import actions, figures  # noqa: E402
from intake.belonging import Errand  # noqa: E402
from intake.reception import read_files  # noqa: E402
from intake.rows import Reading  # noqa: E402
from learners.identity import identity_check  # noqa: E402
from sessions import results  # noqa: E402
from standards import actions as standard_actions  # noqa: E402

SAMPLE = ROOT / "demo" / "class-2026-spring"
COPIES = (1, 10)
MAX_BYTES = 20 * 1024 * 1024
STEPS = ("import", "import again", "hours", "figures")
LETTERS = "甲乙丙丁戊己庚辛壬癸"


def copied(reading: Reading, copies: int) -> Reading:
    """The same class with every learner, and every record, there so many times under other names and numbers."""
    wide = replace(reading)
    wide.roster = [
        replace(
            row, name=renamed(row.name, copy), id_number=renumbered(row.id_number, copy), place=moved(row.place, copy)
        )
        for copy in range(copies)
        for row in reading.roster
    ]
    for kind in ("taps", "leaves", "segments", "scores"):
        rows = getattr(reading, kind)
        setattr(wide, kind, [again(row, copy) for copy in range(copies) for row in rows])
    wide.live = [
        replace(row, nickname=renamed(row.nickname, copy), place=moved(row.place, copy))
        for copy in range(copies)
        for row in reading.live
    ]
    return wide


def again(row, copy: int):  # type: ignore[no-untyped-def]
    """A record of the copied learner; a tap gets a serial number of its own."""
    serial = {"serial": f"{copy}-{row.serial}"} if hasattr(row, "serial") else {}
    return replace(row, name=renamed(row.name, copy), place=moved(row.place, copy), **serial)


def renamed(name: str, copy: int) -> str:
    return f"{LETTERS[copy]}{name}" if copy and name else name


def moved(place, copy: int):  # type: ignore[no-untyped-def]
    return place._replace(row=place.row + 10_000 * copy)


def renumbered(number: str | None, copy: int) -> str | None:
    """Another valid identity number: the serial part moves on."""
    if not number or len(number) != 18:
        return number
    first = f"{number[:14]}{(int(number[14:17]) + 2 * copy) % 1000:03d}"
    return first + identity_check(first)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(copies: int, folder: Path) -> tuple[int, dict[str, float]]:
    """How many learners, and the seconds of each step."""
    settings = TestConfig()
    settings.SQLALCHEMY_DATABASE_URI = f"sqlite:///{folder / f'bench{copies}.sqlite3'}"
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLE.glob("*.xlsx"))]
    with create_app(settings).app_context():
        schema.prepare()
        standard_actions.load_shipped()
        db.session.commit()
        taken: dict[str, float] = {}
        reading = read_files(files, offering=None, mapping=None, max_bytes=MAX_BYTES)
        wide = copied(reading, copies)

        def hand_in() -> None:
            actions.hand_in(wide, Errand())
            db.session.commit()
            db.session.expire_all()

        taken["import"] = timed(hand_in)
        taken["import again"] = timed(hand_in)
        offering = course_queries.offering_by_code("SXCQO-2026-01")
        if offering is None:
            raise LookupError("the sample class was not opened")
        taken["hours"] = timed(lambda: results.class_results(offering))
        db.session.expire_all()
        taken["figures"] = timed(lambda: figures.class_figures(offering))
        learners = course_queries.learner_count([offering.id])[offering.id]
        db.session.remove()
        db.engine.dispose()
    return learners, taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measured = [measure(copies, Path(folder)) for copies in COPIES]
    (few, first), (many, last) = measured[0], measured[-1]
    click.echo(f"{'':14}{few:>8} learners{many:>8} learners   per learner, {many} against {few}")
    for step in STEPS:
        ratio = (last[step] / many) / (first[step] / few)
        click.echo(f"{step:14}{first[step]:>15.2f} s{last[step]:>15.2f} s{ratio:>12.2f}")
    click.echo(f"{'':14}importing again costs {last['import again'] / last['import']:.2f} of the first import")


if __name__ == "__main__":
    main()
