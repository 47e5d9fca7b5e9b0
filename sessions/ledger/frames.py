"""A year with its figures, and what classes can still bring in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.engine import Row

from core.clock import local_now, to_utc
from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from sessions.ledger import queries
from sessions.ledger.queries import Ids, within
from sessions.ledger.rules.policy import LedgerPolicy, ledger_policy
from sessions.ledger.rules.years import NOTHING, span_of
from sessions.models import ClassSession, HourPosting
from sessions.rules.kinds import SessionKind, SessionStatus
from standards.models import RuleSetVersion

Sums = dict[int, dict[str, Decimal]]


@dataclass(frozen=True, slots=True)
class YearFrame:
    """A year with the rule-set version that counts it."""

    year: int
    version: RuleSetVersion
    policy: LedgerPolicy
    first: date
    last: date

    @property
    def is_over(self) -> bool:
        return local_now().date() > self.last


def frame_of(year: int) -> YearFrame:
    """The frame of a year. Raises ParameterMissing when the rule-set leaves a figure open."""
    version = queries.version_of_year(year)
    policy = ledger_policy(version.to_parameters())
    return YearFrame(year, version, policy, *span_of(year, policy.year_starts))


def add_to(sums: Sums, learner_id: int, name: str, hours: Decimal) -> None:
    """Add to the sum of a person and category."""
    mine = sums.setdefault(learner_id, {})
    mine[name] = mine.get(name, NOTHING) + hours


def to_come(frame: YearFrame, ids: Ids, now: datetime, *, learners: Collection[int] | None = None) -> Sums:
    """Hours that classes of the year can still bring, by person and category. Three queries.

    Sessions that have not begun count with their planned hours, recorded lessons with what is not yet posted.
    """
    if now.date() > frame.last:
        return {}
    enrolled = _enrolled(frame, ids, now, learners)
    plans = _plans(frame, ids, now)
    watched = _watched(frame, ids, now)
    found: Sums = {}
    for enrolment_id, learner_id, offering_id in enrolled:
        for kind, hours in plans.get(offering_id, {}).items():
            left = hours - watched.get(enrolment_id, NOTHING) if kind is SessionKind.RECORDED else hours
            if left > 0:
                add_to(found, learner_id, frame.policy.name_of(kind), left)
    return found


def _enrolled(
    frame: YearFrame, ids: Ids, now: datetime, learners: Collection[int] | None
) -> Sequence[Row[int, int, int]]:
    statement = (
        select(Enrolment.id, Enrolment.learner_id, Enrolment.offering_id)
        .join(Enrolment.offering)
        .where(
            Enrolment.state == EnrolmentState.ENROLLED,
            ClassOffering.state != ClassState.CANCELLED,
            ClassOffering.ends_on.between(max(frame.first, now.date()), frame.last),
            within(ClassOffering.institution_id, ids),
        )
    )
    if learners is not None:
        statement = statement.where(Enrolment.learner_id.in_(learners))
    return db.session.execute(statement).all()


def _plans(frame: YearFrame, ids: Ids, now: datetime) -> dict[int, dict[SessionKind, Decimal]]:
    statement = (
        select(ClassSession.offering_id, ClassSession.kind, func.sum(ClassSession.planned_hours))
        .join(ClassSession.offering)
        .where(
            ClassSession.status == SessionStatus.PLANNED,
            ClassOffering.ends_on.between(max(frame.first, now.date()), frame.last),
            within(ClassOffering.institution_id, ids),
            (ClassSession.kind == SessionKind.RECORDED) | (ClassSession.starts_at > to_utc(now)),
        )
        .group_by(ClassSession.offering_id, ClassSession.kind)
    )
    found: dict[int, dict[SessionKind, Decimal]] = {}
    for offering_id, kind, hours in db.session.execute(statement):
        found.setdefault(offering_id, {})[kind] = hours
    return found


def _watched(frame: YearFrame, ids: Ids, now: datetime) -> dict[int, Decimal]:
    statement = (
        select(HourPosting.enrolment_id, func.sum(HourPosting.hours))
        .join(ClassOffering, ClassOffering.id == HourPosting.offering_id)
        .where(
            HourPosting.category == SessionKind.RECORDED,
            ClassOffering.ends_on.between(max(frame.first, now.date()), frame.last),
            within(ClassOffering.institution_id, ids),
        )
        .group_by(HourPosting.enrolment_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
