"""Questions about notices, desks and the links of employers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core import vault
from core.db import db
from courses.enrolling.models import EmployerLink, EnrolmentAttempt, EnrolmentDesk, NoticeVersion
from courses.models import ClassOffering
from standards.models import RuleSetVersion

WHOLE_CLASS = (
    joinedload(ClassOffering.institution),
    joinedload(ClassOffering.rule_set_version).joinedload(RuleSetVersion.rule_set),
)


def token_index(token: str) -> str:
    """By what a private address is found again."""
    return vault.blind_index(token, "enrolling.token")


def person_index(id_number: str) -> str:
    """The blind index of an identity number, the same as that of learners, so that both can be compared."""
    return vault.blind_index(id_number, "learner.id_number")


def desk_of(offering_id: int) -> EnrolmentDesk | None:
    """The enrolment desk of a class."""
    return db.session.scalar(select(EnrolmentDesk).where(EnrolmentDesk.offering_id == offering_id))


def desk_by_slug(slug: str) -> EnrolmentDesk | None:
    """The desk behind a short address, with everything its class says to the public."""
    statement = select(EnrolmentDesk).where(EnrolmentDesk.slug == slug)
    return db.session.scalar(statement.options(joinedload(EnrolmentDesk.offering).options(*WHOLE_CLASS)))


def notices_of(offering_id: int) -> list[NoticeVersion]:
    """Every wording of the notice, the latest first."""
    statement = select(NoticeVersion).where(NoticeVersion.offering_id == offering_id)
    return list(db.session.scalars(statement.order_by(NoticeVersion.number.desc())))


def notice_of(offering_id: int) -> NoticeVersion | None:
    """The wording that stands; it may be one that is not published."""
    statement = select(NoticeVersion).where(NoticeVersion.offering_id == offering_id)
    return db.session.scalar(statement.order_by(NoticeVersion.number.desc()).limit(1))


def recent_attempts(address: str, *, since: datetime) -> int:
    """How many public forms came from an address since then."""
    statement = select(func.count()).where(EnrolmentAttempt.address == address, EnrolmentAttempt.at >= since)
    return db.session.scalar(statement) or 0


def links_of(offering_id: int) -> list[EmployerLink]:
    """The private addresses given to employers, the latest first."""
    statement = select(EmployerLink).where(EmployerLink.offering_id == offering_id)
    return list(db.session.scalars(statement.order_by(EmployerLink.id.desc())))


def link_by_token(token: str) -> EmployerLink | None:
    """The employer's link, unless it was taken back."""
    statement = select(EmployerLink).where(
        EmployerLink.token_index == token_index(token), EmployerLink.revoked_at.is_(None)
    )
    return db.session.scalar(statement.options(joinedload(EmployerLink.offering).options(*WHOLE_CLASS)))
