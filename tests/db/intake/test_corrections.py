"""Corrected and partial files: the figures are those of a class imported so from the start, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app import create_app
from config import TestConfig as Settings
from core import schema
from core.db import db
from courses import queries as course_queries
from intake import actions, figures
from intake.belonging import Errand
from intake.report import ImportReport
from standards import actions as standard_actions
from tests import engines
from tests.db.intake.conftest import count_rows, rolled_back, sessions_on
from tests.db.intake.corrections import STORIES, correction
from tests.db.intake.sample import CLASS_CODE, differences, reading_of

pytestmark = pytest.mark.one_engine

Figures = dict[str, Any]
Posting = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One correction from handing in to taking back."""

    from_the_start: Figures
    before: Figures
    after: Figures
    undone: Figures
    report: ImportReport
    again: ImportReport
    written_again: dict[str, int]
    postings_before: list[Posting]
    postings_after: list[Posting]
    sums: dict[int, int]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with a database of its own, for the figures of a class imported in one go."""
    settings = Settings()
    settings.SQLALCHEMY_DATABASE_URI = engines.sqlite_url(tmp_path_factory.mktemp("scratch"))
    app = create_app(settings)
    with app.app_context():
        schema.prepare()
        standard_actions.load_shipped()
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


_known: dict[str, Figures] = {}


def figures_from_the_start(app: Flask, name: str) -> Figures:
    """The figures when the whole corrected set is the first import; computed once for both engines."""
    if name not in _known:
        with app.app_context():
            actions.hand_in(reading_of(correction(name).from_the_start()), Errand())
            _known[name] = class_figures()
            db.session.rollback()
    return _known[name]


def class_figures() -> Figures:
    """Every figure, in the form of its JSON.

    Left out: where a record stood in its file, and the order of records, which is that of the files they came in.
    """
    db.session.expire_all()
    offering = course_queries.offering_by_code(CLASS_CODE)
    assert offering is not None
    found = json.loads(json.dumps(figures.class_figures(offering)))
    del found["records"]["exam"]["rows"]  # a make-up sheet of its own has lines of its own
    for records in found["records"].values():
        for kind in ("unmatched", "invalid_cells"):
            records[kind] = sorted(_without_place(one) for one in records.get(kind, []))
    if found["survey"]:
        for kind in ("excluded", "out_of_range"):
            found["survey"][kind] = sorted(_without_place(one) for one in found["survey"][kind])
    return found


def _without_place(record: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in record.items() if key not in ("row", "file")}, ensure_ascii=False)


def postings(connection: Connection) -> list[Posting]:
    """Every posting of the ledger, whole."""
    return [tuple(row) for row in connection.execute(text("SELECT * FROM hour_posting ORDER BY id"))]


def sums_by_roster_row(connection: Connection) -> dict[int, int]:
    """Millionths of credit hours by roster row, summed by the database."""
    statement = text(
        "SELECT enrolment.position, sum(hours) FROM hour_posting JOIN enrolment ON enrolment.id = enrolment_id "
        "WHERE enrolment.state = 'enrolled' GROUP BY enrolment.position"
    )
    return {row[0]: int(row[1]) for row in connection.execute(statement)}


def hand_in(name: str) -> ImportReport:
    db.session.expire_all()
    offering = course_queries.offering_by_code(CLASS_CODE)
    files = tuple(correction(name).handed.items())
    report = actions.hand_in(reading_of(files, offering=offering), Errand(offering=offering))
    db.session.commit()
    return report


def take_back(report: ImportReport) -> None:
    offering = course_queries.offering_by_code(CLASS_CODE)
    assert offering is not None
    assert report.batch_id is not None
    batch = course_queries.batch_of(offering.id, report.batch_id)
    assert batch is not None
    actions.take_back(batch, offering, by=None, reason="handed in by mistake")
    db.session.commit()


@pytest.fixture(scope="module")
def untouched(app: Flask, imported: Connection) -> tuple[Figures, list[Posting]]:
    """Figures and postings before anything is corrected."""
    with sessions_on(imported), app.app_context():
        return class_figures(), postings(imported)


@pytest.fixture(scope="module", params=[one.__name__ for one in STORIES])
def story(
    request: pytest.FixtureRequest,
    app: Flask,
    imported: Connection,
    scratch: Flask,
    untouched: tuple[Figures, list[Posting]],
) -> Story:
    """Hand in, hand in again, take back; nothing stays."""
    name: str = request.param
    from_the_start = figures_from_the_start(scratch, name)
    before, postings_before = untouched
    with rolled_back(imported), sessions_on(imported), app.app_context():
        report = hand_in(name)
        after, postings_after, sums = class_figures(), postings(imported), sums_by_roster_row(imported)
        rows = count_rows(imported)
        again = hand_in(name)
        written = {table: count - rows[table] for table, count in count_rows(imported).items() if count != rows[table]}
        take_back(report)
        undone = class_figures()
    return Story(from_the_start, before, after, undone, report, again, written, postings_before, postings_after, sums)


def test_the_figures_are_those_of_files_that_were_right_from_the_start(story):
    assert list(differences(story.from_the_start, story.after)) == []


def test_something_did_change(story):
    assert list(differences(story.before, story.after)) != []


def test_handing_in_the_same_again_writes_nothing(story):
    assert (story.again.changed, story.again.batch_id, story.written_again) == (False, None, {})


def test_taking_it_back_restores_every_figure(story):
    assert list(differences(story.before, story.undone)) == []


def test_postings_are_only_added(story):
    assert story.postings_after[: len(story.postings_before)] == story.postings_before
    assert len(story.postings_after) - len(story.postings_before) == story.report.posted


def test_the_ledger_sums_to_the_hours_of_every_learner(story):
    hours = {one["row"]: one["total_hours"] * 1_000_000 for one in story.after["people"] if one["total_hours"]}
    assert story.sums == hours
