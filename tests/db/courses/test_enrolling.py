"""Applications, seats and what follows from a decision, in the database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

import tests.factories.enrolling  # noqa: F401 - so that `make` knows it
from core.db import utc_now
from courses import actions as course_actions
from courses import queries as course_queries
from courses.enrolling.actions import applications, notices, seats, transfers
from courses.enrolling.models import Application, ApplicationEvent, EnrolmentDesk, Seat
from courses.enrolling.queries import applications as queries
from courses.enrolling.queries.people import other_classes, policy_of, trained_before
from courses.enrolling.queries.seats import seat_plan
from courses.enrolling.rules.states import Act, IllegalAct, Origin, Stage
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from learners.roster import RosterOutcome, RosterRow
from learners.rows import Place
from tests.factories.training import identity_number
from tests.thawing import set_figure


def row(serial, name="", **facts):
    facts = {"phone": "13800000000", "employer": "陕西精工有限公司", "education": "本科", **facts}
    return RosterRow(
        Place("", "", serial), RosterOutcome.ACCEPTED, (), name or f"申请{serial}", id_number=identity_number(serial),
        quality_years=Decimal(6), **facts,
    )  # fmt: skip


@pytest.fixture
def by(make):
    return make.User(display_name="李静")


@pytest.fixture
def offering(make, in_app):
    desk = make.EnrolmentDesk(capacity=2)
    return in_app.get(ClassOffering, desk.offering_id)


@pytest.fixture
def apply(offering):
    def hand_in(serial, **facts):
        return applications.hand_in(offering, row(serial, **facts), origin=Origin.SELF)

    return hand_in


def test_an_application_gets_a_number_and_an_address_of_its_own(apply, offering):
    first, second = apply(1), apply(2)
    assert [one.number for one in (first, second)] == [f"{offering.code}-B0001", f"{offering.code}-B0002"]
    assert first.token != second.token
    assert queries.application_by_token(first.token) is first
    assert queries.application_by_token("guessed") is None


def test_a_person_applies_once_for_a_class(apply):
    first = apply(1)
    with pytest.raises(applications.AlreadyApplied) as refused:
        apply(1)
    assert refused.value.known is first


def test_admission_makes_a_learner_of_the_class_with_sealed_numbers(apply, offering, by, in_app):
    application = apply(1)
    assert applications.approve(application, by=by) is Act.ADMIT
    (enrolment,) = course_queries.enrolments_of(offering.id)
    assert enrolment.id == application.enrolment_id
    assert enrolment.learner.id_number == identity_number(1)
    assert enrolment.employer.name == "陕西精工有限公司"


def test_only_the_admitted_are_learners_of_the_class(apply, offering, by):
    for serial in (1, 2, 3, 4):
        application = apply(serial)
        if serial < 4:
            applications.approve(application, by=by)
    assert len(course_queries.enrolments_of(offering.id)) == 2
    assert queries.stage_counts(offering.id) == {Stage.ADMITTED: 2, Stage.WAITING: 1, Stage.SUBMITTED: 1}


def test_a_seat_given_back_is_offered_to_the_first_in_line(apply, offering, by):
    first, _second, third, fourth = (apply(serial) for serial in (1, 2, 3, 4))
    for one in (first, _second, third, fourth):
        applications.approve(one, by=by)
    applications.do(first, Act.WITHDRAW, by_name="本人", reason="出差")
    assert third.stage is Stage.OFFERED
    assert fourth.stage is Stage.WAITING
    assert third.offer_until > utc_now() + timedelta(hours=47)
    applications.do(third, Act.ACCEPT, by_name="本人")
    assert third.stage is Stage.ADMITTED
    assert len(course_queries.enrolments_of(offering.id)) == 2


def test_a_lapsed_offer_cannot_be_accepted_and_the_next_has_it(apply, offering, by):
    people = [apply(serial) for serial in (1, 2, 3, 4)]
    for one in people:
        applications.approve(one, by=by)
    applications.do(people[0], Act.WITHDRAW, by=by)
    people[2].offer_until = utc_now() - timedelta(minutes=5)
    seats.db.session.flush()
    shown, _until = seat_plan(offering.id).stage_now(people[2])
    assert shown is Stage.LAPSED
    with pytest.raises(IllegalAct):
        applications.do(people[2], Act.ACCEPT, by_name="本人")
    assert (people[2].stage, people[3].stage) == (Stage.LAPSED, Stage.OFFERED)
    applications.do(people[2], Act.QUEUE, by=by)
    assert people[2].stage is Stage.WAITING


def test_declining_passes_the_seat_on(apply, offering, by):
    people = [apply(serial) for serial in (1, 2, 3)]
    for one in people:
        applications.approve(one, by=by)
    applications.do(people[0], Act.WITHDRAW, by=by)
    applications.do(people[2], Act.DECLINE, by_name="本人")
    assert people[2].stage is Stage.DECLINED
    assert seat_plan(offering.id).free == 1


def test_nobody_overtakes_the_waiting_list(apply, offering, by, in_app):
    people = [apply(serial) for serial in (1, 2, 3, 4)]
    for one in people[:3]:
        applications.approve(one, by=by)
    people[2].waiting_since = utc_now()
    in_app.scalar(select(EnrolmentDesk)).capacity = 3
    applications.approve(people[3], by=by)
    assert (people[2].stage, people[3].stage) == (Stage.OFFERED, Stage.WAITING)


def test_a_later_roster_neither_withdraws_nor_brings_back_what_the_desk_decided(apply, offering, by, make, in_app):
    stays, goes = apply(1), apply(2)
    for one in (stays, goes):
        applications.approve(one, by=by)
    applications.do(goes, Act.WITHDRAW, by=by, reason="离职")
    batch = course_actions.start_batch(offering, by=by)
    course_actions.take_in_roster(batch, [row(2), row(3)])
    names = {one.learner.name for one in course_queries.enrolments_of(offering.id)}
    assert names == {"申请1", "申请3"}
    course_actions.undo_batch(batch, by=by, reason="错误")
    assert {one.learner.name for one in course_queries.enrolments_of(offering.id)} == {"申请1"}


def test_people_of_a_roster_take_seats_and_need_no_second_one(apply, offering, by):
    batch = course_actions.start_batch(offering, by=by)
    course_actions.take_in_roster(batch, [row(1), row(2)])
    assert seat_plan(offering.id).free == 0
    assert len(queries.roster_only(offering.id)) == 2
    assert applications.approve(apply(1), by=by) is Act.ADMIT
    assert applications.approve(apply(5), by=by) is Act.QUEUE
    assert len(queries.roster_only(offering.id)) == 1


def test_a_transfer_keeps_both_histories(apply, offering, by, make, in_app):
    target = in_app.get(ClassOffering, make.ClassOffering().id)
    application = apply(1)
    applications.approve(application, by=by)
    into = transfers.transfer(application, target, by=by, reason="时间冲突")
    assert (application.stage, into.stage) == (Stage.TRANSFERRED, Stage.ADMITTED)
    assert queries.successor_of(application.id) is into
    assert in_app.get(Enrolment, application.enrolment_id).state is EnrolmentState.WITHDRAWN
    assert len(course_queries.enrolments_of(target.id)) == 1
    assert course_queries.left_at_the_desk(offering.id) == {application.enrolment_id}
    with pytest.raises(IllegalAct):
        transfers.transfer(application, target, by=by, reason="再转")


def test_a_transfer_needs_a_reason(apply, offering, by, make, in_app):
    target = in_app.get(ClassOffering, make.ClassOffering().id)
    application = apply(1)
    applications.approve(application, by=by)
    with pytest.raises(applications.ReasonMissing):
        transfers.transfer(application, target, by=by, reason=" ")


def test_who_withdrew_can_come_back_through_the_same_door(apply, by):
    application = apply(1)
    applications.approve(application, by=by)
    applications.do(application, Act.WITHDRAW, by=by, reason="出差")
    applications.do(application, Act.REOPEN, by=by, reason="行程取消")
    assert applications.approve(application, by=by) is Act.ADMIT
    assert [event.act for event in queries.application_of(application.offering_id, application.id).events] == [
        Act.SUBMIT, Act.ADMIT, Act.WITHDRAW, Act.REOPEN, Act.ADMIT,
    ]  # fmt: skip


def test_two_steps_are_passed_one_after_the_other(make, apply, offering, by, in_app):
    set_figure(in_app, "enrolling.steps", "企业推荐,培训机构审核", offering.rule_set_version_id)
    application = apply(1)
    assert applications.approve(application, by=by) is Act.PASS_STEP
    assert application.stage is Stage.UNDER_REVIEW
    assert applications.approve(application, by=by) is Act.ADMIT


def test_an_exception_needs_a_reason_and_is_kept(apply, by):
    application = apply(1)
    with pytest.raises(applications.ReasonMissing):
        applications.override(application, rule="years", reason="", by=by)
    applications.override(application, rule="years", reason="省级质量奖获得者", by=by)
    found = queries.application_of(application.offering_id, application.id)
    assert queries.overridden(found) == {"years": "省级质量奖获得者"}


def test_returning_and_refusing_need_a_reason(apply, by):
    for act in (Act.RETURN, Act.REFUSE):
        with pytest.raises(applications.ReasonMissing):
            applications.do(apply(1) if act is Act.RETURN else apply(2), act, by=by)


def test_other_classes_on_the_same_days_are_found_with_two_queries(apply, offering, make, in_app, count_queries):
    other = make.ClassOffering(starts_on=offering.ends_on, ends_on=offering.ends_on)
    make.ClassOffering(starts_on=offering.ends_on + timedelta(days=1), ends_on=offering.ends_on + timedelta(days=2))
    people = [apply(serial) for serial in (1, 2)]
    make.Enrolment(offering=other, learner=make.Learner(id_number=identity_number(1)))
    indexes = [one.id_index for one in people]
    found = other_classes(offering, indexes)
    assert [one.offering.id for one in found[people[0].id_index]] == [other.id]
    assert people[1].id_index not in found
    assert count_queries(lambda: other_classes(offering, indexes)) == 2


def test_training_before_is_known_from_finished_classes(apply, offering, make):
    done = make.ClassOffering(state=ClassState.FILED, training_type="任职培训")
    make.Enrolment(offering=done, learner=make.Learner(id_number=identity_number(1)))
    index = apply(1).id_index
    assert trained_before([index], offering.id) == {index: {"任职培训"}}


def test_the_shipped_rule_set_says_how_enrolment_goes(offering):
    policy = policy_of(offering.id)
    assert policy.steps == ("培训机构审核",)
    assert policy.keep_for == timedelta(hours=48)


def test_a_seat_number_is_held_once(make, db_session):
    first = make.Application()
    second = make.Application(offering=first.offering)
    db_session.add_all(
        [Seat(offering_id=first.offering_id, application_id=one.id, number=1) for one in (first, second)]
    )
    with pytest.raises(IntegrityError):
        db_session.flush()


def test_two_people_deciding_at_once_are_told(make, db_session, in_app):
    made = make.Application()
    in_app.get(Application, made.id).education = "硕士"
    in_app.commit()
    made.education = "大专"
    with pytest.raises(StaleDataError):
        db_session.flush()


def test_two_wordings_of_a_notice_at_once_are_told(offering, by):
    facts = {"texts": {}, "capacity": 2, "closes_at": None, "published": True, "by": by}
    notices.save_notice(offering, seen=0, **facts)
    with pytest.raises(notices.ChangedMeanwhile):
        notices.save_notice(offering, seen=0, **facts)
    assert notices.set_published(offering, published=False, by=by).number == 2


def test_every_change_has_an_entry(apply, by, in_app):
    application = apply(1)
    applications.do(application, Act.RETURN, by=by, reason="学历证明不清")
    applications.resubmit(application, row(1, education="硕士"), by_name="本人")
    assert application.education == "硕士"
    events = in_app.scalars(select(ApplicationEvent).order_by(ApplicationEvent.id)).all()
    assert [(one.act, one.stage) for one in events] == [
        (Act.SUBMIT, Stage.SUBMITTED), (Act.RETURN, Stage.RETURNED), (Act.RESUBMIT, Stage.SUBMITTED),
    ]  # fmt: skip
