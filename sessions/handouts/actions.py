"""Writing down: the words of a notice, a notice that went out, a paper that was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db
from core.stored_files import keep_file
from courses.models import ClassOffering
from sessions.handouts import queries
from sessions.handouts.models import NoticeDispatch, NoticeWording
from sessions.handouts.writing.papers import PaperFormat, PaperKind


class ChangedMeanwhile(Exception):
    """Somebody else was faster."""


def write_notice(
    offering: ClassOffering, *, parts: Mapping[str, str], issued_on: date, seen: int, by: User
) -> NoticeWording:
    """Add a wording of the notice. Raises ChangedMeanwhile when it is not the next after the one `seen`."""
    latest = queries.wording_of(offering.id)
    number = latest.number if latest else 0
    if number != seen:
        raise ChangedMeanwhile(number)
    said = {name: text for name, text in parts.items() if text}
    wording = NoticeWording(
        offering_id=offering.id, number=number + 1, issued_on=issued_on, parts=said, by_name=by.display_name
    )
    try:
        with db.session.begin_nested():
            db.session.add(wording)
            db.session.flush()
    except IntegrityError as taken:
        raise ChangedMeanwhile(number) from taken
    _note("sessions.notice_written", offering, by, number=wording.number)
    return wording


def record_dispatch(
    offering: ClassOffering,
    *,
    sent_on: date,
    recipients: str,
    channel: str,
    note: str,
    upload: tuple[str, bytes],
    by: User,
) -> NoticeDispatch:
    """Keep that a notice went out, with the file. Raises core.stored_files.UploadRefused."""
    stored = keep_file(*upload, by_name=by.display_name)
    dispatch = NoticeDispatch(
        offering_id=offering.id,
        file_id=stored.id,
        sent_on=sent_on,
        recipients=recipients,
        channel=channel,
        note=note,
        by_name=by.display_name,
    )
    db.session.add(dispatch)
    _note("sessions.notice_sent", offering, by, day=sent_on.isoformat(), name=recipients)
    db.session.flush()
    return dispatch


def withdraw_dispatch(dispatch: NoticeDispatch, offering: ClassOffering, *, reason: str, by: User) -> NoticeDispatch:
    """Add that a record was wrong, and why; it stays. Raises ChangedMeanwhile when that was said before."""
    if dispatch.id in queries.withdrawn(queries.dispatches_of(offering.id)):
        raise ChangedMeanwhile(dispatch.id)
    taken_back = NoticeDispatch(
        offering_id=offering.id,
        withdraws_id=dispatch.id,
        sent_on=dispatch.sent_on,
        recipients=dispatch.recipients,
        note=reason,
        by_name=by.display_name,
    )
    db.session.add(taken_back)
    _note("sessions.notice_withdrawn", offering, by, day=dispatch.sent_on.isoformat(), reason=reason)
    db.session.flush()
    return taken_back


def note_paper(
    offering: ClassOffering,
    kind: PaperKind,
    wanted: PaperFormat,
    *,
    by: User,
    part: str = "",
    reason: str = "",
    address: str = "",
) -> None:
    """Write down who made which paper; with a reason, that it holds whole numbers."""
    action = "sessions.full_roster_made" if reason else "sessions.paper_made"
    detail = {"paper": kind.value, "format": wanted.value, "part": part, "reason": reason}
    _note(action, offering, by, address, **{name: value for name, value in detail.items() if value})


def _note(action: str, offering: ClassOffering, by: User, address: str = "", **detail: Any) -> None:
    audit.record(
        action,
        by=by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        address=address,
        **detail,
    )
