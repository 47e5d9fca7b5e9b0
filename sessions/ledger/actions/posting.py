"""Adding to the account of a person. Nothing posted is ever changed."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from accounts.models import User
from core.clock import today
from core.db import db
from sessions.ledger import queries
from sessions.ledger.models import AccountPosting, HourAdjustment, HourClaim
from sessions.ledger.rules.claims import minutes_of
from sessions.ledger.rules.years import posting_year, year_of
from sessions.rules.kinds import PostingKind
from trainer.models import Institution


def hold_years(institution_id: int) -> None:
    """Keep the years of an institution as they are until this transaction ends: nobody closes one meanwhile."""
    db.session.execute(select(Institution.id).where(Institution.id == institution_id).with_for_update(read=True))


def open_year(institution_id: int, own: int) -> int:
    """The year to which something is posted that belongs to a year: that one, or an open one after it."""
    closed = queries.closed_years(institution_id)
    if own not in closed:
        return own
    policy = queries.policy_on(today())
    return posting_year(own, closed, policy.late, year_of(today(), policy.year_starts))


def post_claim(claim: HourClaim, hours: Decimal, *, by: User) -> AccountPosting:
    """Credit an accepted claim in the year in which the training ended. Raises ParameterMissing."""
    hold_years(claim.institution_id)
    version = queries.version_on(today())
    policy = queries.policy_on(today())
    posting = AccountPosting(
        learner_id=claim.learner_id,
        institution_id=claim.institution_id,
        claim_id=claim.id,
        rule_set_version_id=version.id,
        kind=PostingKind.CLAIM,
        category=claim.category,
        year=open_year(claim.institution_id, year_of(claim.ends_on, policy.year_starts)),
        minutes=minutes_of(hours, policy.minutes_per_hour),
        hours=hours,
        by_name=by.display_name,
    )
    return _add(posting)


def reverse(posting: AccountPosting, *, reason: str, by: User) -> AccountPosting:
    """Take a posting back by an opposite one, in its own year unless that is closed."""
    hold_years(posting.institution_id)
    return _add(
        AccountPosting(
            learner_id=posting.learner_id,
            institution_id=posting.institution_id,
            claim_id=posting.claim_id,
            rule_set_version_id=posting.rule_set_version_id,
            kind=PostingKind.REVERSE,
            category=posting.category,
            year=open_year(posting.institution_id, posting.year),
            minutes=-posting.minutes,
            hours=-posting.hours,
            reverses_id=posting.id,
            reason=reason,
            by_name=by.display_name,
        )
    )


def post_adjustment(adjustment: HourAdjustment, *, by: User) -> AccountPosting:
    """Post what two people stand for, in the very year they named, closed or not. Raises ParameterMissing."""
    version = queries.version_on(today())
    policy = queries.policy_on(today())
    return _add(
        AccountPosting(
            learner_id=adjustment.learner_id,
            institution_id=adjustment.institution_id,
            adjustment_id=adjustment.id,
            rule_set_version_id=version.id,
            kind=PostingKind.ADJUST,
            category=adjustment.category,
            year=adjustment.year,
            minutes=minutes_of(adjustment.hours, policy.minutes_per_hour),
            hours=adjustment.hours,
            reason=adjustment.reason,
            by_name=by.display_name,
        )
    )


def _add(posting: AccountPosting) -> AccountPosting:
    db.session.add(posting)
    db.session.flush()
    return posting
