"""Who is behind a record, settled by hand, and attendance corrected by hand, in the sample class."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.clock import to_local
from core.db import db
from courses import queries as course_queries
from sessions import queries, results
from sessions.actions import ledger, records
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource
from tests.db.intake.corrections import correction


@pytest.fixture
def coordinator(make):
    return make.User(display_name="李静")


def person(offering, name):
    return next(one for one in course_queries.enrolments_of(offering.id) if one.learner.name == name)


def ambiguous(offering):
    return next(one for one in results.records_of(offering.id).events if one.match_code == "REC_AMBIGUOUS")


def evaluate(offering, by):
    run = ledger.evaluate_offering(offering, by=by, reason="correction")
    db.session.commit()
    return run.posted if run else 0


def status(offering, enrolment, code):
    earned = results.class_results(offering).people[enrolment.id].earned
    return next(one.attendance.status.value for one in earned if one.code == code)


def test_nothing_is_left_to_settle_twice(in_app, offering):
    assert records.settle_records(offering.id) == 0
    assert evaluate(offering, None) == 0


def test_a_choice_made_by_hand_stays_when_records_are_settled_again(in_app, offering, coordinator):
    record, chosen = ambiguous(offering), person(offering, "彭蓉蓉")
    records.settle_by_hand(record, enrolment_id=chosen.id, by=coordinator)
    assert records.settle_records(offering.id) == 0
    assert (record.enrolment_id, record.match_code, record.settled_by) == (chosen.id, "", "李静")


def test_a_choice_made_by_hand_survives_a_corrected_roster(in_app, offering, coordinator, hand_in):
    record, chosen = ambiguous(offering), person(offering, "彭蓉蓉")
    number, enrolment_id = record.id, chosen.id
    records.settle_by_hand(record, enrolment_id=enrolment_id, by=coordinator)
    db.session.commit()
    hand_in(correction("shorter_roster").handed, offering=offering)
    after = next(one for one in results.records_of(offering.id).events if one.id == number)
    assert (after.enrolment_id, after.settled_by) == (enrolment_id, "李静")


def test_a_choice_falls_with_the_person_it_named(in_app, offering, coordinator, hand_in):
    record, leaver = ambiguous(offering), person(offering, "阿依古丽·买买提")
    number = record.id
    records.settle_by_hand(record, enrolment_id=leaver.id, by=coordinator)
    db.session.commit()
    hand_in(correction("shorter_roster").handed, offering=offering)
    after = next(one for one in results.records_of(offering.id).events if one.id == number)
    assert (after.enrolment_id, after.match_code, after.settled_by) == (None, "REC_AMBIGUOUS", "")


def test_a_correction_adds_an_event_and_posts_the_difference(in_app, offering, coordinator):
    late = person(offering, "戴振华")
    assert status(offering, late, "S01") == "ABSENT"
    for clock, direction in ((8, Direction.IN), (12, Direction.OUT)):
        records.correct_attendance(
            offering, enrolment_id=late.id, name="戴振华", at=datetime(2026, 5, 11, clock, 0), direction=direction,
            reason="设备故障，班主任证明", by=coordinator,
        )  # fmt: skip
    assert evaluate(offering, coordinator) == 2
    assert status(offering, late, "S01") == "PRESENT"
    event = next(one for one in results.records_of(offering.id).events if one.source is EventSource.CORRECTION)
    assert (event.reason, event.recorder, event.settled_by) == ("设备故障，班主任证明", "李静", "李静")


def test_an_event_that_is_withdrawn_no_longer_counts_and_stays_on_file(in_app, offering, coordinator):
    present = person(offering, "杜凯")
    mine = [one for one in results.records_of(offering.id).taps if one.enrolment_id == present.id]
    morning = [one for one in mine if f"{to_local(one.at):%m-%d %H}" < "05-11 13"]
    for event in morning:
        records.withdraw_event(offering, event, reason="代签", by=coordinator)
    assert evaluate(offering, coordinator) == 2
    assert status(offering, present, "S01") == "ABSENT"
    assert all(one.superseded_by_id for one in morning)


def test_a_corrected_file_leaves_corrections_by_hand_alone(in_app, offering, coordinator, hand_in):
    absent = person(offering, "戴振华")
    records.correct_attendance(
        offering, enrolment_id=absent.id, name="戴振华", at=datetime(2026, 5, 11, 8, 20), direction=Direction.IN,
        reason="补签", by=coordinator,
    )  # fmt: skip
    db.session.commit()
    hand_in(correction("attendance").handed, offering=offering)
    assert status(offering, person(offering, "戴振华"), "S01") == "PRESENT"


def test_every_posting_names_its_records_and_status(in_app, offering):
    postings = queries.postings_of(person(offering, "杜凯").id)
    known = {one.id for one in results.records_of(offering.id).everything()}
    assert all(posting.basis["events"] and set(posting.basis["events"]) <= known for posting in postings)
    assert {"PRESENT"} <= {posting.basis.get("status") for posting in postings}


def test_postings_keep_year_and_way_of_delivery(in_app, offering):
    postings = queries.postings_of(person(offering, "杜凯").id)
    assert {posting.year for posting in postings} == {2026}
    assert all(posting.category is posting.class_session.kind for posting in postings)
