"""What is put under fire: the bare framework with two rows a tap, or the product."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import create_engine, func, select

from bench.faults import bare
from bench.faults.crowd import REFUSED, post
from bench.faults.server import ROOT
from bench.faults.taps import Kept, Tap
from core.db import db, utc_now
from courses.models import Enrolment, ImportBatch
from sessions.checkin import keys
from sessions.checkin.models import CheckIn, CheckInWindow
from sessions.checkin.rules import codes
from sessions.models import AttendanceEvent
from sessions.rules.halfdays import Direction

OK = 200
CODE_LIFE = 15  # seconds
DAY = timedelta(days=1)


class Bare:
    """`bench.faults.bare`, served with the same number of threads."""

    ready = "/ready"

    def __init__(self, url: str, _folder: Path, threads: int = 16, workers: int = 1) -> None:
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


class Product:
    """`flask serve`: a class of learners who sign in on their own phones with the code on the wall."""

    ready = "/sign-in"

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.clock = url, folder / "clock"
        self.environment = {
            "DATABASE_URL": url, "TRAINING_INSTANCE_DIR": str(folder / "site"), "BENCH_FAULTY": "1",
            "BENCH_CLOCK": str(self.clock), "TRAINING_SECRET_KEY": "bench-" * 8, "TRAINING_DATA_KEY": "bench-" * 8,
        }  # fmt: skip
        self.phones: dict[int, str] = {}
        self.key = b""

    def prepare(self, windows: int, people: int) -> tuple[list[int], list[int]]:
        """A class in an empty database, and the cookie of each learner's phone."""
        with surroundings(self.environment), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
            opened, learners, self.key = one.submit(open_windows, windows, people).result()
        self.phones = {
            enrolment: codes.write_device(self.key, codes.Device(f"{enrolment:016x}", learner, 0))
            for enrolment, learner in learners.items()
        }
        return opened, list(learners)

    def command(self, port: int) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "app", "serve", "--port", str(port)]

    def request(self, tap: Tap) -> bytes:
        now = time.time() + float(self.clock.read_text() or 0)  # the wall shows the server's time
        device = datetime.fromtimestamp(now + tap.clock, UTC).isoformat()
        code = codes.room_code(self.key, tap.window, codes.step_at(now, CODE_LIFE))
        headers = f"Cookie: check_in={self.phones[tap.person]}\r\n" + "X-Bench-Faulty: 1\r\n" * tap.is_faulty
        sent = {"now": device, "taps": [{"client_id": tap.client_id, "code": code, "at": device}]}
        return post(f"/check-in/{tap.window}/taps", sent, headers)

    def verdict(self, status: int, body: bytes) -> str | None:
        return json.loads(body)["results"][0]["verdict"] if status == OK else None

    def kept(self) -> tuple[list[Kept], int]:
        """The attempts, and how many events their windows brought."""
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"))
        batches = select(CheckInWindow.batch_id)
        with engine.connect() as connection:
            one = CheckIn
            rows = connection.execute(
                select(one.client_id, one.window_id, one.enrolment_id, one.verdict, one.event_id)
            ).all()
            events = select(func.count()).select_from(AttendanceEvent).where(AttendanceEvent.batch_id.in_(batches))
            counted = connection.scalar(events) or 0
        engine.dispose()
        return [Kept(name, place, who or 0, said.value, event) for name, place, who, said, event in rows], counted


@contextmanager
def surroundings(values: dict[str, str]) -> Iterator[None]:
    """An environment for processes that are started meanwhile; the next subject must not inherit it."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def open_windows(windows: int, people: int) -> tuple[list[int], dict[int, int], bytes]:
    """Windows that are open now, the learner behind each enrolment, and the key of the codes."""
    from app import create_app
    from bench.classes import open_class

    now = utc_now()
    with create_app().app_context():
        upgrade(str(ROOT / "migrations"))
        offering = open_class(learners=people)
        batches = [ImportBatch(offering_id=offering.id) for _ in range(windows)]
        db.session.add_all(batches)
        db.session.flush()
        opened = [
            CheckInWindow(
                offering_id=offering.id, batch_id=batch.id, day=now.date() + timedelta(days=place // 4),
                part=("AM", "PM")[place // 2 % 2], direction=(Direction.IN, Direction.OUT)[place % 2],
                opens_at=now - DAY, closes_at=now + DAY, code_life=CODE_LIFE, drift=5, pass_life=600, own_life=60,
                late=120, clock=180, remember_days=180,
            )
            for place, batch in enumerate(batches)
        ]  # fmt: skip
        db.session.add_all(opened)
        db.session.commit()
        rows = db.session.execute(select(Enrolment.id, Enrolment.learner_id)).all()
        found = [one.id for one in opened], {row.id: row.learner_id for row in rows}, keys.key()
        db.session.remove()
        db.engine.dispose()
    return found


SUBJECTS = {"bare": Bare, "product": Product}
