"""Reader of leave slips (请假条)."""

from __future__ import annotations

from datetime import date, datetime, time

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from intake.reading.choices import read_decision
from intake.reading.clocks import find_clocks, half_of
from intake.reading.codes import CellCode
from intake.reading.dates import Calendar, find_date_span
from intake.reading.desk import Desk, Refused, end_of_day
from intake.reading.moments import read_moment
from intake.reading.tables import Line
from intake.rows import LeaveRow

_NOON = time(13)  # 上午 and 下午 meet where the day is halved for stray taps


def read_leaves(desk: Desk) -> list[LeaveRow]:
    """One row per slip."""

    def build(line: Line) -> LeaveRow:
        name, keys = desk.need_name(line), desk.keys(line)
        starts_at, ends_at = _span(desk, line)
        decision = read_decision(line.cells.get("decision"))
        if decision is None:
            raise Refused("decision", CellCode.DECISION)
        if ends_at <= starts_at:
            raise Refused("to" if line.text("to") else "span", CellCode.ORDER)
        return LeaveRow(
            desk.place(line), name, keys, starts_at, ends_at, line.text("reason"), decision, line.text("approver")
        )

    return desk.gather(build, "name")


def _span(desk: Desk, line: Line) -> tuple[datetime, datetime]:
    if line.text("from") or line.text("to"):
        on = desk.day(line, "date")
        starts_at = _edge(desk, line, "from", on, is_end=False)
        return starts_at, _edge(desk, line, "to", on or starts_at.date(), is_end=True)
    if line.text("span"):
        found = span_in(line.text("span"), desk.calendar, desk.day(line, "date"))
        if found is None:
            raise Refused("span", CellCode.TIME)
        return found
    day = desk.day(line, "date", needed=True)
    if day is None:
        raise Refused("date", CellCode.DATE)
    return _half_day(day, half_of(line.text("half") or line.text("date")))


def _edge(desk: Desk, line: Line, name: str, on: date | None, *, is_end: bool) -> datetime:
    """One end of the leave; a mere date means from its beginning or to its end, 上午 and 下午 halve it."""
    desk.need_text(line, name)
    cell: Cell = line.cells.get(name)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return end_of_day(cell) if is_end else datetime.combine(cell, time())
    moment = read_moment(cell, desk.calendar, on)
    if moment:
        return moment.at
    day = desk.day(line, name, needed=True)
    if day is None:
        raise Refused(name, CellCode.DATE)
    return _half_day(day, half_of(as_text(cell)))[is_end]


def _half_day(day: date, half: str) -> tuple[datetime, datetime]:
    if half == "am":
        return datetime.combine(day, time()), datetime.combine(day, _NOON)
    if half == "pm":
        return datetime.combine(day, _NOON), end_of_day(day)
    return datetime.combine(day, time()), end_of_day(day)


def span_in(text: str, calendar: Calendar, on: date | None) -> tuple[datetime, datetime] | None:
    """Both ends of a leave written in one cell, such as 5月11日上午 or 2026-05-11 8:30至12:00."""
    plain = half_width(text)
    first = find_date_span(plain, calendar)
    day = first[0] if first else on
    if day is None:
        return None
    rest = plain[first[2] :] if first else plain
    second = find_date_span(rest, calendar)
    last = second[0] if second else day
    clocks = find_clocks(_without_dates(plain, calendar))
    if len(clocks) >= 2:
        return datetime.combine(day, clocks[0].at), datetime.combine(last, clocks[-1].at)
    if clocks:
        return None
    opening, closing = (rest[: second[1]], rest[second[2] :]) if second else (rest, rest)
    return _half_day(day, half_of(opening))[0], _half_day(last, half_of(closing))[1]


def _without_dates(text: str, calendar: Calendar) -> str:
    while found := find_date_span(text, calendar):
        text = text[: found[1]] + " " + text[found[2] :]
    return text
