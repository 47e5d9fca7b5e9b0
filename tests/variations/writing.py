"""Write rows as files of several formats."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Cells = Sequence[Sequence[Any]]


def xlsx(sheets: dict[str, Cells], merges: dict[str, Iterable[str]] | None = None) -> bytes:
    """A workbook of these sheets with these merged ranges."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        _fill(sheet, rows)
        for merged in (merges or {}).get(name, ()):
            sheet.merge_cells(merged)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, rows: Cells) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"


def xls(sheets: dict[str, Cells]) -> bytes:
    """A workbook of the old binary format."""
    book = xlwt.Workbook(encoding="utf-8")
    moment, day = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write(number, column, value, moment)
                elif isinstance(value, date):
                    sheet.write(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def delimited(rows: Cells, delimiter: str, encoding: str) -> bytes:
    """Text with a delimiter in an encoding; a byte-order mark where the encoding writes one."""
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([["" if v is None else v for v in row] for row in rows])
    return stream.getvalue().encode(encoding)


def web_page(rows: Cells, encoding: str) -> bytes:
    """An HTML table, as some systems export under the name of a spreadsheet."""
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape('' if v is None else str(v))}</td>" for v in row) + "</tr>" for row in rows
    )
    page = f'<html><head><meta charset="{encoding}"></head><body><table border=1>{lines}</table></body></html>'
    return page.encode(encoding)
