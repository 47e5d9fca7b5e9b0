"""Reader of the attendance lists of live meetings (线上直播参会记录)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta

from intake.reading.codes import CellCode, FileCode
from intake.reading.desk import Desk, Refused
from intake.reading.moments import read_moment
from intake.reading.tables import Line, Table
from intake.reading.units import Units, facts_in, scheduled_start
from intake.rows import FileFinding, LiveRow, SessionRow

_SUMMARY = re.compile(r"首次|第一次|最早|最后|最终|最晚|\bfirst\b|\blast\b", re.IGNORECASE)


def read_live(desk: Desk, units: Units) -> list[LiveRow]:
    """One row per stay. The unit is looked for line by line if a column names it, else once for the table."""
    by_line = any(name in desk.table.head.columns for name in ("unit", "meeting_number", "topic"))
    whole = unit_of_table(desk, units)
    if whole is None and not by_line:
        source = desk.table.source
        detail = "; ".join(desk.table.titles)[:120]
        desk.reading.files.append(FileFinding(source.file, source.sheet, FileCode.UNIT_UNKNOWN.value, detail))
        return []
    return desk.gather(lambda line: _stay(desk, line, units, whole), "nickname", "name")


def unit_of_table(desk: Desk, units: Units) -> SessionRow | None:
    """The session a whole table belongs to: by sheet name, title lines, scheduled time, or the times in it.

    A session on another day than the stays is not the one meant, whatever the sheet is called; a mapping is obeyed.
    """
    source, facts = desk.table.source, facts_in(desk.table.titles)
    start = scheduled_start(facts.get("scheduled", ""), desk.calendar)
    said = units.by_text(desk.table.constants.get("unit", ""))
    if said:
        return said
    joins = _joins(desk)
    usual = Counter(joined.date() for joined in joins).most_common(1)
    tries = (
        units.by_text(source.sheet),
        units.by_text(facts.get("unit", "")),
        units.by_meeting(facts.get("meeting_number", "")),
        units.by_title(facts.get("topic", "")),
        units.by_time(start) if start else None,
        next((unit for title in desk.table.titles if (unit := units.by_title(title))), None),
        units.by_title(source.sheet),
        units.by_code_inside(source.sheet),
        units.by_code_inside(source.file.rsplit(".", 1)[0]),
        units.by_meeting(source.file.rsplit(".", 1)[0]),
        units.by_day(joins),
    )
    return next((unit for unit in tries if unit and (not usual or unit.on in (None, usual[0][0]))), None)


def is_summary(table: Table) -> bool:
    """Whether the table has one line per person with the first time of joining and the last of leaving.

    Such a line says nothing of the absences between, so the list of the single stays goes before it.
    """
    columns, headers = table.head.columns, table.head.headers
    texts = [headers.get(columns[name], "") for name in ("joined_at", "left_at") if name in columns]
    return any(_SUMMARY.search(text) for text in texts)


def _joins(desk: Desk) -> list[datetime]:
    moments = (read_moment(line.cells.get("joined_at"), desk.calendar, desk.on) for line in desk.table.lines())
    return [moment.at for moment in moments if moment]


def _stay(desk: Desk, line: Line, units: Units, whole: SessionRow | None) -> LiveRow | None:
    nickname = line.text("nickname") or desk.need_text(line, "name")
    if nickname.isdecimal():  # The number of participants in the summary line of an export.
        desk.note(line, "", CellCode.NOTE_ROW, value=nickname)
        return None
    unit = _unit_of_line(line, units)
    named = unit is not None
    if unit is None and not line.text(_naming(line)):
        unit = whole
    if unit is None:
        raise Refused(_naming(line), CellCode.UNIT)
    on = desk.day(line, "date") or desk.on or unit.on
    joined_at = desk.moment(line, "joined_at", on).at
    if not named and unit.on not in (None, joined_at.date()):
        unit = _other_unit(desk, units, joined_at)
    left_at = _left_at(desk, line, joined_at, on)
    if left_at < joined_at:
        raise Refused("left_at", CellCode.ORDER)
    return LiveRow(desk.place(line), unit.code, nickname, joined_at, left_at, line.text("device"))


def _other_unit(desk: Desk, units: Units, joined_at: datetime) -> SessionRow:
    """The session of a stay on another day than that of its table, unless a mapping names the session."""
    said = units.by_text(desk.table.constants.get("unit", ""))
    unit = said or units.by_day([joined_at])
    if unit is None:
        raise Refused("joined_at", CellCode.UNIT)
    return unit


def _left_at(desk: Desk, line: Line, joined_at: datetime, on: date | None) -> datetime:
    """The end of the stay: as given, else so much later as it lasted."""
    if line.text("left_at") and line.text("left_at") not in ("-", "—", "--", "/"):
        return desk.moment(line, "left_at", on).at
    seconds = desk.length(line, "duration")
    if seconds is None:
        raise Refused("duration" if line.text("duration") else "left_at", CellCode.REQUIRED)
    return joined_at + timedelta(seconds=seconds)


def _unit_of_line(line: Line, units: Units) -> SessionRow | None:
    return (
        units.by_text(line.text("unit"))
        or units.by_meeting(line.text("meeting_number"))
        or units.by_title(line.text("topic"))
        or units.by_meeting(line.text("unit"))
    )


def _naming(line: Line) -> str:
    return next((name for name in ("unit", "meeting_number", "topic") if line.text(name)), "unit")
