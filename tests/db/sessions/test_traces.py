"""Records behind figures: one person computed alone, what became of each record, sums and runs of the ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import BatchState
from sessions import results, runs, traces
from sessions.models import AttendanceEvent
from sessions.queries import postings_of
from sessions.rules.traces import TraceState
from tests.web.sessions import taught


@pytest.fixture
def small(app, make):
    """A small class with its ledger up to date."""
    return taught.small_class(app, make)


@pytest.fixture
def in_app(app, small):
    """The class as the application reads it."""
    with app.app_context():
        yield db.session.get_one(ClassOffering, small.offering.id)


def enrolment(small, name):
    return db.session.get_one(Enrolment, small.learner(name))


@pytest.mark.parametrize("name", ["李明", "王芳"])
def test_one_person_alone_comes_to_the_same_as_in_the_class(in_app, small, name):
    number = small.learner(name)
    alone = traces.results_of_person(in_app, number).people
    assert alone == {number: results.class_results(in_app).people[number]}


def test_everything_about_a_person_is_found_whether_it_counts_or_not(make, small, in_app):
    undone = make.ImportBatch(offering=small.offering, state=BatchState.UNDONE)
    newer = make.ImportBatch(offering=small.offering)
    old = taught.tap(make, small, "李明", "08:30", superseded_by_id=newer.id)
    back = taught.tap(make, small, "李明", "08:31", batch=undone)
    found = traces.evidence_of(enrolment(small, "李明")).events
    assert (found[old.id].state, found[back.id].state) == (TraceState.REPLACED, TraceState.TAKEN_BACK)
    assert sum(one.counts for one in found.values()) == 3


def test_a_record_superseded_by_an_import_that_was_taken_back_counts_again(make, small, in_app):
    undone = make.ImportBatch(offering=small.offering, state=BatchState.UNDONE)
    old = taught.tap(make, small, "李明", "08:30", superseded_by_id=undone.id)
    assert traces.evidence_of(enrolment(small, "李明")).events[old.id].counts


def test_a_withdrawal_is_told_from_a_newer_file(make, small, in_app):
    tap = taught.tap(make, small, "李明", "08:30")
    tap.superseded_by_id = make.ImportBatch(offering=small.offering, report={"withdraws": tap.id}).id
    make.ImportBatch(offering=small.offering)
    assert traces.evidence_of(enrolment(small, "李明")).events[tap.id].state is TraceState.WITHDRAWN


def test_a_posting_finds_its_records_even_when_they_belong_to_somebody_else_now(make, small, in_app):
    posting = next(one for one in postings_of(small.learner("李明")) if one.class_session.code == "L01")
    [event_id] = posting.basis["events"]
    db.session.get_one(AttendanceEvent, event_id).enrolment_id = small.learner("王芳")
    db.session.flush()
    [trace] = traces.evidence_of(enrolment(small, "李明"), [posting]).behind(posting)
    assert trace.state is TraceState.MOVED


def test_sums_of_the_ledger_are_exact_and_by_kind(small, in_app):
    totals = runs.ledger_totals(in_app.id)
    assert totals[small.learner("李明")] == runs.LedgerTotal(Decimal(4), Decimal("2.5"))
    assert totals[small.learner("王芳")].total == Decimal("4.5")


def test_a_run_knows_what_it_earned_and_reversed(app, make, small, db_session):
    taught.tap(make, small, "王芳", "08:55")
    taught.evaluate(app, small.offering)
    with app.app_context():
        latest, first = runs.runs_of(small.offering.id)
    assert (latest.earned, latest.reversed, latest.hours) == (1, 1, Decimal("0.5"))
    assert (first.earned, first.reversed, first.hours) == (7, 0, Decimal(11))


def test_records_of_nobody_come_in_the_order_of_the_files(make, small, in_app):
    made = [
        make.ScoreLine(batch=small.batch, row=9),
        make.ScoreLine(batch=small.batch, row=4),
        make.LeaveSlip(batch=small.batch, row=7),
        taught.tap(make, small, "李明", "08:30", enrolment=None, row=2),
    ]
    found = traces.unsettled_records(in_app.id)
    assert [(kind, line.row) for kind, line in found] == [("scores", 4), ("scores", 9), ("events", 2), ("leave", 7)]
    assert traces.unsettled_count(in_app.id) == len(made)


def test_records_that_no_longer_count_need_nobody(make, small, in_app):
    undone = make.ImportBatch(offering=small.offering, state=BatchState.UNDONE)
    taught.tap(make, small, "李明", "08:30", enrolment=None, batch=undone)
    assert traces.unsettled_records(in_app.id) == []


def test_corrections_are_not_listed_as_settled_by_hand(make, small, in_app):
    taught.tap(make, small, "李明", "08:30", settled_by="李静", source="correction")
    chosen = taught.tap(make, small, "李明", "08:31", settled_by="李静")
    assert [line.id for _kind, line in traces.records_settled_by_hand(in_app.id)] == [chosen.id]


@pytest.mark.parametrize("kind", ["nonsense", "leave"])
def test_a_record_is_found_by_its_own_kind_only(make, small, in_app, kind):
    tap = taught.tap(make, small, "李明", "08:30", enrolment=None)
    assert traces.record_of(in_app.id, "events", tap.id) is not None
    assert traces.record_of(in_app.id, kind, tap.id) is None
