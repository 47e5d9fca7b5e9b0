"""What a spreadsheet file is to the rest of the program, and why one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

Cell = str | float | int | bool | datetime | date | time | timedelta | None


class Refusal(StrEnum):
    """Why a file was not opened."""

    NOT_SPREADSHEET = "F_NOT_SPREADSHEET"
    ENCRYPTED = "F_ENCRYPTED"
    MACRO = "F_MACRO"
    TOO_LARGE = "F_TOO_LARGE"
    TOO_MANY_ROWS = "F_TOO_MANY_ROWS"
    ENCODING = "F_ENCODING"
    EMPTY = "F_EMPTY"
    DAMAGED = "F_DAMAGED"


class SpreadsheetRefused(Exception):
    """The file is not read. `code` names the reason, `detail` the measure or the part at fault."""

    def __init__(self, code: Refusal, detail: str = "") -> None:
        super().__init__(f"{code.value} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is opened. Bytes as stored and as unpacked; rows, columns and cells per sheet."""

    max_bytes: int = 20 * 1024 * 1024
    max_unpacked_bytes: int = 150 * 1024 * 1024
    max_rows: int = 200_000
    max_columns: int = 1_000
    max_cells: int = 4_000_000
    max_sheets: int = 200


class Merge(NamedTuple):
    """A merged range, zero-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Formula(NamedTuple):
    """A formula cell: its text, and whether the file keeps a computed value for it."""

    text: str
    stored: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `cells[r][c]` is the cell in row r + 1 of the sheet; lines are padded to one width, blanks are None.

    Number cells stay numbers and text stays text, so that a reader can tell an identity number typed as a number.
    """

    name: str
    cells: list[list[Cell]]
    merged: tuple[Merge, ...] = ()
    formulas: Mapping[tuple[int, int], Formula] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A spreadsheet file: its sheets in the order of the file."""

    name: str
    sheets: list[Sheet]


def padded(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, blanks as None, all of the same width, without blank rows at the end."""
    while rows and all(cell is None or cell == "" for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [[None if cell == "" else cell for cell in row] + [None] * (width - len(row)) for row in rows]


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that is too long, too wide, or too much in all."""
    if rows > limits.max_rows:
        raise SpreadsheetRefused(Refusal.TOO_MANY_ROWS, str(rows))
    if columns > limits.max_columns or rows * columns > limits.max_cells:
        raise SpreadsheetRefused(Refusal.TOO_LARGE, f"{rows} x {columns}")
