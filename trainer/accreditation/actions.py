"""Writing accreditations, posts and internal documents. Nothing is overwritten: what changes is a new line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from accounts import audit
from accounts import queries as account_queries
from accounts.models import User
from core.db import db, utc_now
from core.stored_files import StoredFile, keep_file
from trainer.accreditation.models import (
    AccreditationEntry,
    AccreditationFile,
    AccreditationRecord,
    DocumentVersion,
    InstitutionDocument,
    PostHolding,
)
from trainer.accreditation.rules import StatusEntry, may_follow
from trainer.accreditation.upkeep import DocumentKind
from trainer.actions import NoSuchAccount
from trainer.models import Institution

Upload = tuple[str, bytes]


class ChangedMeanwhile(Exception):
    """Somebody else has changed the same thing since the page was opened."""


class CannotFollow(Exception):
    """An entry does not fit what stands: a suspended accreditation is not suspended again."""


class TitleTaken(Exception):
    """The institution has an internal document of that title."""


def add_accreditation(
    institution: Institution, *, facts: Mapping[str, Any], first: StatusEntry, files: Sequence[Upload], by: User | None
) -> AccreditationRecord:
    """Put an accreditation on record with its first entry and its files. Raises UploadRefused."""
    record = AccreditationRecord(institution_id=institution.id, **facts)
    db.session.add(record)
    db.session.flush()
    _append(record, first, sequence=1, reason="", by=by)
    for name, content in files:
        _attach(record, name, content, by)
    _note("trainer.accreditation_added", institution.id, by, ("accreditation", record.id), number=record.number)
    return record


def edit_accreditation(record: AccreditationRecord, *, facts: Mapping[str, Any], seen: int, by: User) -> None:
    """Correct number, authority or scope; the trail keeps what it said before. Raises ChangedMeanwhile."""
    if record.version != seen:
        raise ChangedMeanwhile
    changed = {name: value for name, value in facts.items() if getattr(record, name) != value}
    before = {f"{name}_before": getattr(record, name) for name in changed}
    for name, value in changed.items():
        setattr(record, name, value)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    if changed:
        subject = ("accreditation", record.id)
        _note("trainer.accreditation_edited", record.institution_id, by, subject, **changed, **before)


def add_entry(record: AccreditationRecord, entry: StatusEntry, *, reason: str, seen: int, by: User) -> None:
    """Add what happened to an accreditation. Raises ChangedMeanwhile, or CannotFollow."""
    if len(record.entries) != seen:
        raise ChangedMeanwhile
    if not may_follow(entry.kind, record.to_accreditation(), entry.effective_on):
        raise CannotFollow
    try:
        with db.session.begin_nested():
            _append(record, entry, sequence=seen + 1, reason=reason, by=by)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    detail = {"kind": entry.kind.value, "from": entry.effective_on.isoformat(), "reason": reason}
    if entry.valid_until:
        detail["until"] = entry.valid_until.isoformat()
    _note("trainer.accreditation_entry", record.institution_id, by, ("accreditation", record.id), **detail)


def hand_in_file(record: AccreditationRecord, name: str, content: bytes, *, by: User) -> None:
    """Add a document to an accreditation. Raises UploadRefused."""
    kept = _attach(record, name, content, by)
    subject = ("accreditation", record.id)
    _note("trainer.accreditation_file", record.institution_id, by, subject, file=kept.file.file_name)


def withdraw_file(record: AccreditationRecord, kept: AccreditationFile, *, by: User) -> None:
    """Mark a document that was handed in by mistake; it stays on record. Withdrawing twice changes nothing."""
    if kept.withdrawn_at is not None:
        return
    kept.withdrawn_at, kept.withdrawn_by = utc_now(), by.display_name
    subject = ("accreditation", record.id)
    _note("trainer.accreditation_file_out", record.institution_id, by, subject, file=kept.file.file_name)


def _append(record: AccreditationRecord, entry: StatusEntry, *, sequence: int, reason: str, by: User | None) -> None:
    db.session.add(
        AccreditationEntry(
            accreditation_id=record.id,
            sequence=sequence,
            kind=entry.kind,
            effective_on=entry.effective_on,
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
            reason=reason,
            by_name=by.display_name if by else "",
        )
    )
    db.session.flush()


def _attach(record: AccreditationRecord, name: str, content: bytes, by: User | None) -> AccreditationFile:
    stored = keep_file(name, content, by_name=by.display_name if by else "")
    kept = AccreditationFile(accreditation_id=record.id, file=stored)
    db.session.add(kept)
    db.session.flush()
    return kept


def appoint(
    institution: Institution, *, facts: Mapping[str, Any], username: str, upload: Upload | None, by: User | None
) -> PostHolding:
    """Put a person into a post from a day on, with or without an account. Raises NoSuchAccount, UploadRefused."""
    user = account_queries.user_named(username) if username else None
    if username and user is None:
        raise NoSuchAccount
    by_name = by.display_name if by else ""
    stored = keep_file(*upload, by_name=by_name) if upload else None
    holding = PostHolding(
        institution_id=institution.id,
        user_id=user.id if user else None,
        file_id=stored.id if stored else None,
        by_name=by_name,
        **facts,
    )
    db.session.add(holding)
    db.session.flush()
    subject = ("post", holding.id)
    _note("trainer.post_begun", institution.id, by, subject, name=holding.name, post=holding.post.value)
    return holding


def end_post(holding: PostHolding, *, last_day: date, note: str, by: User) -> None:
    """Give a post its last day. Raises ChangedMeanwhile when somebody has ended it already."""
    db.session.refresh(holding, attribute_names=["ended_on"], with_for_update=True)
    if holding.ended_on is not None:
        raise ChangedMeanwhile
    holding.ended_on, holding.ended_note, holding.ended_by = last_day, note, by.display_name
    detail = {"name": holding.name, "post": holding.post.value, "until": last_day.isoformat(), "reason": note}
    _note("trainer.post_ended", holding.institution_id, by, ("post", holding.id), **detail)


def reveal_phone(holding: PostHolding, *, by: User, reason: str, address: str = "") -> str:
    """The whole mobile number of a person in a post; who asked and why is written down."""
    subject = ("post", holding.id)
    _note("learners.revealed", holding.institution_id, by, subject, address=address, name=holding.name, reason=reason)
    return holding.phone or ""


def add_document(
    institution: Institution,
    *,
    kind: DocumentKind,
    title: str,
    facts: Mapping[str, Any],
    upload: Upload,
    by: User | None,
) -> InstitutionDocument:
    """Put an internal document on file with its first version. Raises TitleTaken, UploadRefused."""
    stored = keep_file(*upload, by_name=by.display_name if by else "")
    return file_document(institution, kind=kind, title=title, facts=facts, stored=stored, by=by)


def file_document(
    institution: Institution,
    *,
    kind: DocumentKind,
    title: str,
    facts: Mapping[str, Any],
    stored: StoredFile,
    by: User | None,
) -> InstitutionDocument:
    """Put a file that is kept already on record as an internal document. Raises TitleTaken."""
    document = InstitutionDocument(institution_id=institution.id, kind=kind, title=title)
    try:
        with db.session.begin_nested():
            db.session.add(document)
    except IntegrityError as error:
        raise TitleTaken from error
    _add_version(document, 1, facts, stored, by)
    return document


def add_version(
    document: InstitutionDocument, *, facts: Mapping[str, Any], upload: Upload, seen: int, by: User
) -> None:
    """Add a version; the earlier ones stay. Raises ChangedMeanwhile when another one came since, UploadRefused."""
    if len(document.versions) != seen or document.repealed_on is not None:
        raise ChangedMeanwhile
    try:
        with db.session.begin_nested():
            _add_version(document, seen + 1, facts, keep_file(*upload, by_name=by.display_name), by)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def _add_version(
    document: InstitutionDocument, sequence: int, facts: Mapping[str, Any], stored: StoredFile, by: User | None
) -> None:
    by_name = by.display_name if by else ""
    db.session.add(
        DocumentVersion(document_id=document.id, sequence=sequence, file_id=stored.id, by_name=by_name, **facts)
    )
    db.session.flush()
    subject = ("internal_document", document.id)
    detail = {"name": document.title, "number": facts["number"]}
    _note("trainer.document_version", document.institution_id, by, subject, **detail)


def unchanged_since(institution: Institution, seen: str) -> None:
    """Raises ChangedMeanwhile when the facts of the institution were written after the page was opened."""
    db.session.refresh(institution, ["updated_at"], with_for_update=True)
    if seen and institution.updated_at.isoformat() != seen:
        raise ChangedMeanwhile


def repeal(document: InstitutionDocument, *, last_day: date, note: str, by: User) -> None:
    """Put an internal document out of force from a day on. Raises ChangedMeanwhile when that has been done already."""
    db.session.refresh(document, attribute_names=["repealed_on"], with_for_update=True)
    if document.repealed_on is not None:
        raise ChangedMeanwhile
    document.repealed_on, document.repealed_note, document.repealed_by = last_day, note, by.display_name
    subject = ("internal_document", document.id)
    _note("trainer.document_repealed", document.institution_id, by, subject, name=document.title, reason=note)


def _note(
    action: str, institution_id: int, by: User | None, subject: tuple[str, int], address: str = "", **detail: Any
) -> None:
    audit.record(action, by=by, subject=subject, institution_id=institution_id, address=address, **detail)
