"""The bare framework with one durable insert: the yardstick, and the smallest thing that the faults can be tried on.

`python -m bench.faults.bare PORT THREADS WORKERS` serves it, on DATABASE_URL, as `flask serve` serves the product.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from flask import Flask, request
from sqlalchemy import Column as Col
from sqlalchemy import Connection, ForeignKey, Integer, MetaData, String, Table, insert, select

from config import database_url
from core import group_commit
from core.db import db

METADATA = MetaData()
EVENT = Table("bare_event", METADATA, Col("id", Integer, primary_key=True), Col("at", Integer))
TAP = Table(
    "bare_tap",
    METADATA,
    Col("id", Integer, primary_key=True),
    Col("client_id", String(36), unique=True),
    Col("window", Integer),
    Col("person", Integer),
    Col("at", Integer),
    Col("event_id", ForeignKey("bare_event.id")),
)


class Refused(Exception):
    """A work that breaks off half-way."""


def take(connection: Connection, tap: dict[str, Any]) -> str:
    """Two rows, once for each client id."""
    if connection.execute(select(TAP.c.id).where(TAP.c.client_id == tap["client_id"])).first() is None:
        event = connection.execute(insert(EVENT), {"at": int(time.time())}).inserted_primary_key[0]
        connection.execute(
            insert(TAP), {**{key: tap[key] for key in ("client_id", "window", "person", "at")}, "event_id": event}
        )
    if tap.get("fails"):
        raise Refused
    return "accepted"


def create_server() -> Flask:
    """The application as a server process runs it; its tables are there already."""
    app = Flask("bare")
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 16
    app.config.update(
        SQLALCHEMY_DATABASE_URI=database_url(),
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": threads + 2, "max_overflow": 2},
    )
    db.init_app(app)

    app.register_error_handler(group_commit.NotKept, lambda _error: ({"error": "not recorded"}, 503))

    @app.get("/ready")
    def ready() -> str:
        return "yes"

    @app.post("/taps")
    def taps() -> Any:
        tap = request.get_json()
        try:
            return {"verdict": group_commit.submit(lambda connection: take(connection, tap))}
        except Refused:
            return {"verdict": "refused"}, 409

    @app.post("/row")
    def row() -> Any:
        tap = request.get_json()
        group_commit.submit(lambda connection: one_row(connection, tap))
        return {"verdict": "accepted"}

    @app.post("/row-alone")
    def row_alone() -> Any:
        with db.engine.begin() as connection:
            one_row(connection, request.get_json())
        return {"verdict": "accepted"}

    return app


def one_row(connection: Connection, tap: dict[str, Any]) -> None:
    connection.execute(insert(TAP), {"client_id": tap["client_id"], "window": 0, "person": 0, "at": 0})


def main() -> None:
    from granian import Granian
    from granian.constants import Interfaces

    port, threads, workers = (int(word) for word in sys.argv[1:4])
    Granian(
        "bench.faults.bare:create_server", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, factory=True, log_enabled=False, respawn_failed_workers=True, respawn_interval=1.0,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    main()
