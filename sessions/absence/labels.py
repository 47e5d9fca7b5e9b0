"""What people read about leave, appeals, make-up sessions and hours in danger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.amounts import plain
from core.clock import to_local
from core.lists import listed
from sessions.absence.models import Appeal, LeaveRequest
from sessions.absence.rules.appeals import AppealAct, AppealState
from sessions.absence.rules.forecast import Risk
from sessions.absence.rules.leave import LeaveAct, LeaveRemark, LeaveState, Span
from sessions.models import ClassSession
from sessions.rules.attendance import AttendanceStatus

LEAVE_STATES = {
    LeaveState.PENDING: (_l("Leave not decided yet"), "warning"),
    LeaveState.APPROVED: (_l("Leave granted"), "good"),
    LeaveState.REFUSED: (_l("Leave not granted"), "bad"),
    LeaveState.WITHDRAWN: (_l("Taken back by the learner"), "neutral"),
    LeaveState.REVOKED: (_l("Approval revoked"), "bad"),
}
LEAVE_ACTS = {
    LeaveAct.APPROVE: _l("Approved this level"),
    LeaveAct.REFUSE: _l("Did not grant it"),
    LeaveAct.WITHDRAW: _l("Took the request back"),
    LeaveAct.REVOKE: _l("Revoked the approval"),
    LeaveAct.REOPEN: _l("Took it up again"),
}
LEAVE_REMARKS = {
    LeaveRemark.LATE: _l("Sent later than the rules ask"),
    LeaveRemark.PROOF_MISSING: _l("A proof is needed for leave of this length and is not there yet"),
    LeaveRemark.OVER_SHARE: _l("All leave together passes the share of the class that the rules allow"),
    LeaveRemark.OUT_OF_REACH: _l("With this leave the required hours can no longer be reached"),
}
APPEAL_STATES = {
    AppealState.OPEN: (_l("Appeal not decided yet"), "warning"),
    AppealState.ACCEPTED: (_l("Appeal accepted"), "good"),
    AppealState.REFUSED: (_l("Appeal refused"), "bad"),
    AppealState.WITHDRAWN: (_l("Taken back by the learner"), "neutral"),
}
APPEAL_ACTS = {
    AppealAct.ACCEPT: _l("Accepted the appeal"),
    AppealAct.REFUSE: _l("Refused the appeal"),
    AppealAct.WITHDRAW: _l("Took the appeal back"),
}
RISKS = {
    Risk.REACHED: (_l("Hours reached"), "good"),
    Risk.SAFE: (_l("Hours within reach"), "info"),
    Risk.AT_RISK: (_l("One absence more is too many"), "warning"),
    Risk.OUT_OF_REACH: (_l("Hours out of reach"), "bad"),
    Risk.UNPLANNED: (_l("The timetable does not hold the hours yet"), "neutral"),
}
LEAVE_BUTTONS = {
    LeaveAct.APPROVE: _l("Grant the leave"),
    LeaveAct.REFUSE: _l("Do not grant it"),
    LeaveAct.REVOKE: _l("Revoke the approval"),
    LeaveAct.REOPEN: _l("Take it up again"),
}
FILTERS = {"open": _l("Waiting"), "overdue": _l("Waiting too long"), "all": _l("Everything")}

name_actions(
    {
        "absence.leave_sent": _l("Leave asked for"),
        "absence.leave_approve": _l("Leave approved"),
        "absence.leave_refuse": _l("Leave refused"),
        "absence.leave_withdraw": _l("Leave request taken back"),
        "absence.leave_revoke": _l("Approval of leave revoked"),
        "absence.leave_reopen": _l("Leave request taken up again"),
        "absence.appeal_raised": _l("Appeal raised"),
        "absence.appeal_accepted": _l("Appeal accepted"),
        "absence.appeal_refused": _l("Appeal refused"),
        "absence.appeal_withdrawn": _l("Appeal taken back"),
        "absence.makeup_named": _l("Learners named for a make-up session"),
    },
    {"leave": _l("Leave request"), "appeal": _l("Appeal")},
    {"kind": _l("Kind"), "hours": _l("Hours"), "learners": _l("Learners")},
)


def leave_name(request: LeaveRequest) -> str:
    """Leave request no. 12."""
    return _("Leave request no. %(number)d", number=request.id)


def appeal_name(appeal: Appeal) -> str:
    """Appeal no. 12."""
    return _("Appeal no. %(number)d", number=appeal.id)


def session_line(appeal: Appeal) -> str:
    """The session that an appeal is about."""
    return f"{appeal.class_session.code} {appeal.class_session.title}"


def stretch(span: Span) -> str:
    """2026-05-11 08:30–12:00, with the second day where it is another one."""
    same = span.starts_at.date() == span.ends_at.date()
    end = f"{span.ends_at:%H:%M}" if same else f" {span.ends_at:%Y-%m-%d %H:%M}"
    return f"{span.starts_at:%Y-%m-%d %H:%M}–{end}"


def stretches(request: LeaveRequest) -> str:
    """Every stretch of a request."""
    return listed(stretch(span) for span in request.stretches)


def session_choice(session: ClassSession) -> str:
    """A session as a line to tick: day, time, what is taught."""
    if session.starts_at is None or session.ends_at is None:
        return f"{session.code} {session.title}"
    start, end = to_local(session.starts_at), to_local(session.ends_at)
    return f"{start:%m-%d %H:%M}–{end:%H:%M} {session.title}"


def waits_for(request: LeaveRequest) -> str:
    """Whose decision a request waits for; empty when it waits for nobody."""
    standing = request.standing
    return request.levels[standing.passed] if standing.state is LeaveState.PENDING else ""


def remark_words(remarks: Iterable[LeaveRemark]) -> list[str]:
    """Remarks in words."""
    return [str(LEAVE_REMARKS[one]) for one in remarks]


def last_day_of(until: datetime) -> str:
    """The last whole day before a moment that ends a term at midnight."""
    return f"{until - timedelta(seconds=1):%Y-%m-%d}"


def time_left(until: datetime, now: datetime) -> str:
    """How long there is still, or since when the time is over; both in site time."""
    if until <= now:
        return _("overdue since %(day)s", day=last_day_of(until))
    hours = int((until - now).total_seconds() // 3600)
    if hours >= 48:
        return _("%(days)d days left", days=hours // 24)
    return _("%(hours)d hours left", hours=hours)


def mark_words(appeal: Appeal, statuses: dict[AttendanceStatus, object]) -> str:
    """What stood there when the appeal was raised."""
    hours = plain(Decimal(appeal.mark.get("hours", "0")))
    status = appeal.mark.get("status")
    words = f"{statuses[AttendanceStatus(status)]}{_(', ')}" if status else ""
    return words + _("%(hours)s credit hours", hours=hours)


def correction_reason(appeal: Appeal, reason: str) -> str:
    """The reason that a correction carries: the appeal, and what was found."""
    return f"{appeal_name(appeal)}{_(': ')}{reason}"
