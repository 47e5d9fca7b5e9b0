"""The PostgreSQL server of the tests is real, and it goes with the process that asked for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests import engines

HOLD = "import time; from tests import engines; print(engines.postgres_url(), flush=True); time.sleep(60)"


@pytest.fixture
def database():
    yield engines.create_database("engines")
    engines.drop_database("engines")


def test_the_server_is_a_real_postgresql_that_holds_chinese(database):
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name text)"))
        connection.execute(text("INSERT INTO person VALUES ('欧阳淼犇')"))
        name, version = connection.execute(text("SELECT name, version() FROM person")).one()
    engine.dispose()

    assert name == "欧阳淼犇"
    assert version.startswith("PostgreSQL")


def test_a_copy_holds_what_its_template_held(database):
    with psycopg.connect(engines.driver_address(make_url(database))) as connection:
        connection.execute("CREATE TABLE person AS SELECT 7 AS id")
    copy = engines.create_database("engines_copy", template="engines")

    with psycopg.connect(engines.driver_address(make_url(copy))) as connection:
        assert connection.execute("SELECT id FROM person").fetchall() == [(7,)]
    engines.drop_database("engines_copy")


def test_a_database_can_be_made_again_while_somebody_is_connected(database):
    with psycopg.connect(engines.driver_address(make_url(database))) as connection:
        engines.create_database("engines")

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_each_test_process_has_its_own_name_for_a_database(monkeypatch):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw3")

    assert engines.real_name("training") == "training_gw3"


def test_a_server_may_be_named_instead(monkeypatch):
    monkeypatch.setenv(engines.SERVER_VARIABLE, "postgres://tester:secret@db.example:5433/postgres")

    assert engines.postgres_url.__wrapped__() == "postgresql+psycopg://tester:secret@db.example:5433/postgres"


def test_without_the_wheel_the_tests_are_skipped_with_a_reason(monkeypatch):
    monkeypatch.delenv(engines.SERVER_VARIABLE, raising=False)
    monkeypatch.setattr(engines, "find_programs", lambda: None)

    with pytest.raises(pytest.skip.Exception, match="no PostgreSQL here"):
        engines.postgres_url.__wrapped__()


def test_a_file_of_the_test_folder_is_an_sqlite_database(tmp_path):
    engine = create_engine(engines.sqlite_url(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name text)"))
    engine.dispose()

    assert (tmp_path / "test.sqlite3").stat().st_size > 0


@pytest.mark.skipif(os.name == "nt", reason="no wheel for Windows")
def test_a_server_does_not_outlive_a_process_that_was_killed():
    if engines.find_programs() is None:
        pytest.skip("no PostgreSQL wheel")
    surroundings = {name: value for name, value in os.environ.items() if name != engines.SERVER_VARIABLE}
    holder = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True, env=surroundings)
    with holder:
        folder = Path(str(make_url(holder.stdout.readline().strip()).query["host"]))
        assert (folder / "data" / "postmaster.pid").exists()
        holder.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 15
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
