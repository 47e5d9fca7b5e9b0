"""Questions about applications."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from courses.enrolling.models import Application, ApplicationEvent
from courses.enrolling.queries.notices import WHOLE_CLASS, person_index, token_index
from courses.enrolling.rules.states import OPEN, Act, Stage
from courses.models import ClassOffering, Enrolment
from courses.queries import escape_like
from courses.rules import EnrolmentState
from trainer.queries import Scope


def application_by_token(token: str) -> Application | None:
    """The application behind a private status page, with its class and history."""
    statement = select(Application).where(Application.token_index == token_index(token))
    return db.session.scalar(
        statement.options(joinedload(Application.offering).options(*WHOLE_CLASS), selectinload(Application.events))
    )


def application_of(offering_id: int, application_id: int) -> Application | None:
    """One application of that class with its history."""
    statement = select(Application).where(Application.id == application_id, Application.offering_id == offering_id)
    return db.session.scalar(
        statement.options(
            joinedload(Application.offering).options(*WHOLE_CLASS),
            joinedload(Application.enrolment),
            joinedload(Application.transferred_from).joinedload(Application.offering),
            selectinload(Application.events),
        ).execution_options(populate_existing=True)
    )


def application_of_index(application_id: int, id_index: str) -> Application | None:
    """One application, if it is that person's."""
    return db.session.scalar(
        select(Application).where(Application.id == application_id, Application.id_index == id_index)
    )


def successor_of(application_id: int) -> Application | None:
    """The application in another class into which this one was transferred."""
    statement = select(Application).where(Application.transferred_from_id == application_id)
    return db.session.scalar(statement.options(joinedload(Application.offering)).order_by(Application.id.desc()))


def application_of_person(offering_id: int, id_number: str) -> Application | None:
    """The application of a person in a class."""
    statement = select(Application).where(
        Application.offering_id == offering_id, Application.id_index == person_index(id_number)
    )
    return db.session.scalar(statement)


def applications_of(
    offering_id: int, *, stage: Stage | None = None, text: str = "", link_id: int | None = None
) -> list[Application]:
    """The applications of a class in the order they came, with their history; one number of queries for any size."""
    statement = select(Application).where(Application.offering_id == offering_id)
    if stage:
        statement = statement.where(Application.stage == stage)
    if link_id:
        statement = statement.where(Application.employer_link_id == link_id)
    if text:
        like = f"%{escape_like(text)}%"
        columns = (Application.name, Application.employer, Application.number)
        statement = statement.where(or_(*(column.ilike(like, escape="\\") for column in columns)))
    statement = statement.options(selectinload(Application.events)).order_by(Application.id)
    return list(db.session.scalars(statement))


def stage_counts(offering_id: int) -> dict[Stage, int]:
    """How many applications stand where."""
    statement = (
        select(Application.stage, func.count())
        .where(Application.offering_id == offering_id)
        .group_by(Application.stage)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def waiting_for_us(scope: Scope) -> dict[int, int]:
    """How many applications in scope wait for a decision, by class."""
    statement = (
        select(Application.offering_id, func.count())
        .join(Application.offering)
        .join(ClassOffering.institution)
        .where(Application.stage.in_(OPEN), scope.allows())
        .group_by(Application.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def roster_only(offering_id: int) -> list[Enrolment]:
    """Learners of the class whom a roster brought, without an application."""
    applied = select(Application.enrolment_id).where(
        Application.offering_id == offering_id, Application.enrolment_id.is_not(None)
    )
    statement = (
        select(Enrolment)
        .where(
            Enrolment.offering_id == offering_id,
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.id.not_in(applied),
        )
        .options(joinedload(Enrolment.learner), joinedload(Enrolment.employer))
        .order_by(Enrolment.position, Enrolment.id)
    )
    return list(db.session.scalars(statement))


def overridden(application: Application) -> dict[str, str]:
    """The rules for which an exception was made, with the reason."""
    return {
        event.detail["rule"]: event.reason
        for event in application.events
        if event.act is Act.OVERRIDE and "rule" in event.detail
    }


def last_event(application: Application, act: Act) -> ApplicationEvent | None:
    """The latest entry of a kind."""
    return next((event for event in reversed(application.events) if event.act is act), None)
