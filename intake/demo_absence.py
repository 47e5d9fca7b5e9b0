"""The demo's leave requests and one appeal, so that the desk has something to decide."""

from __future__ import annotations

from accounts.models import User
from core.clock import local_now, to_local
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from sessions import queries, traces
from sessions.absence import queries as absence_queries
from sessions.absence.actions import appeals, leave
from sessions.absence.models import LeaveRequest
from sessions.absence.rules.leave import LeaveAct, Span
from sessions.stories import UnitStory, unit_stories


def ask_for_leave(offering: ClassOffering, *, by: User) -> None:
    """In the class to come: one request granted, one that waits, one refused."""
    people = course_queries.enrolments_of(offering.id)
    first, second = (
        Span(to_local(one.starts_at), to_local(one.ends_at))
        for one in queries.sessions_of(offering.id)[:2]
        if one.starts_at and one.ends_at
    )
    for person, spans, kind, reason in (
        (people[0], [first], "公务", "当日参加省级质量奖现场评审，附单位公函"),
        (people[1], [first, second], "病假", "预约手术，医院证明随后补交"),
        (people[2], [second], "事假", "单位有会"),
    ):
        leave.send_request(offering, person, spans=spans, kind=kind, reason=reason, by=by, at_desk=True)
    granted, _waiting, refused = reversed(leave_of(people[:3]))
    leave.decide(offering, granted, LeaveAct.APPROVE, by=by, reason="情况属实，须看录播补学")
    leave.decide(offering, refused, LeaveAct.REFUSE, by=by, reason="请与单位协调，首日课程不安排补课")


def leave_of(people: list[Enrolment]) -> list[LeaveRequest]:
    """The requests of these people, the latest first."""
    return absence_queries.leave_by_learner([one.id for one in people])


def dispute(offering: ClassOffering, *, by: User) -> None:
    """In the finished class: its learner with an account disputes the first session that brought less than planned."""
    enrolment = next(one for one in course_queries.enrolments_of(offering.id) if one.learner.user_id == by.id)
    told = _stories(offering, enrolment)
    unit = next((one for one in told if one.half and one.hours < one.session.planned_hours), told[0])
    reason = "当天我按时到场，签到机排队较长，刷脸后没有提示成功，同桌可以证明。"
    appeals.raise_appeal(offering, enrolment, unit, reason=reason, by=by)


def _stories(offering: ClassOffering, enrolment: Enrolment) -> list[UnitStory]:
    computed = traces.results_of_person(offering, enrolment.id)
    postings = queries.postings_of(enrolment.id)
    evidence = traces.evidence_of(enrolment, postings)
    return unit_stories(computed, computed.people[enrolment.id], postings, evidence, local_now())
