"""A record of the dossier as tables: the same tables are printed on the paper and written to CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archives.rendering.wording import Value, say, shown, word
from core.spreadsheets.export import write_csv


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its title, and its width in shares of the sheet or in millimetres."""

    key: str
    share: float = 0
    mm: float = 0
    align: str = "left"
    title: str = ""  # instead of the word under the key, for titles that are data

    def heading(self) -> str:
        return self.title or say("column", self.key)

    def to_paper(self) -> dict[str, Any]:
        width = {"mm": self.mm} if self.mm else {"share": self.share or 1}
        return {"title": self.heading(), "align": self.align, **width}


NUMBERS = frozenset(
    {"minutes", "hours", "offline_hours", "online_hours", "total_hours", "rate", "first", "makeup", "final"}
)


def columns_of(described: str) -> list[Column]:
    """Columns from `key` (a share of the sheet) and `key:millimetres`."""
    pairs = [one.partition(":") for one in described.split()]
    return [
        Column(key, mm=float(mm or 0), share=0 if mm else 1, align="right" if key in NUMBERS else "left")
        for key, _, mm in pairs
    ]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values. `csv` names its file among the annexes;"""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    caption: str = ""
    csv: str = ""
    on_paper: bool = True
    grid: bool = False
    size: float = 8.5

    def to_paper(self) -> dict[str, Any]:
        return {
            "columns": [column.to_paper() for column in self.columns],
            "rows": [[shown(value) for value in row] for row in self.rows],
            "grid": self.grid,
            "size": self.size,
            **({"caption": self.caption} if self.caption else {}),
        }

    def to_csv(self) -> bytes:
        rows = [[shown(value) if isinstance(value, bool) else value for value in row] for row in self.rows]
        return write_csv([column.heading() for column in self.columns], rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record of the dossier: facts, tables, notes, lines to sign on."""

    code: str
    tables: Sequence[Table]
    facts: Sequence[tuple[str, Value]] = ()
    notes: Sequence[str] = ()
    landscape: bool = False
    signatures: Sequence[str] = ("made", "checked", "head")

    def annexes(self) -> dict[str, bytes]:
        """The tables that are also written as CSV, by file name without ending."""
        return {table.csv: table.to_csv() for table in self.tables if table.csv}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every paper of a class carries. `dated` is an ISO date: it becomes the date of the document."""

    institution: str
    class_name: str
    class_code: str
    days: str
    notice: str
    dated: str

    def facts(self) -> list[list[str]]:
        return [[say("page", "class"), self.class_name], [say("page", "code"), self.class_code]]


def paper(sheet: Sheet, head: Letterhead, *, title: str) -> dict[str, Any]:
    """The data of `papers/table.typ`."""
    facts = [[say("fact", key), shown(value)] for key, value in sheet.facts]
    return {
        "title": title,
        "institution": head.institution,
        "subject": head.class_name,
        "dated": head.dated,
        "notice": head.notice,
        "page_words": word("page", "words"),
        "landscape": sheet.landscape,
        "facts": [*head.facts(), [say("page", "days"), head.days], *facts],
        "tables": [table.to_paper() for table in sheet.tables if table.on_paper],
        "notes": list(sheet.notes),
        "signatures": [say("sign", key) for key in sheet.signatures],
    }
