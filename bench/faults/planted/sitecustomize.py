"""Faults planted into a server, to see that the checker finds them; and its clock, set wrong. Python loads it itself.

Only a server that the harness starts has this folder in its path. BENCH_PLANT names a fault, BENCH_CLOCK a file with
the seconds by which the server's clock is off.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from pathlib import Path

HALF_COMMITTED = 0.2  # seconds between a premature answer and its commit: a slow disk


def plant_early() -> None:
    """Answer before the commit."""
    from core import group_commit

    def keep(self, group):
        connection = self._connected()
        with connection.begin():
            self._answer(group, self._run_all(connection, [call for call, _future in group]))
            time.sleep(HALF_COMMITTED)

    def in_its_own_transaction(engine, work):
        connection = engine.connect()
        transaction = connection.begin()
        value = work(connection)
        threading.Timer(HALF_COMMITTED, lambda: (transaction.commit(), connection.close())).start()
        return value

    group_commit.GroupWriter._keep = keep
    group_commit._in_its_own_transaction = in_its_own_transaction


def plant_savepoint() -> None:
    """Keep what a failed work had written."""
    from core import group_commit

    def run_one(_self, connection, work):
        try:
            return work(connection), None
        except Exception as failed:
            return None, failed

    def in_its_own_transaction(engine, work):
        with engine.connect() as connection:
            try:
                return work(connection)
            finally:
                connection.commit()

    group_commit.GroupWriter._run_one = run_one
    group_commit._in_its_own_transaction = in_its_own_transaction


def plant_neighbours() -> None:
    """Undo a failed work and, with it, what ran before it in the same transaction."""
    from core import group_commit

    def run_one(_self, connection, work):
        try:
            return work(connection), None
        except Exception as failed:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return None, failed

    group_commit.GroupWriter._run_one = run_one


def plant_client_id() -> None:
    """Forget which id the client gave."""
    from flask import Request

    def forget(value):
        if isinstance(value, list):
            return [forget(one) for one in value]
        if isinstance(value, dict):
            return {key: str(uuid.uuid4()) if key == "client_id" else forget(one) for key, one in value.items()}
        return value

    get_json = Request.get_json
    Request.get_json = lambda self, *args, **kwargs: forget(get_json(self, *args, **kwargs))


def set_clock(file: Path) -> None:
    """Let the server's clock go wrong by what the file says at the moment."""
    from datetime import UTC, datetime, timedelta

    from core import clock
    from core import db as database

    right = time.time
    wrong = {"looked": 0.0, "by": 0.0}

    def off() -> float:
        if time.monotonic() - wrong["looked"] > 0.05:
            wrong.update(looked=time.monotonic(), by=float(file.read_text() or 0))
        return wrong["by"]

    class Wrong(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=off())

    time.time = lambda: right() + off()
    clock.datetime = Wrong
    database.utc_now = lambda: Wrong.now(UTC)


def let_some_fail() -> None:
    """Break off the work of a request that asks for it, after all its writing; its neighbours wrote in the same go."""
    from flask import has_request_context, request

    from core import group_commit

    submit, submit_together = group_commit.submit, group_commit.submit_together
    joined = {}

    def is_faulty() -> bool:
        return has_request_context() and "X-Bench-Faulty" in request.headers

    def halfway(work):
        def go(connection):
            work(connection)
            raise LookupError("a work that breaks off")

        return go

    def go_together(work):
        def go(connection, asked):
            values = work(connection, [one for one, _fails in asked])
            if any(fails for _one, fails in asked):
                raise LookupError("a work that breaks off")
            return values

        return joined.setdefault(work, go)

    group_commit.submit = lambda work, **options: submit(halfway(work) if is_faulty() else work, **options)
    group_commit.submit_together = lambda work, asked, **options: submit_together(
        go_together(work), (asked, is_faulty()), **options
    )


def plant_alone() -> None:
    """No fault, but a commit for each request: what sharing commits is measured against."""
    from core import group_commit
    from core.db import db, will_write

    def submit(work, **_options):
        db.session.rollback()
        will_write.set(True)
        with db.engine.begin() as connection:
            return work(connection)

    group_commit.submit = submit
    group_commit.submit_together = lambda work, asked, **_options: submit(lambda here: work(here, [asked])[0])


PLANTS = {
    "alone": plant_alone,
    "early": plant_early,
    "savepoint": plant_savepoint,
    "neighbours": plant_neighbours,
    "client-id": plant_client_id,
}

if os.environ.get("BENCH_PLANT"):
    PLANTS[os.environ["BENCH_PLANT"]]()
if os.environ.get("BENCH_CLOCK"):
    set_clock(Path(os.environ["BENCH_CLOCK"]))
if os.environ.get("BENCH_FAULTY"):
    let_some_fail()
