"""The files of the sample class, whole, in part and corrected, and how figures are compared."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from courses.models import ClassOffering
from intake.reception import read_files
from intake.rows import Reading

FOLDER = Path(__file__).parents[3] / "demo" / "class-2026-spring"
CLASS_CODE = "SXCQO-2026-01"
SIGN = "签到记录.xlsx"
LIVE = "线上直播参会记录.xlsx"
SCORES = "成绩单.xlsx"
ROSTER = "学员名册.xlsx"
INFO = "培训班信息.xlsx"
TIMETABLE = "课程表.xlsx"
LEAVE = "请假条.xlsx"
SURVEY = "满意度问卷.xlsx"
TEACHERS = "师资名册.xlsx"
VENUES = "场地清单.xlsx"
MAX_BYTES = 20 * 1024 * 1024

Files = Sequence[tuple[str, bytes]]
Steps = tuple[str, ...]


@cache
def sample_files() -> tuple[tuple[str, bytes], ...]:
    """The sample as it is."""
    return tuple((path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.xlsx")))


@cache
def _reading_without_class(files: tuple[tuple[str, bytes], ...]) -> Reading:
    return read_files(files, offering=None, mapping=None, max_bytes=MAX_BYTES)


def reading_of(files: Files, offering: ClassOffering | None = None) -> Reading:
    """What the files say; the whole sample is read once per test process."""
    if offering is None and tuple(files) == sample_files():
        return _reading_without_class(sample_files())
    return read_files(files, offering=offering, mapping=None, max_bytes=MAX_BYTES)


@cache
def expected() -> dict[str, Any]:
    """The published figures."""
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    return found


def changed(file: str, change: Callable[[Worksheet], None], sheet: str = "") -> bytes:
    """A file of the sample after a change in one sheet."""
    book = load_workbook(FOLDER / file)
    change(book[sheet] if sheet else book.worksheets[0])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def column(sheet: Worksheet, header: str, header_row: int = 1) -> int:
    """The number of the column with that header."""
    return next(cell.column for cell in sheet[header_row] if cell.value == header)


def delete_rows(sheet: Worksheet, unwanted: Callable[[list[Any]], bool], first: int = 2) -> None:
    """Delete the data rows that are not wanted; those below move up."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    kept = [row for row in rows if not unwanted(row)]
    for number, row in enumerate(kept, start=first):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
    sheet.delete_rows(first + len(kept), len(rows) - len(kept))


def differences(wanted: Any, found: Any, path: Steps = ()) -> Iterator[str]:
    """Where two figures differ by more than 1e-6, keys that only one of them has included."""
    here = "/".join(path)
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in sorted(wanted.keys() | found.keys(), key=str):
            yield from differences(wanted.get(key, "nothing"), found.get(key, "nothing"), (*path, str(key)))
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for number, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from differences(one, other, (*path, str(number)))
    elif _is_number(wanted) and _is_number(found):
        if not isclose(wanted, found, rel_tol=0, abs_tol=1e-6):
            yield f"{here}: {wanted} expected, {found} found"
    elif wanted != found:
        yield f"{here}: {wanted!r} expected, {found!r} found"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
