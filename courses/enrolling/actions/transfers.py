"""Moving a learner to another class; both classes keep the history."""

from __future__ import annotations

from accounts import audit
from accounts.models import User
from core.db import db
from courses.enrolling.actions import applications, seats
from courses.enrolling.actions.enrolments import leave, row_of
from courses.enrolling.actions.history import enter
from courses.enrolling.models import Application
from courses.enrolling.queries import applications as queries
from courses.enrolling.rules.states import Act, Origin, Stage, after
from courses.models import ClassOffering, Enrolment
from learners.roster import RosterOutcome, RosterRow
from learners.rows import Place


def adopt(enrolment: Enrolment, offering: ClassOffering, *, by: User) -> Application:
    """An application for somebody whom a roster brought, so that leaving and moving have a history."""
    person = enrolment.learner
    row = RosterRow(
        Place("", "", 0),
        RosterOutcome.ACCEPTED,
        (),
        person.name,
        person.sex,
        person.id_number,
        person.phone,
        employer=enrolment.employer.name if enrolment.employer else "",
        uscc=(enrolment.employer.uscc or "") if enrolment.employer else "",
        post=person.post,
        title=person.title,
        education=person.education,
        quality_years=person.quality_years,
        enterprise_size=enrolment.employer.size if enrolment.employer else "",
    )
    application = applications.hand_in(offering, row, origin=Origin.ROSTER, by=by)
    enter(application, Act.ADMIT, by=by)
    application.enrolment_id = enrolment.id
    db.session.flush()
    return application


def transfer(application: Application, target: ClassOffering, *, by: User, reason: str) -> Application:
    """Move an admitted learner: out of this class, into the other or onto its waiting list.

    Hours earned so far stay records of the first class. Raises IllegalAct, ReasonMissing, AlreadyApplied.
    """
    after(application.stage, Act.TRANSFER)
    if not reason.strip():
        raise applications.ReasonMissing
    origin = db.session.get_one(ClassOffering, application.offering_id)
    into = _application_in(target, application, by)
    into.transferred_from_id = application.id
    enter(application, Act.TRANSFER, by=by, reason=reason, to=target.code)
    seats.release_seat(application)
    leave(application)
    applications.admit_or_queue(into, by=by, reason=reason)
    seats.settle(origin.id)
    for offering in (origin, target):
        audit.record(
            "enrolling.transfer",
            by=by,
            subject=("application", application.number),
            institution_id=offering.institution_id,
            name=application.name,
            reason=reason,
        )
    return into


def _application_in(target: ClassOffering, application: Application, by: User) -> Application:
    known = queries.application_of_person(target.id, application.id_number)
    if known is None:
        return applications.hand_in(target, row_of(application), origin=Origin.TRANSFER, by=by)
    if known.stage in (Stage.WITHDRAWN, Stage.REFUSED):
        enter(known, Act.REOPEN, by=by)
        return known
    raise applications.AlreadyApplied(known)
