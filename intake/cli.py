"""Commands of the main road: `flask import-class` and `flask class-figures`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts import audit
from core import schema
from core.db import db
from courses import queries as course_queries
from intake import actions, figures, labels
from intake.actions import Errand
from intake.reading.files import read_class_files
from intake.reading.mapping import MappingFaulty, load_mapping
from intake.report import ImportRefused, ImportReport

SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"}
MACHINE_NAMES = frozenset({"figures.json", "expected.json", "mapping.json"})


def files_in(folder: Path) -> list[tuple[str, bytes]]:
    """The files of a folder that may hold tables, by name; hidden and lock files of office programs are passed over."""
    return [
        (path.name, path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix.lower() in SPREADSHEETS
    ]


@click.command("import-class")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--institution", default="", help="Code of the institution (made if it does not exist).")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Mapping file.")
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option("--strict", is_flag=True, help="Import nothing if a single cell or roster line is refused.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@with_appcontext
def import_class(
    folder: Path, institution: str, mapping: Path | None, dry_run: bool, strict: bool, as_json: bool
) -> None:
    """Import the files of a class from FOLDER; institution, teachers, venues and class are made if new."""
    schema.prepare()
    files = files_in(folder)
    errand = Errand(
        institution_code=institution,
        strict=strict,
        digests={name: hashlib.sha256(content).hexdigest() for name, content in files},
    )
    try:
        given = load_mapping(mapping.read_bytes(), mapping.name) if mapping else None
        known = actions.known_for(files, given)
        reading = read_class_files(files, mapping=given, limits=actions.limits(current_app.config), known=known)
        report = actions.hand_in(reading, errand)
    except MappingFaulty as error:
        raise click.ClickException(str(error)) from error
    except ImportRefused as refused:
        db.session.rollback()
        _print_refusal(refused, as_json)
        raise SystemExit(1) from refused
    report.dry_run = dry_run
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    _print_report(report, as_json)


def _print_refusal(refused: ImportRefused, as_json: bool) -> None:
    words = labels.refusal(refused)
    said: dict[str, Any] = {"refused": refused.code.value, "detail": refused.detail, "message": words}
    click.echo(json.dumps(said, ensure_ascii=False, indent=2) if as_json else words)


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
    offering = course_queries.offering_by_code(code)
    if offering is None:
        raise click.ClickException(f"找不到培训班 {code}。 There is no class {code}.")
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


COMMANDS = (import_class, class_figures)
