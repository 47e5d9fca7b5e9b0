"""Before a roll call closes itself: whoever is to call it hears of learners about whom nothing is recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.rules import Role
from core.clock import to_local
from courses.models import ClassOffering
from courses.rules import ClassState
from messages import reminders, wording
from messages.actions import notify
from messages.wording import Wording
from sessions import results
from sessions.models import ClassSession
from sessions.rollcall import queries
from sessions.rollcall.rules.marks import Mark
from sessions.rollcall.rules.term import RollCallPolicy, term_of
from sessions.rules.attendance import AttendanceStatus
from sessions.views.blueprint import bp
from standards.rules import ParameterMissing
from trainer.queries import coordinators_of

CLOSING = "sessions.roll_call_closing"
HELD = frozenset({ClassState.DELIVERING, ClassState.EXAMINING})
LOOK_BACK = timedelta(days=14)  # no roll call stays open longer after its session


def remind_of_roll_calls(now: datetime) -> None:
    """Tell teacher and coordinators, once a session, how many learners nobody has called or signed in."""
    policies: dict[int, RollCallPolicy | None] = {}
    due: dict[int, list[ClassSession]] = {}
    for session in queries.sessions_ended_between(now - LOOK_BACK, now):
        offering = session.offering
        if offering.state in HELD and is_due(session, policy_for(offering, policies), to_local(now)):
            due.setdefault(offering.id, []).append(session)
    for found in due.values():
        missing = missing_in(found)
        for session in found:
            if missing[session.id]:
                tell(session, missing[session.id], policies[session.offering.rule_set_version_id])


def policy_for(offering: ClassOffering, known: dict[int, RollCallPolicy | None]) -> RollCallPolicy | None:
    """The figures of a class; None when its rule-set leaves them open: nobody is reminded then."""
    version = offering.rule_set_version_id
    if version not in known:
        try:
            known[version] = queries.policy_of(offering)
        except ParameterMissing:
            known[version] = None
    return known[version]


def is_due(session: ClassSession, policy: RollCallPolicy | None, now: datetime) -> bool:
    """Whether the roll call of a session is about to close."""
    if policy is None or session.starts_at is None or session.ends_at is None:
        return False
    return term_of(to_local(session.starts_at), to_local(session.ends_at), policy).is_due(now)


def missing_in(sessions: list[ClassSession]) -> dict[int, int]:
    """Of how many learners of one class nothing is recorded, by session: not called, not signed in, not on leave."""
    standing = queries.standing_marks([one.id for one in sessions])
    called = {cell for cell, one in standing.items() if one.called.mark is not Mark.CLEARED}
    computed = results.class_results(sessions[0].offering)
    found = {one.id: 0 for one in sessions}
    ids = {one.code: one.id for one in sessions}
    for enrolment_id, person in computed.people.items():
        for judged in (one for half in person.half_days for one in half.sessions if one.code in ids):
            silent = judged.status is AttendanceStatus.ABSENT and not judged.event_ids
            found[ids[judged.code]] += silent and (ids[judged.code], enrolment_id) not in called
    return found


def tell(session: ClassSession, missing: int, policy: RollCallPolicy | None) -> None:
    """One message to each who can do something about it."""
    if policy is None or session.starts_at is None or session.ends_at is None:
        return
    offering, starts = session.offering, to_local(session.starts_at)
    closes = term_of(starts, to_local(session.ends_at), policy).closes_at
    facts: dict[str, Any] = {
        "institution_id": offering.institution_id,
        "once": str(session.id),
        "session": f"{session.code} {session.title}",
        "class_name": offering.name,
        "missing": missing,
        "closes": f"{closes:%m-%d %H:%M}",
    }
    day = starts.date().isoformat()
    page = url_for("sessions.roll_call", offering_id=offering.id, day=day)
    notify(CLOSING, to=coordinators_of(offering.institution_id), link=page, **facts)
    if session.teacher and session.teacher.user_id is not None:
        page = url_for("sessions.my_roll_call", session_id=session.id)
        notify(CLOSING, to=[session.teacher.user_id], link=page, **facts)


def _word(facts: dict[str, Any]) -> Wording:
    title = _("The roll call of %(session)s closes at %(closes)s", **facts)
    body = ngettext(
        "%(class_name)s: nothing is recorded of %(num)d learner.",
        "%(class_name)s: nothing is recorded of %(num)d learners.",
        facts["missing"],
        class_name=facts["class_name"],
    )
    return Wording(title, body)


wording.attach(
    bp,
    CLOSING,
    _word,
    name=_l("A roll call is about to close"),
    roles=frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.TEACHER}),
    group=True,
)
reminders.attach(bp, CLOSING, remind_of_roll_calls)
