"""Reader of the class roster (学员名册); the judgement itself is learners.roster."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.spreadsheets.cells import as_text
from intake.reading.codes import CellCode
from intake.reading.dates import Calendar
from intake.reading.desk import Desk
from intake.rows import CellFinding, Reading, RosterRow
from learners.identity import IdentityFault
from learners.roster import RawRosterRow, RosterOutcome, judge_roster

_MASK = re.compile(r"[*＊●•×#]{2,}|[xX]{3,}")


def raw_rows(desk: Desk) -> list[RawRosterRow]:
    """Every line of the table as it stands. Nothing is set aside here: totals and notes are for the judgement."""
    table = desk.table
    labels = {name: table.column_label(name) for name in table.head.columns}
    rows = []
    for line in table.lines():
        desk.look_at_formulas(line)
        cells = {
            name: line.cells[name] for name in sorted(line.cells, key=lambda name: table.head.columns.get(name, -1))
        }
        rows.append(RawRosterRow(desk.place(line), cells, labels))
    return rows


def judge(rows: Iterable[RawRosterRow], calendar: Calendar, reading: Reading) -> list[RosterRow]:
    """The judged rows, each rejection also kept as a finding."""
    judged = judge_roster(rows, calendar.first_day)
    for row in judged:
        if row.outcome is RosterOutcome.REJECTED:
            reading.cells.append(CellFinding(row.place, row.column, row.value, _reason(row), refused=True))
    return judged


def _reason(row: RosterRow) -> str:
    fault = next(code for code in row.codes if code.startswith("E_"))
    masked = fault == IdentityFault.FORMAT.value and _MASK.search(as_text(row.value))
    return CellCode.ID_MASKED.value if masked else fault
