"""Nobody gets a venue twice by writing past the look. What processes do at once stands in `test_races`."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from core.clock import to_utc
from sessions.models import Booking
from sessions.rules.kinds import Resource


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
