"""A year is closed while a class of it posts hours: nothing may end in a closed year without standing in what was frozen."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

import config
from accounts.models import User
from app import create_app
from core.db import db
from courses.models import ClassOffering
from sessions.actions import ledger
from sessions.ledger.actions import closing as closings
from sessions.ledger.actions import posting
from sessions.ledger.frames import frame_of
from sessions.ledger.models import YearClosing, YearTotal
from sessions.models import HourPosting
from sessions.rules.halfdays import Direction
from tests.db.copies import copied_database
from tests.factories import Make
from tests.web.sessions import taught
from trainer.models import Institution

AFTER = datetime(2027, 1, 20, 12)
PATIENCE = 30
A_LOOK = 0.3  # seconds in which the other one gets as far as it can


@pytest.fixture(scope="module")
def place(app: Flask, engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on a database of its own, in which connections see what others have committed."""
    with copied_database(app, engine_name, "closings", tmp_path_factory.mktemp("closings")) as url:
        settings = config.TestConfig()
        settings.SQLALCHEMY_DATABASE_URI = url
        own = create_app(settings)
        yield own
        with own.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def engine(place: Flask) -> Iterator[Engine]:
    found = create_engine(place.config["SQLALCHEMY_DATABASE_URI"])
    with Session(found) as session:
        Make(session).RuleSetVersion(rule_set__code="shaanxi-sample", version=2)
        session.commit()
    yield found
    found.dispose()


@pytest.fixture(autouse=True)
def january(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is January after the year."""
    for name, module in list(sys.modules.items()):
        if name.startswith("sessions.ledger"):
            for clock, told in (("local_now", lambda: AFTER), ("today", AFTER.date)):
                if hasattr(module, clock):
                    monkeypatch.setattr(module, clock, told)


@pytest.fixture
def offering(engine: Engine) -> int:
    """A class of an institution of its own, with a morning that is not posted yet."""
    with Session(engine) as session:
        make = Make(session)
        found = make.ClassOffering(institution=make.Institution(), ends_on=date(2026, 3, 6))
        batch = make.ImportBatch(offering=found)
        taught.timetable(make, found)
        person = make.Enrolment(offering=found)
        for clock, way in (("08:50", Direction.IN), ("12:15", Direction.OUT)):
            make.AttendanceEvent(batch=batch, enrolment=person, at=taught.on(2, clock), direction=way)
        session.commit()
        return found.id


class Race:
    """Two threads with a connection each; the second begins when the first has done its work, before it commits."""

    def __init__(self, place: Flask, offering_id: int) -> None:
        self.place, self.offering_id = place, offering_id
        self.faults: list[BaseException] = []

    def post(self) -> None:
        offering = db.session.get_one(ClassOffering, self.offering_id)
        assert ledger.evaluate_offering(offering, by=None, reason="import")

    def close(self) -> None:
        offering = db.session.get_one(ClassOffering, self.offering_id)
        institution = db.session.get_one(Institution, offering.institution_id)
        by = User(display_name="李静")
        closings.close_year(institution, frame_of(2026), note="", seen=0, by=by)

    def run(self, first: Callable[[], None], second: Callable[[], None], look: float) -> bool:
        """Whether the second came through before the first had committed."""
        worked, done = threading.Event(), threading.Event()
        early: list[bool] = []

        def lead() -> None:
            first()
            worked.set()
            early.append(done.wait(look))

        def follow() -> None:
            assert worked.wait(PATIENCE)
            second()

        threads = [
            threading.Thread(target=self._in_transaction, args=(lead, worked)),
            threading.Thread(target=self._in_transaction, args=(follow, done)),
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join(PATIENCE)
        assert self.faults == []
        return early == [True]

    def _in_transaction(self, work: Callable[[], None], ended: threading.Event) -> None:
        try:
            with self.place.app_context():
                work()
                db.session.commit()
        except BaseException as fault:
            self.faults.append(fault)
        finally:
            ended.set()


@pytest.fixture
def race(place: Flask, offering: int) -> Race:
    return Race(place, offering)


def unfrozen(engine: Engine, offering_id: int) -> set[str]:
    """Postings that lie in the closed year and that nobody froze."""
    with Session(engine) as session:
        institution_id = session.get_one(ClassOffering, offering_id).institution_id
        frozen = session.scalars(
            select(YearTotal.postings)
            .join(YearClosing, YearClosing.id == YearTotal.closing_id)
            .where(YearClosing.institution_id == institution_id)
        )
        kept = {mark for marks in frozen for mark in marks}
        mine = select(HourPosting.id).where(HourPosting.offering_id == offering_id, HourPosting.year == 2026)
        return {f"E{one}" for one in session.scalars(mine)} - kept


def posted_years(engine: Engine, offering_id: int) -> set[int]:
    with Session(engine) as session:
        return set(session.scalars(select(HourPosting.year).where(HourPosting.offering_id == offering_id)))


def test_closing_waits_for_hours_that_are_being_posted_and_freezes_them(race, engine, offering):
    assert not race.run(race.post, race.close, A_LOOK)
    assert posted_years(engine, offering) == {2026}
    assert unfrozen(engine, offering) == set()


def test_hours_wait_for_a_year_that_is_being_closed_and_go_to_the_next(race, engine, offering):
    assert not race.run(race.close, race.post, A_LOOK)
    assert posted_years(engine, offering) == {2027}
    assert unfrozen(engine, offering) == set()


@pytest.mark.parametrize("closing_first", [True, False])
def test_without_the_lock_these_tests_see_hours_in_a_closed_year_that_nobody_froze(
    race, engine, engine_name, offering, monkeypatch, closing_first
):
    """A fault planted on purpose. SQLite needs no lock of ours: there whoever writes has the database for himself."""
    monkeypatch.setattr(posting, "hold_years", lambda _institution_id: None)
    order = (race.close, race.post) if closing_first else (race.post, race.close)
    early = race.run(*order, PATIENCE if engine_name == "postgresql" else A_LOOK)
    assert (early, bool(unfrozen(engine, offering))) == (
        (True, True) if engine_name == "postgresql" else (False, False)
    )
