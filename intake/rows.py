"""The shapes a reader hands over: one frozen record per line of a file, with the place it was read from.

All dates and times are the site's wall time (naive, whole seconds). Text is trimmed and names are normalised
(`learners.names`). Nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from learners.roster import RosterRow
from learners.rows import Place
from sessions.rules.kinds import LeaveDecision, SessionKind

__all__ = [
    "Answer",
    "CellFinding",
    "ClassInfo",
    "FileFinding",
    "FileKind",
    "LeaveDecision",
    "LeaveRow",
    "LiveRow",
    "Place",
    "Reading",
    "RosterRow",
    "ScoreCell",
    "ScoreRow",
    "SegmentRow",
    "SessionKind",
    "SessionRow",
    "SurveyRow",
    "TableRead",
    "TapRow",
    "TeacherRow",
    "VenueRow",
]


class FileKind(StrEnum):
    """What a table holds, recognised by its content."""

    CLASS_INFO = "class_info"
    TEACHERS = "teachers"
    VENUES = "venues"
    TIMETABLE = "timetable"
    ROSTER = "roster"
    SIGN = "sign"
    LEAVE = "leave"
    LIVE = "live"
    RECORDED = "recorded"
    SCORES = "scores"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """The facts of a class as its information sheet gives them; what the sheet leaves out is None or empty."""

    place: Place
    code: str
    name: str
    training_type: str = ""
    institution: str = ""
    class_teacher: str = ""
    class_teacher_phone: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    required_hours: Decimal | None = None
    planned_offline_hours: Decimal | None = None
    planned_online_hours: Decimal | None = None
    minutes_per_hour: int | None = None
    pass_mark: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TeacherRow:
    """One teacher of the register; `valid_from` and `valid_to` bound the appointment, both days included."""

    place: Place
    name: str
    title: str = ""
    employer: str = ""
    education: str = ""
    field: str = ""
    years: Decimal | None = None
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class VenueRow:
    """One venue of the list."""

    place: Place
    name: str
    capacity: int | None = None
    equipment: str = ""
    address: str = ""
    safety_checked_on: date | None = None
    safety_result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the timetable; a recorded unit has a length and no date."""

    place: Place
    code: str
    kind: SessionKind
    on: date | None
    starts: time | None
    ends: time | None
    module: str
    title: str
    teacher: str
    venue: str
    mode: str
    planned_hours: Decimal
    meeting_number: str = ""
    video_seconds: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TapRow:
    """One tap at a sign-in point; `exact` is False when the time was given without seconds."""

    place: Place
    serial: str
    device: str
    point: str
    class_code: str
    name: str
    key: Mapping[str, str]
    at: datetime
    direction: str  # "in" or "out"
    method: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """One leave slip, half-open [starts_at, ends_at)."""

    place: Place
    name: str
    key: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    reason: str
    decision: LeaveDecision
    approver: str = ""


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One stay in a live meeting, half-open [joined_at, left_at); `nickname` is raw, for the matching rule."""

    place: Place
    unit: str  # session code, already resolved from sheet name, meeting number, topic or scheduled time
    nickname: str
    joined_at: datetime
    left_at: datetime
    device: str = ""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One played stretch [start_second, end_second) of a recorded lesson."""

    place: Place
    unit: str
    title: str
    name: str
    key: Mapping[str, str]
    start_second: int
    end_second: int
    played_at: datetime
    rate: Decimal


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A score cell as read: `text` is what stood there, `state` is empty|number|absent|deferred|invalid."""

    text: str = ""
    state: str = "empty"
    value: Decimal | None = None
    code: str = ""  # E_SCORE_RANGE or E_SCORE_NOT_NUMBER when state is "invalid"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the score sheet."""

    place: Place
    name: str
    key: Mapping[str, str]
    first: ScoreCell
    makeup: ScoreCell
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One survey answer: the number it stands for (None for blank and 不适用) and the text that stood there."""

    value: int | None
    text: str


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One survey response; answers by field: q1 … q12, importance1 … 4, overall, nps; texts: text1, text2."""

    place: Place
    token: str
    submitted_at: datetime | None
    seconds: int | None
    answers: Mapping[str, Answer]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CellFinding:
    """Something about one cell or row that a person must know: a refusal or a remark.

    `code` names the reason (labels word it and the remedy), `column` is the header as typed plus the letter, e.g.
    "D 身份证号"; `refused` says that the row was left out because of it.
    """

    place: Place
    column: str
    value: str
    code: str
    refused: bool


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A whole file or sheet that was not read, or read with a doubt; `code` names the reason."""

    file: str
    sheet: str
    code: str
    detail: str = ""
    refused: bool = True


@dataclass(frozen=True, slots=True)
class TableRead:
    """One recognised table: where it stands, what it is, which header became which field, what was not recognised."""

    file: str
    sheet: str
    kind: FileKind
    header_row: int
    columns: Mapping[str, str]  # field -> header as typed
    unknown: tuple[str, ...]  # headers that no field took
    missing: tuple[str, ...]  # required fields that no header supplies: the table waits for a mapping
    rows: int


@dataclass(slots=True)
class Reading:
    """Everything read from a set of files."""

    tables: list[TableRead] = field(default_factory=list)
    files: list[FileFinding] = field(default_factory=list)
    cells: list[CellFinding] = field(default_factory=list)
    info: ClassInfo | None = None
    teachers: list[TeacherRow] = field(default_factory=list)
    venues: list[VenueRow] = field(default_factory=list)
    sessions: list[SessionRow] = field(default_factory=list)
    roster: list[RosterRow] = field(default_factory=list)
    taps: list[TapRow] = field(default_factory=list)
    leaves: list[LeaveRow] = field(default_factory=list)
    live: list[LiveRow] = field(default_factory=list)
    segments: list[SegmentRow] = field(default_factory=list)
    scores: list[ScoreRow] = field(default_factory=list)
    survey: list[SurveyRow] = field(default_factory=list)
    questions: Mapping[str, str] = field(default_factory=dict)  # survey field -> question as worded in the file
