"""Nobody gets a venue twice: not by two processes at once, and not by writing past the look."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

import config
from app import create_app
from core.clock import to_utc
from core.db import db
from sessions.models import Booking
from sessions.rules.kinds import Resource
from tests import engines
from tests.db.sessions.booker import book
from tests.factories import Make

ROUNDS = 20


@pytest.fixture
def own_database(engine_name: str, tmp_path: Path) -> Iterator[str]:
    """A database that other processes can open: what tests write elsewhere is never committed."""
    url = engines.create_database("bookings") if engine_name == "postgresql" else engines.sqlite_url(tmp_path)
    settings = config.TestConfig()
    settings.SQLALCHEMY_DATABASE_URI = url
    with create_app(settings).app_context():
        upgrade("migrations")
        with Session(db.engine) as session:
            make = Make(session)
            hall = make.Venue(name="报告厅")
            for code in ("A", "B"):
                make.ClassOffering(code=code, institution=hall.institution)
        db.engine.dispose()
    yield url
    if engine_name == "postgresql":
        engines.drop_database("bookings")


def outcomes_of_two_processes(url: str) -> list[list[str]]:
    """What came of each round, in alphabetical order."""
    context = multiprocessing.get_context("spawn")
    start, queue = context.Barrier(2), context.Queue()
    both = [context.Process(target=book, args=(url, code, "报告厅", ROUNDS, start, queue)) for code in ("A", "B")]
    for process in both:
        process.start()
    found: list[list[str]] = [[] for _ in range(ROUNDS)]
    for _ in range(2 * ROUNDS):
        number, outcome = queue.get(timeout=120)
        found[number].append(outcome)
    for process in both:
        process.join(timeout=60)
    return [sorted(each) for each in found]


def test_of_two_processes_that_book_a_venue_at_once_exactly_one_wins_and_the_other_is_told_why(own_database):
    assert outcomes_of_two_processes(own_database) == [["TT_VENUE_CLASH 报告厅", "won"]] * ROUNDS


@pytest.mark.parametrize(
    ("start", "end"),
    [("09:00", "12:00"), ("11:59", "13:00"), ("08:00", "09:01"), ("10:00", "11:00"), ("08:00", "18:00")],
)
def test_the_database_refuses_an_overlapping_booking_written_past_the_look(make, db_session, start, end):
    booked = make.Booking()
    db_session.add(another(booked, start, end))
    with pytest.raises(DatabaseError, match="booking_overlap"):
        db_session.flush()
    db_session.rollback()


@pytest.mark.parametrize(("start", "end"), [("12:00", "13:00"), ("08:00", "09:00")])
def test_touching_bookings_are_welcome(make, db_session, start, end):
    db_session.add(another(make.Booking(), start, end))
    db_session.flush()


def test_a_booking_cannot_be_moved_onto_another_one(make, db_session):
    booked = make.Booking()
    later = another(booked, "14:00", "15:00")
    db_session.add(later)
    db_session.flush()
    later.starts_at = booked.ends_at - timedelta(minutes=1)
    with pytest.raises(DatabaseError, match="booking_overlap"):
        db_session.flush()
    db_session.rollback()


def test_a_teacher_and_a_venue_of_the_same_number_do_not_get_into_each_others_way(make, db_session):
    booked = make.Booking(resource=Resource.VENUE)
    other = another(booked, "09:00", "12:00")
    other.resource = Resource.TEACHER
    db_session.add(other)
    db_session.flush()


def another(booked: Booking, start: str, end: str) -> Booking:
    """A booking of the same resource on the same day, not yet stored."""

    def at(clock: str) -> datetime:
        return to_utc(datetime.fromisoformat(f"2026-03-02T{clock}"))

    return Booking(
        session_id=booked.session_id, resource=booked.resource, resource_id=booked.resource_id,
        starts_at=at(start), ends_at=at(end),
    )  # fmt: skip


def test_a_class_is_in_one_place_at_a_time_even_past_the_look(make, db_session):
    session = make.ClassSession()
    make.Booking(class_session=session, resource=Resource.CLASS, resource_id=session.offering_id)
    with pytest.raises(DatabaseError, match="booking_overlap"):
        make.Booking(
            class_session=make.ClassSession(offering=session.offering, venue=make.Venue()),
            resource=Resource.CLASS,
            resource_id=session.offering_id,
        )
