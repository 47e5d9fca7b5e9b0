"""A learner in two classes at once: the ledgers of both follow when the records of one change, by differences only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from conformity.gates import queries as gate_queries
from core.db import db
from courses.gates.rules import Severity
from courses.models import ClassOffering
from courses.rules import ClassState
from sessions import results, revisions, traces
from sessions.actions import ledger
from sessions.models import HourPosting
from sessions.rules.kinds import EventSource, SessionKind
from standards.models import RuleParameter
from standards.rules import Confidence
from tests.web.sessions import taught


@pytest.fixture
def both(make, db_session):
    """李明 signed in face to face in a class of March and sat in a live meeting of one of February meanwhile."""
    version = make.RuleSetVersion(version=3)
    order = {"key": "hours.precedence_classes", "value": "先开班", "confidence": Confidence.SAMPLE, "position": 999}
    db_session.add(RuleParameter(version_id=version.id, name="", unit="", basis="", **order))
    learner = make.Learner(name="李明")

    def held(code, began, units):
        offering = make.ClassOffering(code=code, rule_set_version=version, starts_on=began, ends_on=date(2026, 3, 20))
        person = make.Enrolment(offering=offering, learner=learner)
        make.Enrolment(offering=offering)
        for unit, facts in units.items():
            make.ClassSession(offering=offering, code=unit, planned_hours=2, **facts)
        return taught.Taught(offering, {}, {"李明": person}, make.ImportBatch(offering=offering))

    morning = {"starts_at": taught.on(2, "09:00"), "ends_at": taught.on(2, "10:30")}
    hall = held("MARCH", date(2026, 3, 2), {"S01": morning})
    net = held("FEBRUARY", date(2026, 2, 2), {"L01": {"kind": SessionKind.LIVE, **morning}})
    taught.tap(make, hall, "李明", "08:50")
    make.AttendanceEvent(
        batch=net.batch, enrolment=net.learners["李明"], source=EventSource.LIVE_IMPORT, direction=None,
        at=taught.on(2, "09:00"), until=taught.on(2, "10:30"), unit="L01", name="李明",
    )  # fmt: skip
    db_session.commit()
    return hall, net


def posted(db_session, one):
    statement = select(func.count(HourPosting.id), func.coalesce(func.sum(HourPosting.hours), 0))
    count, hours = db_session.execute(statement.where(HourPosting.offering_id == one.offering.id)).one()
    return count, Decimal(hours)


@pytest.fixture
def evaluate(app, db_session):
    def run(one, **more):
        with app.app_context():
            ledger.evaluate_offering(
                db.session.get_one(ClassOffering, one.offering.id), by=None, reason="import", **more
            )
            db.session.commit()
        db_session.expire_all()

    return run


def test_hours_move_to_the_place_that_goes_first_and_come_back_when_its_records_are_withdrawn(
    evaluate, both, db_session
):
    hall, net = both
    evaluate(net)
    assert posted(db_session, net) == (0, 0)  # face to face goes first, posted there already or not
    assert posted(db_session, hall) == (1, 2)
    hall.batch.state = "undone"
    db_session.commit()
    evaluate(hall)
    assert (posted(db_session, hall), posted(db_session, net)) == ((2, 0), (1, 2))
    hall.batch.state = "applied"
    db_session.commit()
    evaluate(hall)
    assert (posted(db_session, hall), posted(db_session, net)) == ((3, 2), (2, 0))
    evaluate(net)
    assert (posted(db_session, hall), posted(db_session, net)) == ((3, 2), (2, 0))


def test_hours_of_a_filed_class_stand_and_the_other_yields(evaluate, both, db_session):
    hall, net = both
    hall.batch.state = "undone"
    db_session.commit()
    evaluate(net)
    net.offering.state, hall.batch.state = ClassState.FILED, "applied"
    db_session.commit()
    evaluate(hall)
    assert (posted(db_session, hall), posted(db_session, net)) == ((0, 0), (1, 2))


def test_pages_of_one_learner_say_the_same_as_those_of_the_class_and_where_the_time_is_counted(app, both):
    _hall, net = both
    with app.app_context():
        offering = db.session.get_one(ClassOffering, net.offering.id)
        person = net.learners["李明"].id
        whole = results.class_results(offering).people[person]
        assert traces.results_of_person(offering, person).people[person] == whole
        assert results.class_results(offering, only=[person]).people == {person: whole}
        assert [(one.code, one.seconds) for one in whole.earned[0].overlaps] == [("MARCH S01", 5400)]


@pytest.mark.one_engine  # On PostgreSQL marks tell transactions apart, and a test has but one.
def test_pages_kept_of_a_class_are_made_anew_when_its_neighbour_is_evaluated(app, both, evaluate):
    hall, net = both
    evaluate(net)
    with app.app_context():
        before = revisions.read(net.offering.id)
    evaluate(hall)
    with app.app_context():
        assert revisions.read(net.offering.id) != before


def test_nobody_in_another_class_costs_one_query_and_a_silent_rule_set_none(
    in_app, make, both, count_queries, db_session
):
    alone = make.ClassOffering(rule_set_version=both[0].offering.rule_set_version)
    make.Enrolment(offering=alone)
    policy = results.queries.policy_of(alone)
    assert count_queries(lambda: results.abroad_of(alone, policy)) == 1
    silent = make.ClassOffering()
    assert count_queries(lambda: results.abroad_of(silent, results.queries.policy_of(silent))) <= 1


def test_of_one_learner_only_what_concerns_that_learner_is_posted(evaluate, app, make, db_session):
    small = taught.small_class(app, make)
    counts = posted(db_session, small)
    for name in ("李明", "王芳"):
        make.ViewingSegment(batch=small.batch, enrolment=small.learners[name], start_second=0, end_second=1350, row=9)
    db_session.commit()
    evaluate(small, only=[small.learner("王芳")])
    assert posted(db_session, small) == (counts[0] + 1, counts[1] + Decimal("0.25"))
    evaluate(small)
    assert posted(db_session, small) == (counts[0] + 1, counts[1] + Decimal("0.25"))


def test_where_no_rule_set_says_which_goes_first_the_gate_names_the_learners(app, make, both, evaluate, db_session):
    hall, net = both
    with app.app_context():
        assert results.counted_twice(hall.offering, results.class_results(hall.offering)) == {}
    silent = make.RuleSetVersion(version=2)
    hall.offering.rule_set_version_id = net.offering.rule_set_version_id = silent.id
    db_session.commit()
    evaluate(hall)
    evaluate(net)
    assert posted(db_session, net)[1] == posted(db_session, hall)[1] == 2
    with app.app_context():
        offering = db.session.get_one(ClassOffering, net.offering.id)
        gates = gate_queries.gates_of(offering, date(2026, 3, 21), datetime(2026, 3, 21, 9))
        [found] = [one for gate in gates for one in gate.findings if one.remark == "twice"]
        assert (found.subject, found.severity, found.figures["names"]) == ("MARCH", Severity.WARNS, "李明")
