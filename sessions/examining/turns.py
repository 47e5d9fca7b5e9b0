"""Who was let off a sitting, and who has had a make-up already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from courses.models import Enrolment
from sessions.examining.models import Candidate, DeferralRequest, ResultRelease, Sitting
from sessions.examining.rules.kinds import SittingKind


def requests_of(sitting_id: int) -> list[DeferralRequest]:
    """Who asked to sit this examination later, the latest first."""
    statement = select(DeferralRequest).where(DeferralRequest.sitting_id == sitting_id)
    people = joinedload(DeferralRequest.enrolment).joinedload(Enrolment.learner)
    found = db.session.scalars(statement.options(people, joinedload(DeferralRequest.file)))
    return sorted(found, key=lambda one: -one.id)


def request_of(sitting_id: int, request_id: int) -> DeferralRequest | None:
    """One request about that sitting."""
    return next((one for one in requests_of(sitting_id) if one.id == request_id), None)


def own_requests(sitting_id: int, enrolment_id: int) -> list[DeferralRequest]:
    """What one person asked about a sitting, the latest first."""
    return [one for one in requests_of(sitting_id) if one.enrolment_id == enrolment_id]


def deferred_from(sitting_id: int) -> frozenset[int]:
    """Who was let off a sitting, by enrolment."""
    return _let_off(DeferralRequest.sitting_id == sitting_id)


def deferred_in(offering_id: int) -> frozenset[int]:
    """Who was let off a first examination of a class."""
    first = select(Sitting.id).where(Sitting.offering_id == offering_id, Sitting.kind == SittingKind.FIRST)
    return _let_off(DeferralRequest.sitting_id.in_(first))


def _let_off(condition: object) -> frozenset[int]:
    statement = select(DeferralRequest.enrolment_id).where(condition, DeferralRequest.approved.is_(True))  # type: ignore[arg-type]
    return frozenset(db.session.scalars(statement))


def sat(sitting_ids: Iterable[int]) -> Counter[int]:
    """How many of these sittings, whose results are released, each enrolment has sat."""
    released = select(ResultRelease.sitting_id).where(ResultRelease.sitting_id.in_(list(sitting_ids)))
    statement = select(Candidate.enrolment_id).where(Candidate.sitting_id.in_(released))
    return Counter(db.session.scalars(statement))


def makeups_before(sitting: Sitting) -> Counter[int]:
    """How many other make-ups of the class each enrolment has sat."""
    statement = select(Sitting.id).where(
        Sitting.offering_id == sitting.offering_id, Sitting.kind == SittingKind.MAKEUP, Sitting.id != sitting.id
    )
    return sat(db.session.scalars(statement))
