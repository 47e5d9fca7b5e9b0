"""Reader of the playing records of recorded lessons (录播学习记录)."""

from __future__ import annotations

from decimal import Decimal

from intake.reading.amounts import read_length, read_position, read_rate, unit_in
from intake.reading.codes import CellCode
from intake.reading.desk import Desk, Refused
from intake.reading.tables import Line
from intake.reading.units import Units
from intake.rows import SegmentRow


def read_segments(desk: Desk, units: Units) -> list[SegmentRow]:
    """One row per played stretch. A stretch that ends before it begins is kept: the rules flag it."""

    def build(line: Line) -> SegmentRow:
        name, keys = desk.need_name(line), desk.keys(line)
        start = _second(desk, line, "start_second")
        return SegmentRow(
            desk.place(line),
            unit=_unit(line, units),
            title=line.text("course"),
            name=name,
            key=keys,
            start_second=start,
            end_second=_end(desk, line, start),
            played_at=desk.moment(line, "played_at").at,
            rate=_rate(line),
        )

    return desk.gather(build, "name")


def _unit(line: Line, units: Units) -> str:
    found = units.by_text(line.text("unit")) or units.by_title(line.text("course")) or units.by_title(line.text("unit"))
    if found is None:
        raise Refused("unit" if line.text("unit") else "course", CellCode.UNIT)
    return found.code


def _second(desk: Desk, line: Line, name: str) -> int:
    desk.need_text(line, name)
    second = read_position(line.cells.get(name), unit_in(desk.header(name)))
    if second is None:
        raise Refused(name, CellCode.DURATION)
    return second


def _end(desk: Desk, line: Line, start: int) -> int:
    """The end of the stretch, or the beginning and how much of the video was watched."""
    if line.text("end_second") or "watched" not in desk.table.head.columns:
        return _second(desk, line, "end_second")
    desk.need_text(line, "watched")
    watched = read_length(line.cells.get("watched"), unit_in(desk.header("watched")) or "s")
    if watched is None:
        raise Refused("watched", CellCode.DURATION)
    return start + watched


def _rate(line: Line) -> Decimal:
    """The playback speed; a table that knows none was played at 1."""
    if not line.text("rate"):
        return Decimal(1)
    rate = read_rate(line.cells.get("rate"))
    if rate is None or rate <= 0:
        raise Refused("rate", CellCode.RATE)
    return rate
