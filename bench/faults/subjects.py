"""What is put under fire: the bare framework with two rows a tap, or the product."""

from __future__ import annotations

import json
import sys
import time

from sqlalchemy import create_engine, func, select

from bench.faults import bare
from bench.faults.crowd import REFUSED, post
from bench.faults.taps import Kept, Tap

OK = 200


class Bare:
    """`bench.faults.bare`, served with the same number of threads."""

    ready = "/ready"

    def __init__(self, url: str, threads: int = 16, workers: int = 1) -> None:
        self.url, self.threads, self.workers = url, threads, workers
        self.environment = {"DATABASE_URL": url}

    def prepare(self, windows: int, people: int) -> tuple[list[int], list[int]]:
        engine = create_engine(self.url)
        bare.METADATA.create_all(engine)
        engine.dispose()
        return list(range(1, windows + 1)), list(range(1, people + 1))

    def command(self, port: int) -> list[str]:
        return [sys.executable, "-m", "bench.faults.bare", str(port), str(self.threads), str(self.workers)]

    def request(self, tap: Tap) -> bytes:
        at = int(time.time()) + tap.clock
        who = {"client_id": tap.client_id, "window": tap.window, "person": tap.person}
        return post("/taps", {**who, "at": at, "fails": tap.is_faulty})

    def verdict(self, status: int, body: bytes) -> str | None:
        return json.loads(body)["verdict"] if status in (OK, REFUSED) else None

    def kept(self) -> tuple[list[Kept], int]:
        """The rows of the database, and how many events there are."""
        table, engine = bare.TAP.c, create_engine(self.url)
        with engine.connect() as connection:
            rows = connection.execute(select(table.client_id, table.window, table.person, table.event_id)).all()
            counted = connection.scalar(select(func.count()).select_from(bare.EVENT)) or 0
        engine.dispose()
        return [Kept(name, window, person, "accepted", event) for name, window, person, event in rows], counted


SUBJECTS = {"bare": Bare}
