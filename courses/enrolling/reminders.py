"""Who hears of applications: learners with an account what was decided, coordinators what waits for them.

It is read from what was written down, so every way by which an application moves is covered, and nothing is told twice.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.rules import Role
from core.clock import to_local
from core.db import db
from courses.enrolling import labels
from courses.enrolling.actions import seats
from courses.enrolling.models import Application, ApplicationEvent
from courses.enrolling.rules.states import Act, Stage
from courses.enrolling.views.blueprint import bp
from learners.models import Learner
from messages import queries as message_queries
from messages import reminders, wording
from messages.actions import notify
from messages.wording import Wording
from trainer.queries import coordinators_of

LOOK_BACK = timedelta(days=2)  # a server that was down no longer than that forgets to tell nobody
TO_APPLICANT = (Act.ADMIT, Act.QUEUE, Act.RETURN, Act.REFUSE, Act.OFFER, Act.LAPSE, Act.TRANSFER, Act.WITHDRAW)
TO_STAFF = (Act.SUBMIT, Act.RESUBMIT, Act.OFFER, Act.ACCEPT, Act.DECLINE, Act.LAPSE)
LINES = 6  # of one message
DECIDED, MOVED = "enrolling.decided", "enrolling.moved"


def remind_of_applications(now: datetime) -> None:
    """Write down what the clock has brought about, then tell of everything new."""
    waiting = select(Application.offering_id).where(Application.stage.in_([Stage.OFFERED, Stage.WAITING])).distinct()
    for offering_id in db.session.scalars(waiting).all():
        seats.settle(offering_id, now)
    events = _new_events(now)
    accounts = _accounts({one.application.id_index for one in events})
    by_class: defaultdict[int, list[ApplicationEvent]] = defaultdict(list)
    for event in events:
        by_class[event.application.offering_id].append(event)
        if event.act in TO_APPLICANT and (user_id := accounts.get(event.application.id_index)):
            _tell_applicant(event, user_id)
    for found in by_class.values():
        _tell_staff([one for one in found if one.act in TO_STAFF])


def _new_events(now: datetime) -> list[ApplicationEvent]:
    statement = (
        select(ApplicationEvent)
        .where(ApplicationEvent.at >= now - LOOK_BACK, ApplicationEvent.act.in_({*TO_APPLICANT, *TO_STAFF}))
        .options(joinedload(ApplicationEvent.application).joinedload(Application.offering))
        .order_by(ApplicationEvent.id)
    )
    return list(db.session.scalars(statement))


def _accounts(indexes: set[str]) -> dict[str, int]:
    statement = select(Learner.id_index, Learner.user_id).where(Learner.id_index.in_(indexes))
    return {index: user for index, user in db.session.execute(statement) if user is not None}


def _tell_applicant(event: ApplicationEvent, user_id: int) -> None:
    offering, until = event.application.offering, event.application.offer_until
    notify(
        DECIDED,
        to=[user_id],
        link=url_for("enrolling.my_application", application_id=event.application_id),
        institution_id=offering.institution_id,
        once=str(event.id),
        stage=event.stage,
        class_name=offering.name,
        reason=event.reason,
        until=f"{to_local(until):%Y-%m-%d %H:%M}" if event.act is Act.OFFER and until else "",
    )


def _tell_staff(events: list[ApplicationEvent]) -> None:
    """One message for what others have done about the applications of a class since the last one."""
    if not events:
        return
    offering = events[0].application.offering
    for user_id in coordinators_of(offering.institution_id, named=offering.class_teacher):
        told = int(message_queries.last_told(MOVED, [user_id], f"{offering.id}:") or 0)
        new = [one for one in events if one.id > told and one.by_user_id != user_id]
        if new:
            notify(
                MOVED,
                to=[user_id],
                link=url_for("enrolling.desk", offering_id=offering.id),
                institution_id=offering.institution_id,
                once=f"{offering.id}:{new[-1].id}",
                class_name=offering.name,
                count=len(new),
                lines=[{"act": one.act, "person": one.application.name} for one in new[:LINES]],
            )


def _word_decision(facts: dict[str, Any]) -> Wording:
    what, _tone = labels.STAGES[Stage(facts["stage"])]
    said = [str(labels.NEXT[Stage(facts["stage"])])]
    if facts["until"]:
        said.append(_("Accept it before %(until)s.", until=facts["until"]))
    if facts["reason"]:
        said.append(_("Reason: %(reason)s", reason=facts["reason"]))
    return Wording(f"{what}{_(': ')}{facts['class_name']}", "\n".join(said))


def _word_moves(facts: dict[str, Any]) -> Wording:
    title = ngettext(
        "%(class_name)s: %(num)d change of applications",
        "%(class_name)s: %(num)d changes of applications",
        facts["count"],
        class_name=facts["class_name"],
    )
    said = [f"{labels.ACTS[Act(one['act'])]}{_(': ')}{one['person']}" for one in facts["lines"]]
    if facts["count"] > len(said):
        said.append(_("See the enrolment desk for the rest."))
    return Wording(title, "\n".join(said))


wording.attach(bp, DECIDED, _word_decision, name=_l("Decisions about my application"), roles=frozenset({Role.LEARNER}))
wording.attach(bp, MOVED, _word_moves, name=_l("Applications to my classes"), roles=frozenset({Role.COORDINATOR}))
reminders.attach(bp, DECIDED, remind_of_applications)
