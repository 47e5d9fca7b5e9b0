"""Who hears of leave and appeals: learners what was decided, coordinators what waits for them or is due.

It is read from what was written down, so nothing is told twice and no way of deciding is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.rules import Role
from core.amounts import plain
from core.clock import to_local
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from courses.rules import RUNNING
from learners.queries import users_of_learners
from messages import reminders, wording
from messages.actions import notify
from messages.wording import Wording
from sessions import results
from sessions.absence import labels, links, outlook, queries
from sessions.absence.models import Appeal, AppealEntry, LeaveEntry, LeaveRequest
from sessions.absence.rules.appeals import AppealState
from sessions.absence.rules.forecast import Risk
from sessions.absence.rules.leave import LeaveAct, LeaveState
from sessions.absence.views.blueprint import bp
from sessions.models import Evaluation
from standards.rules import ParameterMissing
from trainer.queries import coordinators_of

LOOK_BACK = timedelta(days=2)  # a server that was down no longer than that forgets to tell nobody
DUE_SOON = timedelta(hours=24)
EVENING = 18  # the hour, on the site's clock, in which hours in danger are looked for
LEAVE_DECIDED, APPEAL_DECIDED = "absence.leave_decided", "absence.appeal_decided"
WAITING, AT_RISK = "absence.waiting", "absence.hours_at_risk"
LEARNER, STAFF = frozenset({Role.LEARNER}), frozenset({Role.COORDINATOR})


def remind_of_decisions(now: datetime) -> None:
    """Tell learners what was decided about their leave and their appeals."""
    decided = db.session.scalars(
        select(LeaveEntry.request_id)
        .where(LeaveEntry.at >= now - LOOK_BACK, LeaveEntry.act != LeaveAct.WITHDRAW)
        .distinct()
    )
    requests = queries.leave_by_ids(list(decided))
    ended = db.session.scalars(select(AppealEntry.appeal_id).where(AppealEntry.at >= now - LOOK_BACK))
    appeals = [one for one in queries.appeals_by_ids(list(ended)) if one.state is not AppealState.WITHDRAWN]
    accounts = users_of_learners(
        {one.enrolment.learner_id for one in requests} | {one.enrolment.learner_id for one in appeals}
    )
    for request in requests:
        if user_id := accounts.get(request.enrolment.learner_id):
            _tell_leave(request, user_id, now)
    for appeal in appeals:
        if user_id := accounts.get(appeal.enrolment.learner_id):
            _tell_appeal(appeal, user_id)


def _tell_leave(request: LeaveRequest, user_id: int, now: datetime) -> None:
    for entry in request.entries:
        if entry.at >= now - LOOK_BACK and entry.act is not LeaveAct.WITHDRAW and entry.by_user_id != user_id:
            notify(
                LEAVE_DECIDED,
                to=[user_id],
                link=url_for("absence.my_leave", enrolment_id=request.enrolment_id, request_id=request.id),
                institution_id=request.offering.institution_id,
                once=str(entry.id),
                state=entry.state,
                when=labels.stretches(request),
                class_name=request.offering.name,
                reason=entry.reason,
                waits_for=labels.waits_for(request) if entry.state is LeaveState.PENDING else "",
            )


def _tell_appeal(appeal: Appeal, user_id: int) -> None:
    notify(
        APPEAL_DECIDED,
        to=[user_id],
        link=url_for("absence.my_appeal", enrolment_id=appeal.enrolment_id, appeal_id=appeal.id),
        institution_id=appeal.offering.institution_id,
        once=str(appeal.id),
        state=appeal.state,
        session=f"{appeal.class_session.code} {appeal.class_session.title}",
        reason=appeal.ending.reason if appeal.ending else "",
    )


def remind_of_waiting(now: datetime) -> None:
    """Tell coordinators of new requests and appeals, and once more of an appeal when its time is nearly over."""
    new_leave = db.session.scalars(select(LeaveRequest.id).where(LeaveRequest.sent_at >= now - LOOK_BACK))
    for request in queries.leave_by_ids(list(new_leave)):
        if request.state is LeaveState.PENDING:
            _tell_staff(request, "leave", but=request.by_user_id)
    open_appeals = select(Appeal.id).outerjoin(AppealEntry).where(AppealEntry.id.is_(None))
    for appeal in queries.appeals_by_ids(list(db.session.scalars(open_appeals))):
        if appeal.sent_at >= now - LOOK_BACK:
            _tell_staff(appeal, "appeal")
        if appeal.decide_by <= now + DUE_SOON:
            _tell_staff(appeal, "due")


def _tell_staff(matter: LeaveRequest | Appeal, what: str, *, but: int | None = None) -> None:
    offering = matter.offering
    if isinstance(matter, LeaveRequest):
        about, until = labels.stretches(matter), ""
        link = url_for("absence.show_leave", offering_id=offering.id, request_id=matter.id)
    else:
        about, until = labels.session_line(matter), labels.last_day_of(to_local(matter.decide_by))
        link = url_for("absence.show_appeal", offering_id=offering.id, appeal_id=matter.id)
    to = coordinators_of(offering.institution_id, named=offering.class_teacher)
    notify(
        WAITING,
        to=[one for one in to if one != but],
        link=link,
        institution_id=offering.institution_id,
        once=f"{what}:{matter.id}",
        what=what,
        person=matter.enrolment.learner.name,
        about=about,
        until=until,
        class_name=offering.name,
    )


def remind_of_hours(now: datetime) -> None:
    """In the evening of a day on which something was posted, look whose hours are in danger in the classes that run."""
    local = to_local(now)
    if local.hour != EVENING:
        return
    posted = select(Evaluation.offering_id).where(Evaluation.at >= now - timedelta(days=1))
    statement = select(ClassOffering.id).where(ClassOffering.state.in_(RUNNING), ClassOffering.id.in_(posted))
    for offering in course_queries.offerings_with(db.session.scalars(statement).all()):
        try:
            _tell_risks(offering, local)
        except ParameterMissing:  # Without its figures nothing can be said about a class.
            continue


def _tell_risks(offering: ClassOffering, local: datetime) -> None:
    people = course_queries.enrolments_of(offering.id)
    leave = outlook.leave_spans(queries.slips_that_count(offering.id))
    computed, makeups = results.class_results(offering), links.makeups_of(offering.id)
    rows = outlook.risk_rows(computed, people, leave, makeups, last_day=offering.ends_on, now=local)
    accounts = users_of_learners({row.enrolment.learner_id for row in rows})
    for row in rows:
        if user_id := accounts.get(row.enrolment.learner_id):
            _tell_risk(
                offering, row.enrolment, row, [user_id], url_for("sessions.my_hours", enrolment_id=row.enrolment.id)
            )
    out = [row for row in rows if row.forecast.risk is Risk.OUT_OF_REACH]
    staff = coordinators_of(offering.institution_id, named=offering.class_teacher) if out else []
    for row in out:
        _tell_risk(offering, row.enrolment, row, staff, url_for("absence.class_absence", offering_id=offering.id))


def _tell_risk(
    offering: ClassOffering, enrolment: Enrolment, row: outlook.RiskRow, to: Iterable[int], link: str
) -> None:
    found = row.forecast
    notify(
        AT_RISK,
        to=list(to),
        link=link,
        institution_id=offering.institution_id,
        once=f"{enrolment.id}:{found.risk}:{plain(found.at_most)}",
        risk=found.risk,
        person=enrolment.learner.name,
        so_far=plain(found.so_far),
        at_most=plain(found.at_most),
        needed=plain(found.needed),
        class_name=offering.name,
    )


def _word_leave(facts: dict[str, Any]) -> Wording:
    what, _tone = labels.LEAVE_STATES[LeaveState(facts["state"])]
    said = [facts["class_name"]]
    if facts["waits_for"]:
        said.append(_("Waits for: %(who)s", who=facts["waits_for"]))
    if facts["reason"]:
        said.append(_("Reason: %(reason)s", reason=facts["reason"]))
    return Wording(f"{what}{_(': ')}{facts['when']}", "\n".join(said))


def _word_appeal(facts: dict[str, Any]) -> Wording:
    what, _tone = labels.APPEAL_STATES[AppealState(facts["state"])]
    return Wording(f"{what}{_(': ')}{facts['session']}", _("Reason: %(reason)s", reason=facts["reason"]))


def _word_waiting(facts: dict[str, Any]) -> Wording:
    if facts["what"] == "leave":
        return Wording(_("%(person)s asks for leave: %(about)s", **facts), facts["class_name"])
    body = "\n".join((facts["class_name"], _("To be decided by %(day)s", day=facts["until"])))
    if facts["what"] == "due":
        return Wording(_("The time to decide an appeal is nearly over: %(person)s, %(about)s", **facts), body)
    return Wording(_("%(person)s appeals: %(about)s", **facts), body)


def _word_risk(facts: dict[str, Any]) -> Wording:
    what, _tone = labels.RISKS[Risk(facts["risk"])]
    figures = _("So far %(so_far)s, at most %(at_most)s, needed %(needed)s credit hours.", **facts)
    return Wording(f"{what}{_(': ')}{facts['person']}", f"{facts['class_name']}\n{figures}")


wording.attach(bp, LEAVE_DECIDED, _word_leave, name=_l("Decisions about my leave"), roles=LEARNER)
wording.attach(bp, APPEAL_DECIDED, _word_appeal, name=_l("Decisions about my appeals"), roles=LEARNER)
wording.attach(bp, WAITING, _word_waiting, name=_l("Leave requests and appeals to decide"), roles=STAFF)
wording.attach(bp, AT_RISK, _word_risk, name=_l("Hours in danger"), roles=LEARNER | STAFF)
reminders.attach(bp, LEAVE_DECIDED, remind_of_decisions)
reminders.attach(bp, WAITING, remind_of_waiting)
reminders.attach(bp, AT_RISK, remind_of_hours)
