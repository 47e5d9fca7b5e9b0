"""The native parser behind one function, and that function in a process of its own for old binary workbooks.

A damaged .xls can make the parser ask for more memory than there is, and that ends its process. So this file is also a
script: it reads a workbook from standard input and answers in JSON. It imports nothing of the program.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from io import BytesIO
from typing import Any, NamedTuple

import python_calamine as calamine

_SECONDS = 30
_MEMORY = 2 * 1024**3


class ParserFault(Exception):
    """The parser gave up; the message is its own word for the reason."""


class ParsedSheet(NamedTuple):
    """A worksheet as the parser gives it: merged ranges as ((top, left), (bottom, right))."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    merged: list[Any]


def parse(content: bytes, max_sheets: int) -> list[ParsedSheet]:
    """The worksheets of a workbook, in this process."""
    try:
        with calamine.load_workbook(BytesIO(content)) as book:
            plain = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
            return [_sheet(book.get_sheet_by_name(meta.name), meta) for meta in plain[:max_sheets]]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:  # A panic of native code is not an Exception.
        raise ParserFault(type(fault).__name__) from fault


def _sheet(source: calamine.CalamineSheet, meta: calamine.SheetMetadata) -> ParsedSheet:
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    rows = source.to_python(skip_empty_area=False)
    return ParsedSheet(meta.name, hidden, rows, list(source.merged_cell_ranges or ()))


def parse_apart(content: bytes, max_sheets: int) -> list[ParsedSheet]:
    """The same in a process of its own, which may come to grief without harm to this one."""
    command = [sys.executable, "-I", __file__, str(max_sheets)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as fault:
        raise ParserFault(type(fault).__name__) from fault
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise ParserFault(answer["fault"])
    return [
        ParsedSheet(name, hidden, [list(map(_restored, row)) for row in rows], merged)
        for name, hidden, rows, merged in answer["sheets"]
    ]


def _tagged(cell: Any) -> Any:
    """A cell as JSON can carry it."""
    if isinstance(cell, datetime.timedelta):
        return ["length", cell.total_seconds()]
    if isinstance(cell, datetime.date | datetime.time):
        return [type(cell).__name__, cell.isoformat()]
    return cell


def _restored(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, value = cell
    if kind == "length":
        return datetime.timedelta(seconds=value)
    return getattr(datetime, kind).fromisoformat(value)


def _answer() -> None:
    _spare_the_machine()
    answer: dict[str, Any]
    try:
        sheets = parse(sys.stdin.buffer.read(), int(sys.argv[1]))
        answer = {"sheets": [(s.name, s.hidden, [list(map(_tagged, row)) for row in s.rows], s.merged) for s in sheets]}
    except ParserFault as fault:
        answer = {"fault": str(fault)}
    sys.stdout.write(json.dumps(answer))


def _spare_the_machine() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _answer()
