"""Works that share a commit: kept before they are acknowledged, and each alone in its failure."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError

from core import group_commit
from core.db import db, will_write
from core.group_commit import NotKept, submit
from tests import engines

TABLES = """
CREATE TABLE kept (name VARCHAR(40) PRIMARY KEY);
CREATE TABLE owed (name VARCHAR(40) REFERENCES kept (name) DEFERRABLE INITIALLY DEFERRED)
"""


@pytest.fixture
def site(engine_name: str, tmp_path) -> Iterator[Flask]:
    """An application of two tables, in a database that other connections can open."""
    postgres = engine_name == "postgresql"
    site = Flask("site")
    site.config["SQLALCHEMY_DATABASE_URI"] = (
        engines.create_database("group") if postgres else engines.sqlite_url(tmp_path)
    )
    db.init_app(site)
    will_write.set(True)
    with site.app_context():
        with db.engine.begin() as connection:
            for statement in TABLES.split(";"):
                connection.execute(text(statement))
        yield site
        if writer := site.extensions.get("group_writer"):
            writer.close()
        db.session.remove()
        db.engine.dispose()


def insert(name: str, table: str = "kept") -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(text(f"INSERT INTO {table} VALUES (:name)"), {"name": name})
        return f"{name} is kept"

    return work


def names() -> set[str]:
    """What a connection of its own finds."""
    engine = create_engine(db.engine.url)
    will_write.set(False)
    with engine.connect() as connection:
        found = set(connection.scalars(text("SELECT name FROM kept")))
    engine.dispose()
    return found


def together(site: Flask, works: list[Callable[[Connection], Any]]) -> list[Any]:
    """What became of works that waited for the writer at the same moment."""
    go_on, begun = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        begun.set()
        go_on.wait(5)

    def hand_over(work: Callable[[Connection], Any]) -> Any:
        with site.app_context():
            try:
                return submit(work)
            except Exception as failed:
                return failed

    with ThreadPoolExecutor(len(works) + 1) as threads:
        threads.submit(hand_over, hold)
        begun.wait(5)
        waiting = [threads.submit(hand_over, work) for work in works]
        writer = site.extensions.get("group_writer")
        while writer and writer._waiting.qsize() < len(works):
            pass
        go_on.set()
        return [one.result() for one in waiting]


@pytest.fixture
def writer(site: Flask, engine_name: str) -> group_commit.GroupWriter:
    if engine_name != "sqlite":
        pytest.skip("PostgreSQL groups commits by itself")
    return group_commit.writer_of(site, db.engine)


def test_a_work_is_in_the_database_when_its_caller_hears_of_it(site):
    assert submit(insert("崔砚秋")) == "崔砚秋 is kept"
    assert names() == {"崔砚秋"}


def test_a_work_that_fails_fails_alone(site):
    def halfway(connection: Connection) -> None:
        insert("half")(connection)
        raise LookupError("no such learner")

    outcomes = together(site, [insert("a"), halfway, insert("a"), insert("b")])
    assert [type(one) for one in outcomes].count(IntegrityError) == 1
    assert [str(one) for one in outcomes if isinstance(one, LookupError)] == ["no such learner"]
    assert sorted(one for one in outcomes if isinstance(one, str)) == ["a is kept", "b is kept"]
    assert names() == {"a", "b"}


def test_what_only_the_commit_refuses_costs_its_neighbours_nothing(site):
    outcomes = together(site, [insert("a"), insert("nobody", "owed"), insert("b")])
    assert isinstance(outcomes[1], IntegrityError)
    assert names() == {"a", "b"}


def test_a_faulty_statement_is_its_own_fault(site):
    outcomes = together(site, [insert("a"), insert("x", "no_such_table"), insert("b")])
    assert not isinstance(outcomes[1], str | NotKept)
    assert names() == {"a", "b"}


def test_waiting_works_share_one_commit_that_waits_for_the_disk(site, writer):
    together(site, [insert(f"n{number}") for number in range(20)])
    assert (writer.works, writer.groups) == (21, 2)
    assert submit(lambda connection: connection.exec_driver_sql("PRAGMA synchronous").scalar()) == 2  # FULL


def test_a_database_that_is_busy_is_no_acknowledgement(site, writer, tmp_path):
    other = sqlite3.connect(tmp_path / "test.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotKept):
        submit(insert("late"), patience=0.1)
    with pytest.raises(NotKept):
        submit(insert("never begun"), patience=0.1)
    assert names() == set()
    other.close()
    submit(insert("again"))
    assert "never begun" not in names()


def test_a_full_disk_fails_the_group_and_not_the_next(site, writer):
    def fill(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.exec_driver_sql("CREATE TABLE too_much (id INTEGER)")

    outcomes = together(site, [insert("a"), fill, insert("b")])
    assert [type(one) for one in outcomes] == [NotKept, NotKept, NotKept]
    assert names() == set()
    submit(insert("a"))
    assert names() == {"a"}


def test_a_connection_that_dies_is_no_acknowledgement(site, engine_name):
    if engine_name != "postgresql":
        pytest.skip("there is no server that could end the connection")

    def die(connection: Connection) -> None:
        insert("a")(connection)
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(NotKept):
        submit(die)
    assert names() == set()
    submit(insert("a"))
    assert names() == {"a"}


def test_who_comes_second_looks_again(site, engine_name):
    if engine_name != "postgresql":
        pytest.skip("there is one writer")
    tries = []

    def look_and_write(connection: Connection) -> str:
        tries.append(connection.scalar(text("SELECT name FROM kept WHERE name = 'a'")))
        if tries[0] is None and len(tries) == 1:
            with db.engine.begin() as other:
                insert("a")(other)
        return tries[-1] or insert("a")(connection)

    assert submit(look_and_write) == "a"
    assert tries == [None, "a"]


def test_a_session_that_writes_itself_would_wait_for_itself(site, writer):
    db.session.execute(text("INSERT INTO kept VALUES ('mine')"))
    with pytest.raises(RuntimeError, match="write lock"):
        submit(insert("a"))
    db.session.rollback()
    will_write.set(False)
    db.session.execute(text("SELECT 1"))
    submit(insert("a"))
    assert not db.session().in_transaction()


def test_what_waits_at_the_end_is_kept_and_what_comes_later_is_refused(site, writer):
    outcomes = together(site, [insert("a"), lambda _connection: writer._waiting.put(None)])
    writer.close()
    assert outcomes[0] == "a is kept"
    with pytest.raises(NotKept):
        submit(insert("b"))


def test_a_forked_process_starts_a_writer_of_its_own(site, writer):
    writer.process = -1
    own = group_commit.writer_of(site, db.engine)
    assert own is not writer
    assert own is group_commit.writer_of(site, db.engine)
    writer.close()


def test_a_session_bound_to_one_connection_keeps_works_to_it(in_app, connection):
    connection.execute(text("CREATE TEMPORARY TABLE kept (name VARCHAR(40) PRIMARY KEY)"))
    assert submit(insert("a")) == "a is kept"
    with pytest.raises(IntegrityError):
        submit(insert("a"))
    assert connection.scalar(text("SELECT count(*) FROM kept")) == 1


def test_who_was_not_recorded_is_told_so(app, monkeypatch):
    def fail() -> None:
        raise NotKept("the disk is full")

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", fail)
    for kind, word in (("application/json", "not recorded"), ("text/html", "</html>")):
        answer = app.test_client().get("/sign-in", content_type=kind)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert word in answer.text
