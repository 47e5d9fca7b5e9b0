"""Works that share a commit: kept before they are acknowledged, and each alone in its failure."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError

from core import group_commit
from core.db import db, will_write
from core.group_commit import NotKept, submit, submit_together
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


def together(site: Flask, works: list[Any], hand_over: Callable[[Any], Any] = submit) -> list[Any]:
    """What became of works that waited for the writer at the same moment."""
    go_on, begun = threading.Event(), threading.Event()

    def hold(_connection: Connection) -> None:
        begun.set()
        go_on.wait(5)

    def wait(one: Any, hand_over: Callable[[Any], Any]) -> Any:
        with site.app_context():
            try:
                return hand_over(one)
            except Exception as failed:
                return failed

    with ThreadPoolExecutor(len(works) + 1) as threads:
        threads.submit(wait, lambda here, _asked: [hold(here)], lambda work: submit_together(work, None))
        begun.wait(5)
        writer = site.extensions["group_writer"]
        waiting = []
        for place, work in enumerate(works, 1):
            waiting.append(threads.submit(wait, work, hand_over))
            while hand_over is not submit and writer._waiting.qsize() < place:
                pass
        while db.engine.dialect.name == "sqlite" and writer._waiting.qsize() < len(works):
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


def keep_all(connection: Connection, asked: Sequence[str]) -> list[str]:
    """Everybody's name in one go; "breaks off" fails after all its writing."""
    GOES.append(list(asked))
    connection.execute(text("INSERT INTO kept VALUES (:name)"), [{"name": name} for name in asked])
    if "breaks off" in asked:
        raise LookupError("no such learner")
    return [f"{name} is kept" for name in asked]


GOES: list[list[str]] = []


def all_together(site: Flask, asked: list[str]) -> list[Any]:
    """What became of requests that share a work and waited for the writer at the same moment."""
    GOES.clear()
    return together(site, asked, hand_over=lambda name: submit_together(keep_all, name))


def test_requests_that_share_a_work_are_done_in_one_go(site):
    assert all_together(site, ["a", "b", "c"]) == ["a is kept", "b is kept", "c is kept"]
    assert GOES == [["a", "b", "c"]]
    assert names() == {"a", "b", "c"}


def test_a_request_that_breaks_off_leaves_its_neighbours_what_they_wrote(site):
    outcomes = all_together(site, ["a", "breaks off", "b"])
    assert [str(one) for one in outcomes] == ["a is kept", "no such learner", "b is kept"]
    assert GOES == [["a", "breaks off", "b"], ["a"], ["breaks off"], ["b"]]
    assert names() == {"a", "b"}


def test_a_request_that_a_key_refuses_is_tried_once_more_and_alone(site):
    outcomes = all_together(site, ["a", "b", "a"])
    assert [type(one) for one in outcomes] == [str, str, IntegrityError]
    assert GOES == [["a", "b", "a"], ["a"], ["b"], ["a"], ["a"]]
    assert names() == {"a", "b"}


def test_works_of_several_kinds_wait_for_the_same_commit(site):
    def both(name: str) -> Any:
        return submit_together(keep_all, name) if name != "alone" else submit_together(keep_one, name)

    GOES.clear()
    assert together(site, ["a", "alone", "b"], hand_over=both) == ["a is kept", "alone", "b is kept"]
    assert GOES == [["a", "b"]]
    assert names() == {"a", "alone", "b"}


def keep_one(connection: Connection, asked: Sequence[str]) -> list[str]:
    connection.execute(text("INSERT INTO kept VALUES (:name)"), {"name": asked[0]})
    return list(asked)


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
