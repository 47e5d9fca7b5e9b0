"""Questions about claims of outside training and about adjustments. Scope is an argument, as in `queries`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.clock import to_local, to_utc
from core.db import db
from courses.models import ClassOffering
from learners.models import Learner
from sessions.ledger.models import AccountPosting, ClaimProof, ClaimStep, HourAdjustment, HourClaim
from sessions.ledger.queries import Ids, within
from sessions.ledger.rules.claims import AttendedTime, ClaimMove, SeenProof
from sessions.ledger.rules.closing import AdjustmentState
from sessions.models import ClassSession, HourPosting
from sessions.rules.kinds import PostingKind

_CLAIM = (
    joinedload(HourClaim.learner).joinedload(Learner.employer),
    joinedload(HourClaim.institution),
    selectinload(HourClaim.steps),
    selectinload(HourClaim.proofs).joinedload(ClaimProof.file),
)


def claims_of(learner_id: int) -> list[HourClaim]:
    """A person's claims, the latest first."""
    statement = select(HourClaim).where(HourClaim.learner_id == learner_id).options(*_CLAIM)
    return list(db.session.scalars(statement.order_by(HourClaim.id.desc())))


def claims_in_scope(ids: Ids) -> list[HourClaim]:
    """Every claim made to these institutions, the oldest first."""
    statement = select(HourClaim).where(within(HourClaim.institution_id, ids)).options(*_CLAIM)
    return list(db.session.scalars(statement.order_by(HourClaim.id)))


def claim_in_scope(claim_id: int, ids: Ids) -> HourClaim | None:
    """One claim, if it was made to one of these institutions."""
    statement = select(HourClaim).where(HourClaim.id == claim_id, within(HourClaim.institution_id, ids))
    return db.session.scalar(statement.options(*_CLAIM))


def claim_of(learner_id: int, claim_id: int) -> HourClaim | None:
    """One of a person's own claims."""
    statement = select(HourClaim).where(HourClaim.id == claim_id, HourClaim.learner_id == learner_id)
    return db.session.scalar(statement.options(*_CLAIM))


def waiting_claims(ids: Ids) -> int:
    """How many claims wait for a decision, those that wait for the learner included."""
    last = select(func.max(ClaimStep.id)).group_by(ClaimStep.claim_id)
    statement = (
        select(func.count())
        .select_from(ClaimStep)
        .join(HourClaim, HourClaim.id == ClaimStep.claim_id)
        .where(
            ClaimStep.id.in_(last),
            ClaimStep.kind.in_((ClaimMove.SUBMITTED, ClaimMove.SUPPLIED, ClaimMove.ASKED)),
            within(HourClaim.institution_id, ids),
        )
    )
    return db.session.scalar(statement) or 0


def seen_proofs(digests: Iterable[str], *, but_claim: int | None = None) -> list[SeenProof]:
    """Other claims that rest on documents of the same content, the earliest first."""
    statement = (
        select(ClaimProof)
        .where(ClaimProof.digest.in_(list(digests)))
        .options(joinedload(ClaimProof.claim).selectinload(HourClaim.steps), joinedload(ClaimProof.file))
        .order_by(ClaimProof.id)
    )
    if but_claim is not None:
        statement = statement.where(ClaimProof.claim_id != but_claim)
    return [
        SeenProof(one.claim_id, one.claim.learner_id, one.claim.state, one.file.file_name)
        for one in db.session.scalars(statement)
    ]


def attended_between(learner_id: int, first: date, last: date) -> list[AttendedTime]:
    """The dated sessions of any class for which hours of a person stand, in site time."""
    reversed_ids = select(HourPosting.reverses_id).where(
        HourPosting.learner_id == learner_id, HourPosting.reverses_id.is_not(None)
    )
    statement = (
        select(ClassSession, ClassOffering.name)
        .join(HourPosting, HourPosting.session_id == ClassSession.id)
        .join(ClassOffering, ClassOffering.id == ClassSession.offering_id)
        .where(
            HourPosting.learner_id == learner_id,
            HourPosting.kind == PostingKind.EARN,
            HourPosting.id.not_in(reversed_ids),
            ClassSession.starts_at >= to_utc(datetime.combine(first, datetime.min.time())),
            ClassSession.starts_at < to_utc(datetime.combine(last + timedelta(1), datetime.min.time())),
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return [
        AttendedTime(f"{name} {one.code} {one.title}", to_local(one.starts_at), to_local(one.ends_at))
        for one, name in db.session.execute(statement)
        if one.starts_at and one.ends_at
    ]


def accepted_posting(claim_id: int) -> AccountPosting | None:
    """The posting of an accepted claim that stands."""
    reversed_ids = select(AccountPosting.reverses_id).where(AccountPosting.reverses_id.is_not(None))
    statement = select(AccountPosting).where(
        AccountPosting.claim_id == claim_id,
        AccountPosting.kind == PostingKind.CLAIM,
        AccountPosting.id.not_in(reversed_ids),
    )
    return db.session.scalar(statement)


def postings_of_claim(claim_id: int) -> list[AccountPosting]:
    """What a claim brought, and what was taken back."""
    statement = select(AccountPosting).where(AccountPosting.claim_id == claim_id).order_by(AccountPosting.id)
    return list(db.session.scalars(statement))


_ADJUSTMENT = (joinedload(HourAdjustment.learner), joinedload(HourAdjustment.institution))


def adjustments_in_scope(ids: Ids, *, learner_id: int | None = None) -> list[HourAdjustment]:
    """Adjustments, those that wait first, then the latest."""
    statement = select(HourAdjustment).where(within(HourAdjustment.institution_id, ids)).options(*_ADJUSTMENT)
    if learner_id is not None:
        statement = statement.where(HourAdjustment.learner_id == learner_id)
    waits = (HourAdjustment.state == AdjustmentState.PROPOSED).desc()
    return list(db.session.scalars(statement.order_by(waits, HourAdjustment.id.desc())))


def adjustment_in_scope(adjustment_id: int, ids: Ids) -> HourAdjustment | None:
    """One adjustment, if it is in scope."""
    statement = select(HourAdjustment).where(
        HourAdjustment.id == adjustment_id, within(HourAdjustment.institution_id, ids)
    )
    return db.session.scalar(statement.options(*_ADJUSTMENT))
