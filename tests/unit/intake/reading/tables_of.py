"""Short ways to read one table in a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from intake.reading.folder import Known, read_class_files
from intake.reading.mapping import load_mapping
from intake.rows import Reading, SessionKind, SessionRow
from learners.rows import Place
from tests.variations.writing import xlsx

KNOWN = Known(class_code="C1", first_day=date(2026, 5, 9), last_day=date(2026, 5, 24), training_year=2026)


def read(
    *rows: Sequence[Any], sheet: str = "Sheet1", file: str = "x.xlsx", merges: Sequence[str] = (), known: Known = KNOWN,
    mapping: str = "",
) -> Reading:  # fmt: skip
    """What is read from one sheet of these rows."""
    return read_sheets({sheet: rows}, file=file, merges={sheet: merges}, known=known, mapping=mapping)


def read_sheets(
    sheets: dict[str, Any], *, file: str = "x.xlsx", merges: Any = None, known: Known = KNOWN, mapping: str = ""
) -> Reading:
    """What is read from one workbook."""
    given = load_mapping(mapping) if mapping else None
    return read_class_files([(file, xlsx(sheets, merges))], known=known, mapping=given)


def session(code: str, kind: SessionKind, **changes: Any) -> SessionRow:
    """A stored session."""
    facts = {
        "on": None, "starts": None, "ends": None, "module": "", "title": f"title of {code}", "teacher": "", "venue": "",
        "mode": "", "planned_hours": 2,
    }  # fmt: skip
    return SessionRow(place=Place("known", "", 1), code=code, kind=kind, **(facts | changes))


def codes(reading: Reading) -> list[str]:
    """The codes of all findings, those of files first."""
    return [finding.code for finding in reading.files] + [finding.code for finding in reading.cells]
