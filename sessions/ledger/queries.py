"""Questions about the yearly account: its figures, postings of both kinds, closings. Scope is an argument.

`institution_ids` is None for all of them, as `trainer.queries.institution_ids_of` says it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from core.clock import today
from core.db import db
from courses.models import ClassOffering, Enrolment
from learners.models import Learner
from messages.models import Notification
from sessions.ledger.models import (
    AccountPosting,
    RuleSetMove,
    YearClosing,
    YearTotal,
)
from sessions.ledger.rules.closing import ClosingKind, is_closed
from sessions.ledger.rules.policy import LedgerPolicy, ledger_policy
from sessions.ledger.rules.years import CALENDAR_YEAR, span_of, year_of
from sessions.models import HourPosting
from standards import queries as standard_queries
from standards.models import RuleSetVersion
from standards.rules import ParameterMissing, VersionState
from trainer.models import Institution

Ids = Collection[int] | None


def within(column: InstrumentedAttribute[int], ids: Ids) -> ColumnElement[bool]:
    """The condition that a row belongs to one of these institutions."""
    return true() if ids is None else column.in_(ids)


def version_on(day: date) -> RuleSetVersion:
    """The rule-set version whose figures hold for the account on a day. Raises ParameterMissing without any."""
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, day)
    if version is None:
        raise ParameterMissing("ledger.year_target")
    return version


def policy_on(day: date) -> LedgerPolicy:
    """The figures of the yearly account on a day. Raises ParameterMissing."""
    return ledger_policy(version_on(day).to_parameters())


def version_of_year(year: int) -> RuleSetVersion:
    """The version that counts a year: the one in force on its last day, or today while it runs.

    A year that ended before any version was in force is counted under the one of today.
    """
    last = span_of(year, starts_on(today()))[1]
    version = version_on(min(last, today()))
    return version if version.effective_from <= last else version_on(today())


def starts_on(day: date) -> tuple[int, int]:
    """Month and day at which years begin; the calendar year under a rule-set without that figure, as ever before."""
    try:
        return policy_on(day).year_starts
    except ParameterMissing:
        return CALENDAR_YEAR


def own_year(day: date) -> int:
    """The year to which something that ended on a day belongs."""
    return year_of(day, starts_on(today()))


def closings_of(institution_id: int, year: int | None = None) -> list[YearClosing]:
    """The entries about the years of an institution, in the order in which they were made."""
    statement = select(YearClosing).where(YearClosing.institution_id == institution_id)
    if year is not None:
        statement = statement.where(YearClosing.year == year)
    statement = statement.options(joinedload(YearClosing.rule_set_version).joinedload(RuleSetVersion.rule_set))
    return list(db.session.scalars(statement.order_by(YearClosing.year, YearClosing.number)))


def closed_years(institution_id: int) -> frozenset[int]:
    """The years of an institution that are closed now."""
    kinds: dict[int, list[ClosingKind]] = {}
    statement = select(YearClosing.year, YearClosing.kind).where(YearClosing.institution_id == institution_id)
    for year, kind in db.session.execute(statement.order_by(YearClosing.year, YearClosing.number)):
        kinds.setdefault(year, []).append(kind)
    return frozenset(year for year, entries in kinds.items() if is_closed(entries))


def closing_in_scope(closing_id: int, ids: Ids) -> YearClosing | None:
    """One closing, if its institution is in scope."""
    statement = select(YearClosing).where(YearClosing.id == closing_id, within(YearClosing.institution_id, ids))
    return db.session.scalar(
        statement.options(
            joinedload(YearClosing.institution),
            joinedload(YearClosing.rule_set_version).joinedload(RuleSetVersion.rule_set),
        )
    )


def totals_of(closing_id: int) -> list[YearTotal]:
    """What everybody had at a closing, by name."""
    statement = select(YearTotal).where(YearTotal.closing_id == closing_id)
    return list(db.session.scalars(statement.order_by(YearTotal.name, YearTotal.id)))


def frozen_of(learner_id: int, year: int, ids: Ids) -> list[YearTotal]:
    """What a person had when the year was closed, one line for each institution where it is closed now."""
    latest = (
        select(func.max(YearClosing.id))
        .where(YearClosing.year == year, within(YearClosing.institution_id, ids))
        .group_by(YearClosing.institution_id)
    )
    statement = (
        select(YearTotal)
        .join(YearTotal.closing)
        .where(YearTotal.learner_id == learner_id, YearClosing.id.in_(latest), YearClosing.kind == ClosingKind.CLOSE)
        .options(joinedload(YearTotal.closing).joinedload(YearClosing.institution))
    )
    return list(db.session.scalars(statement.order_by(YearTotal.id)))


def class_postings(learner_id: int, year: int, ids: Ids) -> list[HourPosting]:
    """What classes posted for a person in a year, with session, class and run."""
    statement = (
        select(HourPosting)
        .join(HourPosting.enrolment)
        .join(Enrolment.offering)
        .where(
            HourPosting.learner_id == learner_id, HourPosting.year == year, within(ClassOffering.institution_id, ids)
        )
        .options(
            joinedload(HourPosting.class_session),
            joinedload(HourPosting.evaluation),
            joinedload(HourPosting.enrolment).joinedload(Enrolment.offering).joinedload(ClassOffering.institution),
        )
    )
    return list(db.session.scalars(statement.order_by(HourPosting.id)))


def own_postings(learner_id: int, year: int, ids: Ids) -> list[AccountPosting]:
    """What people decided for a person in a year, with claim and adjustment."""
    statement = (
        select(AccountPosting)
        .where(
            AccountPosting.learner_id == learner_id,
            AccountPosting.year == year,
            within(AccountPosting.institution_id, ids),
        )
        .options(joinedload(AccountPosting.claim), joinedload(AccountPosting.adjustment))
    )
    return list(db.session.scalars(statement.order_by(AccountPosting.id)))


def years_with_hours(learner_id: int, ids: Ids = None) -> list[int]:
    """The years in which anything was posted for a person, the latest first."""
    taught = (
        select(HourPosting.year)
        .join(ClassOffering, ClassOffering.id == HourPosting.offering_id)
        .where(HourPosting.learner_id == learner_id, within(ClassOffering.institution_id, ids))
    )
    decided = select(AccountPosting.year).where(
        AccountPosting.learner_id == learner_id, within(AccountPosting.institution_id, ids)
    )
    return sorted(set(db.session.scalars(taught.union(decided))), reverse=True)


def learner_in_scope(learner_id: int, ids: Ids) -> Learner | None:
    """A person who is or was in a class of one of these institutions."""
    enrolled = (
        select(Enrolment.learner_id)
        .join(Enrolment.offering)
        .where(Enrolment.learner_id == learner_id, within(ClassOffering.institution_id, ids))
    )
    statement = select(Learner).where(Learner.id == learner_id, Learner.id.in_(enrolled))
    return db.session.scalar(statement.options(joinedload(Learner.employer)))


def learner_of_user(user_id: int) -> Learner | None:
    """The person an account belongs to, with the employer."""
    return db.session.scalar(select(Learner).where(Learner.user_id == user_id).options(joinedload(Learner.employer)))


def institutions_of_learner(learner_id: int, ids: Ids = None) -> list[Institution]:
    """Where a person is or was in a class, of those in scope, by name."""
    statement = (
        select(Institution)
        .where(
            within(Institution.id, ids),
            Institution.id.in_(
                select(ClassOffering.institution_id).join(Enrolment).where(Enrolment.learner_id == learner_id)
            ),
        )
        .order_by(Institution.name, Institution.id)
    )
    return list(db.session.scalars(statement))


def moves_of(offering_id: int) -> Sequence[RuleSetMove]:
    """Which versions of rule-sets a class was moved between, the latest first."""
    statement = (
        select(RuleSetMove)
        .where(RuleSetMove.offering_id == offering_id)
        .options(
            joinedload(RuleSetMove.from_version).joinedload(RuleSetVersion.rule_set),
            joinedload(RuleSetMove.to_version).joinedload(RuleSetVersion.rule_set),
        )
    )
    return db.session.scalars(statement.order_by(RuleSetMove.id.desc())).all()


def versions_beside(kept: RuleSetVersion) -> list[RuleSetVersion]:
    """The other approved versions of the same rule-set, the newest first."""
    statement = (
        select(RuleSetVersion)
        .where(
            RuleSetVersion.rule_set_id == kept.rule_set_id,
            RuleSetVersion.state == VersionState.APPROVED,
            RuleSetVersion.id != kept.id,
        )
        .options(joinedload(RuleSetVersion.rule_set))
    )
    return list(db.session.scalars(statement.order_by(RuleSetVersion.version.desc())))


def was_said(kind: str, once: str) -> bool:
    """Whether anybody has been told something of a kind under this key."""
    statement = select(Notification.id).where(Notification.kind == kind, Notification.once == once)
    return db.session.scalar(statement.limit(1)) is not None
