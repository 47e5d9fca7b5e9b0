"""Sessions, bookings, leave and postings: what the tables refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from sessions.rules.kinds import PostingKind, Resource, SessionKind
from tests.db.refusals import refused


def test_a_session_code_is_given_once_in_a_class(make):
    session = make.ClassSession(code="S01")
    assert make.ClassSession(code="S01").id != session.id
    with refused("code_is_unique_in_class|class_session.offering_id"):
        make.ClassSession(code="S01", offering=session.offering)


@pytest.mark.parametrize("kind", list(SessionKind))
def test_a_session_starts_before_it_ends(make, kind):
    session = make.ClassSession()
    with refused("starts_before_it_ends"):
        make.ClassSession(kind=kind, starts_at=session.ends_at, ends_at=session.ends_at)


@pytest.mark.parametrize("kind", [SessionKind.OFFLINE, SessionKind.LIVE])
def test_a_meeting_has_a_time(make, kind):
    with refused("meeting_has_a_time"):
        make.ClassSession(kind=kind, starts_at=None, ends_at=None)


def test_a_recorded_unit_needs_no_time(make):
    assert make.ClassSession(kind=SessionKind.RECORDED, starts_at=None, ends_at=None, video_seconds=2900).id


def test_planned_hours_are_not_negative(make):
    with refused("hours_are_not_negative"):
        make.ClassSession(planned_hours=-1)


def test_leave_ends_after_it_starts(make):
    slip = make.LeaveSlip(batch=make.ImportBatch())
    with refused("starts_before_it_ends"):
        make.LeaveSlip(batch=make.ImportBatch(), starts_at=slip.ends_at, ends_at=slip.ends_at)


def test_a_booking_ends_after_it_starts(make):
    session = make.ClassSession()
    with refused("starts_before_it_ends"):
        make.Booking(class_session=session, ends_at=session.starts_at)


@pytest.mark.parametrize("minutes", [-179, -1, 0, 1, 179])
def test_two_bookings_of_a_venue_do_not_overlap(make, minutes):
    booking = make.Booking()
    shifted = {
        "starts_at": booking.starts_at + timedelta(minutes=minutes),
        "ends_at": booking.ends_at + timedelta(minutes=minutes),
    }
    with pytest.raises(DatabaseError, match="booking_overlap"):
        make.Booking(**shifted)


@pytest.mark.parametrize("minutes", [-180, 180])
def test_bookings_may_touch(make, minutes):
    booking = make.Booking()
    shift = timedelta(minutes=minutes)
    assert make.Booking(starts_at=booking.starts_at + shift, ends_at=booking.ends_at + shift).id


@pytest.mark.parametrize("other", [{"resource_id": 2}, {"resource": Resource.TEACHER}])
def test_another_resource_is_another_booking(make, other):
    make.Booking()
    assert make.Booking(**other).id


def test_a_booking_cannot_be_moved_onto_another(make, db_session):
    first = make.Booking()
    second = make.Booking(resource_id=2)
    second.resource_id = first.resource_id
    with pytest.raises(DatabaseError, match="booking_overlap"):
        db_session.flush()


def test_a_reversal_names_what_it_reverses(make):
    with refused("reversal_names_what_it_reverses"):
        make.HourPosting(kind=PostingKind.REVERSE, minutes=-90, hours=-2)


def test_a_posting_is_reversed_once_at_most(make):
    earned = make.HourPosting()
    reversal = {"kind": PostingKind.REVERSE, "minutes": -90, "hours": -2, "reverses_id": earned.id}
    make.HourPosting(enrolment=earned.enrolment, class_session=earned.class_session, **reversal)
    with refused("reversed_at_most_once|reverses_id"):
        make.HourPosting(enrolment=earned.enrolment, class_session=earned.class_session, **reversal)
