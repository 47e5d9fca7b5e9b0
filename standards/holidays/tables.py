"""Reading the small table of a year: one line per day or stretch of days. Pure: cells in, entries and faults out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from standards.holidays.rules import DayKind

HEADER = ("日期", "类型", "名称", "依据")
KIND_WORDS = {
    DayKind.HOLIDAY: ("放假", "休", "休息", "节假日", "假日", "holiday", "off"),
    DayKind.WORKING: ("上班", "班", "调休上班", "补班", "工作日", "working", "work"),
}
_KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in words}
_DATE = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_STRETCH = re.compile(r"\s*(?:至|到|~|～|—+|–)\s*")
LONGEST = 31  # No holiday lasts longer: a longer stretch is a slip of the pen.


class RowFault(StrEnum):
    """What is wrong with a line."""

    NO_DATE = "no_date"
    BAD_DATE = "bad_date"
    OTHER_YEAR = "other_year"
    BACKWARDS = "backwards"
    TOO_LONG = "too_long"
    NO_KIND = "no_kind"
    BAD_KIND = "bad_kind"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class TableFault:
    """A fault, the line of the table as people count it, and the text at fault."""

    line: int
    fault: RowFault
    text: str = ""


@dataclass(frozen=True, slots=True)
class TableDay:
    """One day as the table gives it."""

    line: int
    day: date
    kind: DayKind
    name: str
    basis: str


class _Faulty(Exception):
    def __init__(self, fault: RowFault, text: str = "") -> None:
        super().__init__(fault)
        self.fault, self.text = fault, text


def read_table(cells: Sequence[Sequence[Cell]], year: int) -> tuple[list[TableDay], list[TableFault]]:
    """The days of the table in its order, and every line that cannot be used."""
    days: dict[date, TableDay] = {}
    faults: list[TableFault] = []
    for line, row in enumerate(cells, 1):
        texts = [as_text(cell) for cell in row] + [""] * len(HEADER)
        if not any(texts) or _is_header(texts[0]):
            continue
        try:
            for one in _days_of(line, row[0], texts, year):
                if one.day in days:
                    raise _Faulty(RowFault.TWICE, one.day.isoformat())
                days[one.day] = one
        except _Faulty as found:
            faults.append(TableFault(line, found.fault, found.text))
    return list(days.values()), faults


def _is_header(text: str) -> bool:
    return text.strip().lower() in (HEADER[0], "date")


def _days_of(line: int, cell: Cell, texts: Sequence[str], year: int) -> Iterator[TableDay]:
    first, last = _stretch(cell, texts[0], year)
    kind = _kind(texts[1])
    for number in range((last - first).days + 1):
        yield TableDay(line, first + timedelta(days=number), kind, texts[2][:40], texts[3])


def _kind(text: str) -> DayKind:
    if not text:
        raise _Faulty(RowFault.NO_KIND)
    kind = _KINDS.get(text.strip().lower())
    if kind is None:
        raise _Faulty(RowFault.BAD_KIND, text)
    return kind


def _stretch(cell: Cell, text: str, year: int) -> tuple[date, date]:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        first = last = cell
    else:
        ends = _STRETCH.split(half_width(text).strip())
        if not ends[0]:
            raise _Faulty(RowFault.NO_DATE)
        if len(ends) > 2:
            raise _Faulty(RowFault.BAD_DATE, text)
        first, last = _date(ends[0], year), _date(ends[-1], year)
    if first.year != year or last.year != year:
        raise _Faulty(RowFault.OTHER_YEAR, text)
    if last < first:
        raise _Faulty(RowFault.BACKWARDS, text)
    if (last - first).days >= LONGEST:
        raise _Faulty(RowFault.TOO_LONG, text)
    return first, last


def _date(text: str, year: int) -> date:
    found = _DATE.match(text)
    if found is None:
        raise _Faulty(RowFault.BAD_DATE, text)
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError as fault:
        raise _Faulty(RowFault.BAD_DATE, text) from fault
