"""Find the tables of a sheet: stacked, side by side, with titles above and remarks below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.spreadsheets.cells import as_text
from core.spreadsheets.model import Cell
from core.spreadsheets.packages import column_letters
from intake.reading.dates import Calendar
from intake.reading.days import grid_days
from intake.reading.grid import Grid, Region
from intake.reading.headers import Head, best_head, is_repeat, known_headers, may_be_header, speaks_of_columns
from intake.reading.titles import says_more, title_start
from intake.reading.words import plain
from intake.rows import FileKind, Place


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet with the names it goes by."""

    file: str
    sheet: str
    grid: Grid

    def place(self, row: int) -> Place:
        """The place of a zero-based row."""
        return Place(self.file, self.sheet, row + 1)


@dataclass(slots=True)
class Line:
    """One row of a table's body: its number, its cells by field, and the columns that hold anything."""

    row: int
    cells: dict[str, Cell]
    filled: list[int]

    def text(self, name: str) -> str:
        return as_text(self.cells.get(name))


@dataclass(slots=True)
class Table:
    """A table found: its header, the title lines above it, and the rows of its body."""

    source: Source
    head: Head
    titles: list[str] = field(default_factory=list)
    first: int = 0
    last: int = -1
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def column_label(self, name: str) -> str:
        """The column of a field as a person finds it: letter and header as typed."""
        column = self.head.columns.get(name)
        if column is None:
            return ""
        return f"{column_letters(column)} {self.head.headers.get(column, '')}".strip()

    def fingerprint(self) -> int:
        """Equal for tables of equal cells."""
        region = self.head.region
        rows = self.source.grid.rows[self.first : self.last + 1]
        return hash((tuple(self.head.columns), *(tuple(row[region.left : region.right + 1]) for row in rows)))

    def lines(self) -> Iterator[Line]:
        """The body's rows that hold anything, headers repeated on a page break left out."""
        grid, region = self.source.grid, self.head.region
        for row in range(self.first, self.last + 1):
            filled = grid.filled(row, region)
            if filled and not is_repeat(grid, row, self.head):
                yield Line(row, self._cells(row), filled)

    def _cells(self, row: int) -> dict[str, Cell]:
        line = self.source.grid.rows[row]
        cells: dict[str, Cell] = dict(self.constants)
        for name, column in self.head.columns.items():
            cell = line[column]
            cells[name] = self.values.get(as_text(cell), cell) if self.values else cell
        return cells


def find_tables(source: Source, calendar: Calendar) -> list[Table]:
    """The tables of a sheet from top to bottom, and from left to right where blank columns part them."""
    grid = source.grid
    if not grid.height:
        return []
    regions = grid.regions()
    if len(regions) > 1:
        parts = [_scan(source, region, calendar) for region in regions]
        if sum(1 for tables in parts if tables) > 1 and all(_complete(tables) for tables in parts if tables):
            return [table for tables in parts for table in tables]
    return _scan(source, grid.whole, calendar)


def _complete(tables: list[Table]) -> bool:
    return all(not table.head.missing for table in tables)


def _scan(source: Source, region: Region, calendar: Calendar) -> list[Table]:
    tables: list[Table] = []
    current: list[Table] = []
    row, searched = region.top, region.top
    while row <= region.bottom:
        above = tables[-1] if tables else None
        head = _head_at(source, row, region, calendar, above.head if above else None)
        if head is None and above is not None and is_repeat(source.grid, row, above.head):
            head = _told_anew(source, row, region, above, calendar)
        if head is None:
            row += 1
            continue
        top = title_start(source.grid, row, region, searched)
        for table in current:
            table.last = top - 1
        titles = _texts(source.grid, top, row)
        searched = row = head.row + head.depth
        heads = _repeated(source.grid, head, calendar)
        current = [Table(source, each, list(titles), first=row, last=region.bottom) for each in heads]
        tables += current
    return tables


def _told_anew(source: Source, row: int, region: Region, above: Table, calendar: Calendar) -> Head | None:
    """A repeated header as the head of a table of its own, if new titles stand over it; on a new page none do."""
    top = title_start(source.grid, row, region, above.first)
    if not says_more(_texts(source.grid, top, row), above.titles, calendar):
        return None
    head = best_head(source.grid, row, region, calendar, f"{source.file} {source.sheet}")
    return head if head is not None and head.kind is above.head.kind else replace(above.head, row=row)


def _texts(grid: Grid, top: int, end: int) -> list[str]:
    return [as_text(cell) for row in grid.rows[top:end] for cell in row if cell is not None]


def _repeated(grid: Grid, head: Head, calendar: Calendar) -> list[Head]:
    """The header, or its parts where it says the same several times over to save paper."""
    texts = [plain(head.headers.get(column, "")) for column in head.region.columns]
    period = next((n for n in range(2, len(texts) // 2 + 1) if _repeats(texts, n)), 0)
    if not period:
        return [head]
    lefts = range(head.region.left, head.region.right + 1, period)
    regions = [replace(head.region, left=left, right=min(left + period - 1, head.region.right)) for left in lefts]
    parts = [best_head(grid, head.row, region, calendar, "") for region in regions]
    return [part for part in parts if part is not None and part.kind is head.kind] or [head]


def _repeats(texts: list[str], period: int) -> bool:
    """Whether the texts are the first few again and again; the blank columns that part them are part of the period."""
    return any(texts) and all(texts[n] == texts[n % period] for n in range(len(texts)))


def _head_at(source: Source, row: int, region: Region, calendar: Calendar, inside: Head | None) -> Head | None:
    """The header that begins in the row. Below a table, only a row of known words that is not its own header counts."""
    grid = source.grid
    week = _week_head(grid, row, region, calendar)
    if week is not None:
        return week
    if inside is not None and known_headers(grid, row, region) < 2:
        return None
    if not may_be_header(grid, row, region) or (inside is not None and is_repeat(grid, row, inside)):
        return None
    head = best_head(grid, row, region, calendar, f"{source.file} {source.sheet}")
    if head is None or inside is None or speaks_of_columns(grid, row, head):
        return head
    return None if head.missing or known_headers(grid, row, region) < 3 else head


def _week_head(grid: Grid, row: int, region: Region, calendar: Calendar) -> Head | None:
    """The head of a week grid; below a table it must stand apart from it."""
    if row > region.top and len(grid.filled(row - 1, region)) > 1:
        return None
    list_head = best_head(grid, row, region, calendar, "") if may_be_header(grid, row, region) else None
    if list_head is not None and not list_head.missing:
        return None
    days = grid_days(grid, row, region, calendar)
    if not days:
        return None
    headers = {column: grid.text(row, column) for column in grid.filled(row, region)}
    return Head(FileKind.TIMETABLE, row, 1, region, {}, headers, (), 0.0, days=days)
