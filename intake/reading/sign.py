"""Reader of sign-in records (签到记录): one line per tap, or lines and columns of times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from intake.reading.choices import read_direction
from intake.reading.clocks import Clock, find_clocks, half_of, has_seconds, read_clock
from intake.reading.codes import CellCode
from intake.reading.desk import Desk, Refused
from intake.reading.moments import Moment, read_moment
from intake.reading.slots import Slot, day_number
from intake.reading.tables import Line
from intake.rows import SessionRow, TapRow

_MARKED = re.compile(
    r"(签到|签退|入|出|进|离|到|退|in|out)?\s*[:：]?\s*"
    r"((?:上午|下午)?\s*\d{1,2}[:：时点]\d{2}(?:[:：分]\d{2})?)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"[-—–－/\\×xX缺旷无]*|请假|事假|病假|公假|缺勤|旷课|未签(?:到|退)?|缺卡|leave|absent", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Person:
    """What all taps of one line share."""

    line: Line
    name: str
    key: dict[str, str]


def read_taps(desk: Desk, sessions: list[SessionRow]) -> list[TapRow]:
    """Every tap of the table, in the order of the lines."""
    if desk.table.head.slots:
        return _from_slots(desk, sessions)
    return desk.gather(lambda line: _tap(desk, line), "name")


def _tap(desk: Desk, line: Line) -> TapRow:
    person = _person(desk, line)
    moment = _moment(desk, line)
    direction = _direction(desk, line)
    return _row(desk, person, moment, direction)


def _person(desk: Desk, line: Line) -> _Person:
    return _Person(line, desk.need_name(line), desk.keys(line))


def _moment(desk: Desk, line: Line) -> Moment:
    """The time of the tap, from one cell or from a date and a time of day."""
    columns = desk.table.head.columns
    on = desk.day_or_above(line, "date") if "date" in columns else desk.on
    name = "at" if line.text("at") or "time" not in columns else "time"
    if name not in columns and on is None:
        raise Refused("date", CellCode.REQUIRED)
    return desk.moment(line, name, on)


def _direction(desk: Desk, line: Line) -> str:
    desk.need_text(line, "direction")
    direction = read_direction(line.cells.get("direction"))
    if direction is None:
        raise Refused("direction", CellCode.DIRECTION)
    return direction


def _row(desk: Desk, person: _Person, moment: Moment, direction: str) -> TapRow:
    line = person.line
    return TapRow(
        desk.place(line),
        serial=line.text("serial"),
        device=line.text("device"),
        point=line.text("point"),
        class_code=line.text("class_code"),
        name=person.name,
        key=person.key,
        at=moment.at,
        direction=direction,
        method=line.text("method"),
        exact=moment.exact,
    )


def _from_slots(desk: Desk, sessions: list[SessionRow]) -> list[TapRow]:
    taps: list[TapRow] = []
    days = sorted({session.on for session in sessions if session.on})
    seconds = _slots_with_seconds(desk)
    for line in desk.records("name"):
        try:
            person = _person(desk, line)
            for slot in desk.table.head.slots:
                for moment, direction in _slot_taps(desk, line, slot, days):
                    exact = moment.exact or slot.column in seconds
                    taps.append(_row(desk, person, Moment(moment.at, exact), direction))
        except Refused as refusal:
            desk.note(line, refusal.name, refusal.code, refused=True)
    return taps


def _slots_with_seconds(desk: Desk) -> frozenset[int]:
    """Slot columns of true times that carry seconds somewhere, so that :00 is meant."""
    rows = desk.table.source.grid.rows[desk.table.first : desk.table.last + 1]
    return frozenset(
        slot.column for slot in desk.table.head.slots if any(has_seconds(row[slot.column]) for row in rows)
    )


def _slot_taps(desk: Desk, line: Line, slot: Slot, days: list[date]) -> Iterator[tuple[Moment, str]]:
    """The taps of one cell; an unreadable cell becomes a finding and the other cells of the line are read."""
    cell = desk.table.source.grid.at(line.row, slot.column)
    text = half_width(as_text(cell)).strip()
    if not text or _NOTHING.fullmatch(text):
        return
    on = slot.on or _day_of(desk, line, slot, days)
    half = slot.half or half_of(line.text("half"))
    readings = list(_cell_times(cell, desk, on, half))
    if not readings:
        desk.note_at(line, slot.column, CellCode.TIME if on else CellCode.DATE, refused=True)
    for order, (moment, marked) in enumerate(readings):
        direction = slot.direction or marked or _by_order(text, order, len(readings))
        if not slot.direction and not marked and len(readings) == 1 and not re.match(r"[/、|]|.*[/、|]$", text):
            desk.note_at(line, slot.column, CellCode.DIRECTION_ASSUMED)
        yield moment, direction


def _by_order(text: str, order: int, count: int) -> str:
    """Of several times the last is the sign-out; a single one is the sign-in unless a mark stands before it."""
    if count == 1:
        return "out" if re.match(r"[/、|]", text) else "in"
    return "out" if order == count - 1 else "in"


def _day_of(desk: Desk, line: Line, slot: Slot, days: list[date]) -> date | None:
    """The date of a slot whose header names none: the line's, the title's, or the n-th day of the timetable."""
    if "date" in desk.table.head.columns:
        return desk.day_or_above(line, "date")
    header = desk.table.head.headers.get(slot.column, "")
    for text in (header, desk.table.source.sheet, *desk.table.titles):
        number = day_number(text)
        if number and number <= len(days):
            return days[number - 1]
    return desk.on


def _cell_times(cell: Cell, desk: Desk, on: date | None, half: str) -> Iterator[tuple[Moment, str]]:
    """Each time in a cell with the direction that a word beside it gives."""
    if not isinstance(cell, str):
        moment = read_moment(cell, desk.calendar, on, half)
        if moment:
            yield _afternoon(moment, half), ""
        return
    marked = list(_MARKED.finditer(cell))
    if len(marked) > 1 or (marked and marked[0][1]):
        for found in marked:
            clock = _first(found[2], half)
            if clock and on:
                yield Moment(datetime.combine(on, clock.at), clock.exact), _word(found[1])
        return
    moment = read_moment(cell, desk.calendar, on, half)
    if moment:
        yield moment, ""


def _word(text: str | None) -> str:
    return (read_direction(text) or "") if text else ""


def _first(text: str, half: str) -> Clock | None:
    clocks = find_clocks(text, half)
    return clocks[0] if clocks else read_clock(text, half)


def _afternoon(moment: Moment, half: str) -> Moment:
    """A true time of 1 to 6 o'clock in an afternoon column was typed without its twelve hours."""
    if half == "pm" and 1 <= moment.at.hour <= 6:
        return Moment(moment.at.replace(hour=moment.at.hour + 12), moment.exact)
    return moment
