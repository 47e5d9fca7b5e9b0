"""Tables out: workbooks and CSV in which no cell can execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | float | Decimal | bool | date | datetime | None

# A text that begins with one of these may be taken for a formula, by this program's output or by a later CSV export.
EXECUTABLE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_MAX_SHEET_NAME = 31
_WIDEST, _NARROWEST = 48, 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a name, a header, and rows of plain values. `notes` stand above the header, a line each."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = field(default_factory=tuple)


ExportSheet = Sheet  # The name for modules that also read sheets.


def neutralised(value: Value) -> Value:
    """The value with an apostrophe in front if it is a text that a spreadsheet program might execute."""
    if isinstance(value, str) and (value.startswith(EXECUTABLE) or value.lstrip().startswith(EXECUTABLE)):
        return "'" + value
    return value


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file with one sheet per table, heads frozen and filtered. Texts are written as texts only."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        }
        names: set[str] = set()
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name, names)), sheet, formats)
    return stream.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = name.translate(_FORBIDDEN_IN_SHEET_NAMES).strip("'")[:_MAX_SHEET_NAME] or "Sheet"
    number, free = 2, plain
    while free.lower() in taken:
        free = f"{plain[: _MAX_SHEET_NAME - 4]} {number}"
        number += 1
    taken.add(free.lower())
    return free


def _write_sheet(worksheet: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    top = len(sheet.notes)
    for number, note in enumerate(sheet.notes):
        worksheet.write_string(number, 0, str(neutralised(note)))
    widths = [_width(text) for text in sheet.header]
    for column, text in enumerate(sheet.header):
        worksheet.write_string(top, column, str(neutralised(text)), formats["head"])
    last = top
    for last, row in enumerate(sheet.rows, top + 1):
        for column, value in enumerate(row):
            _write_cell(worksheet, last, column, neutralised(value), formats)
            widths[column : column + 1] = [max([*widths[column : column + 1], _width(value)])]
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(top + 1, 0)
    if sheet.header:
        worksheet.autofilter(top, 0, last, len(sheet.header) - 1)


def _write_cell(worksheet: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        worksheet.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        worksheet.write_datetime(row, column, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        worksheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int | float | Decimal):
        worksheet.write_number(row, column, float(value) if isinstance(value, Decimal) else value)
    else:
        worksheet.write_string(row, column, str(value), formats["text"])


def _width(value: Value) -> float:
    """A column width for the value: Chinese characters are twice as wide as others."""
    text = "" if value is None else str(value)
    longest = max((sum(2 if ord(one) > 0x2E7F else 1 for one in line) for line in text.splitlines()), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark, which Excel needs; cells that might execute are neutralised."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([neutralised(text) for text in header])
    writer.writerows([["" if value is None else neutralised(value) for value in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")
