"""Migrations: up from nothing, down to nothing, up again, and no drift from the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from app import create_app
from config import TestConfig as Settings
from core import schema
from core.db import Base, db
from tests import engines

FOLDER = Path(__file__).parents[2] / "migrations"


@pytest.fixture
def empty(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without a single table."""
    settings = Settings()
    postgresql = engine_name == "postgresql"
    settings.SQLALCHEMY_DATABASE_URI = (
        engines.create_database("migrations") if postgresql else engines.sqlite_url(tmp_path)
    )
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if postgresql:
        engines.drop_database("migrations")


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def guards() -> int:
    """How many triggers and functions of ours the database holds."""
    if db.engine.dialect.name == "sqlite":
        statement = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = (
            "SELECT (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)"
            " + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"
        )
    with db.engine.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())


def test_up_down_and_up_again(empty):
    upgrade(str(FOLDER))
    assert tables() == set(Base.metadata.tables)
    guarded = guards()
    downgrade(str(FOLDER), revision="base")
    assert (tables(), guards()) == (set(), 0)
    upgrade(str(FOLDER))
    assert (tables(), guards()) == (set(Base.metadata.tables), guarded)


def test_the_models_say_nothing_that_no_migration_says(empty):
    upgrade(str(FOLDER))
    check(str(FOLDER))


def test_there_is_one_head():
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1


def test_a_number_is_the_name_of_its_file():
    for script in ScriptDirectory(str(FOLDER)).walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


def test_a_migration_never_imports_the_application():
    for path in (FOLDER / "versions").glob("*.py"):
        imports = {
            line.split()[1].split(".")[0]
            for line in path.read_text().splitlines()
            if line.startswith(("import ", "from "))
        }
        assert imports <= {"alembic", "sqlalchemy", "__future__"}, path.name


def test_a_new_database_is_prepared_once(empty):
    assert schema.prepare()
    assert not schema.prepare()
