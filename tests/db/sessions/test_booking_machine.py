"""Whatever two people do to timetables, in whatever order and with transactions open at once, nothing is booked twice.

The same machine run without the guard, and without the look before the write, finds overlaps: it can fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, create_engine, delete, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import config
from app import create_app
from core.db import db, will_write
from courses.models import ClassOffering, ImportBatch
from sessions import queries
from sessions.actions import bookings, moves, series, timetable
from sessions.models import Booking
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts
from tests import engines
from tests.db.sessions.overlaps import drop_guard, overlaps_in
from tests.factories import Make

MONDAY = datetime(2026, 3, 2, 8, 0)
FEW = settings(
    max_examples=5, stateful_step_count=20, phases=(Phase.generate,), report_multiple_bugs=False, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
WORKERS, CLASSES = st.integers(0, 1), st.integers(0, 1)
PLACES = st.tuples(st.integers(0, 5), st.integers(0, 1), st.integers(0, 1))  # half-hour of the day, hall, teacher


@pytest.fixture
def engine(engine_name: str, tmp_path: Path) -> Iterator[Engine]:
    """A database of its own, where nobody waits for a lock longer than a moment."""
    name = "machine"
    url = engines.create_database(name) if engine_name == "postgresql" else engines.sqlite_url(tmp_path)
    chosen = config.TestConfig()
    chosen.SQLALCHEMY_DATABASE_URI = url
    app = create_app(chosen)
    with app.app_context():
        upgrade("migrations")
        db.engine.dispose()
        impatient = {"options": "-c lock_timeout=60ms"} if engine_name == "postgresql" else {"timeout": 0.0}
        made = create_engine(url, connect_args=impatient)
        if engine_name == "sqlite":
            event.listen(made, "checkout", lambda connection, *_rest: connection.execute("PRAGMA busy_timeout=0"))
        yield made
        made.dispose()
    if engine_name == "postgresql":
        engines.drop_database(name)


REFUSALS = (timetable.ScheduleConflict, timetable.CodeTaken, timetable.SessionChangedMeanwhile)


class Timetables(RuleBasedStateMachine):
    """Two people with a transaction each, two classes, two halls, two teachers, one day."""

    engine: Engine
    patch: pytest.MonkeyPatch

    @initialize()
    def begin(self) -> None:
        will_write.set(True)
        with Session(self.engine) as session:
            session.execute(delete(Booking))  # what an earlier run has left
            make = Make(session)
            first = make.ClassOffering()
            second = make.ClassOffering(institution=first.institution)
            for name in ("甲厅", "乙厅"):
                make.Venue(institution=first.institution, name=name)
            for name in ("崔砚秋", "屈文翰"):
                make.Teacher(institution=first.institution, name=name)
            session.commit()
            self.offerings = (first.id, second.id)
        self.sessions = [Session(self.engine), Session(self.engine)]
        self.number = 0

    def facts(self, place: tuple[int, int, int], code: str = "") -> SessionFacts:
        start, hall, teacher = place
        self.number += 1
        begins = MONDAY + timedelta(minutes=30 * start)
        return SessionFacts(
            code or f"S{self.number:03}", SessionKind.OFFLINE, "质量", begins, begins + timedelta(minutes=60),
            teacher_name=("崔砚秋", "屈文翰")[teacher], venue_name=("甲厅", "乙厅")[hall],
        )  # fmt: skip

    def act(self, worker: int, offering: int, deed: Callable[[ClassOffering], Any]) -> None:
        """Do it in the worker's open transaction; who is refused, or would have to wait, gives up."""
        session = self.sessions[worker]
        self.patch.setattr(db, "session", session)
        try:
            if session.connection().dialect.name == "sqlite":
                session.connection().exec_driver_sql("PRAGMA busy_timeout=0")
            deed(session.get_one(ClassOffering, self.offerings[offering]))
        except REFUSALS:
            pass
        except DBAPIError:
            session.rollback()

    @rule(worker=WORKERS, offering=CLASSES, place=PLACES)
    def schedule(self, worker: int, offering: int, place: tuple[int, int, int]) -> None:
        facts = self.facts(place)
        self.act(worker, offering, lambda one: timetable.schedule_session(one, facts, by=None))

    @rule(worker=WORKERS, offering=CLASSES, places=st.lists(PLACES, min_size=1, max_size=3), good=st.booleans())
    def schedule_many(self, worker: int, offering: int, places: list[Any], good: bool) -> None:
        wanted = [self.facts(place) for place in places]
        self.act(worker, offering, lambda one: series.schedule_series(one, wanted, by=None, only_good=good))

    @rule(worker=WORKERS, offering=CLASSES, pick=st.integers(0, 9), place=PLACES)
    def move(self, worker: int, offering: int, pick: int, place: tuple[int, int, int]) -> None:
        def deed(one: ClassOffering) -> None:
            if known := queries.sessions_of(one.id):
                start = self.facts(place).starts_at
                moves.move_session(one, known[pick % len(known)], starts_at=start, by=None, reason="移动")

        self.act(worker, offering, deed)

    @rule(worker=WORKERS, offering=CLASSES, pick=st.integers(0, 9))
    def cancel(self, worker: int, offering: int, pick: int) -> None:
        def deed(one: ClassOffering) -> None:
            if known := queries.sessions_of(one.id):
                timetable.cancel_session(one, known[pick % len(known)], by=None, reason="取消")

        self.act(worker, offering, deed)

    @rule(worker=WORKERS, offering=CLASSES, places=st.lists(PLACES, min_size=1, max_size=4))
    def hand_in(self, worker: int, offering: int, places: list[Any]) -> None:
        def deed(one: ClassOffering) -> None:
            batch = ImportBatch(offering_id=one.id, by_name="李静")
            db.session.add(batch)
            db.session.flush()
            wanted = [self.facts(place, f"I{number}") for number, place in enumerate(places)]
            timetable.take_in_timetable(one, batch, wanted)

        self.act(worker, offering, deed)

    @rule(worker=WORKERS, offering=CLASSES)
    def take_back(self, worker: int, offering: int) -> None:
        def deed(one: ClassOffering) -> None:
            statement = select(ImportBatch).where(ImportBatch.offering_id == one.id)
            if batch := db.session.scalars(statement.order_by(ImportBatch.id.desc())).first():
                timetable.restore_timetable(batch)

        self.act(worker, offering, deed)

    @rule(worker=WORKERS, keep=st.booleans())
    def finish(self, worker: int, keep: bool) -> None:
        try:
            self.sessions[worker].commit() if keep else self.sessions[worker].rollback()
        except DBAPIError:
            self.sessions[worker].rollback()

    @invariant()
    def nothing_is_booked_twice(self) -> None:
        will_write.set(False)
        with self.engine.connect() as connection:
            assert overlaps_in(connection) == []
        will_write.set(True)

    def teardown(self) -> None:
        for session in getattr(self, "sessions", ()):
            session.commit()
            session.close()
        self.nothing_is_booked_twice()


def machine(engine: Engine, patch: pytest.MonkeyPatch) -> type[RuleBasedStateMachine]:
    """The machine on this database."""
    return type("TimetablesHere", (Timetables,), {"engine": engine, "patch": patch})


def test_no_order_of_deeds_books_anything_twice(engine, monkeypatch):
    run_state_machine_as_test(machine(engine, monkeypatch), settings=FEW)


def test_without_look_and_guard_the_same_deeds_do(engine, monkeypatch):
    with engine.begin() as connection:
        drop_guard(connection)
    monkeypatch.setattr(timetable, "conflicts_of", lambda *_about: [])
    monkeypatch.setattr(queries, "bookings_between", lambda *_about, **_but: [])
    monkeypatch.setattr(bookings, "take_turns", lambda _needs: None)
    with pytest.raises(AssertionError, match="assert"):
        run_state_machine_as_test(machine(engine, monkeypatch), settings=FEW)
