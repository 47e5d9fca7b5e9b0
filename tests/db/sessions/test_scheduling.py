"""The actions of the timetable: who is booked, what is refused, what is kept of a change."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.exc import DatabaseError

from accounts.models import AuditEntry
from courses.models import ClassOffering
from sessions import history, overview, queries
from sessions.actions import timetable
from sessions.models import Booking, SessionChange
from sessions.rules.conflicts import FindingCode
from sessions.rules.kinds import Resource, SessionKind, SessionStatus
from sessions.rules.timetable import SessionFacts
from trainer.models import Teacher


def facts(code="S01", start="09:00", end="12:00", **values):
    at = [datetime.fromisoformat(f"2026-03-02T{clock}") for clock in (start, end)]
    values = {"venue_name": "报告厅", "teacher_name": "崔砚秋", **values}
    return SessionFacts(code, values.pop("kind", SessionKind.OFFLINE), "质量战略", *at, **values)


@pytest.fixture
def two_classes(make):
    first = make.ClassOffering(code="A")
    make.Venue(institution=first.institution, name="报告厅")
    make.Teacher(institution=first.institution, name="崔砚秋")
    second = make.ClassOffering(code="B", institution=first.institution)
    return first.id, second.id


@pytest.fixture
def offering(two_classes, in_app):
    return in_app.get(ClassOffering, two_classes[0])


@pytest.fixture
def other(two_classes, in_app):
    return in_app.get(ClassOffering, two_classes[1])


def booked(in_app):
    """What is booked beside the classes themselves."""
    return sorted(one.resource.value for one in in_app.query(Booking) if one.resource is not Resource.CLASS)


def test_a_session_books_venue_and_teacher_and_the_trail_says_who_planned_it(in_app, offering):
    timetable.schedule_session(offering, facts(), by=None)
    assert booked(in_app) == ["teacher", "venue"]
    entry = in_app.query(AuditEntry).one()
    assert (entry.subject_id, entry.institution_id) == ("A S01", offering.institution_id)


def test_a_live_session_books_no_venue(in_app, offering):
    timetable.schedule_session(offering, facts(kind=SessionKind.LIVE), by=None)
    assert booked(in_app) == ["teacher"]


def test_everything_in_the_way_is_named_at_once(offering, other):
    timetable.schedule_session(other, facts("K01"), by=None)
    timetable.schedule_session(offering, facts("S01", venue_name="", teacher_name=""), by=None)
    with pytest.raises(timetable.ScheduleConflict) as refused:
        timetable.schedule_session(offering, facts("S02", "11:00", "13:00"), by=None)
    assert [(one.code, one.sessions) for one in refused.value.findings] == [
        (FindingCode.TT_CLASS_OVERLAP, ("S01",)),
        (FindingCode.TT_VENUE_CLASH, ("B K01",)),
        (FindingCode.TT_TEACHER_CLASH, ("B K01",)),
    ]


def test_when_the_look_sees_nothing_the_database_refuses_in_the_same_words(in_app, offering, other, monkeypatch):
    timetable.schedule_session(other, facts("K01"), by=None)
    look, looks = timetable.conflicts_of, []

    def blind_once(*about):
        looks.append(about)
        return [] if len(looks) == 1 else look(*about)

    monkeypatch.setattr(timetable, "conflicts_of", blind_once)
    with pytest.raises(timetable.ScheduleConflict) as refused:
        timetable.schedule_session(offering, facts("S01"), by=None)
    assert (FindingCode.TT_VENUE_CLASH, ("B K01",)) in [(one.code, one.sessions) for one in refused.value.findings]
    assert set(queries.every_session(offering.id)) == set()
    timetable.schedule_session(offering, facts("S01", "14:00", "15:00"), by=None)


def test_who_was_in_the_way_and_has_gone_is_still_a_conflict(offering, other, monkeypatch):
    timetable.schedule_session(other, facts("K01"), by=None)
    monkeypatch.setattr(timetable, "conflicts_of", lambda *_about: [])
    with pytest.raises(timetable.ScheduleConflict) as refused:
        timetable.schedule_session(offering, facts("S01"), by=None)
    assert [(one.code, one.subject, one.sessions) for one in refused.value.findings] == [
        (FindingCode.TT_VENUE_CLASH, "报告厅", ())
    ]
    with pytest.raises(timetable.ScheduleConflict, match="TT_TEACHER_CLASH 崔砚秋"):
        timetable.schedule_session(offering, facts("S02", venue_name=""), by=None)


def test_a_code_taken_meanwhile_is_refused_by_the_database_in_our_words(offering, monkeypatch):
    timetable.schedule_session(offering, facts("S01"), by=None)
    monkeypatch.setattr(queries, "every_session", lambda _offering_id: {})
    with pytest.raises(timetable.CodeTaken):
        timetable.schedule_session(offering, facts("S01", "14:00", "15:00"), by=None)


def test_other_errors_of_the_database_are_not_hidden(offering):
    with pytest.raises(DatabaseError):
        timetable.schedule_session(offering, facts("S01", "12:00", "09:00"), by=None)


def test_a_refused_change_leaves_no_trace(in_app, offering, other):
    timetable.schedule_session(other, facts("K01", "14:00", "16:00"), by=None)
    session = timetable.schedule_session(offering, facts("S01"), by=None)
    with pytest.raises(timetable.ScheduleConflict):
        timetable.reschedule_session(offering, session, facts("S01", "15:00", "17:00"), by=None, reason="改期")
    assert queries.facts_of(session) == facts("S01")
    assert in_app.query(SessionChange).count() == 0
    assert booked(in_app) == ["teacher", "teacher", "venue", "venue"]


def test_the_history_tells_each_change_against_what_came_after(in_app, offering):
    session = timetable.schedule_session(offering, facts("S01"), by=None)
    timetable.reschedule_session(offering, session, facts("S01", "13:00", "16:00"), by=None, reason="改期")
    timetable.reschedule_session(offering, session, facts("S01", "14:00", "17:00"), by=None, reason="再改")
    timetable.cancel_session(offering, session, by=None, reason="取消")
    told = [
        (one.reason, [(fact.field, fact.before[-8:], fact.after[-8:]) for fact in one.facts])
        for one in history.history_of(offering.id)
    ]
    assert told == [
        ("取消", [("status", "planned", "ancelled")]),
        ("再改", [("starts_at", "13:00:00", "14:00:00"), ("ends_at", "16:00:00", "17:00:00")]),
        ("改期", [("starts_at", "09:00:00", "13:00:00"), ("ends_at", "12:00:00", "16:00:00")]),
    ]
    assert booked(in_app) == []
    assert session.status is SessionStatus.CANCELLED


def test_a_change_that_was_written_down_is_never_changed(in_app, offering):
    session = timetable.schedule_session(offering, facts("S01"), by=None)
    timetable.cancel_session(offering, session, by=None, reason="取消")
    change = in_app.query(SessionChange).one()
    change.reason = "另说"
    with pytest.raises(DatabaseError, match="append_only"):
        in_app.flush()
    in_app.rollback()


def test_findings_of_many_classes_are_those_of_each_class(offering, other):
    for each in (offering, other):
        timetable.schedule_session(each, facts("S01", venue_name="", teacher_name=""), by=None)
        saturday = SessionFacts(
            "S02", SessionKind.LIVE, "讲座", datetime(2026, 3, 7, 9, 0), datetime(2026, 3, 7, 10, 0)
        )
        timetable.schedule_session(each, saturday, by=None, waiver="周末班")
    many = overview.findings_by_class([offering, other])
    assert many == {each.id: queries.findings_of(each, queries.sessions_of(each.id)) for each in (offering, other)}
    assert len(many[offering.id]) == 1


def test_a_booking_outside_the_half_open_interval_is_not_found(offering):
    timetable.schedule_session(offering, facts("S01"), by=None)
    session = queries.sessions_of(offering.id)[0]
    assert (
        queries.bookings_between(Resource.VENUE, session.venue_id, session.ends_at, session.ends_at.replace(hour=20))
        == []
    )


def test_saying_the_same_again_leaves_no_trace(in_app, offering):
    session = timetable.schedule_session(offering, facts("S01"), by=None)
    timetable.reschedule_session(offering, session, facts("S01"), by=None, reason="没有变化")
    assert history.history_of(offering.id) == []
    assert booked(in_app) == ["teacher", "venue"]


def test_every_teacher_that_a_session_names_is_booked(in_app, offering, other):
    second = Teacher(institution_id=offering.institution_id, name="屈文翰")
    in_app.add(second)
    in_app.flush()
    timetable.schedule_session(offering, facts("S01", venue_name="", teacher_name="崔砚秋、屈文翰、外聘专家"), by=None)
    assert booked(in_app) == ["teacher", "teacher"]
    with pytest.raises(timetable.ScheduleConflict, match="TT_TEACHER_CLASH 屈文翰 A S01"):
        timetable.schedule_session(other, facts("K01", venue_name="", teacher_name="屈文翰"), by=None)
