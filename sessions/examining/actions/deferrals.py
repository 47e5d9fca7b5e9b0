"""Asking to sit an examination later, and deciding about it."""

from __future__ import annotations

from accounts.models import User
from core.db import db, utc_now
from core.stored_files import keep_file
from sessions.examining import queries, turns
from sessions.examining.actions.notes import note
from sessions.examining.models import DeferralRequest, Sitting


class NotNow(Exception):
    """It is too late to ask, or something was asked already."""


def ask(
    sitting: Sitting, enrolment_id: int, *, ground: str, reason: str, upload: tuple[str, bytes] | None, by: User
) -> DeferralRequest:
    """Ask to be let off a sitting. Raises NotNow; core.stored_files.UploadRefused."""
    asked = turns.own_requests(sitting.id, enrolment_id)
    begun = queries.candidate_of(sitting.id, enrolment_id)
    if begun or sitting.closes_at <= utc_now() or any(one.approved is not False for one in asked):
        raise NotNow
    request = DeferralRequest(
        sitting_id=sitting.id,
        enrolment_id=enrolment_id,
        file_id=keep_file(*upload, by_name=by.display_name, private=True).id if upload else None,
        ground=ground,
        reason=reason,
    )
    db.session.add(request)
    db.session.flush()
    note("deferral_asked", sitting, by, ground=ground)
    return request


def decide(sitting: Sitting, request: DeferralRequest, *, approved: bool, words: str, by: User) -> None:
    """Approve or refuse, once. Raises NotNow when it was decided before."""
    if request.approved is not None:
        raise NotNow
    request.approved = approved
    request.decided_by, request.decided_at, request.note = by.display_name, utc_now(), words
    db.session.flush()
    note("deferral_decided", sitting, by, enrolment=request.enrolment_id, approved=approved, reason=words)
