"""What people read on the pages of attendance and hours: signs of the grid, what became of a record, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import actor_name, name_actions
from core.clock import to_local
from core.lists import listed
from learners.matching import MatchCode
from sessions.labels import (
    ABSENCE_REASONS,
    ATTENDANCE_STATUSES,
    HALF_DAY_FLAGS,
    LEAVE_DECISIONS,
    SHORTFALLS,
    direction_of,
)
from sessions.models import AttendanceEvent, LeaveSlip, RecordMixin, ScoreLine, ViewingSegment
from sessions.rules.attendance import AbsenceReason, AttendanceStatus
from sessions.rules.completion import Shortfall
from sessions.rules.halfdays import HalfDayFlag
from sessions.rules.traces import TapUse, TraceState
from sessions.stories import UnitStory

TRACE_STATES = {
    TraceState.COUNTS: _l("Counts"),
    TraceState.WITHDRAWN: _l("Withdrawn as wrong"),
    TraceState.REPLACED: _l("Replaced by a newer file"),
    TraceState.TAKEN_BACK: _l("Its import was taken back"),
    TraceState.MOVED: _l("Counts for somebody else"),
}
TRACE_TONES = {TraceState.COUNTS: "good"}
TAP_USES = {
    TapUse.ARRIVAL: _l("Arrival"),
    TapUse.DEPARTURE: _l("Departure"),
    TapUse.NOT_USED: _l("Not the one that decides"),
    TapUse.OUTSIDE: _l("Outside the sign-in window"),
}
TAP_USE_TONES = {TapUse.ARRIVAL: "good", TapUse.DEPARTURE: "good", TapUse.OUTSIDE: "warning"}
PARTS = {"AM": _l("morning"), "PM": _l("afternoon")}
RECORD_KINDS = {
    "events": _l("Attendance"),
    "leave": _l("Leave slip"),
    "segments": _l("Recorded lesson"),
    "scores": _l("Score"),
}
KEY_KINDS = {"phone": _l("mobile number ends with"), "id": _l("identity number ends with"), "employer": _l("employer")}
MATCH_REASONS: Mapping[str, Any] = {
    MatchCode.UNMATCHED.value: _l("No accepted learner fits this name and number."),
    MatchCode.AMBIGUOUS.value: _l("Several learners have this name, and the record does not say which."),
}
MATCH_REMEDIES: Mapping[str, Any] = {
    MatchCode.UNMATCHED.value: _l(
        "Correct the roster if the person belongs to the class, or choose the learner. Leave a guest or a host as is."
    ),
    MatchCode.AMBIGUOUS.value: _l("Ask who it was and choose the learner."),
}
SCORE_FAULTS = {
    "E_SCORE_RANGE": _l("Outside the scale"),
    "E_SCORE_NOT_NUMBER": _l("Not a number"),
}
RUN_REASONS = {
    "import": _l("Import"),
    "correction": _l("Correction of attendance"),
    "withdrawal": _l("An event was withdrawn"),
    "settled": _l("A record found its person"),
    "recalculated": _l("Calculated again"),
    "leave": _l("Decision on leave"),
    "appeal": _l("Decision on an appeal"),
    "make-up": _l("Make-up session"),
    "roll call": _l("Roll call"),
    "teaching log": _l("Teaching log confirmed"),
    "rule_set_moved": _l("Moved to another rule-set version"),
    "watched": _l("A recorded lesson was watched"),
    "other class": _l("Time in another class"),
    "signed sheet": _l("Signed sheet"),
}

name_actions(
    {
        "sessions.attendance_corrected": _l("Attendance corrected by hand"),
        "sessions.event_withdrawn": _l("Attendance event withdrawn"),
        "sessions.record_settled": _l("Record given to a learner"),
        "sessions.hours_recalculated": _l("Hours calculated again"),
    },
    {"enrolment": _l("Learner in class"), "class": _l("Class")},
    {"records": _l("Records"), "postings": _l("Postings"), "event": _l("Event"), "learner": _l("Learner")},
)


def sign(status: AttendanceStatus | None) -> str:
    """The one or two characters of a grid cell. The word is said beside it for those who do not see it."""
    if status is None:
        return "·"
    return {
        AttendanceStatus.PRESENT: "✓",
        AttendanceStatus.LATE: _("L"),
        AttendanceStatus.EARLY: _("E"),
        AttendanceStatus.LATE_EARLY: _("LE"),
        AttendanceStatus.ABSENT: _("A"),
        AttendanceStatus.LEAVE: _("V"),
    }[status]


def status_word(status: AttendanceStatus | None, why: AbsenceReason | None = None) -> str:
    """Present, late, … and for an absence its reason."""
    if status is None:
        return _("Not yet")
    word = str(ATTENDANCE_STATUSES[status])
    return _("%(status)s: %(why)s", status=word, why=ABSENCE_REASONS[why]) if why else word


def flag_words(flags: Iterable[HalfDayFlag]) -> str:
    """The flags of a half-day as one enumeration."""
    return listed(HALF_DAY_FLAGS[flag] for flag in flags)


def shortfall_words(missing: Iterable[Shortfall]) -> str:
    """What stands in the way of completion."""
    return listed(SHORTFALLS[one] for one in missing)


def run_reason(reason: str) -> str:
    """Why the rules were run; a reason without words shows as it was written down."""
    return str(RUN_REASONS.get(reason, reason))


def key_words(key: Mapping[str, str]) -> str:
    """The ends of numbers by which a record names its person."""
    return listed(f"{KEY_KINDS.get(kind, kind)} {value}" for kind, value in key.items() if value)


def clock_span(span: tuple[datetime, datetime] | None) -> str:
    """08:30:00–10:10:00; a dash for nothing."""
    return f"{span[0]:%H:%M:%S}–{span[1]:%H:%M:%S}" if span else "—"


def duration(seconds: int) -> str:
    """1:32:05, as hours, minutes and seconds."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def actor(name: str) -> str:
    """Who ran something; commands run on the server are written down as such."""
    return str(actor_name(name))


def unit_codes(units: Iterable[UnitStory]) -> str:
    """The codes of some units."""
    return listed(one.session.code for one in units)


def record_says(line: RecordMixin) -> str:
    """What a record states, whatever its kind, in one short line."""
    if isinstance(line, AttendanceEvent):
        return _event_says(line)
    if isinstance(line, LeaveSlip):
        until = to_local(line.ends_at)
        return f"{to_local(line.starts_at):%Y-%m-%d %H:%M} – {until:%Y-%m-%d %H:%M} {LEAVE_DECISIONS[line.decision]}"
    if isinstance(line, ViewingSegment):
        return f"{line.unit} {duration(line.start_second)}–{duration(line.end_second)}"
    if isinstance(line, ScoreLine):
        return " / ".join(text for text in (line.first_text, line.makeup_text) if text) or "—"
    return ""


def _event_says(event: AttendanceEvent) -> str:
    at = to_local(event.at)
    if event.direction is not None:
        return f"{direction_of(event)} {at:%Y-%m-%d %H:%M:%S}"
    until = f"–{to_local(event.until):%H:%M:%S}" if event.until else ""
    return f"{event.unit} {at:%Y-%m-%d %H:%M:%S}{until}"
