"""From an admitted application to a learner of the class, and out again."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import db
from courses.enrolling.models import Application
from courses.enrolling.queries.notices import person_index
from courses.models import Enrolment
from courses.rules import EnrolmentState
from learners import actions as learner_actions
from learners.models import Learner
from learners.roster import RosterOutcome, RosterRow
from learners.rows import Place


def row_of(application: Application) -> RosterRow:
    """The facts of an application as a roster line has them."""
    return RosterRow(
        Place("", "", 0),
        RosterOutcome.ACCEPTED,
        (),
        application.name,
        application.sex,
        application.id_number,
        application.phone,
        employer=application.employer,
        uscc=application.uscc,
        post=application.post,
        title=application.title,
        education=application.education,
        quality_years=application.quality_years,
        enterprise_size=application.enterprise_size,
        city=application.city,
    )


def enrol(application: Application) -> Enrolment:
    """Make the person a learner of the class, as a roster would. Somebody a roster has brought already stays as is."""
    row = row_of(application)
    employers = learner_actions.take_in_employers([row])
    person = learner_actions.take_in_learners([row], employers)[application.id_number]
    enrolment = _enrolment_of(application.offering_id, person.id)
    if enrolment is None:
        enrolment = Enrolment(
            offering_id=application.offering_id,
            learner_id=person.id,
            position=_next_position(application.offering_id),
        )
    if enrolment.state is not EnrolmentState.ENROLLED or enrolment.id is None:
        employer = employers.get((row.employer, row.uscc))
        enrolment.employer_id = employer.id if employer else None
        enrolment.roster_line_id = None
        enrolment.state = EnrolmentState.ENROLLED
    db.session.add(enrolment)
    db.session.flush()
    application.enrolment_id = enrolment.id
    return enrolment


def leave(application: Application) -> None:
    """The person is a learner of the class no longer; enrolment, records and hours stay.

    Without its roster line the enrolment is a decision of the desk, which no later roster overturns.
    """
    if application.enrolment_id is None:
        return
    enrolment = db.session.get_one(Enrolment, application.enrolment_id)
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.roster_line_id = None
    db.session.flush()


def _enrolment_of(offering_id: int, learner_id: int) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment).where(Enrolment.offering_id == offering_id, Enrolment.learner_id == learner_id)
    )


def _next_position(offering_id: int) -> int:
    last = db.session.scalar(select(func.max(Enrolment.position)).where(Enrolment.offering_id == offering_id))
    return (last or 0) + 1


def enrolment_in(offering_id: int, id_number: str) -> Enrolment | None:
    """The enrolment of a person whom a roster has made a learner of the class already."""
    return db.session.scalar(
        select(Enrolment)
        .join(Enrolment.learner)
        .where(
            Enrolment.offering_id == offering_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Learner.id_index == person_index(id_number),
        )
    )
