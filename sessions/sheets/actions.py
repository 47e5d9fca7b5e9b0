"""Printing sheets, keeping what was read from photographs, and turning confirmed signatures into attendance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from accounts import audit
from accounts.models import User
from core import vault
from core.clock import to_utc
from core.db import db
from core.stored_files import StoredFile
from courses import actions as course_actions
from courses import queries as course_queries
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment
from learners.rows import Place
from sessions.actions import ledger, records
from sessions.models import AttendanceEvent
from sessions.rules.halfdays import Direction, HalfDay
from sessions.rules.kinds import EventSource
from sessions.sheets import queries
from sessions.sheets.models import SheetConfirmation, SheetPrinting, SheetScan
from sessions.sheets.rules.layout import ROWS

if TYPE_CHECKING:
    from sessions.sheets.reading import ReadSheet

COLUMNS = (Direction.IN, Direction.OUT)
Signature = tuple[int, int]
"""(enrolment, column)"""


class AlreadyConfirmed(Exception):
    """Somebody has confirmed this page."""


def code_key() -> bytes:
    """The key with which codes of sheets are signed."""
    return vault.blind_index("codes of sheets", "sign_sheet").encode()


def print_sheet(
    offering: ClassOffering, half: HalfDay, people: Sequence[Enrolment], *, columns: int, by: User
) -> SheetPrinting:
    """Fix who stands in which row of the sheet of a half-day."""
    printing = SheetPrinting(
        offering_id=offering.id,
        on=half.on,
        part=half.part,
        columns=columns,
        people=[one.id for one in people],
        by_name=by.display_name,
    )
    db.session.add(printing)
    db.session.flush()
    audit.record(
        "sessions.sheet_printed",
        by=by,
        subject=("class_offering", offering.id),
        institution_id=offering.institution_id,
        printing=printing.id,
    )
    return printing


def rows_on(printing: SheetPrinting, page: int) -> list[int]:
    """The enrolments of one page, row by row."""
    return printing.people[(page - 1) * ROWS : page * ROWS]


def keep_scan(printing: SheetPrinting, sheet: ReadSheet, file: StoredFile, *, picture: int, by: User) -> SheetScan:
    """Keep a page with what was read from it; nothing counts before somebody has confirmed it."""
    rows = range(len(rows_on(printing, sheet.page.page)))
    scan = SheetScan(
        printing_id=printing.id,
        file_id=file.id,
        picture=picture,
        page=sheet.page.page,
        read=[[sheet.ink(row, column).value for column in range(printing.columns)] for row in rows],
        by_name=by.display_name,
    )
    db.session.add(scan)
    db.session.flush()
    return scan


def draft_of(
    scan: SheetScan,
    batch_id: int,
    signature: Signature,
    moments: Sequence[datetime],
    names: Mapping[int, str],
    by: User,
) -> Draft:
    """The line of evidence that one signature becomes."""
    who, column = signature
    row = rows_on(scan.printing, scan.page).index(who) + 1
    values = {
        "source": EventSource.SHEET,
        "direction": COLUMNS[column],
        "at": moments[column],
        "exact": False,
        "name": names[who],
        "enrolment_id": who,
        "recorder": by.display_name,
    }
    return Draft(Place(scan.file.file_name, str(scan.page), row), values, says=("sheet", batch_id, who, column))


def confirm_scan(
    offering: ClassOffering, scan: SheetScan, half: HalfDay, signed: Collection[Signature], *, by: User
) -> int:
    """Turn confirmed signatures into sign-ins at the beginning and sign-outs at the end of the half-day.

    A signature has no time of its own: the event says that its time is not exact. Who has signed on paper already is
    left out. Returns how many events were added. Raises AlreadyConfirmed.
    """
    if scan.confirmation is not None:
        raise AlreadyConfirmed
    batch = course_actions.start_batch(offering, by=by, report={"sheet_scan": scan.id})
    moments = (to_utc(half.sessions[0].starts_at), to_utc(half.ends_at))
    known = queries.signed_already(offering.id, *moments)
    names = course_queries.learner_names(offering.id)
    fresh = sorted(one for one in signed if (one[0], COLUMNS[one[1]]) not in known)
    drafts = [draft_of(scan, batch.id, one, moments, names, by) for one in fresh]
    records.add_settled(AttendanceEvent, batch, drafts, by=by)
    db.session.add(
        SheetConfirmation(
            scan=scan,
            batch_id=batch.id,
            signed=[list(one) for one in sorted(signed)],
            by_user_id=by.id,
            by_name=by.display_name,
        )
    )
    db.session.flush()
    ledger.evaluate_offering(offering, by=by, reason="signed sheet", batch=batch)
    audit.record(
        "sessions.sheet_confirmed",
        by=by,
        subject=("class_offering", offering.id),
        institution_id=offering.institution_id,
        scan=scan.id,
        events=len(drafts),
    )
    return len(drafts)
