"""The words for every code a reader or the roster may give: (what is wrong, what to do)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from intake.reading.codes import CellCode, FileCode
from learners.labels import ROSTER_CODES

Words = tuple[Any, Any]

FILE_WORDS: dict[str, Words] = {
    FileCode.NOT_SPREADSHEET: (
        _l("This is not a spreadsheet."),
        _l("Save it as .xlsx or .csv and import it again."),
    ),
    FileCode.ENCRYPTED: (_l("The file needs a password."), _l("Save a copy without one.")),
    FileCode.MACRO: (_l("The workbook carries macros."), _l("Save it as a workbook without macros (.xlsx).")),
    FileCode.TOO_LARGE: (
        _l("The file is too large, packed or unpacked."),
        _l("Remove what is not needed, or split it."),
    ),
    FileCode.TOO_MANY_ROWS: (_l("A sheet has too many rows."), _l("Split the file.")),
    FileCode.ENCODING: (_l("The text cannot be decoded."), _l("Save it as UTF-8 or GB18030.")),
    FileCode.EMPTY: (_l("The file holds nothing."), _l("Check that the right one was chosen.")),
    FileCode.DAMAGED: (
        _l("The file is damaged or was cut short."),
        _l("Open it in a spreadsheet program and save it anew."),
    ),
    FileCode.HIDDEN_SHEET: (_l("A hidden sheet was not read."), _l("Unhide it if it belongs to the class.")),
    FileCode.NO_TABLE: (
        _l("No table was recognised."),
        _l("Name the kind, the header row and the columns in a mapping."),
    ),
    FileCode.ONLY_TOTALS: (
        _l("This list of a live meeting has totals and no times of joining and leaving."),
        _l("Export it again with every join and leave (in Zoom without “unique users”, elsewhere the detailed list)."),
    ),
    FileCode.COLUMNS_MISSING: (
        _l("A table was recognised, but columns it must have were not."),
        _l("Name them in a mapping."),
    ),
    FileCode.GRID_DUPLICATE: (
        _l("A week grid stands beside a list of the same timetable; the list was read."),
        _l("Nothing to do if both agree."),
    ),
    FileCode.DUPLICATE_TABLE: (
        _l("The same table was read already from another place."),
        _l("Remove one of the two."),
    ),
    FileCode.SECOND_CLASS: (
        _l("Another class information table was read before."),
        _l("Import each class on its own."),
    ),
    FileCode.HOURS_MISSING: (
        _l("The timetable has no column of credit hours; its sessions count 0 hours."),
        _l("Add the column 学时 and import the timetable again."),
    ),
    FileCode.FILE_SKIPPED: (
        _l("A file of another kind was passed over."),
        _l("Save it as .xlsx or .csv if it holds a table of the class."),
    ),
    FileCode.FOLDER_SKIPPED: (
        _l("A folder inside was not entered."),
        _l("Put its files beside the others if they belong to the class."),
    ),
    FileCode.UNIT_UNKNOWN: (
        _l("No session of the timetable fits this table."),
        _l("Import the timetable first, or name the unit in a mapping."),
    ),
}

CELL_WORDS: dict[str, Words] = {
    **ROSTER_CODES,
    CellCode.DATE: (_l("The date cannot be read."), _l("Write it like 2026-05-11.")),
    CellCode.TIME: (_l("The time cannot be read."), _l("Write it like 08:30.")),
    CellCode.NUMBER: (_l("A number is expected here."), _l("Write digits only.")),
    CellCode.DURATION: (_l("The length cannot be read."), _l("Write it like 00:48:20.")),
    CellCode.RATE: (_l("The playback speed cannot be read."), _l("Write it like 1.5.")),
    CellCode.DIRECTION: (
        _l("It is not clear whether this is a sign-in or a sign-out."),
        _l("Write 签到 or 签退."),
    ),
    CellCode.DECISION: (
        _l("The decision on the leave cannot be read."),
        _l("Write 批准, 不批准 or 待审批."),
    ),
    CellCode.RATING: (
        _l("The answer is not on the scale; it counts as missing."),
        _l("Write 1 to 5, or 不适用."),
    ),
    CellCode.SCORE_RANGE: (_l("A score must lie within the scale."), _l("Correct it on the score sheet.")),
    CellCode.SCORE_NOT_NUMBER: (
        _l("A score must be a number, 缺考 or 缓考; it is not guessed."),
        _l("Correct it on the score sheet."),
    ),
    CellCode.REQUIRED: (_l("A cell that the row cannot do without is empty."), _l("Fill it in.")),
    CellCode.FORMULA: (
        _l("The cell holds a formula without a stored value."),
        _l("Replace it by its value."),
    ),
    CellCode.ORDER: (_l("The end lies before the beginning."), _l("Correct one of them.")),
    CellCode.UNIT: (_l("No session of the timetable fits this row."), _l("Correct the session code or name.")),
    CellCode.KIND: (
        _l("The way of delivery does not fit the other cells."),
        _l("Give a date and times, or a video length."),
    ),
    CellCode.CELL_ERROR: (
        _l("The cell holds a spreadsheet error such as #REF!."),
        _l("Correct the formula or type the value."),
    ),
    CellCode.ROSTER: (_l("The roster line was rejected."), _l("See the reason beside it.")),
    CellCode.ID_MASKED: (_l("The identity number is masked."), _l("The roster needs the whole number.")),
    CellCode.FORMULA_VALUE: (
        _l("The stored value of a formula was used."),
        _l("Check it if the file was never recalculated."),
    ),
    CellCode.DIRECTION_ASSUMED: (
        _l("A single time without a direction was taken as a sign-in."),
        _l("Check it."),
    ),
    CellCode.WAITING_ROOM: (_l("Time in the waiting room is not time in the meeting."), _l("Nothing to do.")),
    CellCode.NOT_ATTENDED: (_l("Invited, but never in the meeting."), _l("Nothing to do.")),
    CellCode.SPAN_CUT: (
        _l("In the meeting for less than between first join and last leave; only the stated time counts."),
        _l("Import the list of the single stays to have it placed exactly."),
    ),
    CellCode.KEY_UNREADABLE: (
        _l("The number that tells people of one name apart cannot be read; only the name is used."),
        _l("Type it as text."),
    ),
    CellCode.VALUE_IGNORED: (
        _l("This cell cannot be read and was left out; the row was kept."),
        _l("Correct it if needed."),
    ),
    "REC_UNMATCHED": (
        _l("No learner of this class fits the record."),
        _l("Check name and number, or choose the learner by hand."),
    ),
    "REC_AMBIGUOUS": (
        _l("More than one learner fits the record."),
        _l("Choose the learner by hand."),
    ),
}
