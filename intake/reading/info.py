"""Reader of the class information (培训班信息): pairs of label and value, or one header row over one data row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from intake.reading.amounts import read_number
from intake.reading.dates import Calendar, find_date_span, read_date
from intake.reading.desk import Desk
from intake.reading.grid import Grid
from intake.reading.tables import Line, Source
from intake.reading.words import fitness, vocabularies
from intake.rows import ClassInfo, FileKind, Place, TableRead
from learners.names import normalise_name
from learners.roster import normal_phone

FEWEST_PAIRS = 3
_COLON = re.compile(r"\s*([^:：]{1,14}?|[ -9;-~]{1,26}?)\s*[:：]\s*(\S.*?)\s*", re.DOTALL)
_NUMBERED = re.compile(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．)）]\s*(?=\D)")  # 一、班级名称
_NEXT = re.compile(r"[\s;；,，。]+(?=[^\s:：;；,，。]{1,10}[:：])")  # 班主任：某某　电话：…
_MINUTES = re.compile(r"(\d+)\s*(?:分钟|分|min)", re.IGNORECASE)

Pairs = dict[str, tuple[int, int, Cell]]


def label_of(text: str) -> str:
    """The class fact a label names, or empty."""
    if not text or len(text) > (26 if text.isascii() else 16):
        return ""
    fits = [(fitness(FileKind.CLASS_INFO, name, text), name) for name in vocabularies()[FileKind.CLASS_INFO].fields]
    fit, name = max(fits)
    return name if fit >= 3.4 else ""


def colon_pair(text: str) -> tuple[str, str] | None:
    """Label and value of a text such as 会议号：880 2601 0509."""
    found = _COLON.fullmatch(_NUMBERED.sub("", text))
    return (found[1], found[2]) if found else None


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """The facts of one cell, each a label with its value; what follows no label belongs to the value before it."""
    parts: list[str] = []
    for part in _NEXT.split(text):
        pair = colon_pair(part)
        if parts and not (pair and label_of(pair[0])):
            parts[-1] += " " + part
        else:
            parts.append(part)
    for part in parts:
        pair = colon_pair(part)
        if pair and label_of(pair[0]):
            yield label_of(pair[0]), pair[1]


def find_pairs(grid: Grid, first: int, last: int) -> Pairs:
    """Class facts in the rows: by field, the row, column and value. A value that is itself a label is none."""
    pairs: Pairs = {}
    for row in range(first, min(last, first + 80) + 1):
        for name, column, value in _pairs_of_row(grid, row):
            pairs.setdefault(name, (row, column, value))
    return pairs


def _pairs_of_row(grid: Grid, row: int) -> Iterator[tuple[str, int, Cell]]:
    filled = grid.filled(row, grid.whole)
    for column in filled:
        text = grid.text(row, column)
        told = list(_sentences(text))
        if told:
            yield from ((name, column, value) for name, value in told)
            continue
        name = label_of(_NUMBERED.sub("", text).rstrip(":："))
        value = next((grid.at(row, other) for other in filled if other > column), None)
        if name and value is not None and not label_of(as_text(value)):
            yield name, column, value


def info_of_pairs(source: Source, pairs: Pairs, calendar: Calendar) -> ClassInfo | None:
    """The class information in the pairs; None if they are too few to be meant as such."""
    strong = vocabularies()[FileKind.CLASS_INFO].strong
    if len(pairs) < FEWEST_PAIRS or not strong & set(pairs) or not {"code", "name"} & set(pairs):
        return None
    row = min(row for row, _, _ in pairs.values())
    return build_info(source, row, {name: value for name, (_, _, value) in pairs.items()}, calendar)


def build_info(source: Source, row: int, cells: Mapping[str, Cell], calendar: Calendar) -> ClassInfo:
    """Class information from its cells by field."""
    text = {name: as_text(cell) for name, cell in cells.items()}
    starts_on, ends_on = _days(cells, calendar)
    minutes = _MINUTES.search(half_width(text.get("minutes_per_hour", "")))
    bare_minutes = read_number(cells.get("minutes_per_hour"))
    return ClassInfo(
        source.place(row),
        code=text.get("code", ""),
        name=text.get("name", ""),
        training_type=text.get("training_type", ""),
        institution=text.get("institution", ""),
        class_teacher=normalise_name(text.get("class_teacher", "")),
        class_teacher_phone=normal_phone(text.get("class_teacher_phone", "")),
        starts_on=starts_on,
        ends_on=ends_on,
        required_hours=_first_number(cells.get("required_hours")),
        planned_offline_hours=_planned(cells, "planned_offline_hours", "线下|面授|集中"),
        planned_online_hours=_planned(cells, "planned_online_hours", "线上|网络|在线"),
        minutes_per_hour=int(minutes[1]) if minutes else int(bare_minutes) if bare_minutes else None,
        pass_mark=_first_number(cells.get("pass_mark")),
        note=text.get("note", ""),
    )


def _planned(cells: Mapping[str, Cell], name: str, words: str) -> Decimal | None:
    """Hours of their own, or those told with the required ones: 40学时（其中线下38学时，线上11.25学时）."""
    if name in cells:
        return _first_number(cells[name])
    told = half_width(as_text(cells.get("required_hours")))
    found = re.search(rf"(?:{words})[^\d,;，；]{{0,4}}(\d+(?:\.\d+)?)", told)
    return Decimal(found[1]) if found else None


def _first_number(cell: Cell) -> Decimal | None:
    if isinstance(cell, str):
        found = re.search(r"\d+(?:\.\d+)?", half_width(cell))
        return Decimal(found[0]) if found else None
    return read_number(cell)


def _days(cells: Mapping[str, Cell], calendar: Calendar) -> tuple[date | None, date | None]:
    first, last = read_date(cells.get("starts_on"), calendar), read_date(cells.get("ends_on"), calendar)
    period = half_width(as_text(cells.get("period")))
    if first is None and period:
        found = find_date_span(period, calendar)
        if found:
            first = found[0]
            last = last or _second_day(period[found[2] :], first, calendar)
    return first, last


def _second_day(rest: str, first: date, calendar: Calendar) -> date | None:
    """The end of a period; its year and month are left out where they repeat the beginning's."""
    from_first = Calendar(first, None, first.year)
    found = find_date_span(rest, from_first) or None
    if found:
        return found[0]
    day = re.search(r"(\d{1,2})\s*[日号]?", rest)
    try:
        return first.replace(day=int(day[1])) if day else None
    except ValueError:
        return None


def read_table(desk: Desk) -> list[ClassInfo]:
    """Class information laid out as a header row over data rows."""

    def build(line: Line) -> ClassInfo:
        return build_info(desk.table.source, line.row, line.cells, desk.calendar)

    return desk.gather(build, "code", "name")


def table_read(source: Source, pairs: Pairs) -> TableRead:
    """How label and value pairs are listed among the tables read."""
    labels = {name: source.grid.text(row, column) for name, (row, column, _) in pairs.items()}
    first = min(row for row, _, _ in pairs.values()) + 1
    return TableRead(source.file, source.sheet, FileKind.CLASS_INFO, first, labels, (), (), 1)


def code_in_titles(titles: Iterable[tuple[Place, str]]) -> tuple[str, Place | None]:
    """The class code that a title line states, such as 班级编号：SXCQO-2026-01."""
    for place, title in titles:
        pair = colon_pair(title)
        if pair and label_of(pair[0]) == "code":
            return pair[1], place
    return "", None
