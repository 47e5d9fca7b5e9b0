"""Translations, the database, and the order of a setup."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

import manage_setup as place
from manage_setup import ManageError


def test_only_translations_that_changed_are_compiled(copy, ran):
    folder = copy / "translations" / "zh_Hans_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").touch()
    place.setup_texts()
    (folder / "messages.mo").touch()
    os.utime(folder / "messages.po", (1, 1))
    place.setup_texts()

    assert len(ran) == 1


@pytest.mark.parametrize(
    ("settings", "named"),
    [({}, False), ({"DATABASE_URL": ""}, False), ({"DATABASE_URL": "x"}, True), ({"TRAINING_DATABASE_URL": "x"}, True)],
)
def test_a_database_is_named_by_either_variable(settings, named):
    assert place.names_database(settings) is named


def write_database(folder: Path, revision: str | None) -> None:
    folder.mkdir(exist_ok=True)
    with sqlite3.connect(folder / "training.sqlite3") as database:
        if revision:
            database.execute("CREATE TABLE alembic_version (version_num TEXT)")
            database.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    database.close()


@pytest.mark.parametrize(("revision", "current"), [("0002", True), ("0001", False), (None, False)])
def test_a_database_is_current_at_the_newest_migration(copy, revision, current):
    (copy / "migrations" / "versions").mkdir(parents=True)
    for name in ("0001_create_accounts.py", "0002_create_learners.py"):
        (copy / "migrations" / "versions" / name).touch()
    write_database(copy / "instance", revision)

    assert place.database_is_current() is current


def test_a_database_that_does_not_exist_is_not_current_and_not_made(copy):
    assert not place.database_is_current()
    assert not (copy / "instance").exists()


def test_a_named_database_is_always_asked(copy, monkeypatch):
    write_database(copy / "instance", "0001")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/training")

    assert not place.database_is_current()


@pytest.fixture
def steps(copy, monkeypatch, ran):
    """The steps of a setup, by name; none does anything."""
    taken: list[str] = []
    for name in ("setup_python", "setup_pages", "setup_texts"):
        monkeypatch.setattr(place, name, lambda *_, name=name: taken.append(name))
    return taken


def test_a_setup_takes_its_steps_in_order_and_prepares_the_database(steps, ran):
    place.setup()

    assert steps == ["setup_python", "setup_pages", "setup_texts"]
    assert ran[0][-2:] == ["db", "upgrade"]


def test_tests_leave_the_database_alone(steps, ran):
    place.setup(dev=True, database=False)

    assert ran == []


def fail(*_: object) -> None:
    raise ManageError("npm 不通。", "npm has no network.")


def test_pages_without_style_sheets_do_not_stop_a_start(steps, ran, monkeypatch, capsys):
    monkeypatch.setattr(place, "setup_pages", fail)

    place.setup()

    assert "pages stay plain" in capsys.readouterr().err
    assert ran[0][-2:] == ["db", "upgrade"]


def test_a_setup_that_was_asked_for_by_name_is_whole_or_fails(steps, monkeypatch):
    monkeypatch.setattr(place, "setup_pages", fail)

    with pytest.raises(ManageError, match="no network"):
        place.setup(pages_required=True)


def test_a_second_setup_waits_for_the_first(copy):
    with place.one_at_a_time():
        second = sqlite3.connect(copy / "instance" / "manage.lock", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            second.execute("BEGIN EXCLUSIVE")
        second.close()
