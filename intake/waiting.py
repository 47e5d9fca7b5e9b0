"""Keeping files until a person has seen what would happen: drafts, their trial runs, and giving them up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from accounts.models import User
from core import vault
from core.db import db, utc_now
from courses.models import ClassOffering
from intake import actions
from intake.belonging import Errand
from intake.models import DraftFile, ImportDraft
from intake.reading.mapping import load_mapping
from intake.reception import read_files
from intake.report import ImportRefused, ImportReport
from intake.rows import Reading
from trainer.queries import Scope

PURPOSE = "draft_file.content"
KEPT_FOR = timedelta(hours=24)


def keep_files(
    files: Sequence[tuple[str, bytes]], *, by: User, offering: ClassOffering | None, strict: bool
) -> ImportDraft:
    """Keep uploaded files, sealed, until they are imported or given up; forgotten ones are dropped after a day."""
    db.session.execute(delete(DraftFile).where(DraftFile.draft_id.in_(_forgotten())))
    db.session.execute(delete(ImportDraft).where(ImportDraft.created_at < utc_now() - KEPT_FOR))
    draft = ImportDraft(
        user_id=by.id,
        offering_id=offering.id if offering else None,
        strict=strict,
        mapping={},
        files=[
            DraftFile(
                name=name,
                size=len(content),
                digest=hashlib.sha256(content).hexdigest(),
                content=vault.seal_bytes(content, PURPOSE),
            )
            for name, content in files
        ],
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def _forgotten() -> Any:
    return select(ImportDraft.id).where(ImportDraft.created_at < utc_now() - KEPT_FOR)


def draft_of(user: User, draft_id: int, *, with_content: bool = False) -> ImportDraft | None:
    """One of the person's own drafts."""
    files = selectinload(ImportDraft.files)
    if with_content:
        files = files.options(undefer(DraftFile.content))
    statement = select(ImportDraft).where(ImportDraft.id == draft_id, ImportDraft.user_id == user.id)
    return db.session.scalar(statement.options(files, joinedload(ImportDraft.offering)))


def read_draft(draft: ImportDraft, *, max_bytes: int) -> Reading:
    """Read the waiting files with the mapping given so far. Raises MappingFault."""
    files = [(one.name, vault.unseal_bytes(one.content, PURPOSE)) for one in draft.files]
    mapping = load_mapping(json.dumps(draft.mapping)) if draft.mapping else None
    return read_files(files, offering=draft.offering, mapping=mapping, max_bytes=max_bytes)


def errand_of(draft: ImportDraft, *, by: User, scope: Scope) -> Errand:
    """The hand-in that the draft stands for."""
    return Errand(
        by=by,
        offering=draft.offering,
        scope=scope,
        strict=draft.strict,
        partial=True,  # The page has shown what cannot be read before anybody confirms.
        digests={one.name: one.digest for one in draft.files},
    )


def try_out(draft: ImportDraft, *, by: User, scope: Scope, max_bytes: int) -> None:
    """Import for trial inside a savepoint that is taken back, and keep the report in the draft."""
    reading = read_draft(draft, max_bytes=max_bytes)
    savepoint = db.session.begin_nested()
    try:
        report = actions.hand_in(reading, errand_of(draft, by=by, scope=scope))
        kept: dict[str, Any] = report.to_json()
    except ImportRefused as refused:
        kept = {**ImportReport.of(reading).to_json(), "refused": refused.code.value, "detail": refused.detail}
    finally:
        savepoint.rollback()
    draft.report = kept
    db.session.flush()


def give_up(draft: ImportDraft) -> None:
    """Drop the waiting files."""
    db.session.delete(draft)
    db.session.flush()
