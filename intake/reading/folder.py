"""Read the files of a class together: what one of them leaves out, another may say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from core.spreadsheets.cells import as_text
from core.spreadsheets.model import Limits, SpreadsheetRefused, Workbook
from core.spreadsheets.opening import open_workbook
from intake.reading import grids, info, leave, live, people, recorded, rosters, scores, sign, survey, timetable
from intake.reading.codes import FileCode
from intake.reading.dates import Calendar, find_date, read_date
from intake.reading.desk import Desk
from intake.reading.grid import Grid
from intake.reading.mapped import mapped_tables, with_facts
from intake.reading.mapping import Mapping
from intake.reading.tables import Source, Table, find_tables
from intake.reading.units import Units
from intake.rows import ClassInfo, FileFinding, FileKind, LiveRow, Reading, SessionKind, SessionRow, TableRead
from learners.roster import RawRosterRow, RosterOutcome

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*(?:年|[-_.]|春|秋|期|$))")


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier import has stored, so that a file can be read on its own."""

    class_code: str = ""
    first_day: date | None = None
    last_day: date | None = None
    training_year: int | None = None
    sessions: Sequence[SessionRow] = ()
    teachers: Sequence[str] = ()


def read_class_files(
    files: Sequence[tuple[str, bytes]],
    *,
    mapping: Mapping | None = None,
    limits: Limits | None = None,
    known: Known | None = None,
) -> Reading:
    """Everything the files hold. What is wrong in a file never raises: it is in the reading.

    Raises MappingFault if the mapping speaks of a row or column that a file does not have.
    """
    folder = _Folder(mapping or Mapping(), known or Known())
    for name, content in files:
        folder.open(name, content, limits or Limits())
    folder.read()
    return folder.reading


@dataclass(slots=True)
class _Folder:
    mapping: Mapping
    known: Known
    reading: Reading = field(default_factory=Reading)
    sources: list[Source] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    calendar: Calendar = field(default_factory=Calendar)
    roster: list[RawRosterRow] = field(default_factory=list)
    detailed: set[str] = field(default_factory=set)  # live sessions whose single stays are listed

    def open(self, name: str, content: bytes, limits: Limits) -> None:
        """Add a file's visible sheets, or why it was refused."""
        try:
            book = open_workbook(name, content, limits)
        except SpreadsheetRefused as refusal:
            self.reading.files.append(FileFinding(name, "", refusal.code.value, refusal.detail))
            return
        self._add_sheets(book)

    def _add_sheets(self, book: Workbook) -> None:
        for sheet in book.sheets:
            if not sheet.cells:
                continue
            if sheet.hidden:
                self.reading.files.append(FileFinding(book.name, sheet.name, FileCode.HIDDEN_SHEET.value))
                continue
            name = sheet.name or PurePath(book.name).stem
            self.sources.append(Source(book.name, name, Grid(sheet)))

    def read(self) -> None:
        """Class facts first, then the timetable, then everything that leans on them."""
        facts = self.mapping.facts
        first, last = read_date(facts.get("first_day"), Calendar()), read_date(facts.get("last_day"), Calendar())
        first, last = first or self.known.first_day, last or self.known.last_day
        self.calendar = Calendar(first, last, self.known.training_year or _usual_year(self.sources))
        self.tables = [table for source in self.sources for table in self._tables_of(source)]
        self._read_info()
        self._find_slots_again()
        self._read_kind(FileKind.TEACHERS, people.read_teachers, self.reading.teachers)
        self._read_kind(FileKind.VENUES, people.read_venues, self.reading.venues)
        self._read_sessions()
        self._read_rosters()
        self._read_records()
        self._complete_info()
        order = {source.place(0)[:2]: number for number, source in enumerate(self.sources)}
        self.reading.tables.sort(key=lambda table: (order[table.file, table.sheet], table.header_row))

    def _tables_of(self, source: Source) -> list[Table]:
        entries = self.mapping.of(source.file, source.sheet)
        if entries:
            return mapped_tables(source, entries, self.calendar)
        return find_tables(source, self.calendar)

    def _read_info(self) -> None:
        found = [row for row in map(self._info_of, self.sources) if row is not None]
        self._read_kind(FileKind.CLASS_INFO, lambda desk: info.read_table(desk), found)
        for extra in found[1:]:
            self.reading.files.append(
                FileFinding(extra.place.file, extra.place.sheet, FileCode.SECOND_CLASS.value, extra.code)
            )
        self.reading.info = found[0] if found else None
        if found:
            first = self.calendar.first_day or found[0].starts_on
            last = self.calendar.last_day or found[0].ends_on
            self.calendar = Calendar(first, last, first.year if first else self.calendar.year)

    def _info_of(self, source: Source) -> ClassInfo | None:
        """The label and value pairs above the first table of a sheet, or on all of it."""
        heads = [table.head.row for table in self.tables if table.source is source]
        pairs = info.find_pairs(source.grid, 0, min(heads, default=source.grid.height) - 1)
        found = info.info_of_pairs(source, pairs, self.calendar)
        if found:
            self.reading.tables.append(info.table_read(source, pairs))
        return found

    def _find_slots_again(self) -> None:
        """Time columns were found before the year of the class was known; look once more with it."""
        stale = {id(t.source) for t in self.tables if t.head.slots and any(slot.on is None for slot in t.head.slots)}
        fresh = {id(source): self._tables_of(source) for source in self.sources if id(source) in stale}
        self.tables = [
            table
            for source in self.sources
            for table in fresh.get(id(source), [t for t in self.tables if t.source is source])
        ]

    def _read_kind(self, kind: FileKind, read: Callable[[Desk], list[Any]], into: list[Any]) -> None:
        """Read every table of the kind that has the columns it needs and was not read before."""
        seen: set[int] = set()
        for table in sorted((table for table in self.tables if table.head.kind is kind), key=_comes_later):
            rows: list[Any] = []
            desk = Desk(table, self.reading, self.calendar)
            mark = hash((desk.on, *table.titles, table.fingerprint()))
            if table.head.missing:
                self._refuse(table, FileCode.COLUMNS_MISSING, ", ".join(table.head.missing))
            elif mark in seen and table.last >= table.first:
                self._refuse(table, FileCode.DUPLICATE_TABLE)
            else:
                rows = read(desk)
            seen.add(mark)
            into += rows
            self.reading.tables.append(_table_read(table, len(rows)))

    def _refuse(self, table: Table, code: FileCode, detail: str = "") -> None:
        self.reading.files.append(FileFinding(table.source.file, table.source.sheet, code.value, detail))

    def _read_sessions(self) -> None:
        names = {*(teacher.name for teacher in self.reading.teachers), *self.known.teachers}
        self._read_kind(FileKind.TIMETABLE, lambda desk: self._sessions(desk, frozenset(names)), self.reading.sessions)
        self.reading.sessions = timetable.with_codes(self.reading.sessions)
        days = sorted(session.on for session in self.reading.sessions if session.on)
        if days and self.calendar.first_day is None:
            self.calendar = Calendar(days[0], days[-1], days[0].year)

    def _sessions(self, desk: Desk, teachers: frozenset[str]) -> list[SessionRow]:
        """A list is read; of a week grid what no list says. Where they differ, the list stands."""
        if not desk.table.head.days:
            rows = timetable.read_timetable(desk, teachers)
            self._note_hours(desk.table, rows)
            return rows
        rows, doubles, differing = grids.beside(grids.read_grid(desk, teachers), self.reading.sessions)
        if doubles:
            self._refuse(desk.table, FileCode.GRID_DUPLICATE, "; ".join(differing)[:200])
        self._note_hours(desk.table, rows)
        return rows

    def _note_hours(self, table: Table, rows: list[SessionRow]) -> None:
        """A timetable without any hours is read, but a person must know."""
        if rows and not any(row.planned_hours for row in rows):
            finding = FileFinding(table.source.file, table.source.sheet, FileCode.HOURS_MISSING.value, refused=False)
            self.reading.files.append(finding)

    def _read_rosters(self) -> None:
        self._read_kind(FileKind.ROSTER, rosters.raw_rows, self.roster)
        self.reading.roster = rosters.judge(self.roster, self.calendar, self.reading)
        people = Counter(row.place[:2] for row in self.reading.roster if row.outcome is not RosterOutcome.IGNORED)
        for number, table in enumerate(self.reading.tables):
            if table.kind is FileKind.ROSTER and table.rows:
                self.reading.tables[number] = replace(table, rows=people[table.file, table.sheet])

    def _read_records(self) -> None:
        sessions = [*self.reading.sessions] or [*self.known.sessions]
        lives, recordings = Units(sessions, SessionKind.LIVE), Units(sessions, SessionKind.RECORDED)
        self._read_kind(FileKind.SIGN, lambda desk: sign.read_taps(desk, sessions), self.reading.taps)
        self._read_kind(FileKind.LEAVE, leave.read_leaves, self.reading.leaves)
        self._read_kind(FileKind.LIVE, lambda desk: self._live(desk, lives), self.reading.live)
        self._read_kind(FileKind.RECORDED, lambda desk: recorded.read_segments(desk, recordings), self.reading.segments)
        self._read_kind(FileKind.SCORES, scores.read_scores, self.reading.scores)
        self._read_kind(FileKind.SURVEY, self._survey, self.reading.survey)
        self._note_unread()

    def _live(self, desk: Desk, lives: Units) -> list[LiveRow]:
        """The stays; of a summary only those in sessions whose single stays stand in no other table."""
        if not live.is_summary(desk.table):
            rows = live.read_live(desk, lives)
            self.detailed |= {row.unit for row in rows}
            return rows
        apart = Desk(desk.table, Reading(), self.calendar)
        rows = live.read_live(apart, lives)
        if rows and all(row.unit in self.detailed for row in rows):
            self._refuse(desk.table, FileCode.DUPLICATE_TABLE)
            return []
        self.reading.files += apart.reading.files
        self.reading.cells += apart.reading.cells
        return [row for row in rows if row.unit not in self.detailed]

    def _survey(self, desk: Desk) -> list[Any]:
        self.reading.questions = self.reading.questions or survey.questions_of(desk)
        return survey.read_survey(desk)

    def _note_unread(self) -> None:
        """A sheet in which nothing was found is named."""
        read = {(table.file, table.sheet) for table in self.reading.tables}
        named = {(finding.file, finding.sheet) for finding in self.reading.files}
        for source in self.sources:
            skip = any(entry.skip for entry in self.mapping.of(source.file, source.sheet))
            if (source.file, source.sheet) not in read | named and not skip:
                first = next((as_text(cell) for row in source.grid.rows for cell in row if cell is not None), "")
                code = FileCode.ONLY_TOTALS if live.has_only_totals(source.grid.rows) else FileCode.NO_TABLE
                self.reading.files.append(FileFinding(source.file, source.sheet, code.value, first[:60]))

    def _complete_info(self) -> None:
        """The class code of a title line or the taps where no table states one; the mapping goes before all of it."""
        titles = [(t.source.place(t.head.row), title) for t in self.tables for title in t.titles]
        code, place = info.code_in_titles(titles)
        if not code and self.reading.taps:
            usual = Counter(tap.class_code for tap in self.reading.taps).most_common(1)[0][0]
            code, place = usual, self.reading.taps[0].place
        stated = self.reading.info
        if stated is not None:
            self.reading.info = replace(stated, code=stated.code or code)
        elif (code or self.mapping.facts) and self.sources:
            self.reading.info = ClassInfo(place or self.sources[0].place(0), code, "")
        if self.reading.info is not None:
            self.reading.info = with_facts(self.reading.info, self.mapping.facts)


def _comes_later(table: Table) -> bool:
    """Whether a table only counts for what the others of its kind leave out: a week grid, a summary of stays."""
    return bool(table.head.days) or (table.head.kind is FileKind.LIVE and live.is_summary(table))


def _table_read(table: Table, rows: int) -> TableRead:
    head, source = table.head, table.source
    columns = {name: head.headers.get(column, "") for name, column in head.columns.items()}
    columns |= {f"time{n}": head.headers[slot.column] for n, slot in enumerate(head.slots, 1)}
    columns |= {f"day{n}": head.headers[column] for n, (column, _) in enumerate(head.days, 1)}
    header_row = head.row + head.depth
    return TableRead(source.file, source.sheet, head.kind, header_row, columns, head.unknown, head.missing, rows)


def _usual_year(sources: Sequence[Source]) -> int | None:
    """The year that most dates of the files lie in."""
    years: Counter[int] = Counter()
    for source in sources:
        for row in source.grid.rows[:400]:
            years.update(cell.year for cell in row if isinstance(cell, date | datetime))
            texts = (cell for cell in row if isinstance(cell, str) and 8 <= len(cell) <= 60 and "20" in cell)
            years.update(day.year for text in texts if (day := find_date(text, Calendar())))
    if not years:
        heads = (
            as_text(cell) for source in sources for row in source.grid.rows[:5] for cell in row if cell is not None
        )
        names = [text for source in sources for text in (source.file, source.sheet)]
        years.update(int(year) for text in (*names, *heads) for year in _YEAR.findall(text))
    return years.most_common(1)[0][0] if years else None
