"""Readers of the teacher register (师资名册) and the venue list (场地清单)."""

from __future__ import annotations

from datetime import date

from core.spreadsheets.cells import as_text, half_width
from intake.reading.codes import CellCode
from intake.reading.dates import find_date_span
from intake.reading.desk import Desk
from intake.reading.tables import Line
from intake.rows import TeacherRow, VenueRow
from learners.roster import normal_phone


def read_teachers(desk: Desk) -> list[TeacherRow]:
    """One row per teacher."""

    def build(line: Line) -> TeacherRow:
        valid_from, valid_to = _term(desk, line)
        return TeacherRow(
            desk.place(line),
            desk.need_name(line),
            title=line.text("title"),
            employer=line.text("employer"),
            education=line.text("education"),
            field=line.text("field"),
            years=desk.number(line, "years"),
            phone=normal_phone(line.text("phone")),
            valid_from=valid_from,
            valid_to=valid_to,
            note=line.text("note") or line.text("kind"),
        )

    return desk.gather(build, "name")


def _term(desk: Desk, line: Line) -> tuple[date | None, date | None]:
    """Both ends of the appointment, from two columns or from one that holds both."""
    if not line.text("validity"):
        return desk.day(line, "valid_from"), desk.day(line, "valid_to")
    text = half_width(as_text(line.cells.get("validity")))
    first = find_date_span(text, desk.calendar)
    second = find_date_span(text[first[2] :], desk.calendar) if first else None
    if first is None:
        desk.note(line, "validity", CellCode.VALUE_IGNORED)
        return None, None
    return (first[0], second[0]) if second else (None, first[0])


def read_venues(desk: Desk) -> list[VenueRow]:
    """One row per venue."""

    def build(line: Line) -> VenueRow:
        return VenueRow(
            desk.place(line),
            desk.need_text(line, "name"),
            capacity=desk.whole(line, "capacity"),
            equipment=line.text("equipment"),
            address=line.text("address"),
            safety_checked_on=desk.day(line, "safety_checked_on"),
            safety_result=line.text("safety_result"),
            note=line.text("note"),
        )

    return desk.gather(build, "name")
