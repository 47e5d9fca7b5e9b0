"""Writing what the timetable says into a session, and the bookings of venue and teacher that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from core.clock import to_utc
from core.db import db
from courses.models import ClassOffering, ImportBatch
from sessions import queries
from sessions.models import Booking, ClassSession, SessionChange
from sessions.rules.kinds import Resource, SessionKind, SessionStatus
from sessions.rules.timetable import SessionFacts, split_teachers
from trainer import queries as trainer_queries
from trainer.models import Teacher, Venue


class Registers:
    """Teachers and venues of the institution by name, read once."""

    def __init__(self, offering: ClassOffering) -> None:
        self.class_code = offering.code
        self.teachers: dict[str, Teacher] = {
            one.name: one for one in trainer_queries.teachers_of([offering.institution_id])
        }
        self.venues: dict[str, Venue] = {one.name: one for one in trainer_queries.venues_of([offering.institution_id])}

    def needs_of(self, session: ClassSession) -> list[tuple[Resource, int, str]]:
        """What the session takes, with its name: its class, its venue, every teacher who is on the register."""
        own = [(Resource.CLASS, session.offering_id, self.class_code)]
        venue = [(Resource.VENUE, session.venue_id, session.venue_name)] if session.venue_id else []
        named = dict.fromkeys(split_teachers(session.teacher_name))
        teachers = [(Resource.TEACHER, self.teachers[name].id, name) for name in named if name in self.teachers]
        return [*own, *venue, *sorted(teachers, key=lambda need: need[1])]


def write_facts(session: ClassSession, facts: SessionFacts, registers: Registers) -> None:
    """Write what the timetable says into the session, with the teacher and venue of the registers where known."""
    names = split_teachers(facts.teacher_name)
    teacher = next((registers.teachers[name] for name in names if name in registers.teachers), None)
    venue = registers.venues.get(facts.venue_name) if facts.kind is SessionKind.OFFLINE else None
    for field, value in (
        ("kind", facts.kind),
        ("title", facts.title),
        ("module", facts.module),
        ("teacher_name", facts.teacher_name),
        ("venue_name", facts.venue_name),
        ("mode", facts.mode),
        ("planned_hours", facts.planned_hours),
        ("meeting_number", facts.meeting_number),
        ("video_seconds", facts.video_seconds),
        ("note", facts.note),
    ):
        setattr(session, field, value)
    session.starts_at = to_utc(facts.starts_at) if facts.starts_at else None
    session.ends_at = to_utc(facts.ends_at) if facts.ends_at else None
    session.teacher_id = teacher.id if teacher else None
    session.venue_id = venue.id if venue else None
    session.status = SessionStatus.PLANNED


def keep_change(session: ClassSession, *, reason: str, batch: ImportBatch | None = None, by_name: str = "") -> None:
    """Write down what a session said, before it is changed."""
    before = {**queries.facts_of(session).described(), "status": session.status.value}
    db.session.add(
        SessionChange(
            session_id=session.id,
            batch_id=batch.id if batch else None,
            by_name=by_name or (batch.by_name if batch else ""),
            reason=reason,
            before=before,
        )
    )


def cancel(session: ClassSession) -> None:
    session.status = SessionStatus.CANCELLED
    release(session)


def release(session: ClassSession) -> None:
    """Give back what the session has booked."""
    db.session.execute(delete(Booking).where(Booking.session_id == session.id))


def wanted_bookings(session: ClassSession, registers: Registers) -> list[Booking]:
    """The bookings the session needs; none without a time."""
    if session.starts_at is None or session.ends_at is None:
        return []
    return [
        Booking(
            session_id=session.id,
            resource=resource,
            resource_id=number,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        for resource, number, _name in registers.needs_of(session)
    ]


def take_turns(needs: Iterable[tuple[Resource, int]]) -> None:
    """Wait until nobody else books any of these, until this transaction ends.

    Everybody asks in the same order, the class first, so that two transactions never wait for each other. On SQLite a
    writing transaction is alone from its first statement.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for resource, number in sorted(set(needs)):
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(resource.value), number)))


def take_turns_for(sessions: Iterable[ClassSession], registers: Registers) -> None:
    """The same for everything that these sessions take."""
    take_turns((resource, number) for one in sessions for resource, number, _name in registers.needs_of(one))


def book_anew(sessions: Sequence[ClassSession], registers: Registers) -> None:
    """Book what is free for imported sessions; what is taken stays a finding.

    All of them give back first what they have: two that change places must not stand in each other's way.
    """
    take_turns_for(sessions, registers)
    for session in sessions:
        release(session)
    for session in sessions:
        if session.status is SessionStatus.PLANNED:
            _book_if_free(session, registers)


def _book_if_free(session: ClassSession, registers: Registers) -> None:
    for booking in wanted_bookings(session, registers):
        if not queries.bookings_between(booking.resource, booking.resource_id, booking.starts_at, booking.ends_at):
            db.session.add(booking)
            db.session.flush()
