"""Questions of the calendar: what an institution holds between two days, and whose calendars there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from core.clock import to_local, to_utc
from core.db import db
from courses.models import ClassOffering
from courses.rules import CLOSED, ClassState
from sessions.agenda.rules import Entry
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from sessions.rules.timetable import split_teachers
from trainer.models import Teacher, Venue


@dataclass(frozen=True, slots=True)
class Register:
    """Whose calendars an institution has: numbers with names, classes the latest first."""

    classes: dict[int, tuple[str, str]]  # code and name
    teachers: dict[int, str]
    venues: dict[int, str]
    terms: dict[int, tuple[date, date]]  # when each class that is not called off begins and ends

    def running(self, first: date, last: date) -> list[tuple[str, int]]:
        """The classes, name and number, that run on one of these days."""
        return [
            (self.classes[number][1], number)
            for number, (begins, ends) in self.terms.items()
            if begins <= last and first <= ends
        ]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose sessions are wanted; everything that is None does not matter."""

    class_id: int | None = None
    teacher_id: int | None = None
    venue_id: int | None = None
    teacher_name: str = ""

    def wants(self, entry: Entry) -> bool:
        return (
            self.class_id in (None, entry.offering_id)
            and self.venue_id in (None, entry.venue_id)
            and (self.teacher_id is None or self.teacher_name in split_teachers(entry.teacher_name))
        )


def register_of(institution_id: int) -> Register:
    """Classes, teachers and venues of an institution. Three queries."""
    offering = ClassOffering
    classes = db.session.execute(
        select(offering.id, offering.code, offering.name, offering.starts_on, offering.ends_on, offering.state)
        .where(offering.institution_id == institution_id)
        .order_by(offering.starts_on.desc(), offering.id.desc())
    ).all()
    return Register(
        {row.id: (row.code, row.name) for row in classes},
        _names(Teacher, institution_id),
        _names(Venue, institution_id),
        {row.id: (row.starts_on, row.ends_on) for row in classes if row.state is not ClassState.CANCELLED},
    )


def _names(model: type[Teacher] | type[Venue], institution_id: int) -> dict[int, str]:
    statement = select(model.id, model.name).where(model.institution_id == institution_id)
    return {row[0]: row[1] for row in db.session.execute(statement.order_by(model.name, model.id))}


def entries_between(institution_id: int, first: date, last: date) -> list[Entry]:
    """What an institution holds on these days, both included, in order of time. One query, whatever there is."""
    session, offering = ClassSession, ClassOffering
    statement = (
        select(
            session.id,
            session.version,
            session.offering_id,
            session.code,
            session.title,
            offering.code,
            offering.name,
            session.kind,
            session.starts_at,
            session.ends_at,
            session.planned_hours,
            session.teacher_name,
            session.venue_name,
            session.venue_id,
            offering.state,
        )
        .join(session.offering)
        .where(
            offering.institution_id == institution_id,
            session.status == SessionStatus.PLANNED,
            session.starts_at >= _midnight(first),
            session.starts_at < _midnight(last + timedelta(days=1)),
        )
        .order_by(session.starts_at, session.id)
    )
    return [_entry(row) for row in db.session.execute(statement)]


def _entry(row: Sequence[Any]) -> Entry:
    """A row of the query above, its times on the site's clock."""
    values = list(row)
    values[8:10] = to_local(values[8]), to_local(values[9])
    values[-1] = values[-1] not in CLOSED
    return Entry(*values)


def _midnight(day: date) -> datetime:
    return to_utc(datetime.combine(day, time()))


def nearest_days(institution_id: int, whose: Whose, first: date, last: date) -> tuple[date | None, date | None]:
    """The last day before and the first day after these days on which something is held. Two queries."""
    before, after = _midnight(first), _midnight(last + timedelta(days=1))
    wanted = (
        ClassOffering.institution_id == institution_id,
        ClassSession.status == SessionStatus.PLANNED,
        *_conditions(whose),
    )
    earlier = select(func.max(ClassSession.starts_at)).join(ClassSession.offering)
    later = select(func.min(ClassSession.starts_at)).join(ClassSession.offering)
    found = (
        db.session.scalar(earlier.where(*wanted, ClassSession.starts_at < before)),
        db.session.scalar(later.where(*wanted, ClassSession.starts_at >= after)),
    )
    days = [to_local(one).date() if one else None for one in found]
    return days[0], days[1]


def _conditions(whose: Whose) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if whose.class_id is not None:
        conditions.append(ClassSession.offering_id == whose.class_id)
    if whose.venue_id is not None:
        conditions.append(ClassSession.venue_id == whose.venue_id)
    if whose.teacher_id is not None:
        named = ClassSession.teacher_name.contains(whose.teacher_name, autoescape=True)
        conditions.append(or_(ClassSession.teacher_id == whose.teacher_id, named))
    return conditions


def session_by_id(session_id: int) -> ClassSession | None:
    """A session that is to be held; whether its class is in scope, the caller asks."""
    return db.session.scalar(
        select(ClassSession).where(ClassSession.id == session_id, ClassSession.status == SessionStatus.PLANNED)
    )
