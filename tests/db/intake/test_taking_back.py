"""Imports are taken back, the latest first; nothing is ever deleted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.models import Enrolment
from courses.rules import EnrolmentState
from intake import actions
from sessions import queries as session_queries
from sessions.models import AttendanceEvent, Booking, ClassSession, Evaluation, HourPosting
from sessions.rules.kinds import SessionStatus
from tests.db.intake.corrections import correction
from tests.db.intake.sample import differences, sample_files

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


def take_back(offering, batch=None, by=None):
    batch = batch or course_queries.last_applied_batch(offering.id)
    posted = actions.take_back(batch, offering, by=by, reason="误导入")
    db.session.commit()
    db.session.expire_all()
    return posted


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_taking_back_the_first_import_empties_the_class(offering, figures_now, row_counts):
    before = row_counts()
    posted = take_back(offering)
    figures = figures_now()
    assert figures["people"] == figures["timetable"] == figures["warnings"] == figures["roster"]["rows"] == []
    assert {records["rows"] for records in figures["records"].values()} == {0}
    assert (figures["summary"]["learners"], figures["summary"]["total_hours"], figures["survey"]) == (0, 0, None)
    after = {table: rows - before[table] for table, rows in row_counts().items() if rows != before[table]}
    assert after.pop("booking") < 0
    assert after.pop("session_change", 0) >= 0
    assert after == {"hour_posting": posted, "evaluation": 1, "audit_entry": 1}


def test_after_taking_back_everything_the_ledger_sums_to_nothing(offering):
    take_back(offering)
    hours, minutes = db.session.execute(select(func.sum(HourPosting.hours), func.sum(HourPosting.minutes))).one()
    assert (Decimal(hours), minutes) == (0, 0)


def test_taking_back_cancels_and_withdraws_but_deletes_nothing(offering):
    enrolled = count(Enrolment)
    take_back(offering)
    assert count(Enrolment, Enrolment.state == EnrolmentState.WITHDRAWN) == enrolled == 42
    assert count(ClassSession, ClassSession.status == SessionStatus.CANCELLED) == 26
    assert count(AttendanceEvent) == 943 + 170


def test_the_same_files_after_taking_back_give_the_same_figures(offering, hand_in, figures_now):
    before = figures_now()
    take_back(offering)
    assert hand_in(dict(sample_files())).changed
    assert list(differences(before, figures_now())) == []


def test_nothing_stays_booked_however_often_an_import_comes_and_goes(offering, hand_in):
    booked = count(Booking)
    take_back(offering)
    hand_in(dict(sample_files()))
    assert count(Booking) == booked > 0
    take_back(offering)
    assert count(Booking) == 0


def test_a_corrected_timetable_books_what_it_says(offering, hand_in):
    hand_in(correction("timetable").handed, offering=offering)
    held = {(one.session_id, one.starts_at, one.ends_at) for one in db.session.scalars(select(Booking))}
    planned = {(one.id, one.starts_at, one.ends_at) for one in session_queries.sessions_of(offering.id) if one.venue_id}
    assert planned <= held
    assert {number for number, *_ in held} <= {one.id for one in session_queries.sessions_of(offering.id)}


def test_taking_back_a_corrected_timetable_books_what_was_booked(offering, hand_in):
    def booked():
        return {
            (one.session_id, one.resource, one.resource_id, one.starts_at)
            for one in db.session.scalars(select(Booking))
        }

    before = booked()
    hand_in(correction("timetable").handed, offering=offering)
    assert booked() != before
    take_back(offering)
    assert booked() == before


def test_an_older_import_waits_until_the_later_one_is_taken_back(offering, hand_in):
    first = course_queries.last_applied_batch(offering.id)
    report = hand_in(correction("one_day").handed, offering=offering)
    with pytest.raises(course_actions.NotTheLastBatch) as refused:
        take_back(offering, first)
    assert refused.value.last.id == report.batch_id


def test_an_import_is_taken_back_once(offering, hand_in):
    hand_in(correction("one_day").handed, offering=offering)
    batch = course_queries.last_applied_batch(offering.id)
    take_back(offering, batch)
    with pytest.raises(course_actions.AlreadyUndone):
        take_back(offering, batch)


def test_who_took_back_when_and_why_is_on_file(offering, make):
    by = make.User(display_name="李静")
    batch = course_queries.last_applied_batch(offering.id)
    take_back(offering, batch, by=by)
    assert (batch.undone_by, batch.undone_reason) == ("李静", "误导入")
    assert batch.undone_at is not None


def test_corrections_of_corrections_are_taken_back_one_by_one(offering, hand_in, figures_now):
    seen = [figures_now()]
    for name in ("corrected_roster", "timetable"):
        hand_in(correction(name).handed, offering=offering)
        seen.append(figures_now())
    while len(seen) > 1:
        assert list(differences(seen.pop(), figures_now())) == []
        take_back(offering)
    assert list(differences(seen[0], figures_now())) == []


def test_every_run_of_the_rules_says_how_many_postings_it_made(offering, hand_in):
    hand_in(correction("one_day").handed, offering=offering)
    take_back(offering)
    for run in db.session.scalars(select(Evaluation)):
        assert run.posted == count(HourPosting, HourPosting.evaluation_id == run.id) > 0


def test_what_is_changed_since_in_the_register_stays(offering, hand_in):
    from trainer import queries as trainer_queries

    hand_in(correction("papers").handed, offering=offering)
    teacher = next(one for one in trainer_queries.teachers_of([offering.institution_id]) if one.name == "晏若谷")
    teacher.valid_to = teacher.valid_to.replace(year=2030)
    db.session.commit()
    take_back(offering)
    assert teacher.valid_to.year == 2030
