"""Writing the notice of a class, its desk, and the links given to employers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from courses.enrolling.models import EmployerLink, EnrolmentAttempt, EnrolmentDesk, NoticeVersion
from courses.enrolling.queries import notices as queries
from courses.models import ClassOffering
from courses.rules import ClassState

_PLAIN = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread when an address is typed from paper


class ChangedMeanwhile(Exception):
    """Somebody else has saved the same thing in the meantime."""


class GateShut(Exception):
    """The class does not enrol: the gates before that have not been passed, or the roster is locked."""


def open_desk(offering: ClassOffering) -> EnrolmentDesk:
    """The desk of a class, made when there is none."""
    desk = queries.desk_of(offering.id)
    if desk is None:
        slug = "".join(secrets.choice(_PLAIN) for _number in range(8))
        desk = EnrolmentDesk(offering_id=offering.id, slug=slug, capacity=None, last_number=0)
        db.session.add(desk)
        db.session.flush()
    return desk


def save_notice(
    offering: ClassOffering,
    *,
    texts: Mapping[str, Any],
    capacity: int | None,
    closes_at: datetime | None,
    published: bool,
    seen: int,
    by: User,
) -> NoticeVersion:
    """Write a new wording; `seen` is the number that the writer had before them. Raises ChangedMeanwhile."""
    desk = open_desk(offering)
    notice = NoticeVersion(
        offering_id=offering.id,
        number=seen + 1,
        published=published,
        closes_at=closes_at,
        capacity=capacity,
        texts=dict(texts),
        by_name=by.display_name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(notice)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    desk.capacity = capacity
    _note("enrolling.notice_saved", offering, by, published=published, number=notice.number)
    db.session.flush()
    return notice


def set_published(offering: ClassOffering, *, published: bool, by: User) -> NoticeVersion | None:
    """Show the standing notice to the public, or take it from there; nothing when there is no notice.

    Raises GateShut: only a class that enrols is announced.
    """
    standing = queries.notice_of(offering.id)
    if published and offering.state is not ClassState.ENROLLING:
        raise GateShut(offering.state)
    if standing is None:
        return None
    return save_notice(
        offering,
        texts=standing.texts,
        capacity=standing.capacity,
        closes_at=standing.closes_at,
        published=published,
        seen=standing.number,
        by=by,
    )


def issue_link(offering: ClassOffering, *, employer: str, uscc: str, by: User) -> EmployerLink:
    """Make a private address for an employer."""
    token = secrets.token_urlsafe(24)
    link = EmployerLink(
        offering_id=offering.id,
        employer=employer,
        uscc=uscc,
        token=token,
        token_index=queries.token_index(token),
        issued_by=by.display_name,
    )
    db.session.add(link)
    _note("enrolling.link_issued", offering, by, employer=employer)
    db.session.flush()
    return link


def revoke_link(link: EmployerLink, offering: ClassOffering, *, by: User) -> None:
    """Take a link back; what was entered by it stays."""
    link.revoked_at, link.revoked_by = utc_now(), by.display_name
    _note("enrolling.link_revoked", offering, by, employer=link.employer)
    db.session.flush()


def note_attempt(address: str) -> None:
    """Remember that a public form came from this address (a keyed digest)."""
    db.session.add(EnrolmentAttempt(address=address))
    db.session.flush()


def note_export(offering: ClassOffering, *, by: User) -> None:
    """Write down who took the list of applications."""
    _note("enrolling.exported", offering, by)


def _note(action: str, offering: ClassOffering, by: User, **detail: Any) -> None:
    audit.record(action, by=by, subject=("class", offering.code), institution_id=offering.institution_id, **detail)
