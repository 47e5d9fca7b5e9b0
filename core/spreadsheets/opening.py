"""Open a spreadsheet file by what it contains, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from core.spreadsheets import binary, packages, parsing, texts, webtables
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
Parser = Callable[[bytes, int], list[parsing.ParsedSheet]]


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
    parsed = _parsed(parsing.parse, content, limits)
    return [_sheet(sheet, limits, formulas.get(sheet.name, {})) for sheet in parsed]


def _open_binary(content: bytes, limits: Limits) -> list[Sheet]:
    scans = binary.check_binary(content, limits)
    parsed = _parsed(parsing.parse_apart, content, limits)
    formulas = [scan.formulas for scan in scans] + [{} for _ in parsed]
    return [_sheet(sheet, limits, formulas[number]) for number, sheet in enumerate(parsed)]


def _parsed(parser: Parser, content: bytes, limits: Limits) -> list[parsing.ParsedSheet]:
    try:
        return parser(content, limits.max_sheets)
    except parsing.ParserFault as fault:
        code = Refusal.ENCRYPTED if str(fault) == "PasswordError" else Refusal.DAMAGED
        raise SpreadsheetRefused(code, str(fault)) from fault


def _sheet(parsed: parsing.ParsedSheet, limits: Limits, formulas: Formulas) -> Sheet:
    cells = padded([list(map(_whole_seconds, row)) for row in parsed.rows])
    check_extent(len(cells), len(cells[0]) if cells else 0, limits)
    merged = tuple(
        Merge(top, left, min(bottom, len(cells) - 1), right)
        for (top, left), (bottom, right) in parsed.merged
        if top < len(cells)
    )
    return Sheet(parsed.name, cells, merged, formulas, parsed.hidden)


def _whole_seconds(cell: Cell) -> Cell:
    """A date-time or length to the nearest second: serial numbers carry noise below it."""
    if isinstance(cell, datetime) and cell.microsecond:
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
    if isinstance(cell, timedelta) and cell.microseconds:
        return timedelta(seconds=round(cell.total_seconds()))
    return cell
