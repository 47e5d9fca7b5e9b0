"""Questions about delivery: the timetable, the records of a class, what the rules make of them, the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload

from core.clock import to_local, to_utc
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions.models import AttendanceEvent, Booking, ClassSession, Evaluation, HourPosting, SessionChange
from sessions.rules import engine
from sessions.rules.conflicts import Finding, Slot
from sessions.rules.kinds import PostingKind, Resource, SessionStatus
from sessions.rules.ledger import Account, Standing
from sessions.rules.policy import DeliveryPolicy, delivery_policy
from sessions.rules.presence import TeacherFacts
from sessions.rules.timetable import SessionFacts
from standards import queries as standard_queries
from standards.holidays.queries import working_days
from standards.holidays.rules import WorkingDays
from trainer import queries as trainer_queries
from trainer.models import Teacher, Venue


def policy_of(offering: ClassOffering) -> DeliveryPolicy:
    """The delivery figures of the rule-set version that the class keeps. Raises ParameterMissing."""
    return delivery_policy(
        standard_queries.parameters_of(offering.rule_set_version_id),
        required_hours=offering.required_hours,
        pass_mark=offering.pass_mark,
    )


def sessions_of(offering_id: int) -> list[ClassSession]:
    """The sessions that are to be held, in timetable order, with venue and teacher."""
    statement = (
        select(ClassSession)
        .where(ClassSession.offering_id == offering_id, ClassSession.status == SessionStatus.PLANNED)
        .options(joinedload(ClassSession.venue), joinedload(ClassSession.teacher))
        .order_by(ClassSession.position, ClassSession.id)
    )
    return list(db.session.scalars(statement))


def every_session(offering_id: int) -> dict[str, ClassSession]:
    """Every session a class ever had, by code."""
    found = db.session.scalars(select(ClassSession).where(ClassSession.offering_id == offering_id))
    return {one.code: one for one in found}


def session_of(offering_id: int, session_id: int) -> ClassSession | None:
    """One session of that class."""
    statement = select(ClassSession).where(ClassSession.id == session_id, ClassSession.offering_id == offering_id)
    return db.session.scalar(statement)


def changes_of(offering_id: int) -> list[SessionChange]:
    """What the timetable said before, the latest change first."""
    statement = (
        select(SessionChange)
        .join(ClassSession, ClassSession.id == SessionChange.session_id)
        .where(ClassSession.offering_id == offering_id)
    )
    return list(db.session.scalars(statement.order_by(SessionChange.id.desc())))


def changes_by_batch(batch_id: int) -> list[SessionChange]:
    """What one import changed in the timetable, the latest change first."""
    statement = select(SessionChange).where(SessionChange.batch_id == batch_id)
    return list(db.session.scalars(statement.order_by(SessionChange.id.desc())))


def facts_of(session: ClassSession) -> SessionFacts:
    """The session as rules see it, in site time."""
    return SessionFacts(
        code=session.code,
        kind=session.kind,
        title=session.title,
        starts_at=to_local(session.starts_at) if session.starts_at else None,
        ends_at=to_local(session.ends_at) if session.ends_at else None,
        module=session.module,
        teacher_name=session.teacher_name,
        venue_name=session.venue_name,
        mode=session.mode,
        planned_hours=session.planned_hours,
        meeting_number=session.meeting_number,
        video_seconds=session.video_seconds,
        note=session.note,
    )


def slots_of(offering: ClassOffering, sessions: Iterable[ClassSession]) -> list[Slot]:
    """The times the sessions take, units without a time left out."""
    slots = (facts_of(one).to_slot(offering.code) for one in sessions)
    return [slot for slot in slots if slot]


def findings_of(offering: ClassOffering, sessions: list[ClassSession]) -> list[Finding]:
    """Everything the rules find wrong with the timetable of a class, its teachers and venues, by code and session."""
    teachers = trainer_queries.teachers_of([offering.institution_id])
    venues = trainer_queries.venues_of([offering.institution_id])
    heads = course_queries.learner_count([offering.id]).get(offering.id, 0)
    return find_faults(offering, sessions, teachers, venues, heads, calendar_of(sessions))


def calendar_of(sessions: Iterable[ClassSession]) -> WorkingDays:
    """The working calendar over the days of these sessions. Two queries at most."""
    days = [to_local(one.starts_at).date() for one in sessions if one.starts_at]
    return working_days(min(days), max(days)) if days else WorkingDays()


def find_faults(
    offering: ClassOffering,
    sessions: list[ClassSession],
    teachers: Iterable[Teacher],
    venues: Iterable[Venue],
    heads: int,
    is_workday: WorkingDays,
) -> list[Finding]:
    """The same for registers and a number of learners that are at hand already. No query."""
    return engine.find_faults(
        slots_of(offering, sessions),
        engine.Surroundings(
            is_workday=is_workday,
            name_of=is_workday.name_of,
            first_day=offering.starts_on,
            learners=heads,
            capacities={one.name: one.capacity for one in venues if one.capacity},
            teachers={one.name: TeacherFacts(one.valid_from, one.valid_to) for one in teachers},
        ),
    )


def bookings_between(
    resource: Resource, resource_id: int, start: datetime, end: datetime, *, but_session: int | None = None
) -> list[Booking]:
    """Bookings of one venue or teacher that touch [start, end) (aware times), with session and class."""
    statement = (
        select(Booking)
        .where(
            Booking.resource == resource,
            Booking.resource_id == resource_id,
            Booking.starts_at < end,
            Booking.ends_at > start,
        )
        .options(joinedload(Booking.class_session).joinedload(ClassSession.offering))
        .order_by(Booking.starts_at, Booking.id)
    )
    if but_session is not None:
        statement = statement.where(Booking.session_id != but_session)
    return list(db.session.scalars(statement))


def classes_by_teacher(teacher_ids: Collection[int]) -> dict[int, set[int]]:
    """The ids of the classes in which each of these teachers holds a session that was not cancelled."""
    statement = (
        select(ClassSession.teacher_id, ClassSession.offering_id)
        .where(ClassSession.teacher_id.in_(teacher_ids), ClassSession.status == SessionStatus.PLANNED)
        .distinct()
    )
    found: dict[int, set[int]] = {}
    for teacher_id, offering_id in db.session.execute(statement):
        if teacher_id is not None:
            found.setdefault(teacher_id, set()).add(offering_id)
    return found


def sessions_of_teacher(teacher_id: int, day: date) -> list[ClassSession]:
    """A teacher's sessions from a day on, in order of time, with class and venue."""
    statement = (
        select(ClassSession)
        .where(
            ClassSession.teacher_id == teacher_id,
            ClassSession.status == SessionStatus.PLANNED,
            ClassSession.ends_at >= to_utc(datetime.combine(day, datetime.min.time())) - timedelta(0),
        )
        .options(joinedload(ClassSession.offering), joinedload(ClassSession.venue))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return list(db.session.scalars(statement))


def standing_postings(offering_id: int, only: Collection[int] | None = None) -> dict[Account, Standing]:
    """Earnings of a class, or of these people in it, that are posted and not reversed, by account."""
    reversed_ids = select(HourPosting.reverses_id).where(
        HourPosting.offering_id == offering_id, HourPosting.reverses_id.is_not(None)
    )
    statement = select(HourPosting).where(
        HourPosting.offering_id == offering_id,
        HourPosting.kind == PostingKind.EARN,
        HourPosting.id.not_in(reversed_ids),
        true() if only is None else HourPosting.enrolment_id.in_(only),
    )
    return {
        Account(one.enrolment_id, one.session_id): Standing(one.id, one.minutes, one.hours)
        for one in db.session.scalars(statement)
    }


def postings_of(enrolment_id: int) -> list[HourPosting]:
    """One learner's postings in a class, in the order they were made, with session and run."""
    statement = (
        select(HourPosting)
        .where(HourPosting.enrolment_id == enrolment_id)
        .options(joinedload(HourPosting.class_session), joinedload(HourPosting.evaluation))
        .order_by(HourPosting.id)
    )
    return list(db.session.scalars(statement))


def evaluations_of(offering_id: int) -> list[Evaluation]:
    """The runs of the rules over a class that posted something, the latest first."""
    statement = select(Evaluation).where(Evaluation.offering_id == offering_id)
    return list(db.session.scalars(statement.order_by(Evaluation.id.desc())))


def is_called(offering_id: int, enrolment_id: int, code: str) -> bool:
    """Whether a roll call speaks of somebody in one session: taps at the door say nothing about it then."""
    called = select(AttendanceEvent.id).where(
        course_queries.counts(AttendanceEvent, offering_id),
        AttendanceEvent.enrolment_id == enrolment_id,
        AttendanceEvent.unit == code,
        AttendanceEvent.direction.is_not(None),
    )
    return db.session.scalar(called.limit(1)) is not None
