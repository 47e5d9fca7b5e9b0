"""Open a spreadsheet file by what it contains, whatever its name says."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import python_calamine as calamine

from core.spreadsheets import binary, packages, texts, webtables
from core.spreadsheets.model import (
    Cell,
    Formula,
    Limits,
    Merge,
    Refusal,
    Sheet,
    SpreadsheetRefused,
    Workbook,
    check_extent,
    padded,
)

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")
Formulas = dict[tuple[int, int], Formula]


def open_workbook(name: str, content: bytes, limits: Limits) -> Workbook:
    """The workbook in the bytes. Raises SpreadsheetRefused, and nothing else, if there is none that may be read."""
    if not content.strip(b"\x00\t\r\n "):
        raise SpreadsheetRefused(Refusal.EMPTY)
    if len(content) > limits.max_bytes:
        raise SpreadsheetRefused(Refusal.TOO_LARGE, str(len(content)))
    sheets = _sheets(content, limits)
    if not any(any(any(cell is not None for cell in row) for row in sheet.cells) for sheet in sheets):
        raise SpreadsheetRefused(Refusal.EMPTY)
    return Workbook(name, sheets)


def _sheets(content: bytes, limits: Limits) -> list[Sheet]:
    if content.startswith(_ZIP_MARKS):
        return _open_package(content, limits)
    if content.startswith(binary.SIGNATURE):
        return _open_binary(content, limits)
    if content.startswith(_FOREIGN_MARKS):
        raise SpreadsheetRefused(Refusal.NOT_SPREADSHEET)
    text = texts.decode(content)
    if webtables.looks_like_markup(text):
        return webtables.read_markup(text, limits)
    return [texts.read_delimited(text, limits)]


def _open_package(content: bytes, limits: Limits) -> list[Sheet]:
    package = packages.Package(content, limits)
    package.check_kind()
    package.check_extents()
    formulas = package.formulas()
    return _parse(content, limits, lambda name, _: formulas.get(name, {}))


def _open_binary(content: bytes, limits: Limits) -> list[Sheet]:
    scans = binary.check_binary(content, limits)
    return _parse(content, limits, lambda _, index: scans[index].formulas if index < len(scans) else {})


def _parse(content: bytes, limits: Limits, formulas_of) -> list[Sheet]:  # type: ignore[no-untyped-def]
    try:
        with calamine.load_workbook(BytesIO(content)) as book:
            plain = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
            if len(plain) > limits.max_sheets:
                raise SpreadsheetRefused(Refusal.TOO_LARGE, f"{len(plain)} sheets")
            return [
                _sheet(book.get_sheet_by_name(meta.name), meta, limits, formulas_of(meta.name, index))
                for index, meta in enumerate(plain)
            ]
    except calamine.PasswordError as fault:
        raise SpreadsheetRefused(Refusal.ENCRYPTED) from fault
    except SpreadsheetRefused:
        raise
    except BaseException as fault:  # The parser is native code and reports a panic outside of Exception.
        if isinstance(fault, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise SpreadsheetRefused(Refusal.DAMAGED, type(fault).__name__) from fault


def _sheet(source: calamine.CalamineSheet, meta: calamine.SheetMetadata, limits: Limits, formulas: Formulas) -> Sheet:
    if source.end is not None:
        check_extent(source.end[0] + 1, source.end[1] + 1, limits)
    rows: list[list[Cell]] = [list(map(_whole_seconds, row)) for row in source.to_python(skip_empty_area=False)]
    cells = padded(rows)
    merged = tuple(
        Merge(top, left, min(bottom, len(cells) - 1), right)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
        if top < len(cells)
    )
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, cells, merged, formulas, hidden)


def _whole_seconds(cell: Cell) -> Cell:
    """A date-time or length to the nearest second: serial numbers carry noise below it."""
    if isinstance(cell, datetime) and cell.microsecond:
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
    if isinstance(cell, timedelta) and cell.microseconds:
        return timedelta(seconds=round(cell.total_seconds()))
    return cell
