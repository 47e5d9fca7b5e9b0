"""A person's year from both tables of postings: sums, what counts after caps, what is still to come, and the lines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.clock import to_local
from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, EnrolmentState
from learners.models import Learner
from sessions.ledger import queries, records
from sessions.ledger.frames import Sums, YearFrame, add_to, frame_of, to_come
from sessions.ledger.models import AccountPosting, YearTotal
from sessions.ledger.queries import Ids, within
from sessions.ledger.rules.claims import UNDECIDED
from sessions.ledger.rules.closing import AdjustmentState, YearFacts
from sessions.ledger.rules.policy import LedgerPolicy
from sessions.ledger.rules.years import (
    NOTHING,
    Standing,
    YearCount,
    add_up,
    carried_over,
    count_year,
    standing_of,
    year_of,
)
from sessions.models import HourPosting
from sessions.rules.kinds import PostingKind


def sums_of(year: int, ids: Ids, policy: LedgerPolicy, *, learners: Collection[int] | None = None) -> Sums:
    """Hours by person and category. Two queries, however many people."""
    found: Sums = {}
    taught = (
        select(HourPosting.learner_id, HourPosting.category, func.sum(HourPosting.hours))
        .join(ClassOffering, ClassOffering.id == HourPosting.offering_id)
        .where(HourPosting.year == year, within(ClassOffering.institution_id, ids))
        .group_by(HourPosting.learner_id, HourPosting.category)
    )
    decided = (
        select(AccountPosting.learner_id, AccountPosting.category, func.sum(AccountPosting.hours))
        .where(AccountPosting.year == year, within(AccountPosting.institution_id, ids))
        .group_by(AccountPosting.learner_id, AccountPosting.category)
    )
    if learners is not None:
        taught = taught.where(HourPosting.learner_id.in_(learners))
        decided = decided.where(AccountPosting.learner_id.in_(learners))
    for learner_id, kind, hours in db.session.execute(taught):
        add_to(found, learner_id, policy.name_of(kind), hours)
    for learner_id, name, hours in db.session.execute(decided):
        add_to(found, learner_id, name, hours)
    return found


@dataclass(frozen=True, slots=True)
class YearRow:
    """One learner in the list of a year: what counts now, and by its end if everything to come is attended."""

    learner: Learner
    count: YearCount
    by_end: YearCount

    @property
    def standing(self) -> Standing:
        return standing_of(self.count, self.by_end)


def count_people(
    frame: YearFrame, ids: Ids, sums: Sums, *, learners: Collection[int] | None = None
) -> dict[int, YearCount]:
    """What counts for each person of these sums, with what came over from the year before where that is allowed."""
    carried = carried_into(frame, ids, learners=learners)
    everybody = {*sums, *carried}
    return {one: count_year(sums.get(one, {}), frame.policy, carried.get(one, NOTHING)) for one in everybody}


def carried_into(frame: YearFrame, ids: Ids, *, learners: Collection[int] | None = None) -> dict[int, Decimal]:
    """What the year before hands on, by person. No query where nothing is carried over."""
    if not frame.policy.carry_over:
        return {}
    before = frame_of(frame.year - 1)
    sums = sums_of(before.year, ids, before.policy, learners=learners)
    handed = {one: carried_over(count_year(mine, before.policy), frame.policy) for one, mine in sums.items()}
    return {one: hours for one, hours in handed.items() if hours}


def year_rows(frame: YearFrame, ids: Ids, now: datetime) -> list[YearRow]:
    """Everybody with hours or a class in a year, by name. The number of queries does not grow with people."""
    sums = sums_of(frame.year, ids, frame.policy)
    coming = to_come(frame, ids, now)
    counts = count_people(frame, ids, sums)
    people = _people(frame, ids)
    rows = []
    for learner in people:
        count = counts.get(learner.id) or count_year({}, frame.policy)
        expected = add_up(sums.get(learner.id, {}), coming.get(learner.id, {}))
        rows.append(YearRow(learner, count, count_year(expected, frame.policy, count.carried)))
    return rows


def _people(frame: YearFrame, ids: Ids) -> list[Learner]:
    taught = (
        select(HourPosting.learner_id)
        .join(ClassOffering, ClassOffering.id == HourPosting.offering_id)
        .where(HourPosting.year == frame.year, within(ClassOffering.institution_id, ids))
    )
    decided = select(AccountPosting.learner_id).where(
        AccountPosting.year == frame.year, within(AccountPosting.institution_id, ids)
    )
    enrolled = (
        select(Enrolment.learner_id)
        .join(Enrolment.offering)
        .where(
            Enrolment.state == EnrolmentState.ENROLLED,
            ClassOffering.state != ClassState.CANCELLED,
            ClassOffering.ends_on.between(frame.first, frame.last),
            within(ClassOffering.institution_id, ids),
        )
    )
    statement = select(Learner).where(Learner.id.in_(taught.union(decided, enrolled)))
    return list(db.session.scalars(statement.options(joinedload(Learner.employer)).order_by(Learner.name, Learner.id)))


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One posting of either table, as pages and statements show it."""

    mark: str  # E12: of a class; P7: decided by people
    kind: PostingKind
    category: str
    on: date
    posted_at: datetime
    minutes: int
    hours: Decimal
    reverses: str
    class_posting: HourPosting | None = None
    own_posting: AccountPosting | None = None


def lines_of(learner_id: int, frame: YearFrame, ids: Ids) -> list[AccountLine]:
    """Every posting of a person in a year, by day. Two queries."""
    taught = queries.class_postings(learner_id, frame.year, ids)
    decided = queries.own_postings(learner_id, frame.year, ids)
    lines = [*(_class_line(one, frame.policy) for one in taught), *map(_own_line, decided)]
    return sorted(lines, key=lambda line: (line.on, line.posted_at, line.mark))


def _class_line(one: HourPosting, policy: LedgerPolicy) -> AccountLine:
    at = one.class_session.starts_at
    return AccountLine(
        mark=f"E{one.id}",
        kind=one.kind,
        category=policy.name_of(one.category),
        on=to_local(at).date() if at else one.enrolment.offering.ends_on,
        posted_at=one.posted_at,
        minutes=one.minutes,
        hours=one.hours,
        reverses=f"E{one.reverses_id}" if one.reverses_id else "",
        class_posting=one,
    )


def _own_line(one: AccountPosting) -> AccountLine:
    return AccountLine(
        mark=f"P{one.id}",
        kind=one.kind,
        category=one.category,
        on=one.claim.ends_on if one.claim else to_local(one.posted_at).date(),
        posted_at=one.posted_at,
        minutes=one.minutes,
        hours=one.hours,
        reverses=f"P{one.reverses_id}" if one.reverses_id else "",
        own_posting=one,
    )


@dataclass(frozen=True, slots=True)
class YearAccount:
    """One person's year, whole: lines, what counts, what is still to come, and what it was when it was closed."""

    frame: YearFrame
    learner: Learner
    lines: list[AccountLine]
    count: YearCount
    coming: dict[str, Decimal]
    by_end: YearCount
    frozen: list[YearTotal]

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def standing(self) -> Standing:
        return standing_of(self.count, self.by_end)

    def lines_in(self, category: str) -> list[AccountLine]:
        """The lines of one category; all without a name."""
        return [line for line in self.lines if not category or line.category == category]


def account_of(learner: Learner, year: int, ids: Ids, now: datetime) -> YearAccount:
    """The year of one person. Raises ParameterMissing when the rule-set leaves a figure open."""
    frame = frame_of(year)
    lines = lines_of(learner.id, frame, ids)
    sums = add_up(*({line.category: line.hours} for line in lines))
    carried = carried_into(frame, ids, learners=[learner.id]).get(learner.id, NOTHING)
    coming = to_come(frame, ids, now, learners=[learner.id]).get(learner.id, {})
    return YearAccount(
        frame=frame,
        learner=learner,
        lines=lines,
        count=count_year(sums, frame.policy, carried),
        coming=coming,
        by_end=count_year(add_up(sums, coming), frame.policy, carried),
        frozen=queries.frozen_of(learner.id, year, ids),
    )


def marks_of(year: int, ids: Ids) -> dict[int, list[str]]:
    """The marks of every posting of a year, by person, in the order of posting. Two queries."""
    taught = (
        select(HourPosting.learner_id, HourPosting.id)
        .join(ClassOffering, ClassOffering.id == HourPosting.offering_id)
        .where(HourPosting.year == year, within(ClassOffering.institution_id, ids))
        .order_by(HourPosting.id)
    )
    decided = (
        select(AccountPosting.learner_id, AccountPosting.id)
        .where(AccountPosting.year == year, within(AccountPosting.institution_id, ids))
        .order_by(AccountPosting.id)
    )
    found: dict[int, list[str]] = {}
    for learner_id, number in db.session.execute(taught):
        found.setdefault(learner_id, []).append(f"E{number}")
    for learner_id, number in db.session.execute(decided):
        found.setdefault(learner_id, []).append(f"P{number}")
    return found


def closing_facts(institution_id: int, frame: YearFrame) -> YearFacts:
    """What closing a year needs to know. Three queries."""
    entries = [one.kind for one in queries.closings_of(institution_id, frame.year)]
    claims = [one for one in records.claims_in_scope([institution_id]) if one.state in UNDECIDED]
    own = [one for one in claims if year_of(one.ends_on, frame.policy.year_starts) == frame.year]
    proposed = [
        one
        for one in records.adjustments_in_scope([institution_id])
        if one.state is AdjustmentState.PROPOSED and one.year == frame.year
    ]
    return YearFacts(frame.last, entries, len(own), len(proposed))
