"""What people read for everything the rules of delivery say in codes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.amounts import plain
from sessions.clashes.labels import WEEKDAYS as WEEKDAYS
from sessions.clashes.labels import day_words as day_words
from sessions.models import AttendanceEvent
from sessions.rules.attendance import AbsenceReason, AttendanceStatus
from sessions.rules.completion import Shortfall
from sessions.rules.evaluation import Earned
from sessions.rules.exams import ExamState, ScoreState
from sessions.rules.halfdays import Direction, HalfDayFlag
from sessions.rules.kinds import ABSENT_METHOD, EventSource, LeaveDecision, PostingKind, SessionKind, SessionStatus
from sessions.rules.online import OnlineFlag
from sessions.rules.shares import HourLimit

SESSION_KINDS = {
    SessionKind.OFFLINE: _l("Face to face"),
    SessionKind.LIVE: _l("Live online"),
    SessionKind.RECORDED: _l("Recorded"),
}
SESSION_STATUSES = {SessionStatus.PLANNED: _l("Planned"), SessionStatus.CANCELLED: _l("Cancelled")}

ATTENDANCE_STATUSES = {
    AttendanceStatus.PRESENT: _l("Present"),
    AttendanceStatus.LATE: _l("Late"),
    AttendanceStatus.EARLY: _l("Left early"),
    AttendanceStatus.LATE_EARLY: _l("Late and left early"),
    AttendanceStatus.ABSENT: _l("Absent"),
    AttendanceStatus.LEAVE: _l("On leave"),
}
ATTENDANCE_TONES = {
    AttendanceStatus.PRESENT: "good",
    AttendanceStatus.LATE: "warning",
    AttendanceStatus.EARLY: "warning",
    AttendanceStatus.LATE_EARLY: "warning",
    AttendanceStatus.ABSENT: "bad",
    AttendanceStatus.LEAVE: "info",
}
ABSENCE_REASONS = {
    AbsenceReason.NO_SIGN_IN: _l("No sign-in"),
    AbsenceReason.LATE_OVER_LIMIT: _l("Later than the limit"),
    AbsenceReason.EARLY_OVER_LIMIT: _l("Left earlier than the limit"),
}
HALF_DAY_FLAGS = {
    HalfDayFlag.DUPLICATE_TAP: _l("Signed more than once"),
    HalfDayFlag.LEAVE_BUT_PRESENT: _l("On leave, but signed in"),
    HalfDayFlag.OUT_OF_WINDOW: _l("Signed outside the sign-in window"),
    HalfDayFlag.SIGN_IN_MISSING: _l("Sign-in missing"),
    HalfDayFlag.SIGN_OUT_MISSING: _l("Sign-out missing"),
}
ONLINE_FLAGS = {
    OnlineFlag.BAD_SEGMENT: _l("A played stretch cannot be right and was left out"),
    OnlineFlag.FAST_PLAYBACK: _l("Played faster than allowed"),
    OnlineFlag.ONLINE_DURING_OFFLINE: _l("Online during a face-to-face session; counted once"),
    OnlineFlag.COUNTED_ELSEWHERE: _l("Online in two units at the same time; counted once"),
}
LIMITS = {
    HourLimit.RECORDED_SHARE: _l(
        "%(hours)s credit hours are above the cap on recorded lessons of this class and do not count."
    ),
    HourLimit.ONLINE_SHARE: _l(
        "%(hours)s credit hours are above the cap on online hours of this class and do not count."
    ),
}
DIRECTIONS = {Direction.IN: _l("Sign-in"), Direction.OUT: _l("Sign-out")}
EVENT_SOURCES = {
    EventSource.DEVICE_IMPORT: _l("Sign-in device"),
    EventSource.LIVE_IMPORT: _l("Live meeting"),
    EventSource.ROLL_CALL: _l("Roll call"),
    EventSource.CORRECTION: _l("Correction"),
    EventSource.SELF_CHECK_IN: _l("Self check-in"),
    EventSource.STAFF_SCAN: _l("Scanned by staff"),
    EventSource.STATION: _l("Signed in at the desk"),
    EventSource.SHEET: _l("Signed sheet"),
}
CALLED_ABSENT = _l("Called absent")
LEAVE_DECISIONS = {
    LeaveDecision.APPROVED: _l("Approved"),
    LeaveDecision.REFUSED: _l("Not approved"),
    LeaveDecision.PENDING: _l("Waiting for a decision"),
}
POSTING_KINDS = {
    PostingKind.EARN: _l("Earned"),
    PostingKind.REVERSE: _l("Reversed"),
    PostingKind.ADJUST: _l("Adjusted"),
    PostingKind.CLAIM: _l("Claimed"),
}
SCORE_STATES = {
    ScoreState.EMPTY: _l("Empty"),
    ScoreState.NUMBER: _l("Score"),
    ScoreState.ABSENT: _l("Absent from the examination"),
    ScoreState.DEFERRED: _l("Examination deferred"),
    ScoreState.INVALID: _l("No valid score"),
}
EXAM_STATES = {
    ExamState.OK: _l("Scored"),
    ExamState.ABSENT: _l("Absent from the examination"),
    ExamState.DEFERRED: _l("Examination deferred"),
    ExamState.INVALID: _l("No valid score"),
    ExamState.NOT_LISTED: _l("Not on the score sheet"),
}
SHORTFALLS = {
    Shortfall.HOURS_SHORT: _l("Credit hours missing"),
    Shortfall.EXAM_BELOW: _l("Examination not passed"),
    Shortfall.EXAM_ABSENT: _l("Absent from the examination"),
    Shortfall.EXAM_DEFERRED: _l("Examination deferred"),
    Shortfall.EXAM_INVALID: _l("No valid score"),
    Shortfall.EXAM_NOT_LISTED: _l("Not on the score sheet"),
}

name_actions(
    {
        "sessions.scheduled": _l("Session put on the timetable"),
        "sessions.rescheduled": _l("Session changed"),
        "sessions.cancelled": _l("Session cancelled"),
        "sessions.waived": _l("Finding of the timetable let pass"),
        "sessions.proof_opened": _l("Proof opened"),
    },
    {"session": _l("Session")},
    {"reason": _l("Reason")},
)


CHANGE_REASONS = {"changed": _l("Changed by an import"), "dropped": _l("No longer in the imported timetable")}
FACT_NAMES = {
    "status": _l("State"),
    "kind": _l("Held"),
    "starts_at": _l("Starts"),
    "ends_at": _l("Ends"),
    "title": _l("Title"),
    "module": _l("Module"),
    "teacher_name": _l("Teacher"),
    "venue_name": _l("Venue"),
    "planned_hours": _l("Planned hours"),
    "note": _l("Note"),
}
FACT_VALUES: Mapping[tuple[str, str], Any] = {
    **{("kind", kind.value): words for kind, words in SESSION_KINDS.items()},
    **{("status", status.value): words for status, words in SESSION_STATUSES.items()},
}


def fact_words(field: str, value: str) -> Any:
    """A fact of the history as people read it: times to the minute, hours without idle noughts."""
    if not value:
        return "—"
    if field in ("starts_at", "ends_at"):
        return value[:16]
    if field == "planned_hours":
        return plain(Decimal(value))
    return FACT_VALUES.get((field, value), value)


def cuts(earned: Earned | None) -> list[str]:
    """With which other units a unit shares time that is counted there, longest first."""
    told = sorted(earned.overlaps, key=lambda one: -one.seconds) if earned else ()
    return [
        _("Overlaps %(kind)s %(code)s by %(minutes)s minutes; not counted twice.", kind=SESSION_KINDS[one.kind],
          code=one.code, minutes=plain(round(Decimal(one.seconds) / 60, 1)))
        for one in told
    ]  # fmt: skip


def limits(earned: Earned | None, planned: Decimal) -> list[str]:
    """What tiers and caps make of the hours of a unit."""
    if earned is None:
        return []
    told = []
    if earned.tier:
        watched, share = (plain(round(one * 100, 1)) for one in (earned.tier.watched, earned.tier.credited))
        told.append(
            _(
                "Reaches the tier from %(watched)s %% watched, which credits %(share)s %% of the %(planned)s planned: "
                "%(hours)s credit hours.",
                watched=watched,
                share=share,
                planned=plain(planned),
                hours=plain(earned.hours_before),
            )
        )
    return told + [LIMITS[one.limit] % {"hours": plain(one.hours)} for one in earned.withheld]


def direction_of(event: AttendanceEvent) -> str:
    """Which way an event goes; who was called absent went neither way."""
    if event.direction is None:
        return ""
    return str(CALLED_ABSENT if event.method == ABSENT_METHOD else DIRECTIONS[event.direction])
