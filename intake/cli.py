"""Commands of the main road: `flask import-class` and `flask class-figures`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from accounts import audit
from core import schema
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from intake import actions, demo, figures, labels
from intake.belonging import Errand
from intake.reading.codes import FileCode
from intake.reading.mapping import MappingFault, load_mapping
from intake.reception import read_files
from intake.report import ImportRefused, ImportReport
from intake.rows import FileFinding, Reading
from standards import actions as standard_actions

SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"}


def files_in(folder: Path) -> tuple[list[tuple[str, bytes]], list[FileFinding]]:
    """The files of a folder that may hold tables, by name, and a remark on everything else that lies there.

    Hidden files and the lock files of office programs are passed over. A folder inside is not entered: it may hold an
    earlier version or another class.
    """
    taken, left = [], []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_file() and path.suffix.lower() in SPREADSHEETS:
            taken.append((path.name, path.read_bytes()))
        else:
            code = FileCode.FOLDER_SKIPPED if path.is_dir() else FileCode.FILE_SKIPPED
            left.append(FileFinding(path.name, "", code.value, refused=False))
    return taken, left


@click.command("import-class")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--institution", default="", help="Code of the institution (made if it does not exist).")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Mapping file.")
@click.option("--class", "code", default="", help="Code of the class, if the files do not name it.")
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option("--strict", is_flag=True, help="Import nothing if a single cell or roster line is refused.")
@click.option("--partial", is_flag=True, help="Go on without files that cannot be read.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@with_appcontext
def import_class(
    folder: Path,
    institution: str,
    mapping: Path | None,
    code: str,
    dry_run: bool,
    strict: bool,
    partial: bool,
    as_json: bool,
) -> None:
    """Import the files of a class from FOLDER; institution, teachers, venues and class are made if new."""
    prepare_database()
    offering = class_or_fail(code) if code else None
    errand = Errand(institution_code=institution, offering=offering, strict=strict, partial=partial)
    reading, digests = read_folder(folder, mapping, offering)
    try:
        report = actions.hand_in(reading, replace(errand, digests=digests))
    except OperationalError as error:
        db.session.rollback()
        raise click.ClickException(_("The database is busy or cannot be reached. Try again in a moment.")) from error
    except ImportRefused as refused:
        db.session.rollback()
        _print_refusal(refused, reading, as_json)
        raise SystemExit(1) from refused
    report.dry_run = dry_run
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    _print_report(report, as_json)


def read_folder(folder: Path, mapping: Path | None, offering: ClassOffering | None) -> tuple[Reading, dict[str, str]]:
    """Everything the folder holds, and the digests of its files. A mapping that cannot be followed ends the command."""
    files, left = files_in(folder)
    try:
        given = load_mapping(mapping.read_text(encoding="utf-8-sig")) if mapping else None
        reading = read_files(files, offering=offering, mapping=given, max_bytes=current_app.config["IMPORT_MAX_BYTES"])
    except MappingFault as error:
        raise click.ClickException(str(error)) from error
    except UnicodeDecodeError as error:
        raise click.ClickException(_("The mapping file is not UTF-8 text.")) from error
    reading.files += left
    return reading, {name: hashlib.sha256(content).hexdigest() for name, content in files}


def prepare_database() -> None:
    """A new database gets its tables, and the shipped rule-sets."""
    schema.prepare()
    standard_actions.load_shipped()
    db.session.commit()


def class_or_fail(code: str) -> ClassOffering:
    """The class with that code, or a message and exit status 1."""
    offering = course_queries.offering_by_code(code) if schema.is_prepared() else None
    if offering is None:
        raise click.ClickException(_("There is no class %(code)s.", code=code))
    return offering


def _print_refusal(refused: ImportRefused, reading: Reading, as_json: bool) -> None:
    """Why nothing was imported, and what was found in the files."""
    words = labels.refusal(refused)
    found = ImportReport.of(reading)
    if as_json:
        said: dict[str, Any] = {"refused": refused.code.value, "detail": refused.detail, "message": words}
        click.echo(json.dumps({**found.to_json(), **said}, ensure_ascii=False, indent=2))
        return
    click.echo(words, err=True)
    for line in labels.finding_lines(found):
        click.echo(line, err=True)


def _print_report(report: ImportReport, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        return
    for line in labels.report_lines(report):
        click.echo(line)


@click.command("class-figures")
@click.argument("code")
@with_appcontext
def class_figures(code: str) -> None:
    """Print every figure of the class CODE as one JSON object (docs/figures.md). Identity numbers are whole."""
    offering = class_or_fail(code)
    said = figures.class_figures(offering)
    audit.record(
        "learners.revealed",
        by=None,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        reason="class-figures",
    )
    db.session.commit()
    click.echo(json.dumps(said, ensure_ascii=False, indent=1))


@click.command("load-demo")
@with_appcontext
def load_demo() -> None:
    """Load the demo class and an account for each role. Exit status 3 when the database holds other data."""
    prepare_database()
    try:
        loaded = demo.load(current_app.config["IMPORT_MAX_BYTES"])
    except demo.OtherDataPresent as found:
        click.echo(_("This database holds other institutions; the demo is not mixed with them."), err=True)
        raise SystemExit(3) from found
    db.session.commit()
    click.echo(_("The demo class has been loaded.") if loaded else _("The demo class is there already."))
    click.echo(_("Sign-in names, all with the password %(password)s:", password=demo.PASSWORD))
    for name, shown, _role in demo.PEOPLE:
        click.echo(f"  {name:<12} {shown}")


COMMANDS = (import_class, class_figures, load_demo)
