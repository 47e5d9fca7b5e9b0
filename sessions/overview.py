"""What start page and lists count over many classes at once, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, or_, select

from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, ImportBatch
from courses.rules import BatchState
from sessions import queries
from sessions.models import AttendanceEvent, ClassSession, LeaveSlip, ScoreLine, ViewingSegment
from sessions.rules.conflicts import Finding
from sessions.rules.kinds import SessionStatus
from trainer import queries as trainer_queries
from trainer.models import Teacher, Venue

RECORDS = (AttendanceEvent, LeaveSlip, ViewingSegment, ScoreLine)


def findings_by_class(offerings: Sequence[ClassOffering]) -> dict[int, list[Finding]]:
    """The findings of each of these classes' timetables; classes without any are left out. Six queries."""
    ids, owners = [one.id for one in offerings], {one.institution_id for one in offerings}
    teachers: defaultdict[int, list[Teacher]] = defaultdict(list)
    for teacher in trainer_queries.teachers_of(owners):
        teachers[teacher.institution_id].append(teacher)
    venues: defaultdict[int, list[Venue]] = defaultdict(list)
    for venue in trainer_queries.venues_of(owners):
        venues[venue.institution_id].append(venue)
    sessions = _sessions_by_class(ids)
    heads = course_queries.learner_count(ids)
    calendar = queries.calendar_of(one for group in sessions.values() for one in group)
    found = {
        one.id: queries.find_faults(
            one,
            sessions[one.id],
            teachers[one.institution_id],
            venues[one.institution_id],
            heads.get(one.id, 0),
            calendar,
        )
        for one in offerings
    }
    return {key: value for key, value in found.items() if value}


def _sessions_by_class(ids: Sequence[int]) -> defaultdict[int, list[ClassSession]]:
    statement = (
        select(ClassSession)
        .where(ClassSession.offering_id.in_(ids), ClassSession.status == SessionStatus.PLANNED)
        .order_by(ClassSession.offering_id, ClassSession.position, ClassSession.id)
    )
    grouped: defaultdict[int, list[ClassSession]] = defaultdict(list)
    for session in db.session.scalars(statement):
        grouped[session.offering_id].append(session)
    return grouped


def unsettled_by_class(offering_ids: Sequence[int]) -> dict[int, int]:
    """How many records that count have nobody, or more than one, behind them, by class. Four queries."""
    applied = select(ImportBatch.id).where(ImportBatch.state == BatchState.APPLIED)
    totals: defaultdict[int, int] = defaultdict(int)
    for model in RECORDS:
        statement = (
            select(model.offering_id, func.count())
            .where(
                model.offering_id.in_(offering_ids),
                model.enrolment_id.is_(None),
                model.batch_id.in_(applied),
                or_(model.superseded_by_id.is_(None), model.superseded_by_id.not_in(applied)),
            )
            .group_by(model.offering_id)
        )
        for offering_id, count in db.session.execute(statement):
            totals[offering_id] += count
    return dict(totals)


def sessions_by_teacher(teacher_ids: Sequence[int]) -> dict[int, int]:
    """How many sessions that are to be held each teacher has. One query."""
    statement = (
        select(ClassSession.teacher_id, func.count())
        .where(ClassSession.teacher_id.in_(teacher_ids), ClassSession.status == SessionStatus.PLANNED)
        .group_by(ClassSession.teacher_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement) if row[0]}


def hours_by_class(offering_ids: Sequence[int]) -> dict[int, Decimal]:
    """How many hours the timetable of each class plans. One query."""
    statement = (
        select(ClassSession.offering_id, func.sum(ClassSession.planned_hours))
        .where(ClassSession.offering_id.in_(offering_ids), ClassSession.status == SessionStatus.PLANNED)
        .group_by(ClassSession.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
