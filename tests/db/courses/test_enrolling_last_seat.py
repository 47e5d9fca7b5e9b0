"""Two people after the last seat at the same moment: one gets it, the other waits. Real connections, both engines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

import config
import tests.factories.enrolling  # noqa: F401 - so that `make` knows it
from accounts.models import User
from app import create_app
from core.db import db
from courses import queries as course_queries
from courses.enrolling.actions import applications, seats
from courses.enrolling.models import Application
from courses.enrolling.rules.states import Stage
from tests import engines
from tests.factories import Make

ROUNDS = 6


@pytest.fixture
def own_app(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database that several connections can open."""
    url = engines.create_database("seats") if engine_name == "postgresql" else engines.sqlite_url(tmp_path)
    settings = config.TestConfig()
    settings.SQLALCHEMY_DATABASE_URI = url
    app = create_app(settings)
    with app.app_context():
        upgrade("migrations")
    yield app
    with app.app_context():
        db.engine.dispose()
    if engine_name == "postgresql":
        engines.drop_database("seats")


def rivals(app: Flask) -> tuple[int, list[int], int]:
    """A class with one seat, two applications for it, and who decides."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        make = Make(session)
        desk = make.EnrolmentDesk(capacity=1)
        people = [make.Application(offering=desk.offering) for _number in range(2)]
        return desk.offering_id, [one.id for one in people], make.User().id


def decide(app: Flask, application_id: int, user_id: int, start: Barrier) -> None:
    with app.app_context():
        start.wait(timeout=30)
        application = db.session.get_one(Application, application_id)
        applications.approve(application, by=db.session.get_one(User, user_id))
        db.session.commit()


@pytest.mark.parametrize("locked", [True, False], ids=["with the lock", "by the key alone"])
def test_of_two_who_want_the_last_seat_one_gets_it_and_one_waits(own_app, monkeypatch, locked):
    if not locked:
        monkeypatch.setattr(seats, "lock", lambda _offering_id: None)
    for _round in range(ROUNDS):
        offering_id, people, user_id = rivals(own_app)
        start = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda one: decide(own_app, one, user_id, start), people))  # noqa: B023
        with own_app.app_context():
            stages = sorted(db.session.get_one(Application, one).stage for one in people)
            assert stages == [Stage.ADMITTED, Stage.WAITING]
            assert len(course_queries.enrolments_of(offering_id)) == 1
