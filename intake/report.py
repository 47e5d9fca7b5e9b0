"""What a hand-in did, or would do: for the page, for the command's JSON, and for the batch on file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from intake.rows import CellFinding, FileFinding, Reading, TableRead


class Refusal(StrEnum):
    """Why a hand-in as a whole is refused; nothing of it is kept then."""

    NOTHING_READ = "nothing_read"
    NO_CLASS = "no_class"
    NO_INSTITUTION = "no_institution"
    NO_DATES = "no_dates"
    OTHER_INSTITUTION = "other_institution"
    OTHER_CLASS = "other_class"
    OTHER_TIME = "other_time"
    FAULTS_FOUND = "faults_found"
    FILES_UNREADABLE = "files_unreadable"


class ImportRefused(Exception):
    """A hand-in is refused as a whole: `code` says why, `detail` names what was found."""

    def __init__(self, code: Refusal, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class KindResult:
    """What a hand-in did with one kind of table: lines read, added, superseded."""

    kind: str
    rows: int
    added: int
    superseded: int
    replacement: str


@dataclass(slots=True)
class ImportReport:
    """Everything a person must know about a hand-in."""

    offering_code: str = ""
    offering_name: str = ""
    institution: str = ""
    opened_class: bool = False
    dry_run: bool = False
    batch_id: int | None = None
    tables: list[TableRead] = field(default_factory=list)
    files: list[FileFinding] = field(default_factory=list)
    cells: list[CellFinding] = field(default_factory=list)
    kinds: list[KindResult] = field(default_factory=list)
    roster: dict[str, int] = field(default_factory=dict)
    unmatched: dict[str, int] = field(default_factory=dict)
    posted: int = 0
    learners: int = 0
    timetable: list[dict[str, Any]] = field(default_factory=list)  # findings of the clash engine, as JSON
    facts: list[dict[str, Any]] = field(default_factory=list)  # intake.facts: changes of class, teachers and venues

    @classmethod
    def of(cls, reading: Reading) -> ImportReport:
        report = cls(tables=reading.tables, files=reading.files, cells=reading.cells)
        for row in reading.roster:
            report.roster[row.outcome.value] = report.roster.get(row.outcome.value, 0) + 1
        return report

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        wrote_lines = any(one.added or one.superseded for one in self.kinds)
        return self.opened_class or bool(self.posted or self.facts) or wrote_lines

    @property
    def waiting(self) -> list[TableRead]:
        """Tables that wait for a mapping because required columns were not recognised."""
        return [table for table in self.tables if table.missing]

    def to_json(self) -> dict[str, Any]:
        """The report as plain values; column headers and counts, no personal data beyond the refused cells."""
        return {
            "class": self.offering_code,
            "name": self.offering_name,
            "institution": self.institution,
            "opened_class": self.opened_class,
            "dry_run": self.dry_run,
            "changed": self.changed,
            "batch": self.batch_id,
            "tables": [{**asdict(one), "kind": one.kind.value} for one in self.tables],
            "files": [asdict(one) for one in self.files],
            "cells": [_cell(one) for one in self.cells],
            "kinds": [asdict(one) for one in self.kinds],
            "roster": self.roster,
            "unmatched": self.unmatched,
            "posted": self.posted,
            "learners": self.learners,
            "timetable": self.timetable,
            "facts": self.facts,
        }


def _cell(finding: CellFinding) -> dict[str, Any]:
    return {
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "row": finding.place.row,
        "column": finding.column,
        "value": mask_long_numbers(finding.value),
        "code": finding.code,
        "refused": finding.refused,
    }


def mask_long_numbers(value: str) -> str:
    """A refused value as it may be shown: of a long number only the first three and last four characters."""
    compact = value.replace(" ", "").replace("-", "")
    if len(compact) >= 11 and sum(one.isdigit() for one in compact) >= 10:
        return f"{compact[:3]}{'*' * (len(compact) - 7)}{compact[-4:]}"
    return value
