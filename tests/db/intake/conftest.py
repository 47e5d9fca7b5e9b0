"""The sample class, imported once per module; each test works on it inside a savepoint that is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from core.db import db, will_write
from courses import queries as course_queries
from courses.models import ClassOffering
from intake import actions, figures
from intake.belonging import Errand
from intake.report import ImportReport
from standards import actions as standard_actions
from tests.db.intake.sample import CLASS_CODE, reading_of, sample_files

HandIn = Callable[..., ImportReport]


@contextmanager
def sessions_on(connection: Connection) -> Iterator[None]:
    """The application's sessions write through one connection, as savepoints."""

    class OneConnectionSession(FlaskSession):
        def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
            return connection

    options = {"class_": OneConnectionSession, "join_transaction_mode": "create_savepoint"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "session", db._make_scoped_session(options))
        yield


@contextmanager
def rolled_back(connection: Connection) -> Iterator[None]:
    """A savepoint of which nothing stays, however the work in it ends."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in sorted(inspect(connection).get_table_names())
    }


@pytest.fixture(scope="module")
def imported(app: Flask) -> Iterator[Connection]:
    """A connection, in the middle of a transaction, on which the sample class has been imported."""
    will_write.set(True)
    with app.app_context():
        connection = db.engine.connect()
    transaction = connection.begin()
    with sessions_on(connection), app.app_context():
        standard_actions.load_shipped()
        actions.hand_in(reading_of(sample_files()), Errand())
        db.session.commit()
    yield connection
    transaction.rollback()
    connection.close()


@pytest.fixture
def connection(imported: Connection) -> Iterator[Connection]:
    """The same for one test, which leaves nothing behind."""
    with rolled_back(imported), sessions_on(imported):
        yield imported


@pytest.fixture
def hand_in(in_app: Any) -> HandIn:
    """`hand_in({"签到记录.xlsx": …})`: hand these files in and commit."""

    def apply(files: Mapping[str, bytes], **errand: Any) -> ImportReport:
        db.session.expire_all()
        report = actions.hand_in(reading_of(tuple(files.items()), offering=errand.get("offering")), Errand(**errand))
        db.session.commit()
        return report

    return apply


@pytest.fixture
def offering(in_app: Any) -> ClassOffering:
    """The sample class."""
    found = course_queries.offering_by_code(CLASS_CODE)
    assert found is not None
    return found


@pytest.fixture
def figures_now(in_app: Any) -> Callable[[], dict[str, Any]]:
    """Every figure of the sample class as it stands."""

    def compute() -> dict[str, Any]:
        db.session.expire_all()
        found = course_queries.offering_by_code(CLASS_CODE)
        assert found is not None
        return figures.class_figures(found)

    return compute


@pytest.fixture
def row_counts(connection: Connection) -> Callable[[], dict[str, int]]:
    """How many rows each table holds."""
    return lambda: count_rows(connection)
