"""Moving a session on a calendar: time, venue, teacher; what is in the way; who came first."""

from __future__ import annotations

from datetime import datetime

import pytest

from courses.models import ClassOffering
from sessions import queries
from sessions.actions import moves, timetable
from sessions.models import Booking, SessionChange
from sessions.rules.conflicts import FindingCode
from sessions.rules.kinds import Resource, SessionKind
from sessions.rules.timetable import SessionFacts
from trainer.models import Teacher, Venue


def facts(code="S01", start="09:00", end="12:00", **values):
    at = [datetime.fromisoformat(f"2026-03-02T{clock}") for clock in (start, end)]
    values = {"venue_name": "报告厅", "teacher_name": "崔砚秋", **values}
    return SessionFacts(code, values.pop("kind", SessionKind.OFFLINE), "质量战略", *at, **values)


@pytest.fixture
def offering(make, in_app):
    made = make.ClassOffering(code="A")
    make.Venue(institution=made.institution, name="报告厅")
    make.Venue(institution=made.institution, name="教室")
    make.Teacher(institution=made.institution, name="崔砚秋")
    make.Teacher(institution=made.institution, name="屈文翰")
    return in_app.get(ClassOffering, made.id)


@pytest.fixture
def session(offering):
    return timetable.schedule_session(offering, facts(), by=None)


def move(offering, session, **values):
    return moves.move_session(offering, session, by=None, reason="改期", **values)


def named(in_app, model, name):
    return in_app.query(model).filter_by(name=name).one()


def test_a_session_keeps_its_length_and_its_bookings_follow(in_app, offering, session):
    assert move(offering, session, starts_at=datetime(2026, 3, 3, 14, 0)).done
    assert queries.facts_of(session).ends_at == datetime(2026, 3, 3, 17, 0)
    assert {(one.starts_at, one.ends_at) for one in in_app.query(Booking)} == {(session.starts_at, session.ends_at)}
    assert {one.resource for one in in_app.query(Booking)} == set(Resource)


def test_another_end_venue_and_teacher(in_app, offering, session):
    venue, teacher = named(in_app, Venue, "教室"), named(in_app, Teacher, "屈文翰")
    done = move(offering, session, ends_at=datetime(2026, 3, 2, 10, 0), venue=venue, teacher=teacher)
    assert (done.done, done.facts) == (True, facts(end="10:00", venue_name="教室", teacher_name="屈文翰"))
    assert (session.venue_id, session.teacher_id) == (venue.id, teacher.id)


def test_what_is_in_the_way_comes_back_and_nothing_is_changed(in_app, offering, session):
    timetable.schedule_session(offering, facts("S02", "14:00", "16:00", venue_name="", teacher_name=""), by=None)
    refused = move(offering, session, starts_at=datetime(2026, 3, 2, 13, 30))
    assert not refused.done
    assert [(one.code, one.sessions) for one in refused.findings] == [(FindingCode.TT_CLASS_OVERLAP, ("S02",))]
    assert queries.facts_of(session) == facts()
    assert in_app.query(SessionChange).count() == 0


def test_a_move_made_on_an_old_view_is_refused(offering, session):
    seen = session.version
    assert move(offering, session, starts_at=datetime(2026, 3, 3, 9, 0), version=seen).done
    with pytest.raises(timetable.SessionChangedMeanwhile):
        move(offering, session, starts_at=datetime(2026, 3, 4, 9, 0), version=seen)
    assert queries.facts_of(session).starts_at == datetime(2026, 3, 3, 9, 0)
    assert move(offering, session, starts_at=datetime(2026, 3, 4, 9, 0), version=session.version).done


def test_a_cancelled_session_is_neither_moved_nor_cancelled_again(offering, session):
    timetable.cancel_session(offering, session, by=None, reason="取消", version=session.version)
    with pytest.raises(timetable.SessionChangedMeanwhile):
        move(offering, session, starts_at=datetime(2026, 3, 4, 9, 0))
    with pytest.raises(timetable.SessionChangedMeanwhile):
        timetable.cancel_session(offering, session, by=None, reason="取消")


def test_a_recorded_unit_and_an_end_before_the_start_are_refused(offering, session):
    with pytest.raises(ValueError, match="ends after"):
        move(offering, session, ends_at=datetime(2026, 3, 2, 9, 0))
    unit = SessionFacts("R1", SessionKind.RECORDED, "录播", video_seconds=60)
    with pytest.raises(ValueError, match="no time"):
        moves.moved(unit, datetime(2026, 3, 2, 9, 0), None, None, None)
