"""Questions about roll calls and teaching logs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.clock import to_local
from core.db import db
from courses.models import ClassOffering
from courses.queries import counts
from sessions.models import AttendanceEvent, ClassSession
from sessions.rollcall.models import RollCallMark, TeachingLog
from sessions.rollcall.rules import logs
from sessions.rollcall.rules.marks import Cell, Standing
from sessions.rollcall.rules.term import RollCallPolicy, roll_call_policy
from sessions.rules.kinds import EventSource, SessionKind, SessionStatus
from standards import queries as standard_queries


def policy_of(offering: ClassOffering) -> RollCallPolicy:
    """The figures of roll calls that the class keeps. Raises ParameterMissing."""
    return roll_call_policy(standard_queries.parameters_of(offering.rule_set_version_id))


def days_of(sessions: Sequence[ClassSession]) -> list[date]:
    """The days on which face-to-face sessions are held, in order."""
    return sorted({to_local(one.starts_at).date() for one in sessions if is_called(one) and one.starts_at})


def is_called(session: ClassSession) -> bool:
    """Whether a session has a roll call: it is held face to face."""
    return session.kind is SessionKind.OFFLINE and session.starts_at is not None


def standing_marks(session_ids: Collection[int]) -> dict[Cell, Standing]:
    """The last mark of each learner in each of these sessions. One query."""
    last = (
        select(func.max(RollCallMark.id))
        .where(RollCallMark.session_id.in_(session_ids))
        .group_by(RollCallMark.session_id, RollCallMark.enrolment_id)
    )
    found = db.session.scalars(select(RollCallMark).where(RollCallMark.id.in_(last)))
    return {(one.session_id, one.enrolment_id): Standing(one.id, one.to_called()) for one in found}


def marks_of(session_id: int, enrolment_id: int) -> list[RollCallMark]:
    """Everything that was ever called for one learner in one session, the latest first."""
    statement = select(RollCallMark).where(
        RollCallMark.session_id == session_id, RollCallMark.enrolment_id == enrolment_id
    )
    return list(db.session.scalars(statement.order_by(RollCallMark.id.desc())))


def events_of_marks(offering_id: int, codes: Mapping[int, str], cells: Collection[Cell]) -> list[AttendanceEvent]:
    """The events that count and that stand for the marks of these cells; `codes` are those of the sessions."""
    found = db.session.scalars(
        select(AttendanceEvent).where(
            counts(AttendanceEvent, offering_id),
            AttendanceEvent.source == EventSource.ROLL_CALL,
            AttendanceEvent.enrolment_id.in_({enrolment_id for _session, enrolment_id in cells}),
        )
    )
    wanted = {(codes[session_id], enrolment_id) for session_id, enrolment_id in cells}
    return [one for one in found if (one.unit, one.enrolment_id) in wanted]


def logs_of(session_ids: Collection[int]) -> list[TeachingLog]:
    """Every log of these sessions with what was said to it, in the order they were written."""
    statement = select(TeachingLog).where(TeachingLog.session_id.in_(session_ids))
    return list(db.session.scalars(statement.options(joinedload(TeachingLog.review)).order_by(TeachingLog.id)))


def log_of(offering_id: int, log_id: int) -> TeachingLog | None:
    """One log of that class, with session and review."""
    statement = (
        select(TeachingLog)
        .join(ClassSession, ClassSession.id == TeachingLog.session_id)
        .where(TeachingLog.id == log_id, ClassSession.offering_id == offering_id)
        .options(joinedload(TeachingLog.review), joinedload(TeachingLog.session))
    )
    return db.session.scalar(statement)


def held_times(session_ids: Collection[int]) -> dict[int, tuple[datetime, datetime]]:
    """The real times of sessions whose log was confirmed (naive site times). One query."""
    return logs.held_times(one.to_facts() for one in logs_of(session_ids)) if session_ids else {}


def sessions_ended_between(start: datetime, end: datetime) -> list[ClassSession]:
    """Face-to-face sessions that end in [start, end), with class and rule-set version, in order of their end."""
    statement = (
        select(ClassSession)
        .where(ClassSession.kind == SessionKind.OFFLINE, ClassSession.status == SessionStatus.PLANNED)
        .where(ClassSession.ends_at >= start, ClassSession.ends_at < end)
        .options(joinedload(ClassSession.offering), joinedload(ClassSession.teacher))
        .order_by(ClassSession.ends_at, ClassSession.id)
    )
    return list(db.session.scalars(statement))


def session_of_teacher(session_id: int, teacher_id: int) -> ClassSession | None:
    """A session to be held that the teacher holds, with its class."""
    statement = (
        select(ClassSession)
        .where(ClassSession.id == session_id, ClassSession.teacher_id == teacher_id)
        .where(ClassSession.status == SessionStatus.PLANNED)
        .options(joinedload(ClassSession.offering))
    )
    return db.session.scalar(statement)
