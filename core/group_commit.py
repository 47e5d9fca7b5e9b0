"""Writes that many requests make at once share one commit: nobody hears "recorded" before it is durable.

A commit that waits for the disk costs milliseconds, a row costs microseconds. One thread of the process takes whatever
works are waiting, runs them in savepoints of one transaction, commits once, and only then answers. Works that know
how to be done together (`submit_together`) are handed over in one list and look and write once for all of them. On
PostgreSQL, which joins the commits of several connections by itself, other works have a transaction of their own.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, TypeVar

from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.db import db, will_write

T = TypeVar("T")
Asked = TypeVar("Asked")
Work = Callable[[Connection], T]
Joint = Callable[[Connection, Sequence[Any]], Sequence[Any]]  # a value for each that was asked, in the same order
Outcome = tuple[Any, Exception | None]
LARGEST_GROUP = 256
PATIENCE = 30.0  # seconds until a request gives up; longer than a connection waits for a busy database
log = logging.getLogger(__name__)


class NotKept(Exception):
    """The database could not make a work durable (busy, full, gone): it is not acknowledged and may be sent again."""


def submit(work: Callable[[Connection], T], *, patience: float = PATIENCE) -> T:
    """Run `work` and return what it returned once that is durable.

    The work runs in another thread: it gets its values from outside, uses nothing but the connection, and may run twice
    if the first time was rolled back. What it raises is raised here, and only its own statements are undone. NotKept
    says that nothing is promised: the work must know a repeat (a client's id), for then it may be sent again.
    """
    bind = db.session.get_bind()
    if isinstance(bind, Connection):  # A session bound to one connection: whoever bound it commits (tests).
        return _at_second_try(bind.begin_nested, lambda _transaction: work(bind))
    _let_go_of_the_session(bind)
    if bind.dialect.name == "sqlite":
        return _writer_here(bind).submit(Call(lambda connection, _asked: [work(connection)], None), patience)
    return _in_its_own_transaction(bind, work)


def submit_together(
    work: Callable[[Connection, Sequence[Asked]], Sequence[T]], asked: Asked, *, patience: float = PATIENCE
) -> T:
    """As `submit`, for a work that is the same for many requests: `work(connection, what each asked)` runs once for all
    that wait, and returns a value for each. `work` is one function, not made anew for each request.

    Where it raises, all of them are undone and each is tried alone, so that nobody suffers for a neighbour.
    """
    bind = db.session.get_bind()
    if isinstance(bind, Connection):
        return _at_second_try(bind.begin_nested, lambda _transaction: work(bind, [asked])[0])
    _let_go_of_the_session(bind)
    return _writer_here(bind).submit(Call(work, asked), patience)


def _writer_here(engine: Engine) -> GroupWriter:
    return writer_of(current_app._get_current_object(), engine)  # type: ignore[attr-defined]


def _let_go_of_the_session(engine: Engine) -> None:
    """End the request's reading, which would hold a connection while it waits; refuse to wait for its own writing."""
    if not db.session.registry.has():
        return
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("commit or drop what the session holds before a work is handed over")
    if engine.dialect.name == "sqlite" and session.in_transaction() and will_write.get():
        raise RuntimeError("the session holds the write lock: mark the view with core.transactions.writes_in_group")
    session.rollback()


def _in_its_own_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run and commit on a connection of the pool."""
    try:
        return _at_second_try(engine.begin, work)
    except (DBAPIError, PoolTimeout) as failed:
        if _is_the_work(failed):
            raise
        raise NotKept(str(failed)) from failed


def _at_second_try(begin: Callable[[], AbstractContextManager[Any]], run: Callable[[Any], T]) -> T:
    """Run in a transaction; where a key refuses it, somebody else was quicker: run once more, and see what is there."""
    try:
        with begin() as connection:
            return run(connection)
    except IntegrityError:
        with begin() as connection:
            return run(connection)


def _is_the_work(failed: BaseException) -> bool:
    """Whether a work itself is to blame (it broke a rule, or is faulty), not the state of the database."""
    if isinstance(failed, DBAPIError) and failed.connection_invalidated:
        return False
    if isinstance(failed, OperationalError | InterfaceError):
        return getattr(failed.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR  # a faulty statement
    return not isinstance(failed, PoolTimeout)


class Call(NamedTuple):
    """One request's part of a joint work."""

    work: Joint
    asked: Any


class GroupWriter:
    """One thread with one connection, which commits the waiting works of a process together."""

    def __init__(self, engine: Engine, largest: int = LARGEST_GROUP) -> None:
        self.process = os.getpid()
        self.groups = self.works = 0
        self._engine = engine
        self._largest = largest
        self._waiting: queue.SimpleQueue[tuple[Call, Future[Any]] | None] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self._thread.start()

    def submit(self, call: Call, patience: float = PATIENCE) -> Any:
        """Wait until the shared transaction that ran the call is durable."""
        if self._closed:
            raise NotKept("the server is shutting down")
        future: Future[Any] = Future()
        self._waiting.put((call, future))
        try:
            return future.result(patience)
        except TimeoutError as late:
            if future.done():  # It came just now, or the work itself raised this.
                return future.result()
            future.cancel()  # Not begun: it never will be. Begun: nobody is told, and a repeat finds what was kept.
            raise NotKept("the database is busy") from late

    def close(self) -> None:
        """Commit what is waiting, and end."""
        self._closed = True
        self._waiting.put(None)
        self._thread.join(PATIENCE / 3)

    def _run(self) -> None:
        will_write.set(True)
        goes_on = True
        while goes_on:
            group, goes_on = self._next_group()
            if group:
                self._keep(group)
        self._drop_connection()

    def _next_group(self) -> tuple[list[tuple[Call, Future[Any]]], bool]:
        """Wait for a call and take with it all that wait by now; False at the end."""
        group: list[tuple[Call, Future[Any]]] = []
        try:
            while len(group) < self._largest:
                entry = self._waiting.get(block=not group)
                if entry is None:
                    return group, False
                if entry[1].set_running_or_notify_cancel():
                    group.append(entry)
        except queue.Empty:
            pass
        return group, True

    def _keep(self, group: list[tuple[Call, Future[Any]]]) -> None:
        """Run the group in one transaction, and answer each after the commit. The thread outlives every trouble."""
        try:
            outcomes = self._commit([call for call, _future in group])
        except BaseException as failed:
            self._drop_connection()
            self._fail(group, failed)
            return
        self.groups += 1
        self.works += len(group)
        self._answer(group, outcomes)

    def _answer(self, group: list[tuple[Call, Future[Any]]], outcomes: list[Outcome]) -> None:
        for (_call, future), (value, error) in zip(group, outcomes, strict=True):
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

    def _fail(self, group: list[tuple[Call, Future[Any]]], failed: BaseException) -> None:
        """Nothing of the group was kept: try each alone where one of them is to blame, else tell all of them."""
        if _is_the_work(failed) and len(group) > 1:
            for entry in group:
                self._keep([entry])
            return
        log.warning("a group of %d works was not kept: %s", len(group), failed)
        for _call, future in group:
            future.set_exception(failed if _is_the_work(failed) else NotKept(str(failed)))

    def _commit(self, calls: list[Call]) -> list[Outcome]:
        """What each call returned or raised, when all of them are durable."""
        with self._connected().begin():
            return self._run_all(self._connected(), calls)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            self._connection.detach()
        return self._connection

    def _run_all(self, connection: Connection, calls: list[Call]) -> list[Outcome]:
        """The calls of one work together, works in the order in which they first came."""
        places: dict[Joint, list[int]] = {}
        for place, call in enumerate(calls):
            places.setdefault(call.work, []).append(place)
        outcomes: list[Outcome] = [(None, None)] * len(calls)
        for work, among in places.items():
            found = self._run_together(connection, work, [calls[place].asked for place in among])
            for place, outcome in zip(among, found, strict=True):
                outcomes[place] = outcome
        return outcomes

    def _run_together(self, connection: Connection, work: Joint, asked: list[Any]) -> list[Outcome]:
        """One work for all who asked; where it fails, for each alone, so that only who is to blame hears of it."""
        values, error = self._run_one(connection, lambda here: list(work(here, asked)))
        if error is None:
            return [(value, None) for value in values]
        if len(asked) > 1:
            return [outcome for one in asked for outcome in self._run_together(connection, work, [one])]
        if isinstance(error, IntegrityError):  # Somebody else was quicker: run once more, and see what is there.
            values, error = self._run_one(connection, lambda here: list(work(here, asked)))
        return [(values[0] if error is None else None, error)]

    def _run_one(self, connection: Connection, work: Work[Any]) -> Outcome:
        """Something in its savepoint. A failure of the database, which may have undone everything, fails the group."""
        mark = connection.exec_driver_sql
        mark("SAVEPOINT work")
        error: Exception | None = None
        try:
            value = work(connection)
        except Exception as failed:
            if not _is_the_work(failed):
                raise
            mark("ROLLBACK TO SAVEPOINT work")
            value, error = None, failed
        mark("RELEASE SAVEPOINT work")  # "no such savepoint" where the database has undone everything meanwhile
        return value, error

    def _drop_connection(self) -> None:
        """Let go of a connection whose state nobody knows; the next group opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except Exception:
                log.warning("the writer's connection could not be closed", exc_info=True)


_starting = threading.Lock()
_inherited: list[GroupWriter] = []  # A forked child keeps, and never touches, what belongs to its parent.


def writer_of(app: Flask, engine: Engine) -> GroupWriter:
    """The writer of this process; the first caller starts it."""
    writer: GroupWriter | None = app.extensions.get("group_writer")
    if writer is not None and writer.process == os.getpid():
        return writer
    with _starting:
        writer = app.extensions.get("group_writer")
        if writer is not None and writer.process != os.getpid():
            _inherited.append(writer)
            writer = None
        if writer is None:
            writer = app.extensions["group_writer"] = GroupWriter(engine)
            atexit.register(writer.close)
    return writer
