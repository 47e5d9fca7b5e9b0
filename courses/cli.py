"""`flask solve-ctt`: a public benchmark problem solved, to compare with published results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from courses.solver.ctt import reading, solutions
from courses.solver.ctt.problem import Instance
from courses.solver.ctt.reading import Expected, Malformed
from courses.solver.ctt.validate import Verdict, validate

if TYPE_CHECKING:
    from courses.solver.ctt.search import Found

EXPECTED = {
    Expected.HEADER: _l("the header line “%(named)s”"),
    Expected.SECTION: _l("the section title “%(named)s” (check the count of the section before)"),
    Expected.END: _l("“END.” (check the count of the section before)"),
    Expected.COURSE: _l("a course: name, teacher, lectures, minimum days, students"),
    Expected.ROOM: _l("a room: name and seats"),
    Expected.CURRICULUM: _l("a curriculum: name, number of courses, their names"),
    Expected.CONSTRAINT: _l("an unavailable time: course, day, period"),
    Expected.WHOLE_NUMBER: _l("a whole number of at least %(named)s"),
    Expected.FEW_PERIODS: _l("at most %(named)s periods a day"),
    Expected.SOMETHING_TO_PLAN: _l("at least one room and one lecture"),
    Expected.MEMBERS: _l("%(named)s courses, as the number before them says"),
    Expected.KNOWN_COURSE: _l("the name of a course listed above"),
    Expected.KNOWN_PERIOD: _l("a day and a period within those of the header, counted from 0"),
    Expected.NEW_NAME: _l("a name that is not yet taken"),
}


@click.command("solve-ctt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="How long to search.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the solution to this file.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of the random numbers.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads to search with.")
@click.option("--moves", type=click.IntRange(min=1), help="Search so many moves per worker instead of seconds.")
@with_appcontext
def solve_ctt(file: Path, seconds: float, out: Path | None, seed: int, workers: int, moves: int | None) -> None:
    """Solve the curriculum-based timetabling problem in FILE (ITC-2007 `.ctt`). Ctrl-C keeps the best so far."""
    from courses.solver.ctt.search import Effort, NoRoom, search

    instance = read_or_fail(file)
    effort = Effort(seconds=seconds, workers=workers, seed=seed, moves=moves)
    try:
        found = search(instance, effort, cache=current_app.config["COMPILED_DIR"])
    except NoRoom as fault:
        raise click.ClickException(_("There are more lectures than rooms and periods.")) from fault
    if not found.placements:
        raise click.ClickException(_("No timetable without clashes was found. Allow more seconds."))
    if out is not None:
        write_or_fail(out, solutions.written(found.placements))
    verdict = validate(instance, found.placements)
    print_result(instance, found, verdict, seed)
    if verdict.violations:
        raise SystemExit(1)


def read_or_fail(file: Path) -> Instance:
    """The problem of the file, or a message that names the line."""
    try:
        return reading.read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise click.ClickException(_("%(name)s is not UTF-8 text.", name=file.name)) from error
    except OSError as fault:
        raise click.FileError(str(file), fault.strerror or "") from fault
    except Malformed as fault:
        raise click.ClickException(
            _(
                "%(name)s, line %(line)s: expected %(expected)s; found “%(found)s”.",
                name=file.name,
                line=fault.line,
                expected=str(EXPECTED[fault.expected]) % {"named": fault.named},
                found=fault.found,
            )
        ) from fault


def write_or_fail(out: Path, text: str) -> None:
    """Write the solution."""
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise click.FileError(str(out), fault.strerror or "") from fault


def print_result(instance: Instance, found: Found, verdict: Verdict, seed: int) -> None:
    """Cost and its parts, violations, time to the first timetable without any."""
    if found.interrupted:
        click.echo(_("Interrupted: this is the best so far."), err=True)
    rows = (
        (_("Problem"), instance.name),
        (_("Cost"), verdict.cost),
        (_("Room capacity"), verdict.room_capacity),
        (_("Minimum working days"), verdict.min_working_days),
        (_("Curriculum compactness"), verdict.compactness),
        (_("Room stability"), verdict.room_stability),
        (_("Hard violations"), verdict.violations),
        (_("Feasible after (seconds)"), f"{found.feasible_after or 0:.2f}"),
        (_("Moves (millions)"), f"{found.moves / 1e6:.1f}"),
        (_("Seed"), seed),
    )
    for name, value in rows:
        click.echo(f"{name}: {value}")


COMMANDS = (solve_ctt,)
