"""What people read of the working calendar."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.spreadsheets.model import Refusal
from standards.holidays.rules import DayKind
from standards.holidays.tables import RowFault, TableFault

DAY_KINDS: dict[DayKind, Any] = {
    DayKind.HOLIDAY: _l("Day off"),
    DayKind.WORKING: _l("Working day"),
    DayKind.AS_SHIPPED: _l("As in the shipped calendar"),
}
ROW_FAULTS: dict[RowFault, Any] = {
    RowFault.NO_DATE: _l("the date is missing"),
    RowFault.BAD_DATE: _l("“%(text)s” is not a date; write it like 2027-10-01"),
    RowFault.OTHER_YEAR: _l("“%(text)s” is not in this year"),
    RowFault.BACKWARDS: _l("“%(text)s” ends before it begins"),
    RowFault.TOO_LONG: _l("“%(text)s” is longer than a month; check the two dates"),
    RowFault.NO_KIND: _l("the kind is missing; write 放假 or 上班"),
    RowFault.BAD_KIND: _l("“%(text)s” is not a kind; write 放假 or 上班"),
    RowFault.TWICE: _l("%(text)s stands in the table twice"),
}
WEEKDAYS = (_l("Mon"), _l("Tue"), _l("Wed"), _l("Thu"), _l("Fri"), _l("Sat"), _l("Sun"))
FILE_FAULTS: dict[Refusal, Any] = {
    Refusal.EMPTY: _l("The table is empty."),
    Refusal.ENCRYPTED: _l("The file is protected by a password. Save it without one."),
    Refusal.MACRO: _l("The file contains macros. Save it as a plain .xlsx file."),
    Refusal.TOO_LARGE: _l("The file is too large for the table of one year."),
    Refusal.TOO_MANY_ROWS: _l("The file is too large for the table of one year."),
}

name_actions(
    {
        "standards.day_entered": _l("Day of the working calendar entered"),
        "standards.year_loaded": _l("Year of the working calendar entered"),
    },
    {"calendar": _l("Working calendar")},
    {"kind": _l("Kind"), "basis": _l("Basis"), "days": _l("Days")},
)


def fault_words(fault: TableFault) -> str:
    """A fault of a line in words, with the line."""
    words = str(ROW_FAULTS[fault.fault]) % {"text": fault.text}
    return _("Line %(line)d: %(fault)s.", line=fault.line, fault=words)


def file_words(refusal: Refusal) -> str:
    """Why a file was not read."""
    return str(FILE_FAULTS.get(refusal, _l("This file cannot be read as a table. Hand in .xlsx or .csv.")))
