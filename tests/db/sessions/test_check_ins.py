"""Taps as the database keeps them: once each, however often they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.db import utc_now
from courses.rules import EnrolmentState
from sessions import results
from sessions.checkin import actions, keys, queries, windows
from sessions.checkin.actions import TapAsked
from sessions.checkin.known import look
from sessions.checkin.models import CheckIn
from sessions.checkin.rules import codes
from sessions.checkin.rules.codes import Pass
from sessions.checkin.rules.judging import Outcome, Way
from sessions.models import AttendanceEvent, HourPosting
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC).timestamp()  # 09:00 on the site's clock


@pytest.fixture
def hall(in_app, make):
    """A window and a learner."""
    batch = make.ImportBatch()
    make.ClassSession(offering=batch.offering)
    return make.CheckInWindow(batch=batch), make.Enrolment(offering=batch.offering)


def tap(window, enrolment, at: float = NINE, **facts) -> TapAsked:
    """A tap by the code on the wall."""
    code = codes.room_code(keys.key(), window.id, codes.step_at(at, window.code_life))
    usual = {"client_id": str(uuid4()), "window_id": window.id, "way": Way.CODE, "secret": code, "claimed": at}
    usual |= {"received": at, "learner_id": enrolment.learner_id, "source": EventSource.SELF_CHECK_IN, "device": "d1"}
    return TapAsked(**usual | facts)


def take(in_app, *taps: TapAsked) -> list[Outcome]:
    return [one.verdict for one in actions.take(in_app.connection(), taps)]


def written(in_app, model) -> int:
    return in_app.scalar(select(func.count()).select_from(model)) or 0


def test_a_tap_becomes_an_event_that_knows_its_person(in_app, hall):
    window, enrolment = hall
    assert take(in_app, tap(window, enrolment)) == [Outcome.ACCEPTED]
    event = in_app.scalar(select(AttendanceEvent))
    assert (event.enrolment_id, event.batch_id, event.direction) == (enrolment.id, window.batch_id, Direction.IN)
    assert (event.at.timestamp(), event.source) == (NINE, EventSource.SELF_CHECK_IN)
    assert results.records_of(window.offering_id).events == [event]


def test_a_repeat_is_harmless(in_app, hall):
    window, enrolment = hall
    asked = tap(window, enrolment)
    assert take(in_app, asked, asked) == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert (written(in_app, CheckIn), written(in_app, AttendanceEvent)) == (1, 1)


def test_the_second_tap_of_a_person_is_told_so(in_app, hall):
    window, enrolment = hall
    assert take(in_app, tap(window, enrolment), tap(window, enrolment)) == [Outcome.ACCEPTED, Outcome.ALREADY]
    assert written(in_app, AttendanceEvent) == 1


def test_what_is_no_code_of_this_window_writes_no_event(in_app, hall, make):
    window, enrolment = hall
    other = make.CheckInWindow()
    forged = tap(window, enrolment, secret="1-1-aaaaaaaaaaaaaaaa")
    elsewhere = tap(window, enrolment, secret=codes.room_code(keys.key(), other.id, codes.step_at(NINE, 15)))
    photographed = tap(window, enrolment, received=NINE + 60, claimed=NINE + 60)
    leaving = tap(window, enrolment, direction=Direction.OUT)
    stranger = tap(window, enrolment, learner_id=0)
    assert take(in_app, forged, elsewhere, photographed, leaving, stranger) == [
        Outcome.FORGED, Outcome.OTHER_WINDOW, Outcome.EXPIRED, Outcome.OTHER_WINDOW, Outcome.UNKNOWN_PERSON,
    ]  # fmt: skip
    assert written(in_app, AttendanceEvent) == 0


def test_somebody_elses_id_is_no_way_in(in_app, hall, make):
    window, enrolment = hall
    other = make.Enrolment(offering=enrolment.offering)
    first = tap(window, enrolment)
    assert take(in_app, first, tap(window, other, client_id=first.client_id)) == [Outcome.ACCEPTED, Outcome.FORGED]


def test_a_pass_used_on_another_phone_waits_for_the_class_teacher(in_app, hall):
    window, enrolment = hall
    key = keys.key()
    told = Pass(window.id, int(NINE), "d1", codes.network_mark(key, ""))
    by_pass = tap(window, enrolment, way=Way.PASS, secret=codes.write_pass(key, told), received=NINE + 300)
    passed_on = tap(window, enrolment, way=Way.PASS, secret=codes.write_pass(key, told), device="d2")
    assert take(in_app, passed_on, by_pass) == [Outcome.HELD, Outcome.ACCEPTED]
    assert in_app.scalars(select(CheckIn.marks).where(CheckIn.verdict == Outcome.HELD)).one() == ["passed_on"]


def test_staff_scan_a_learners_own_code_or_type_the_number(in_app, hall):
    window, enrolment = hall
    key = keys.key()
    code = codes.own_code(key, enrolment.id, codes.step_at(NINE, window.own_life))
    pin = next(iter(codes.pins(key, [enrolment.id])))
    scanned = {"way": Way.OWN, "secret": code, "source": EventSource.STAFF_SCAN, "recorder": "李静"}
    assert take(in_app, tap(window, enrolment, **scanned, learner_id=0)) == [Outcome.ACCEPTED]
    typed = {"way": Way.PIN, "secret": pin, "source": EventSource.STATION, "learner_id": 0}
    assert take(in_app, tap(window, enrolment, **typed)) == [Outcome.ALREADY]
    assert take(in_app, tap(window, enrolment, **typed | {"secret": "none"})) == [Outcome.NOT_IN_CLASS]
    assert in_app.scalar(select(AttendanceEvent.recorder)) == "李静"


def test_who_has_left_the_class_waits_for_the_class_teacher(in_app, hall, make):
    window, enrolment = hall
    gone = make.Enrolment(offering=enrolment.offering, state=EnrolmentState.WITHDRAWN)
    assert take(in_app, tap(window, gone)) == [Outcome.HELD]


def test_taps_written_together_become_what_they_become_one_by_one(in_app, make, hall):
    window, first = hall
    second = make.Enrolment(offering=first.offering)
    elsewhere = make.CheckInWindow(batch=make.ImportBatch(), code_life=15)
    known = tap(window, first)
    take(in_app, known)
    taps = [
        tap(window, second, at=NINE + 20),
        known,
        tap(window, first),
        tap(window, second, at=NINE + 20, client_id=known.client_id),
        tap(elsewhere, first),
        tap(window, second, secret="forged"),
        tap(window, second, way=Way.PIN, enrolment_id=second.id, secret=""),
        tap(window, second, learner_id=0),
    ]
    taps.append(replace(taps[0]))

    def told(groups: list[list[TapAsked]]) -> list[actions.Verdict]:
        with in_app.connection().begin_nested() as inner:
            verdicts = [one for some in actions.take_all(in_app.connection(), groups) for one in some]
            inner.rollback()
        return verdicts

    with in_app.connection().begin_nested() as inner:
        alone = [actions.take(in_app.connection(), [one])[0] for one in taps]
        inner.rollback()
    assert told([taps]) == told([taps[:4], [], taps[4:]]) == alone
    assert [one.verdict for one in alone[:3]] == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.ALREADY]
    assert len({one.verdict for one in alone}) >= 5


def test_what_came_after_the_end_is_reckoned_by_the_next_reminder(in_app, hall):
    window, enrolment = hall
    ended = window.closes_at + timedelta(minutes=1)
    assert [one.id for one in queries.windows_to_settle(ended)] == [window.id]
    windows.settle_ended(ended)
    assert queries.windows_to_settle(ended) == []
    take(in_app, tap(window, enrolment, received=utc_now().timestamp() + 1, way=Way.PIN, enrolment_id=enrolment.id))
    assert [one.id for one in queries.windows_to_settle(ended)] == [window.id]
    windows.settle_ended(ended + timedelta(minutes=5))
    assert in_app.scalar(select(HourPosting.hours)) > 0


def test_only_one_attempt_of_a_person_can_be_accepted(in_app, make, hall):
    """The key of the database, should looking ever fail."""
    window, enrolment = hall
    [seen, unseen] = [tap(window, enrolment), tap(window, enrolment)]
    assert take(in_app, seen) == [Outcome.ACCEPTED]
    connection = in_app.connection()
    known = look(connection, [], [window.id], [enrolment.learner_id], [])
    person = known.by_learner[window.offering_id, enrolment.learner_id]
    again = actions.Seen(unseen, known.windows[window.id], person, None)
    with connection.begin_nested() as inner:
        with pytest.raises(IntegrityError):
            actions._write(connection, [(again, actions.Judged(Outcome.ACCEPTED, NINE))])
        inner.rollback()
