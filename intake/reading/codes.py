"""Everything a reader may have to say about a file, a row or a cell. The text after each code ends with the remedy."""

from __future__ import annotations

from enum import StrEnum


class FileCode(StrEnum):
    """About a whole file, sheet or table."""

    NOT_SPREADSHEET = "F_NOT_SPREADSHEET"
    """The content is no table in a known format. Save it as .xlsx or .csv and import it again."""
    ENCRYPTED = "F_ENCRYPTED"
    """The file needs a password. Save a copy without one."""
    MACRO = "F_MACRO"
    """The workbook carries macros. Save it as a workbook without macros (.xlsx)."""
    TOO_LARGE = "F_TOO_LARGE"
    """The file is too large, packed or unpacked. Remove what is not needed or split it."""
    TOO_MANY_ROWS = "F_TOO_MANY_ROWS"
    """A sheet has too many rows. Split the file."""
    ENCODING = "F_ENCODING"
    """The text cannot be decoded. Save it as UTF-8 or GB18030."""
    EMPTY = "F_EMPTY"
    """The file holds nothing. Check that the right one was chosen."""
    DAMAGED = "F_DAMAGED"
    """The file is damaged or was cut short. Open it in a spreadsheet program and save it anew."""
    HIDDEN_SHEET = "F_HIDDEN_SHEET"
    """A hidden sheet was not read. Unhide it if it belongs to the class."""
    NO_TABLE = "F_NO_TABLE"
    """No table was recognised. Name the kind, the header row and the columns in a mapping."""
    COLUMNS_MISSING = "F_COLUMNS_MISSING"
    """A table was recognised, but columns it must have were not. Name them in a mapping."""
    GRID_DUPLICATE = "F_GRID_DUPLICATE"
    """A week grid stands beside a list of the same timetable. The list was read; nothing to do if both agree."""
    DUPLICATE_TABLE = "F_DUPLICATE_TABLE"
    """The same table was read already from another place. Remove one of the two."""
    SECOND_CLASS = "F_SECOND_CLASS"
    """Another class information table was read before. Import each class on its own."""
    FILE_SKIPPED = "F_FILE_SKIPPED"
    """A file of another kind was passed over. Save it as .xlsx or .csv if it holds a table of the class."""
    FOLDER_SKIPPED = "F_FOLDER_SKIPPED"
    """A folder inside was not entered. Put its files beside the others if they belong to the class."""
    UNIT_UNKNOWN = "F_UNIT_UNKNOWN"
    """No session of the timetable fits this table. Import the timetable first or name the unit in a mapping."""
    ONLY_TOTALS = "F_ONLY_TOTALS"
    """The list of a live meeting has totals and no times. Export the single joins and leaves of everybody."""
    HOURS_MISSING = "F_HOURS_MISSING"
    """The timetable names no credit hours, so its sessions earn none. Add the column or enter the hours by hand."""


# A file that cannot be read at all. Half a class is worse than none, unless somebody chose to go on without it.
UNREADABLE = frozenset(
    {
        FileCode.NOT_SPREADSHEET.value,
        FileCode.ENCRYPTED.value,
        FileCode.MACRO.value,
        FileCode.TOO_LARGE.value,
        FileCode.TOO_MANY_ROWS.value,
        FileCode.ENCODING.value,
        FileCode.DAMAGED.value,
    }
)


class CellCode(StrEnum):
    """About a row or cell. E refuses the row, I skips a line that is no record, N and W are remarks only."""

    DATE = "E_DATE"
    """The date cannot be read. Write it like 2026-05-11."""
    TIME = "E_TIME"
    """The time cannot be read. Write it like 08:30."""
    NUMBER = "E_NUMBER"
    """A number is expected here. Write digits only."""
    DURATION = "E_DURATION"
    """The length cannot be read. Write it like 00:48:20."""
    RATE = "E_RATE"
    """The playback speed cannot be read. Write it like 1.5."""
    DIRECTION = "E_DIRECTION"
    """It is not clear whether this is a sign-in or a sign-out. Write 签到 or 签退."""
    DECISION = "E_DECISION"
    """The decision on the leave cannot be read. Write 批准, 不批准 or 待审批."""
    RATING = "E_RATING"
    """The answer is not on the scale; it counts as missing. Write 1 to 5 or 不适用."""
    SCORE_RANGE = "E_SCORE_RANGE"
    """A score must lie between 0 and 100. Correct it."""
    SCORE_NOT_NUMBER = "E_SCORE_NOT_NUMBER"
    """A score must be a number, 缺考 or 缓考. Correct it."""
    REQUIRED = "E_REQUIRED"
    """A cell that the row cannot do without is empty. Fill it in."""
    FORMULA = "E_FORMULA"
    """The cell holds a formula without a stored value. Replace it by its value."""
    ORDER = "E_ORDER"
    """The end lies before the beginning. Correct one of them."""
    UNIT = "E_UNIT"
    """No session of the timetable fits this row. Correct the session code or name."""
    KIND = "E_KIND"
    """The way of delivery does not fit the other cells. Give a date and times, or a video length."""
    CELL_ERROR = "E_CELL_ERROR"
    """The cell holds a spreadsheet error such as #REF!. Correct the formula or type the value."""
    ROSTER = "E_ROSTER"
    """The roster row was rejected; its own code gives the reason."""
    ID_MASKED = "E_ID_MASKED"
    """The identity number is masked. The roster needs the whole number."""
    TOTAL_ROW = "I_TOTAL_ROW"
    """A total, not a record. Nothing to do."""
    NOTE_ROW = "I_NOTE_ROW"
    """A remark, not a record. Nothing to do."""
    WAITING_ROOM = "I_WAITING_ROOM"
    """Time in the waiting room, not in the meeting. Nothing to do."""
    NOT_ATTENDED = "I_NOT_ATTENDED"
    """Invited, but never in the meeting. Nothing to do."""
    FORMULA_VALUE = "N_FORMULA_VALUE"
    """The stored value of a formula was used. Check it if the file was never recalculated."""
    DIRECTION_ASSUMED = "N_DIRECTION_ASSUMED"
    """A single time without a direction was taken as a sign-in. Check it."""
    SPAN_CUT = "N_SPAN_CUT"
    """In the meeting for less than between the first join and the last leave; only the stated time counts, from the
    join on. Import the list of the single stays to have it placed exactly."""
    KEY_UNREADABLE = "W_KEY_UNREADABLE"
    """The number that tells people of one name apart cannot be read; only the name is used. Type it as text."""
    VALUE_IGNORED = "W_VALUE_IGNORED"
    """This cell of secondary importance cannot be read and was left out; the row was kept. Correct it if needed."""
