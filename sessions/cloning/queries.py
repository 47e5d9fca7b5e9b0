"""Questions about cloned classes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from sessions.cloning.models import ClassClone


def clone_of(offering_id: int) -> ClassClone | None:
    """Where a class came from, if it was cloned."""
    statement = select(ClassClone).where(ClassClone.offering_id == offering_id)
    return db.session.scalar(statement.options(joinedload(ClassClone.source)))
