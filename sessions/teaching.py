"""What the pages of teachers ask about sessions: hours of a year, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from core.clock import to_local, to_utc
from core.db import db, utc_now
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from trainer.teaching.rules import TeachingHours


def hours_by_teacher(teacher_ids: Sequence[int], year: int) -> dict[int, TeachingHours]:
    """Credit hours of meetings that begin in the year; recorded units have no date and count in none. One query."""
    over = case((ClassSession.ends_at <= utc_now(), ClassSession.planned_hours))
    statement = (
        select(ClassSession.teacher_id, func.sum(ClassSession.planned_hours), func.sum(over))
        .where(ClassSession.teacher_id.in_(teacher_ids), ClassSession.status == SessionStatus.PLANNED)
        .where(ClassSession.starts_at >= to_utc(datetime(year, 1, 1)))
        .where(ClassSession.starts_at < to_utc(datetime(year + 1, 1, 1)))
        .group_by(ClassSession.teacher_id)
    )
    return {row[0]: TeachingHours(row[1] or Decimal(0), row[2] or Decimal(0)) for row in db.session.execute(statement)}


def sessions_in_year(teacher_id: int, year: int) -> list[ClassSession]:
    """The meetings that make up the hours of a teacher in a year, by time, with their class. One query."""
    statement = (
        select(ClassSession)
        .where(ClassSession.teacher_id == teacher_id, ClassSession.status == SessionStatus.PLANNED)
        .where(ClassSession.starts_at >= to_utc(datetime(year, 1, 1)))
        .where(ClassSession.starts_at < to_utc(datetime(year + 1, 1, 1)))
        .options(joinedload(ClassSession.offering))
    )
    return list(db.session.scalars(statement.order_by(ClassSession.starts_at, ClassSession.id)))


@dataclass(frozen=True, slots=True)
class Ahead:
    """One session that a teacher is going to hold, in site time."""

    offering_id: int
    starts_at: datetime
    ends_at: datetime
    title: str
    class_name: str
    place: str


def sessions_ahead(teacher_id: int, most: int) -> list[Ahead]:
    """The next sessions of a teacher. One query."""
    statement = (
        select(ClassSession)
        .where(ClassSession.teacher_id == teacher_id, ClassSession.status == SessionStatus.PLANNED)
        .where(ClassSession.ends_at > utc_now())
        .options(joinedload(ClassSession.offering))
        .order_by(ClassSession.starts_at, ClassSession.id)
        .limit(most)
    )
    return [
        Ahead(
            one.offering_id,
            to_local(one.starts_at),
            to_local(one.ends_at),
            one.title,
            one.offering.name,
            one.venue_name or one.meeting_number,
        )
        for one in db.session.scalars(statement)
        if one.starts_at and one.ends_at
    ]
