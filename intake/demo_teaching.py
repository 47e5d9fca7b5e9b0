"""Teaching logs of the demo: what was really taught, one lesson that ended early, one log sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import User
from core.clock import local_now, to_local
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions.models import ClassSession
from sessions.rollcall import actions, queries
from sessions.rollcall.rules.logs import LogDecision
from sessions.rules.kinds import SessionKind
from standards.rules import ParameterMissing

TAUGHT = (
    "按教案讲授，课前点名；结合两家企业的实例讨论一次，课后布置阅读材料。",
    "讲授本模块第一至三节，随堂练习十题并讲评。",
    "小组研讨：各组汇报本企业的做法，教师点评。",
)
EARLY = "外部停电，经班主任同意提前下课，余下内容并入下次课"
RETURNED = "请补写随堂练习的完成情况"
AT_MOST = 4


def write_logs(offering: ClassOffering, *, early: int, teacher: User, by: User) -> None:
    """Logs of the first sessions that a teacher has held: the last ended early, the one before it was rewritten.

    Nothing where the rules of the class do not say how far logs and timetable may differ.
    """
    try:
        queries.policy_of(offering)
    except ParameterMissing:
        return
    held = _held(offering, teacher)
    for at, session in enumerate(held, 1):
        if at == len(held) - 1:
            _write(offering, session, TAUGHT[0], by=teacher, reviewer=by, said=LogDecision.RETURNED)
        less = timedelta(minutes=early) if at == len(held) else timedelta(0)
        _write(offering, session, TAUGHT[at % len(TAUGHT)], by=teacher, reviewer=by, early=less)


def _held(offering: ClassOffering, teacher: User) -> Sequence[ClassSession]:
    sessions = [
        one
        for one in session_queries.sessions_of(offering.id)
        if one.kind is SessionKind.OFFLINE and one.teacher and one.teacher.user_id == teacher.id
    ]
    return [one for one in sessions if one.ends_at and to_local(one.ends_at) <= local_now()][:AT_MOST]


def _write(
    offering: ClassOffering,
    session: ClassSession,
    taught: str,
    *,
    by: User,
    reviewer: User,
    early: timedelta = timedelta(0),
    said: LogDecision = LogDecision.CONFIRMED,
) -> None:
    if session.starts_at is None or session.ends_at is None:
        return
    written = actions.write_log(
        offering,
        session,
        starts_at=to_local(session.starts_at),
        ends_at=to_local(session.ends_at) - early,
        taught=taught,
        teacher_name=session.teacher_name,
        reason=EARLY if early else "",
        remark="",
        by=by,
    )
    log = queries.log_of(offering.id, written.id)
    reason = RETURNED if said is LogDecision.RETURNED else ""
    if log is not None:
        actions.review_log(offering, log, decision=said, reason=reason, by=reviewer)
