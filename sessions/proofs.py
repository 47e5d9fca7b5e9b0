"""Proofs that are personal papers (a medical note, a certificate): of leave, appeals, claims and later examinations."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import undefer

from core.db import db
from core.stored_files import StoredFile
from sessions.absence.models import AbsenceFile
from sessions.examining.models import DeferralRequest
from sessions.ledger.models import ClaimProof


def in_the_clear() -> list[int]:
    """Proofs that were kept before such papers were encrypted, by number."""
    private: CompoundSelect[int | None] = union(
        select(AbsenceFile.file_id),
        select(ClaimProof.file_id),
        select(DeferralRequest.file_id).where(DeferralRequest.file_id.is_not(None)),
    )
    statement = select(StoredFile.id).where(StoredFile.id.in_(private), StoredFile.encrypted.is_(False))
    return list(db.session.scalars(statement.order_by(StoredFile.id)))


def encrypt_all() -> Iterator[int]:
    """Encrypt them one by one; the caller commits after each, so that no large change is waited for."""
    for number in in_the_clear():
        statement = select(StoredFile).where(StoredFile.id == number).options(undefer(StoredFile.content))
        db.session.scalars(statement.with_for_update()).one().encrypt()
        db.session.flush()
        yield number
