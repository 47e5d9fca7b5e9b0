"""What the ledger of a class says: sums by learner, and the runs of the rules with what they posted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from courses.models import Enrolment
from sessions.models import Evaluation, HourPosting
from sessions.rules.kinds import PostingKind, SessionKind
from standards.models import RuleSetVersion


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the rules, with what it posted: how many earnings and reversals, and the sum of both."""

    evaluation: Evaluation
    earned: int
    reversed: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class LedgerTotal:
    """What the ledger says one person has in a class."""

    offline: Decimal = Decimal(0)
    online: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return self.offline + self.online


def ledger_totals(offering_id: int, enrolment_id: int | None = None) -> dict[int, LedgerTotal]:
    """Sums of all postings, by enrolment; of one enrolment alone where it is named. One query."""
    statement = (
        select(HourPosting.enrolment_id, HourPosting.category, func.sum(HourPosting.hours))
        .where(HourPosting.offering_id == offering_id)
        .group_by(HourPosting.enrolment_id, HourPosting.category)
    )
    if enrolment_id is not None:
        statement = statement.where(HourPosting.enrolment_id == enrolment_id)
    sums: dict[int, dict[bool, Decimal]] = {}
    for enrolment_id, category, hours in db.session.execute(statement):
        person = sums.setdefault(enrolment_id, {True: Decimal(0), False: Decimal(0)})
        person[category is SessionKind.OFFLINE] += hours
    return {enrolment_id: LedgerTotal(person[True], person[False]) for enrolment_id, person in sums.items()}


def runs_of(offering_id: int) -> list[Run]:
    """The runs of the rules that posted something, the latest first, with what they posted. Two queries."""
    statement = (
        select(Evaluation)
        .where(Evaluation.offering_id == offering_id)
        .options(joinedload(Evaluation.rule_set_version).joinedload(RuleSetVersion.rule_set))
        .order_by(Evaluation.id.desc())
    )
    posted = (
        select(HourPosting.evaluation_id, HourPosting.kind, func.count(), func.sum(HourPosting.hours))
        .where(HourPosting.offering_id == offering_id)
        .group_by(HourPosting.evaluation_id, HourPosting.kind)
    )
    sums = {(run, kind): (number, hours) for run, kind, number, hours in db.session.execute(posted)}
    nothing = (0, Decimal(0))
    return [
        Run(one, earned[0], back[0], earned[1] + back[1])
        for one in db.session.scalars(statement)
        for earned, back in [
            (sums.get((one.id, PostingKind.EARN), nothing), sums.get((one.id, PostingKind.REVERSE), nothing))
        ]
    ]


def run_of(offering_id: int, evaluation_id: int) -> Evaluation | None:
    """One run of that class."""
    statement = select(Evaluation).where(Evaluation.id == evaluation_id, Evaluation.offering_id == offering_id)
    return db.session.scalar(
        statement.options(joinedload(Evaluation.rule_set_version).joinedload(RuleSetVersion.rule_set))
    )


def postings_by_run(evaluation_id: int, *, offset: int, size: int) -> Sequence[HourPosting]:
    """Some of what one run posted, with learner and session."""
    statement = (
        select(HourPosting)
        .where(HourPosting.evaluation_id == evaluation_id)
        .options(joinedload(HourPosting.class_session), joinedload(HourPosting.enrolment).joinedload(Enrolment.learner))
        .order_by(HourPosting.id)
    )
    return db.session.scalars(statement.offset(offset).limit(size)).all()


def sum_of(
    offering_id: int, kinds: Sequence[SessionKind], enrolment_ids: Collection[int] | None = None
) -> tuple[int, Decimal]:
    """How many postings of some kinds a class has, and their sum; of some of its people alone where they are named."""
    statement = select(func.count(), func.sum(HourPosting.hours)).where(
        HourPosting.offering_id == offering_id, HourPosting.category.in_(kinds)
    )
    if enrolment_ids is not None:
        statement = statement.where(HourPosting.enrolment_id.in_(enrolment_ids))
    number, hours = db.session.execute(statement).one()
    return number, hours or Decimal(0)


def postings_of_class(
    offering_id: int, kinds: Sequence[SessionKind], *, offset: int, size: int
) -> Sequence[HourPosting]:
    """Some of the postings of a class, with learner, session and run, in the order of posting."""
    statement = (
        select(HourPosting)
        .where(HourPosting.offering_id == offering_id, HourPosting.category.in_(kinds))
        .options(
            joinedload(HourPosting.class_session),
            joinedload(HourPosting.evaluation),
            joinedload(HourPosting.enrolment).joinedload(Enrolment.learner),
        )
        .order_by(HourPosting.id)
    )
    return db.session.scalars(statement.offset(offset).limit(size)).all()
