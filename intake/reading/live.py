"""Reader of the attendance lists of live meetings (线上直播参会记录)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.spreadsheets.cells import as_text
from core.spreadsheets.model import Cell
from intake.reading.codes import CellCode, FileCode
from intake.reading.dates import SITE_ZONE
from intake.reading.desk import Desk, Refused
from intake.reading.moments import read_moment
from intake.reading.tables import Line, Table
from intake.reading.units import Units, facts_in, scheduled_start
from intake.reading.words import fitness
from intake.rows import FileFinding, FileKind, LiveRow, SessionRow

_DASH = re.compile(r"[-—–－/]+")
_YES = re.compile(r"是|y|yes|true|1|√", re.IGNORECASE)
_NO = re.compile(r"否|未(?:参会|入会|出席)|n|no|false|0|×", re.IGNORECASE)
_SPEAKS_OF_ZONE = re.compile(r"时区|time\s*zone", re.IGNORECASE)
_ZONE = re.compile(r"(?:GMT|UTC)\s*(?:([+-]\d{1,2})(?::?(\d\d))?)?", re.IGNORECASE)
_ROUNDED = 60  # seconds that a length in whole minutes may hide
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


def has_only_totals(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a sheet looks like a list of attendees with the length of their stay and no times."""
    for row in rows[:20]:
        heads = [as_text(cell) for cell in row if isinstance(cell, str)]
        fits = {name for name in ("nickname", "duration", "joined_at") for head in heads if _fits(name, head)}
        if fits == {"nickname", "duration"}:
            return True
    return False


def _fits(name: str, head: str) -> bool:
    return fitness(FileKind.LIVE, name, head) >= 3


def _joins(desk: Desk) -> list[datetime]:
    moments = (read_moment(line.cells.get("joined_at"), desk.calendar, desk.on) for line in desk.table.lines())
    shift = zone_shift(desk.table.titles)
    return [moment.at + shift for moment in moments if moment]


def _stay(desk: Desk, line: Line, units: Units, whole: SessionRow | None) -> LiveRow | None:
    nickname = line.text("nickname") or desk.need_text(line, "name")
    if aside := _aside(line, nickname):
        desk.note(line, "", aside, value=nickname)
        return None
    unit = _unit_of_line(line, units)
    named = unit is not None
    if unit is None and not line.text(_naming(line)):
        unit = whole
    if unit is None:
        raise Refused(_naming(line), CellCode.UNIT)
    on = desk.day(line, "date") or desk.on or unit.on
    shift = zone_shift(desk.table.titles)
    joined_at = desk.moment(line, "joined_at", on).at + shift
    if not named and unit.on not in (None, joined_at.date()):
        unit = _other_unit(desk, units, joined_at)
    left_at = _left_at(desk, line, joined_at, on, shift)
    if left_at < joined_at:
        raise Refused("left_at", CellCode.ORDER)
    left_at = _no_longer_than_stated(desk, line, joined_at, left_at)
    return LiveRow(desk.place(line), unit.code, nickname, joined_at, left_at, line.text("device"))


def _other_unit(desk: Desk, units: Units, joined_at: datetime) -> SessionRow:
    """The session of a stay on another day than that of its table, unless a mapping names the session."""
    said = units.by_text(desk.table.constants.get("unit", ""))
    unit = said or units.by_day([joined_at])
    if unit is None:
        raise Refused("joined_at", CellCode.UNIT)
    return unit


def _aside(line: Line, nickname: str) -> CellCode | None:
    """Why a line is no stay: a count of people, time in the waiting room, somebody who never came."""
    if nickname.isdecimal():  # The number of participants in the summary line of an export.
        return CellCode.NOTE_ROW
    if _YES.fullmatch(line.text("waiting")):
        return CellCode.WAITING_ROOM
    if _NO.fullmatch(line.text("attended")) or _DASH.fullmatch(line.text("joined_at")):
        return CellCode.NOT_ATTENDED
    return None


def zone_shift(titles: list[str]) -> timedelta:
    """What brings times of the zone that a title line names to those of the site; nothing where none is named."""
    said = " ".join(titles)
    found = _ZONE.search(said) if _SPEAKS_OF_ZONE.search(said) else None
    if found is None:
        return timedelta()
    hours, minutes = int(found[1] or 0), int(found[2] or 0)
    offset = timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
    site: timedelta = SITE_ZONE.utcoffset(None)
    return site - offset


def _left_at(desk: Desk, line: Line, joined_at: datetime, on: date | None, shift: timedelta) -> datetime:
    """The end of the stay: as given, else so much later as it lasted."""
    if line.text("left_at") and not _DASH.fullmatch(line.text("left_at")):
        return desk.moment(line, "left_at", on).at + shift
    stated = line.text("duration") and not _DASH.fullmatch(line.text("duration"))
    seconds = desk.length(line, "duration") if stated else None
    if seconds is None:
        raise Refused("duration" if stated else "left_at", CellCode.REQUIRED)
    return joined_at + timedelta(seconds=seconds)


def _no_longer_than_stated(desk: Desk, line: Line, joined_at: datetime, left_at: datetime) -> datetime:
    """Who joined several times was there for less than from the first join to the last leave."""
    if not is_summary(desk.table) or not line.text("duration") or _DASH.fullmatch(line.text("duration")):
        return left_at
    seconds = desk.length(line, "duration")
    if seconds is None or (left_at - joined_at).total_seconds() - seconds < _ROUNDED:
        return left_at
    desk.note(line, "duration", CellCode.SPAN_CUT)
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
