"""The reading of one table: walks its lines, sets aside what is no record, and notes every refusal and remark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from core.spreadsheets.cells import as_text
from core.spreadsheets.model import Cell
from core.spreadsheets.packages import column_letters
from intake.reading.amounts import read_length, read_number, unit_in
from intake.reading.clocks import Clock, half_of, has_seconds, read_clock
from intake.reading.codes import CellCode
from intake.reading.dates import Calendar, find_date, find_short_date, read_date
from intake.reading.keys import account_key, id_key, phone_key
from intake.reading.moments import Moment, read_moment
from intake.reading.tables import Line, Table
from intake.rows import CellFinding, Place, Reading
from learners.names import normalise_name

Row = TypeVar("Row")

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总人数|平均分?$|total\b)", re.IGNORECASE)
_FOOT = re.compile(
    r"填表|制表|审核[人:：]|负责人|经办|备注\s*[:：]|注\s*[:：]|说明\s*[:：]|打印|第\s*\d+\s*页|盖章|统计人|汇总|以下空白|"
    r"班主任签|单位[(（]|应到|实到|page \d|prepared by|notes?\s*:|^[^:：\d]{1,8}[:：]"
)
_EXPORT = re.compile(r"打印|导出|制表|生成|填表|export|print", re.IGNORECASE)
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!)")


class Refused(Exception):
    """The row is left out because of one of its cells."""

    def __init__(self, name: str, code: CellCode, value: str | None = None) -> None:
        super().__init__(code)
        self.name, self.code, self.value = name, code, value


class Desk:
    """Reads fields of lines and keeps the findings. `on` is the date that the title, sheet or a line between gives."""

    def __init__(self, table: Table, reading: Reading, calendar: Calendar) -> None:
        self.table = table
        self.reading = reading
        self.calendar = calendar
        self.on = self._date_around()
        self._last: dict[str, Cell] = {}

    def _date_around(self) -> date | None:
        titles = [title for title in self.table.titles if not _EXPORT.search(title)]
        found = (find_date(title, self.calendar) for title in titles)
        source = self.table.source
        sheet = find_short_date(source.sheet, self.calendar)
        return next((day for day in found if day), None) or sheet or find_date(source.file, self.calendar)

    def gather(self, build: Callable[[Line], Row | None], *who: str) -> list[Row]:
        """The rows that `build` makes of the records; a refused one becomes a finding."""
        rows = []
        for line in self.records(*who):
            try:
                row = build(line)
            except Refused as refusal:
                self.note(line, refusal.name, refusal.code, refused=True, value=refusal.value)
            else:
                if row is not None:
                    rows.append(row)
        return rows

    def records(self, *who: str) -> Iterator[Line]:
        """The lines that are records: any of the `who` fields is filled. Totals and remarks are noted."""
        for line in self.table.lines():
            if self._is_only_numbered(line):
                continue
            kind = self._aside(line, who)
            if kind is None:
                self.look_at_formulas(line)
                yield line
            else:
                self.note(line, "", kind, refused=kind is CellCode.REQUIRED, value=self._summary(line))

    def _is_only_numbered(self, line: Line) -> bool:
        """Forms are printed with numbers for more lines than are filled in."""
        return len(line.filled) == 1 and self._texts(line, 1) == [line.text("no")]

    def _texts(self, line: Line, most: int | None = None) -> list[str]:
        return [self.table.source.grid.text(line.row, column) for column in line.filled[:most]]

    def _aside(self, line: Line, who: tuple[str, ...]) -> CellCode | None:
        """Why a line is no record; None for a record."""
        first = self._texts(line, 2)
        if any(_TOTAL.match(text) for text in first):
            return CellCode.TOTAL_ROW
        few = len(line.filled) * 2 <= max(len(self.table.head.columns), 4)
        if few and _FOOT.search(first[0]):
            return CellCode.NOTE_ROW
        named = any(line.text(name) for name in who)
        if named and not (len(line.filled) == 1 and self._is_wide()):
            return None
        if not named and not any(line.text(name) for name in self.table.head.columns if name != "no"):
            return CellCode.NOTE_ROW
        return self._between(self._texts(line), named)

    def _is_wide(self) -> bool:
        return len(self.table.head.headers) >= 4

    def _between(self, texts: list[str], named: bool) -> CellCode | None:
        """A line that says one thing is a remark, and its date, if it has one, holds for the lines below."""
        if len(texts) > 2:
            return CellCode.REQUIRED
        day = find_date(" ".join(texts), self.calendar)
        if day:
            self.on = day
        elif named and len(texts[0]) <= 4:
            return None
        return CellCode.NOTE_ROW

    def _summary(self, line: Line) -> str:
        row = self.table.source.grid.rows[line.row]
        return " ".join(as_text(cell) for cell in row if cell is not None)[:80]

    def look_at_formulas(self, line: Line) -> None:
        """Note formula cells among the fields of the line."""
        formulas = self.table.source.grid.sheet.formulas
        if not formulas:
            return
        for name, column in self.table.head.columns.items():
            formula = formulas.get((line.row, column))
            if formula is not None:
                code = CellCode.FORMULA_VALUE if formula.stored else CellCode.FORMULA
                self.note(line, name, code, value=line.text(name) if formula.stored else formula.text)

    def place(self, line: Line) -> Place:
        """Where the line stands."""
        return self.table.source.place(line.row)

    def note(self, line: Line, name: str, code: CellCode, *, refused: bool = False, value: str | None = None) -> None:
        """Keep a finding about a field of the line, or about the whole line if the name is empty."""
        text = line.text(name) if value is None else value
        if refused and code is CellCode.REQUIRED and self._has_bare_formula(line, name):
            code = CellCode.FORMULA
        column = self.table.column_label(name) if name else ""
        self.reading.cells.append(CellFinding(self.place(line), column, text, code.value, refused))

    def note_at(self, line: Line, column: int, code: CellCode, *, refused: bool = False) -> None:
        """Keep a finding about a column that is no field, such as one of many time columns."""
        label = f"{column_letters(column)} {self.table.head.headers.get(column, '')}".strip()
        text = self.table.source.grid.text(line.row, column)
        self.reading.cells.append(CellFinding(self.place(line), label, text, code.value, refused))

    def _has_bare_formula(self, line: Line, name: str) -> bool:
        column = self.table.head.columns.get(name, -1)
        formula = self.table.source.grid.sheet.formulas.get((line.row, column))
        return formula is not None and not formula.stored

    def need_text(self, line: Line, name: str) -> str:
        """The text of a field that must not be empty."""
        text = line.text(name)
        if not text:
            raise Refused(name, CellCode.REQUIRED)
        if _ERROR.fullmatch(text):
            raise Refused(name, CellCode.CELL_ERROR)
        return text

    def need_name(self, line: Line, name: str = "name") -> str:
        """A person's name, normalised."""
        return normalise_name(self.need_text(line, name))

    def day(self, line: Line, name: str, *, needed: bool = False) -> date | None:
        """A date; an unreadable one refuses the row if it is needed and is left out with a remark if not."""
        cell = line.cells.get(name)
        if as_text(cell) == "":
            if needed:
                raise Refused(name, CellCode.REQUIRED)
            return None
        day = read_date(cell, self.calendar)
        if day is None:
            self._unreadable(line, name, CellCode.DATE, needed)
        return day

    def day_or_above(self, line: Line, name: str) -> date | None:
        """A date that, once written, holds for the lines below until the next one; else the date of the title."""
        if line.text(name):
            self._last[name] = self.day(line, name, needed=True)
        day = self._last.get(name)
        return day if isinstance(day, date) else self.on

    def clock(self, line: Line, name: str, *, needed: bool = False) -> Clock | None:
        """A time of day, refused or left out like a date."""
        if not line.text(name):
            if needed:
                raise Refused(name, CellCode.REQUIRED)
            return None
        clock = read_clock(line.cells.get(name), half_of(line.text("half")))
        if clock is None:
            self._unreadable(line, name, CellCode.TIME, needed)
        return clock

    def moment(self, line: Line, name: str, on: date | None = None) -> Moment:
        """A date and time that the row cannot do without; `on` completes a bare time of day."""
        self.need_text(line, name)
        cell = line.cells.get(name)
        moment = read_moment(cell, self.calendar, on or self.on, half_of(line.text("half")))
        if moment is None and isinstance(cell, date):
            moment = Moment(datetime.combine(cell, time()), exact=False)
        if moment is None:
            raise Refused(name, CellCode.TIME)
        typed = not isinstance(cell, str)
        return Moment(moment.at, moment.exact or (typed and self._has_seconds(name)))

    def _has_seconds(self, name: str) -> bool:
        return name in self._columns_with_seconds

    @cached_property
    def _columns_with_seconds(self) -> frozenset[str]:
        """Time columns whose cells are true date-times and carry seconds somewhere, so :00 is meant."""
        rows = self.table.source.grid.rows[self.table.first : self.table.last + 1]
        return frozenset(
            name for name, column in self.table.head.columns.items() if any(has_seconds(row[column]) for row in rows)
        )

    def number(self, line: Line, name: str, *, needed: bool = False) -> Decimal | None:
        """A number, refused or left out like a date."""
        if not line.text(name) or re.fullmatch(r"[-—–－/]+", line.text(name)):
            if needed:
                raise Refused(name, CellCode.REQUIRED)
            return None
        number = read_number(line.cells.get(name))
        if number is None:
            self._unreadable(line, name, CellCode.NUMBER, needed)
        return number

    def whole(self, line: Line, name: str) -> int | None:
        """A whole number that may be missing."""
        number = self.number(line, name)
        return int(number) if number is not None else None

    def length(self, line: Line, name: str, *, unit: str = "") -> int | None:
        """A length of time in seconds that may be missing; the header may name its unit."""
        cell = line.cells.get(name)
        if as_text(cell) in ("", "-", "—", "/"):
            return None
        seconds = read_length(cell, unit_in(self.header(name)) or unit)
        if seconds is None:
            self._unreadable(line, name, CellCode.DURATION, needed=False)
        return seconds

    def header(self, name: str) -> str:
        """The header of a field as typed."""
        return self.table.head.headers.get(self.table.head.columns.get(name, -1), "")

    def _unreadable(self, line: Line, name: str, code: CellCode, needed: bool) -> None:
        if needed:
            raise Refused(name, code)
        self.note(line, name, CellCode.VALUE_IGNORED)

    def keys(self, line: Line) -> dict[str, str]:
        """What the line gives to tell people apart: ends of mobile and identity numbers, the employer."""
        keys = {}
        for name, read in (("phone", phone_key), ("id", id_key)):
            source = "id_number" if name == "id" else name
            if not line.text(source):
                continue
            key, understood = read(line.cells[source])
            if not understood:
                self.note(line, source, CellCode.KEY_UNREADABLE)
            elif key:
                keys[name] = key
        if "phone" not in keys and line.text("account") and (key := account_key(line.cells["account"])):
            keys["phone"] = key
        if line.text("employer"):
            keys["employer"] = line.text("employer")
        return keys


def end_of_day(day: date) -> datetime:
    """Midnight at the end of a day."""
    return datetime.combine(day + timedelta(days=1), time())
