"""Tables as a mapping describes them: the header row and the columns named there, the rest by the vocabulary."""

from __future__ import annotations

from dataclasses import replace

from core.spreadsheets.cells import as_text
from core.spreadsheets.packages import column_number
from intake.reading.dates import Calendar
from intake.reading.grid import Grid
from intake.reading.headers import Head, header_texts, match
from intake.reading.mapping import MappingFault, TableMapping
from intake.reading.tables import Source, Table, find_tables
from intake.reading.words import Vocabulary, plain, vocabularies


def mapped_tables(source: Source, entry: TableMapping, calendar: Calendar) -> list[Table]:
    """The tables of a sheet that a mapping entry speaks of."""
    if entry.skip:
        return []
    if entry.kind is None:
        return [_with_words(table, entry) for table in find_tables(source, calendar)]
    row = _header_row(source, entry)
    head = _head(source.grid, row, entry, calendar)
    titles = [as_text(cell) for line in source.grid.rows[:row] for cell in line if cell is not None]
    table = Table(source, head, titles, first=row + entry.header_rows, last=source.grid.height - 1)
    return [_with_words(table, entry)]


def _with_words(table: Table, entry: TableMapping) -> Table:
    table.constants = dict(entry.constants)
    table.values = dict(entry.values)
    return table


def _header_row(source: Source, entry: TableMapping) -> int:
    """The row given, else the first that holds every header the mapping names, else the recognised one."""
    if entry.header_row is not None:
        if entry.header_row > source.grid.height:
            raise MappingFault(f"{source.file} {source.sheet}: there is no row {entry.header_row}")
        return entry.header_row - 1
    wanted = {plain(header) for header in entry.columns if not _is_letter(header)}
    for row, cells in enumerate(source.grid.rows):
        texts = {plain(as_text(cell)) for cell in cells if cell is not None}
        if texts and (wanted <= texts if wanted else len(texts) > 2):
            return row
    raise MappingFault(f"{source.file} {source.sheet}: no row has all of these headers: {', '.join(entry.columns)}")


def _head(grid: Grid, row: int, entry: TableMapping, calendar: Calendar) -> Head:
    table: Vocabulary = vocabularies()[entry.kind]  # type: ignore[index]
    texts = header_texts(grid, row, entry.header_rows, grid.whole)
    given = {name: _column(grid, texts, header) for header, name in entry.columns.items()}
    head = match(table, texts, row, entry.header_rows, grid.whole, calendar, given)
    if head is None:
        raise MappingFault(f"row {row + 1} is no header of {table.kind.value}")
    present = set(head.columns) | set(entry.constants) | ({"times"} if head.slots else set())
    present |= {"questions"} if any(name.startswith("q") for name in head.columns) else set()
    return replace(head, missing=table.missing(present))


def _column(grid: Grid, texts: dict[int, tuple[str, ...]], header: str) -> int:
    for column, lines in texts.items():
        if plain(header) in {plain(line) for line in (*lines, "".join(lines))}:
            return column
    ends = [column for column, lines in texts.items() if plain(header).endswith(plain("".join(lines)))]
    if len(ends) == 1:  # A header of several lines as the list of unknown headers shows it, all lines in one.
        return ends[0]
    if _is_letter(header) and column_number(header) <= grid.width:
        return column_number(header) - 1
    raise MappingFault(f"no column {header!r}; the header row has: {', '.join(' '.join(t) for t in texts.values())}")


def _is_letter(header: str) -> bool:
    return header.isascii() and header.isalpha() and header.isupper() and len(header) <= 2
