"""Questions about signed sheets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from core.stored_files import StoredFile
from courses.queries import counts
from sessions.models import AttendanceEvent
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource
from sessions.sheets.models import SheetPrinting, SheetScan


def printing_with(printing_id: int) -> SheetPrinting | None:
    """One printing."""
    return db.session.get(SheetPrinting, printing_id)


def printings_of(offering_id: int) -> list[SheetPrinting]:
    """Every printing of a class, the latest first."""
    statement = select(SheetPrinting).where(SheetPrinting.offering_id == offering_id)
    return list(db.session.scalars(statement.order_by(SheetPrinting.id.desc())))


def scans_of(offering_id: int) -> list[SheetScan]:
    """Every page that was read of a class, the latest first, with printing, file and confirmation."""
    statement = (
        select(SheetScan)
        .join(SheetPrinting, SheetPrinting.id == SheetScan.printing_id)
        .where(SheetPrinting.offering_id == offering_id)
        .options(joinedload(SheetScan.printing), joinedload(SheetScan.file), joinedload(SheetScan.confirmation))
        .order_by(SheetScan.id.desc())
    )
    return list(db.session.scalars(statement))


def scan_of(offering_id: int, scan_id: int) -> SheetScan | None:
    """One page of that class."""
    statement = (
        select(SheetScan)
        .join(SheetPrinting, SheetPrinting.id == SheetScan.printing_id)
        .where(SheetScan.id == scan_id, SheetPrinting.offering_id == offering_id)
        .options(joinedload(SheetScan.printing), joinedload(SheetScan.file), joinedload(SheetScan.confirmation))
    )
    return db.session.scalar(statement)


def scan_with_file(printing_id: int, page: int, digest: str) -> SheetScan | None:
    """The same photograph of the same page, handed in before."""
    statement = (
        select(SheetScan)
        .join(StoredFile, StoredFile.id == SheetScan.file_id)
        .where(SheetScan.printing_id == printing_id, SheetScan.page == page, StoredFile.digest == digest)
    )
    return db.session.scalar(statement.limit(1))


def signed_already(offering_id: int, first: datetime, last: datetime) -> set[tuple[int, Direction]]:
    """Who has signed on paper between two moments (aware, both included), and which way."""
    statement = select(AttendanceEvent.enrolment_id, AttendanceEvent.direction).where(
        counts(AttendanceEvent, offering_id),
        AttendanceEvent.source == EventSource.SHEET,
        AttendanceEvent.at >= first,
        AttendanceEvent.at <= last,
    )
    return {(who, way) for who, way in db.session.execute(statement) if who is not None and way is not None}
