"""Adjusting hours: one person proposes with a reason, another one decides, and only then something is posted."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm.exc import StaleDataError

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from learners.models import Learner
from sessions.ledger.actions import posting
from sessions.ledger.models import HourAdjustment
from sessions.ledger.rules.closing import AdjustmentState


class SamePerson(Exception):
    """Who proposed an adjustment does not decide about it."""


class DecidedAlready(Exception):
    """Somebody else has decided about this adjustment."""


def propose(
    learner: Learner, institution_id: int, *, year: int, category: str, hours: Decimal, reason: str, by: User
) -> HourAdjustment:
    """Put a proposal on record; the account stays as it is."""
    adjustment = HourAdjustment(
        learner_id=learner.id,
        institution_id=institution_id,
        year=year,
        category=category,
        hours=hours,
        reason=reason,
        asked_by_id=by.id,
        asked_by=by.display_name,
    )
    db.session.add(adjustment)
    db.session.flush()
    _note("sessions.adjustment_proposed", adjustment, by, reason)
    return adjustment


def decide(adjustment: HourAdjustment, *, approve: bool, note: str, by: User) -> None:
    """Approve or refuse; an approved one is posted. Raises SamePerson, DecidedAlready, ParameterMissing."""
    if adjustment.asked_by_id == by.id:
        raise SamePerson
    if adjustment.state is not AdjustmentState.PROPOSED:
        raise DecidedAlready
    adjustment.state = AdjustmentState.APPROVED if approve else AdjustmentState.REFUSED
    adjustment.decided_by_id, adjustment.decided_by = by.id, by.display_name
    adjustment.decided_at, adjustment.decision_note = utc_now(), note
    try:
        db.session.flush()
    except StaleDataError as faster:
        raise DecidedAlready from faster
    if approve:
        posting.post_adjustment(adjustment, by=by)
    _note("sessions.adjustment_approved" if approve else "sessions.adjustment_refused", adjustment, by, note)


def _note(action: str, adjustment: HourAdjustment, by: User, reason: str) -> None:
    audit.record(
        action,
        by=by,
        subject=("adjustment", adjustment.id),
        institution_id=adjustment.institution_id,
        hours=str(adjustment.hours),
        year=adjustment.year,
        **({"reason": reason} if reason else {}),
    )
