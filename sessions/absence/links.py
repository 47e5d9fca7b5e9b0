"""Which sessions of a class stand in for others, as the rules that credit hours want it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from core.db import db
from courses.models import ClassOffering
from sessions.absence.models import MakeUpSession
from sessions.absence.rules.makeups import MakeUp
from sessions.absence.rules.policy import makeup_policy
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from standards import queries as standard_queries


def makeups_of(offering_id: int) -> list[MakeUp]:
    """The make-up sessions of a class that are to be held, with the learners named now. Two queries at most."""
    made, original = aliased(ClassSession), aliased(ClassSession)
    statement = (
        select(MakeUpSession, made.code, original.code)
        .join(made, made.id == MakeUpSession.session_id)
        .join(original, original.id == MakeUpSession.stands_for_id)
        .where(MakeUpSession.offering_id == offering_id, made.status == SessionStatus.PLANNED)
        .options(selectinload(MakeUpSession.entries))
        .order_by(MakeUpSession.id)
    )
    return [MakeUp(code, stands_for, one.people) for one, code, stands_for in db.session.execute(statement)]


def stands_for_by_session(offering_id: int) -> dict[int, str]:
    """For which session each make-up session of a class stands in. One query."""
    statement = (
        select(MakeUpSession.session_id, ClassSession.code)
        .join(ClassSession, ClassSession.id == MakeUpSession.stands_for_id)
        .where(MakeUpSession.offering_id == offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def most_hours(offering: ClassOffering) -> Decimal:
    """How many hours make-up sessions may bring one person in all; none where the rule-set does not allow them."""
    policy = makeup_policy(standard_queries.parameters_of(offering.rule_set_version_id))
    return policy.max_hours if policy.allowed else Decimal(0)
