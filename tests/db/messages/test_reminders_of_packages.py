"""What people hear of accreditations, proofs, applications and sessions, each thing once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import courses.enrolling.reminders as of_applications
import sessions.reminders as of_sessions
import tests.factories.enrolling  # noqa: F401 - so that `make` knows it
import trainer.reminders as of_trainer
from accounts.rules import Role
from core.clock import to_utc
from core.db import utc_now
from courses.enrolling.actions import applications
from courses.enrolling.actions.history import enter
from courses.enrolling.rules.states import Act, Stage
from messages import queries
from messages.models import Notification
from messages.wording import wording_of
from trainer.accreditation import queries as accreditation_queries
from trainer.accreditation.queries import Policy
from trainer.rules import StaffPost
from trainer.teaching import overview

NOW = to_utc(datetime(2026, 3, 1, 18, 0))


@pytest.fixture
def hear(app, in_app):
    """`hear(reminder, now)` runs it twice and says in words what each person heard of it."""

    def run(remind, now=NOW):
        for _again in range(2):
            with app.test_request_context():
                remind(now)
        in_app.flush()
        rows = in_app.query(Notification).order_by(Notification.id)
        return [(one.user_id, wording_of(one.kind, one.facts)) for one in rows]

    return run


@pytest.fixture
def house(make):
    """An institution with a coordinator."""
    institution = make.Institution()
    coordinator = make.User(display_name="佘青禾")
    make.StaffMember(user=coordinator, institution=institution, post=StaffPost.CLASS_TEACHER)
    return institution, coordinator


def test_the_end_of_an_accreditation_is_told_at_each_named_day(in_app, make, house, hear, monkeypatch):
    institution, coordinator = house
    monkeypatch.setattr(accreditation_queries, "policy_on", lambda _day: Policy(alarm_days=(60, 30, 7)))
    record = make.AccreditationRecord(institution=institution, number="陕质培 001")
    make.AccreditationEntry(accreditation=record, valid_until=datetime(2026, 3, 31).date())
    assert [user for user, _said in hear(of_trainer.remind_of_accreditations)] == [coordinator.id]
    heard = hear(of_trainer.remind_of_accreditations, NOW + timedelta(days=25))
    assert [said.title for _user, said in heard] == ["认定 陕质培 001 还有 30 天到期", "认定 陕质培 001 还有 5 天到期"]


def test_a_proof_that_ends_is_told_to_the_coordinator_and_the_teacher_and_again_when_it_has_ended(
    make, house, hear, monkeypatch
):
    institution, coordinator = house
    monkeypatch.setattr(overview, "notice_days", lambda _figures: 30)
    teacher = make.Teacher(institution=institution, name="王方", user=make.User(role=Role.TEACHER))
    make.TeacherQualification(teacher=teacher, name="高级工程师", valid_to=datetime(2026, 3, 20).date())
    heard = hear(of_trainer.remind_of_proofs)
    assert [user for user, _said in heard] == [coordinator.id, teacher.user_id]
    assert heard[0][1].title.startswith("王方：")
    assert len(hear(of_trainer.remind_of_proofs, NOW + timedelta(days=30))) == 4


def test_an_offer_that_lapses_by_the_clock_is_written_down_and_told(in_app, make, house, hear):
    institution, coordinator = house
    offering = make.ClassOffering(institution=institution, class_teacher="佘青禾")
    make.EnrolmentDesk(offering=offering, capacity=1)
    learner = make.Learner(user=make.User(role=Role.LEARNER))
    now = utc_now()
    offered = make.Application(
        offering=offering, stage=Stage.OFFERED, offer_until=now - timedelta(hours=1), id_index=learner.id_index
    )
    heard = hear(of_applications.remind_of_applications, now)
    assert in_app.query(type(offered)).one().stage is Stage.LAPSED
    titles = {user: said.title for user, said in heard}
    assert titles[learner.user_id] == f"名额已过期：{offering.name}"
    assert titles[coordinator.id] == f"{offering.name}：1 条报名动态"


def test_many_applications_are_one_message_and_what_one_did_oneself_is_none(in_app, make, house, hear):
    institution, coordinator = house
    offering = make.ClassOffering(institution=institution)
    for person in ("李明", "王芳"):
        enter(make.Application(offering=offering, name=person), Act.SUBMIT, by_name=person)
    returned = make.Application(offering=offering, name="赵强")
    applications.do(in_app.merge(returned), Act.RETURN, by=in_app.merge(coordinator), reason="缺毕业证")
    in_app.flush()
    [(_user, said)] = hear(of_applications.remind_of_applications, utc_now())
    assert said.body == "提交报名：李明\n提交报名：王芳"
    enter(make.Application(offering=offering, name="孙丽"), Act.SUBMIT, by_name="孙丽")
    in_app.flush()
    assert hear(of_applications.remind_of_applications, utc_now())[-1][1].body == "提交报名：孙丽"


@pytest.fixture
def lesson(make, house):
    """A session with a teacher and a learner who both have accounts."""
    teacher = make.Teacher(institution=house[0], name="王方", user=make.User(role=Role.TEACHER))
    session = make.ClassSession(offering=make.ClassOffering(institution=house[0]), title="质量战略", teacher=teacher)
    learner = make.Learner(user=make.User(role=Role.LEARNER))
    make.Enrolment(offering=session.offering, learner=learner)
    return session, learner.user_id, teacher.user_id


def test_what_was_moved_is_told_in_one_message_from_what_it_said_first_to_what_it_says_now(in_app, make, lesson, hear):
    session, learner, teacher = lesson
    before = {"starts_at": "2026-03-02 14:00:00", "venue_name": "", "teacher_name": "李静", "status": "planned"}
    make.SessionChange(class_session=session, before=before, at=NOW - timedelta(hours=2))
    make.SessionChange(class_session=session, before={**before, "venue_name": "302"}, at=NOW - timedelta(hours=1))
    heard = hear(of_sessions.remind_of_changes)
    assert {user for user, _said in heard} == {learner, teacher}
    expected = "《质量战略》：时间由 2026-03-02 14:00 改为 2026-03-02 09:00、教师：王方"
    assert {said.body for _user, said in heard} == {expected}
    make.SessionChange(class_session=session, before={**before, "teacher_name": "王方"}, at=NOW)
    assert len(hear(of_sessions.remind_of_changes)) == 4
    assert queries.last_told(of_sessions.CHANGED, [learner], "no such class") == ""


def test_what_is_over_or_says_the_same_is_not_told(make, lesson, hear):
    session, *_people = lesson
    same = {"starts_at": "2026-03-02 09:00:00", "venue_name": "", "teacher_name": "王方", "note": "旧"}
    make.SessionChange(class_session=session, before=same, at=NOW)
    make.SessionChange(class_session=session, before={}, at=NOW + timedelta(days=2))
    assert hear(of_sessions.remind_of_changes, NOW) == []


def test_tomorrow_is_told_once_in_the_evening(make, lesson, hear):
    _session, learner, teacher = lesson
    assert hear(of_sessions.remind_of_tomorrow, NOW - timedelta(hours=2)) == []
    heard = hear(of_sessions.remind_of_tomorrow)
    assert {user for user, _said in heard} == {learner, teacher}
    assert heard[0][1].body == "09:00 质量战略"


def test_a_notice_that_went_out_is_told_to_learners(in_app, make, lesson, hear):
    session, learner, _teacher = lesson
    dispatch = of_sessions.NoticeDispatch(
        offering_id=session.offering_id,
        file_id=make.StoredFile().id,
        sent_on=NOW.date(),
        recipients="各单位",
        by_name="李静",
        at=NOW,
    )
    in_app.add(dispatch)
    in_app.flush()
    assert [user for user, _said in hear(of_sessions.remind_of_notices)] == [learner]
