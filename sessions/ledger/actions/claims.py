"""Claims of outside training: made by a learner, decided by the institution, each step a new entry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db
from core.stored_files import keep_file
from learners.models import Learner
from sessions.ledger import records
from sessions.ledger.actions import posting
from sessions.ledger.models import ClaimProof, ClaimStep, HourClaim
from sessions.ledger.rules.claims import ClaimMove, SeenProof, may, standing_twin
from trainer.models import Institution

Upload = tuple[str, bytes]


class ProofUsed(Exception):
    """The same document proves another claim of the same person that still holds."""

    def __init__(self, twin: SeenProof) -> None:
        super().__init__(twin.claim_id)
        self.twin = twin


class CannotFollow(Exception):
    """Somebody else was faster, or the claim does not stand where this may be done."""


class NoProof(Exception):
    """A claim needs at least one document."""


class HoursWrong(Exception):
    """The hours accepted are not above nothing and at most what was claimed, or fewer without a reason."""


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What a learner says about outside training."""

    category: str
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    hours: Decimal
    from_time: time | None = None
    to_time: time | None = None


def submit_claim(
    learner: Learner, institution: Institution, facts: ClaimFacts, uploads: Sequence[Upload], *, by: User
) -> HourClaim:
    """Put a claim on record. Raises NoProof, ProofUsed or core.stored_files.UploadRefused."""
    if not uploads:
        raise NoProof
    _take_turns(learner.id)
    claim = HourClaim(
        learner_id=learner.id,
        institution_id=institution.id,
        category=facts.category,
        title=facts.title,
        organiser=facts.organiser,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        from_time=facts.from_time,
        to_time=facts.to_time,
        hours=facts.hours,
        by_name=by.display_name,
    )
    db.session.add(claim)
    db.session.flush()
    _keep_proofs(claim, uploads, by)
    _step(claim, 0, ClaimMove.SUBMITTED, by=by)
    _note("sessions.claim_submitted", claim, by, hours=str(facts.hours))
    return claim


def supply_more(claim: HourClaim, *, note: str, uploads: Sequence[Upload], seen: int, by: User) -> None:
    """Answer the reviewer with words or documents. Raises NoProof, ProofUsed, CannotFollow, UploadRefused."""
    if not uploads and not note:
        raise NoProof
    _take_turns(claim.learner_id)
    _step(claim, seen, ClaimMove.SUPPLIED, note=note, by=by)
    _keep_proofs(claim, uploads, by)
    _note("sessions.claim_supplied", claim, by)


def withdraw_claim(claim: HourClaim, *, note: str, seen: int, by: User) -> None:
    """Take a claim back before it is decided. Raises CannotFollow."""
    _step(claim, seen, ClaimMove.WITHDRAWN, note=note, by=by)
    _note("sessions.claim_withdrawn", claim, by)


def accept_claim(claim: HourClaim, *, hours: Decimal, note: str, seen: int, by: User) -> None:
    """Credit a claim, with fewer hours if a reason is given. Raises HoursWrong, CannotFollow, ParameterMissing."""
    if not 0 < hours <= claim.hours or (hours < claim.hours and not note):
        raise HoursWrong
    _step(claim, seen, ClaimMove.ACCEPTED, note=note, hours=hours, by=by)
    posting.post_claim(claim, hours, by=by)
    _note("sessions.claim_accepted", claim, by, hours=str(hours), reason=note)


def answer_claim(claim: HourClaim, move: ClaimMove, *, note: str, seen: int, by: User) -> None:
    """Refuse a claim, or ask for more. Raises CannotFollow."""
    _step(claim, seen, move, note=note, by=by)
    _note(f"sessions.claim_{move.value}", claim, by, reason=note)


def revoke_claim(claim: HourClaim, *, reason: str, seen: int, by: User) -> None:
    """Take an accepted claim back: its posting is reversed, both stay on record. Raises CannotFollow."""
    _step(claim, seen, ClaimMove.REVOKED, note=reason, by=by)
    standing = records.accepted_posting(claim.id)
    if standing is None:
        raise CannotFollow(claim.id)
    posting.reverse(standing, reason=reason, by=by)
    _note("sessions.claim_revoked", claim, by, reason=reason)


def _take_turns(learner_id: int) -> None:
    """One claim of a person at a time, so that the same proof handed in twice at once is seen."""
    db.session.execute(select(Learner.id).where(Learner.id == learner_id).with_for_update())


def _keep_proofs(claim: HourClaim, uploads: Iterable[Upload], by: User) -> None:
    fresh = {hashlib.sha256(content).hexdigest(): (name, content) for name, content in uploads}
    twin = standing_twin(records.seen_proofs(fresh), claim.learner_id)
    if twin is not None:
        raise ProofUsed(twin)
    for digest, (name, content) in fresh.items():
        stored = keep_file(name, content, by_name=by.display_name, private=True)
        db.session.add(ClaimProof(claim_id=claim.id, file_id=stored.id, digest=digest))
    db.session.flush()


def _step(
    claim: HourClaim, seen: int, move: ClaimMove, *, by: User, note: str = "", hours: Decimal | None = None
) -> ClaimStep:
    """Add the next entry after the `seen` ones; of two people who do at once the second is refused."""
    if seen and not (seen == len(claim.steps) and may(claim.state, move)):
        raise CannotFollow(claim.id)
    step = ClaimStep(
        claim_id=claim.id,
        number=seen + 1,
        kind=move,
        hours=hours,
        note=note,
        by_user_id=by.id,
        by_name=by.display_name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(step)
            db.session.flush()
    except IntegrityError as taken:
        raise CannotFollow(claim.id) from taken
    return step


def _note(action: str, claim: HourClaim, by: User, **detail: str) -> None:
    said = {name: text for name, text in detail.items() if text}
    audit.record(action, by=by, subject=("claim", claim.id), institution_id=claim.institution_id, **said)
