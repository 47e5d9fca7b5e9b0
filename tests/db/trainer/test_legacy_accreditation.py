"""What institutions said of their accreditation before there were records is not lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from app import create_app
from config import TestConfig as Settings
from core.clock import today
from core.db import db
from tests import engines
from trainer.accreditation import queries
from trainer.accreditation.rules import standing

FOLDER = Path(__file__).parents[3] / "migrations"


def number_of(name):
    return next((FOLDER / "versions").glob(f"*_{name}.py")).name[:4]


@pytest.fixture
def before(engine_name, tmp_path):
    """An application on a database as it was before there were records, with one institution."""
    settings = Settings()
    postgresql = engine_name == "postgresql"
    settings.SQLALCHEMY_DATABASE_URI = engines.create_database("legacy") if postgresql else engines.sqlite_url(tmp_path)
    app = create_app(settings)
    with app.app_context():
        upgrade(str(FOLDER), revision=f"{int(number_of('accreditations_of_institutions')) - 1:04}")
        for number, (name, until) in enumerate(
            (("陕质培 001", "'2027-12-31'"), ("", "NULL"), ("陕质培 003", "NULL")), 1
        ):
            with db.engine.begin() as connection:
                connection.execute(
                    text(
                        "INSERT INTO institution (id, code, name, region, address, phone, accreditation_number,"
                        " accredited_until, created_at, updated_at) VALUES"
                        f" ({number}, 'JG-{number}', '中心{number}', '61', '', '', :name, {until},"
                        " '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
                    ),
                    {"name": name},
                )
        yield app
        db.session.remove()
        db.engine.dispose()
    if postgresql:
        engines.drop_database("legacy")


def test_number_and_end_become_a_record_and_come_back(before):
    upgrade(str(FOLDER))
    found = queries.accreditations_by_institution([1, 2, 3])
    assert sorted(found) == [1, 3]
    assert (found[1][0].number, found[1][0].last_day()) == ("陕质培 001", date(2027, 12, 31))
    assert standing(found[1], "任职培训", date(2027, 12, 1), date(2027, 12, 31)) == []
    assert found[3][0].last_day() is None
    assert queries.records_of(1)[0].entries[0].effective_on <= today()
    db.session.remove()
    downgrade(str(FOLDER), revision=number_of("create_accreditations"))
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT accreditation_number, accredited_until FROM institution ORDER BY id"))
        assert [(number, str(until)) for number, until in rows] == [
            ("陕质培 001", "2027-12-31"),
            ("", "None"),
            ("陕质培 003", "None"),
        ]
