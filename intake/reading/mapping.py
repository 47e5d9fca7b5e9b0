"""The mapping file: what a person says about tables that are not recognised, or not rightly."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from intake.reading.dates import Calendar, read_date
from intake.reading.words import vocabularies
from intake.rows import FileKind

_TABLE_KEYS = frozenset(
    {"file", "sheet", "kind", "header_row", "header_rows", "columns", "values", "constants", "skip"}
)
CLASS_TEXTS = frozenset({"code", "name", "institution", "class_teacher", "training_type"})
CLASS_DAYS = frozenset({"first_day", "last_day"})
CLASS_NUMBERS = frozenset({"required_hours", "planned_offline_hours", "planned_online_hours", "pass_mark"})
_EXTRA_FIELDS = {
    FileKind.SURVEY: frozenset(
        [*(f"q{n}" for n in range(1, 13)), *(f"importance{n}" for n in range(1, 5)), "overall", "nps", "text1", "text2"]
    )
}


class MappingFault(ValueError):
    """The mapping file cannot be followed; the message says where and why."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What is said about the tables of the sheets that fit `file` and `sheet` (patterns with * and ?)."""

    file: str = "*"
    sheet: str = "*"
    kind: FileKind | None = None
    header_row: int | None = None
    header_rows: int = 1
    columns: Dict[str, str] = field(default_factory=dict)  # header as typed, or column letter -> field
    values: Dict[str, str] = field(default_factory=dict)  # cell as typed -> what it means
    constants: Dict[str, str] = field(default_factory=dict)  # field -> value for every row
    skip: bool = False

    def fits(self, file: str, sheet: str) -> bool:
        """Whether the sheet is meant."""
        return fnmatchcase(file, self.file) and fnmatchcase(sheet, self.sheet)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file: its tables, and facts about the class that no file states."""

    tables: tuple[TableMapping, ...] = ()
    facts: Dict[str, str] = field(default_factory=dict)

    def of(self, file: str, sheet: str) -> tuple[TableMapping, ...]:
        """The entries for a sheet from top to bottom: the first that fits it, or all that fit by their header rows."""
        fitting = [table for table in self.tables if table.fits(file, sheet)]
        if not fitting or fitting[0].header_row is None:
            return tuple(fitting[:1])
        rows: dict[int, TableMapping] = {}
        for table in fitting:
            if table.header_row is not None and table.kind is not None:
                rows.setdefault(table.header_row, table)
        return tuple(rows[row] for row in sorted(rows)) or (fitting[0],)


def load_mapping(text: str) -> Mapping:
    """The mapping in a TOML or JSON text. Raises MappingFault for anything it does not know."""
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as fault:
        raise MappingFault(f"not TOML or JSON: {fault}") from fault
    _only(data, {"table", "class"}, "mapping file")
    tables = data.get("table", [])
    if not isinstance(tables, list):
        raise MappingFault("table: write [[table]], once for each table")
    facts = _texts(data.get("class", {}), "class")
    _facts(facts)
    return Mapping(tuple(_table(entry, f"table {number}") for number, entry in enumerate(tables, 1)), facts)


def _facts(facts: Dict[str, str]) -> None:
    """Refuse class facts that do not exist, and days and numbers that are none."""
    _only(facts, CLASS_TEXTS | CLASS_DAYS | CLASS_NUMBERS, "class")
    for name, value in facts.items():
        if name in CLASS_DAYS and read_date(value, Calendar()) is None:
            raise MappingFault(f"class, {name}: write a date like 2026-05-11, not {value!r}")
        if name in CLASS_NUMBERS and not re.fullmatch(r"\d+(\.\d+)?", value):
            raise MappingFault(f"class, {name}: write a number, not {value!r}")


def _table(entry: Any, where: str) -> TableMapping:
    if not isinstance(entry, dict):
        raise MappingFault(f"{where}: not a table")
    _only(entry, _TABLE_KEYS, where)
    kind = _kind(entry.get("kind"), where)
    columns = _texts(entry.get("columns", {}), f"{where}, columns")
    constants = _texts(entry.get("constants", {}), f"{where}, constants")
    _fields(kind, [*columns.values(), *constants], where)
    row, rows = entry.get("header_row"), entry.get("header_rows", 1)
    if (row is not None and not _is_count(row)) or not _is_count(rows):
        raise MappingFault(f"{where}: header_row and header_rows are row numbers, counted from 1")
    return TableMapping(
        str(entry.get("file", "*")),
        str(entry.get("sheet", "*")),
        kind,
        row,
        rows,
        columns,
        _texts(entry.get("values", {}), f"{where}, values"),
        constants,
        skip=entry.get("skip") is True,
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _kind(name: Any, where: str) -> FileKind | None:
    if name is None:
        return None
    try:
        return FileKind(name)
    except ValueError as fault:
        raise MappingFault(f"{where}: unknown kind {name!r}; known: {', '.join(FileKind)}") from fault


def _fields(kind: FileKind | None, names: list[str], where: str) -> None:
    if names and kind is None:
        raise MappingFault(f"{where}: columns and constants need a kind")
    if kind is None:
        return
    known = set(vocabularies()[kind].fields) | _EXTRA_FIELDS.get(kind, frozenset())
    for name in names:
        if name not in known:
            raise MappingFault(f"{where}: {kind.value} has no field {name!r}; it has: {', '.join(sorted(known))}")


def _texts(entry: Any, where: str) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise MappingFault(f'{where}: write {{ "header" = "field" }}')
    return {str(key): str(value) for key, value in entry.items()}


def _only(entry: Any, keys: set[str] | frozenset[str], where: str) -> None:
    if not isinstance(entry, dict):
        raise MappingFault(f"{where}: not a table")
    for key in entry:
        if key not in keys:
            raise MappingFault(f"{where}: unknown key {key!r}; known: {', '.join(sorted(keys))}")
