"""Tables as a mapping describes them: the header row and the columns named there, the rest by the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.spreadsheets.cells import as_text
from core.spreadsheets.packages import column_number
from intake.reading.dates import Calendar, read_date
from intake.reading.grid import Grid
from intake.reading.headers import Head, header_texts, match
from intake.reading.mapping import CLASS_NUMBERS, CLASS_TEXTS, MappingFault, TableMapping
from intake.reading.tables import Source, Table, find_tables
from intake.reading.titles import title_start
from intake.reading.words import Vocabulary, plain, vocabularies
from intake.rows import ClassInfo
from learners.names import normalise_name


def mapped_tables(source: Source, entries: Sequence[TableMapping], calendar: Calendar) -> list[Table]:
    """The tables of a sheet that the mapping's entries for it speak of, each down to the titles of the next."""
    if entries[0].skip:
        return []
    if entries[0].kind is None:
        return [_with_words(table, entries[0]) for table in find_tables(source, calendar)]
    tables: list[Table] = []
    for entry in entries:
        row = _header_row(source, entry)
        head = _head(source.grid, row, entry, calendar)
        top = title_start(source.grid, row, source.grid.whole, tables[-1].first) if tables else 0
        if tables:
            tables[-1].last = top - 1
        titles = [as_text(cell) for line in source.grid.rows[top:row] for cell in line if cell is not None]
        table = Table(source, head, titles, first=row + entry.header_rows, last=source.grid.height - 1)
        tables.append(_with_words(table, entry))
    return tables


def with_facts(info: ClassInfo, facts: Mapping[str, str]) -> ClassInfo:
    """The class information with what the mapping states of the class in the place of what the files state."""
    nowhere = Calendar()
    days = {
        "starts_on": read_date(facts.get("first_day"), nowhere),
        "ends_on": read_date(facts.get("last_day"), nowhere),
    }
    numbers = {name: Decimal(facts[name]) for name in CLASS_NUMBERS if name in facts}
    texts = {name: facts[name].strip() for name in CLASS_TEXTS if facts.get(name, "").strip()}
    if "class_teacher" in texts:
        texts["class_teacher"] = normalise_name(texts["class_teacher"])
    stated: dict[str, Any] = {name: day for name, day in days.items() if day}
    return replace(info, **stated | numbers | texts)


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
