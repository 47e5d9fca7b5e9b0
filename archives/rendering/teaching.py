"""The paper of teaching logs: what was really taught, when, by whom, and who has confirmed it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from archives.rendering.preparation import clock_times, moment
from archives.rendering.sheets import Sheet, Table, columns_of
from archives.rendering.wording import Value, say, word
from core.clock import to_local
from sessions.models import ClassSession
from sessions.rollcall.models import TeachingLog
from sessions.rollcall.rules.logs import LogDecision

if TYPE_CHECKING:
    from archives.gathering import Gathered

COLUMNS = (
    "session:12 date:19 planned:21 held:21 teacher:17 taught log_reason remark written:17 review:15 reviewer:17 said"
)


def teaching_log(gathered: Gathered) -> Sheet:
    """Every log of every session that has a time, those sent back included; a session without one is a line as well."""
    logs: defaultdict[int, list[TeachingLog]] = defaultdict(list)
    for log in gathered.logs:
        logs[log.session_id].append(log)
    sessions = [one for one in gathered.sessions if one.starts_at]
    nothing: list[TeachingLog | None] = [None]
    rows: list[list[Value]] = [
        [session.code, _day(session), clock_times(session), *_told(log)]
        for session in sessions
        for log in logs[session.id] or nothing
    ]
    confirmed = {log.session_id for log in gathered.logs if _decision(log) is LogDecision.CONFIRMED}
    return Sheet(
        "teaching_log",
        [Table(columns_of(COLUMNS), rows, csv="teaching_log", size=7.5)],
        [("sessions", len(sessions)), ("logs", len(gathered.logs)), ("confirmed", len(confirmed))],
        notes=[say("note", "logs")],
        landscape=True,
    )


def _day(session: ClassSession) -> date | None:
    start = moment(session.starts_at)
    return start.date() if start else None


def _decision(log: TeachingLog) -> LogDecision | None:
    return log.review.decision if log.review else None


def _told(log: TeachingLog | None) -> list[Value]:
    """What a log says, and what was said to it."""
    if log is None:
        return [None] * 9
    decision, review = _decision(log), log.review
    return [
        f"{to_local(log.starts_at):%H:%M}–{to_local(log.ends_at):%H:%M}",
        log.teacher_name,
        log.taught,
        log.reason,
        log.remark,
        log.by_name,
        word("log_decision", decision.value if decision else "open"),
        review.by_name if review else None,
        review.reason if review else None,
    ]
