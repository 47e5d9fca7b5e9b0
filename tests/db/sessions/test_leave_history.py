"""Whatever is decided in whatever order: the slips stand exactly when the last decision says so, and the ledger says
what a computation from scratch says. And the tables refuse what the rules call impossible."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import joinedload

from core.clock import to_utc
from core.db import db, utc_now
from courses.models import ClassOffering, Enrolment
from messages.models import Notification
from sessions import queries as session_queries
from sessions import results, traces
from sessions.absence import queries, reminders
from sessions.absence.actions import leave
from sessions.absence.models import Appeal, AppealEntry, LeaveEntry
from sessions.absence.rules.appeals import AppealAct
from sessions.absence.rules.leave import IllegalAct, LeaveAct, LeaveState, SamePerson, Span
from sessions.actions import ledger, records
from sessions.models import Evaluation, HourPosting, LeaveSlip
from sessions.rules.halfdays import Direction
from sessions.rules.traces import TraceState

DAY = datetime(2026, 3, 2)
MORNING = Span(DAY.replace(hour=9), DAY.replace(hour=12))
STEPS = st.lists(st.tuples(st.sampled_from([*LeaveAct, "tap"]), st.integers(0, 2)), min_size=1, max_size=9)
FEW = settings(
    max_examples=8, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def scene(app, make):
    """A class of one morning, its learner, three members of staff; within the application."""
    offering = make.ClassOffering(required_hours=4, ends_on=DAY.date() + timedelta(days=20))
    person = make.Enrolment(offering=offering, learner=make.Learner(user_id=make.User().id))
    make.ClassSession(offering=offering, code="S01")
    make.ClassSession(
        offering=offering, code="S02", starts_at=to_utc(DAY.replace(hour=14)), ends_at=to_utc(DAY.replace(hour=16))
    )
    staff = [make.StaffMember(institution=offering.institution).user for _n in range(3)]
    with app.test_request_context():
        people = [db.session.merge(one) for one in staff]
        offering = db.session.get_one(ClassOffering, offering.id, options=[joinedload(ClassOffering.institution)])
        learner = db.session.get_one(Enrolment, person.id, options=[joinedload(Enrolment.learner)])
        yield offering, learner, people
        db.session.rollback()


def asked(offering, person, by, **facts):
    facts = {"spans": [MORNING], "kind": "病假", "reason": "发烧在家", "now": DAY - timedelta(days=1), **facts}
    made = leave.send_request(offering, person, by=by, **facts)
    return queries.leave_of(offering.id, made.id)


def standing_slips(request):
    statement = select(func.count()).where(
        LeaveSlip.enrolment_id == request.enrolment_id, LeaveSlip.superseded_by_id.is_(None)
    )
    return db.session.scalar(statement)


def ledger_sums(offering_id):
    rows = db.session.execute(
        select(HourPosting.enrolment_id, HourPosting.session_id, func.sum(HourPosting.hours))
        .where(HourPosting.offering_id == offering_id)
        .group_by(HourPosting.enrolment_id, HourPosting.session_id)
    )
    return {(person, session): hours for person, session, hours in rows if hours}


def from_scratch(offering):
    ids = {one.code: one.id for one in session_queries.sessions_of(offering.id)}
    computed = results.class_results(offering)
    return {
        (person, ids[one.code]): one.hours
        for person, found in computed.people.items()
        for one in found.earned
        if one.hours
    }


@FEW
@given(STEPS, st.integers(1, 2))
def test_slips_stand_exactly_when_the_last_decision_says_so(scene, steps, levels):
    offering, person, staff = scene
    with db.session.begin_nested() as all_of_it:
        request = asked(offering, person, staff[0])
        request.levels[:] = ["班主任", "机构负责人"][:levels]
        for minute, (act, who) in enumerate(steps):
            if act == "tap":
                clock = MORNING.starts_at + timedelta(minutes=minute)
                facts = {"enrolment_id": person.id, "name": person.learner.name, "reason": "补记", "by": staff[who]}
                records.correct_attendance(offering, at=clock, direction=Direction.IN, **facts)
                ledger.evaluate_offering(offering, by=None, reason="correction")
            else:
                attempt(offering, request, act, staff[who])
            stands = request.standing.state is LeaveState.APPROVED
            assert (request.state, standing_slips(request)) == (request.standing.state, int(stands))
            assert ledger_sums(offering.id) == from_scratch(offering)
        all_of_it.rollback()
    db.session.expire_all()


def attempt(offering, request, act, by):
    try:
        leave.decide(offering, request, act, by=by, reason="理由充分")
    except (IllegalAct, SamePerson):
        return


def test_what_an_approval_brought_stays_on_file_as_withdrawn(scene):
    offering, person, staff = scene
    request = asked(offering, person, staff[0])
    leave.decide(offering, request, LeaveAct.APPROVE, by=staff[0], reason="同意")
    leave.decide(offering, request, LeaveAct.REVOKE, by=staff[1], reason="误批")
    [trace] = traces.evidence_of(person).leaves.values()
    assert trace.state is TraceState.WITHDRAWN
    assert trace.ended.report["correction"] == "误批"


def test_a_decision_on_what_somebody_else_decided_meanwhile_is_refused(scene):
    offering, person, staff = scene
    request = asked(offering, person, staff[0])
    db.session.execute(
        LeaveEntry.__table__.insert(),
        {"request_id": request.id, "number": 1, "act": LeaveAct.REFUSE, "state": LeaveState.REFUSED, "level": "",
         "by_user_id": staff[1].id, "by_name": "乙", "reason": "", "at": utc_now()},
    )  # fmt: skip
    with pytest.raises(leave.ChangedMeanwhile):
        leave.decide(offering, request, LeaveAct.APPROVE, by=staff[0], reason="同意")
    assert standing_slips(request) == 0


def test_an_import_of_leave_slips_leaves_those_of_requests_alone(scene):
    offering, person, staff = scene
    leave.decide(offering, asked(offering, person, staff[0]), LeaveAct.APPROVE, by=staff[0], reason="同意")
    found = results.records_of(offering.id)
    assert (len(found.leaves), len(found.imported_leaves)) == (1, 0)


def test_approved_leave_begun_is_not_taken_back_by_the_learner(scene, monkeypatch):
    offering, person, staff = scene
    request = asked(offering, person, staff[0])
    leave.decide(offering, request, LeaveAct.APPROVE, by=staff[0], reason="同意")
    monkeypatch.setattr("sessions.absence.actions.leave.local_now", lambda: MORNING.starts_at)
    with pytest.raises(leave.AlreadyBegun):
        leave.withdraw(offering, request, by=staff[0])


def test_rows_are_never_changed_or_deleted_and_an_appeal_ends_once(scene):
    offering, person, staff = scene
    session = session_queries.sessions_of(offering.id)[0]
    appeal = Appeal(
        offering_id=offering.id, enrolment_id=person.id, session_id=session.id, round=1, reason="已到", decide_by=utc_now(),
        by_user_id=staff[0].id, by_name="学员", files=[],
    )  # fmt: skip
    db.session.add(appeal)
    db.session.flush()
    facts = {"appeal_id": appeal.id, "by_user_id": staff[0].id, "by_name": "甲", "at": utc_now(), "events": []}
    db.session.execute(AppealEntry.__table__.insert(), {**facts, "act": AppealAct.REFUSE, "reason": ""})
    for statement in (
        AppealEntry.__table__.insert().values({**facts, "act": AppealAct.ACCEPT, "reason": ""}),
        update(Appeal).values(by_name="乙"),
        delete(AppealEntry),
    ):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(statement)


def test_people_are_told_once_what_was_decided_and_what_waits(scene):
    offering, person, staff = scene
    request = asked(offering, person, staff[0])
    told = lambda: sorted(db.session.execute(select(Notification.kind, Notification.user_id)).all())  # noqa: E731
    reminders.remind_of_waiting(utc_now())
    assert told() == sorted((reminders.WAITING, one.id) for one in staff[1:])
    leave.decide(offering, request, LeaveAct.APPROVE, by=staff[0], reason="同意")
    for _twice in range(2):
        reminders.remind_of_decisions(utc_now())
    assert [kind for kind, user in told() if user == person.learner.user_id] == [reminders.LEAVE_DECIDED]


def test_hours_out_of_reach_are_told_in_the_evening(scene):
    offering, person, staff = scene
    request = asked(offering, person, staff[0], spans=[Span(DAY, DAY + timedelta(days=1))])
    request.levels[:] = ["班主任"]
    leave.decide(offering, request, LeaveAct.APPROVE, by=staff[0], reason="同意")
    db.session.add(Evaluation(offering_id=offering.id, rule_set_version_id=offering.rule_set_version_id))
    noon, evening = (to_utc(DAY.replace(hour=hour)) for hour in (12, 18))
    reminders.remind_of_hours(noon)
    assert db.session.scalars(select(Notification)).all() == []
    reminders.remind_of_hours(evening)
    found = db.session.scalars(select(Notification)).all()
    assert {one.facts["at_most"] for one in found} == {"0"}
    assert {one.user_id for one in found} == {person.learner.user_id, *(one.id for one in staff)}
    assert Decimal(found[0].facts["needed"]) == 4
