"""What a timetable is held against: registers, calendar, roster, rule-set, and what other classes take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.clock import to_local, to_utc
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from courses.rules import EnrolmentState
from sessions import queries
from sessions.clashes import registers
from sessions.clashes.registers import KnownRegisters
from sessions.models import Booking, ClassSession, FindingWaiver
from sessions.rules import engine
from sessions.rules.conflicts import Finding, Slot
from sessions.rules.engine import Surroundings
from sessions.rules.kinds import Resource, SessionStatus
from sessions.rules.timetable import SessionFacts
from sessions.rules.timetable_policy import caps_of, exam_needs_of
from standards import queries as standard_queries
from standards.holidays.queries import working_days

DAY = timedelta(days=1)


def midnight(day: date) -> datetime:
    """The start of a day, as the database knows it."""
    return to_utc(datetime.combine(day, time()))


def findings_of(offering: ClassOffering, sessions: Sequence[ClassSession]) -> list[Finding]:
    """Everything the rules find wrong with the timetable of a class. A number of queries that never grows."""
    slots = queries.slots_of(offering, sessions)
    return engine.find_everything(slots, surroundings_of(offering, slots))


def findings_about(
    offering: ClassOffering, facts: Sequence[SessionFacts], *, but: ClassSession | None = None
) -> dict[str, list[Finding]]:
    """What would be wrong with these sessions if they joined the timetable, by code; `but` makes place for them."""
    wanted = [slot for one in facts if (slot := one.to_slot(offering.code))]
    if not wanted:
        return {}
    codes = {one.code for one in wanted}
    known = [one for one in queries.sessions_of(offering.id) if one.code not in codes and one is not but]
    slots = [*queries.slots_of(offering, known), *wanted]
    found = engine.find_everything(slots, surroundings_of(offering, slots))
    return {one.code: engine.about(one.code, found) for one in wanted}


def surroundings_of(offering: ClassOffering, slots: Sequence[Slot]) -> Surroundings:
    """Everything that these sessions are held against, between the first and the last of them."""
    first = min((one.starts_at.date() for one in slots), default=offering.starts_on)
    last = max((one.ends_at.date() for one in slots), default=offering.ends_on)
    return surroundings_between(offering, first, last, registers.read(offering.institution_id, first, last))


def surroundings_between(offering: ClassOffering, first: date, last: date, known: KnownRegisters) -> Surroundings:
    """Everything that sessions of these days are held against, with the registers for the same days."""
    others = others_between(offering, first, last)
    calendar = working_days(first, last)
    parameters = standard_queries.parameters_of(offering.rule_set_version_id)
    return Surroundings(
        is_workday=calendar,
        name_of=calendar.name_of,
        first_day=offering.starts_on,
        learners=course_queries.learner_count([offering.id]).get(offering.id, 0),
        capacities=known.capacities,
        openness=known.openness,
        campuses=known.campuses,
        minutes_between=known.minutes_between,
        teachers=known.teacher_facts(hours_elsewhere(offering, first.year, last.year)),
        others=tuple(slot for one in others if (slot := queries.facts_of(one).to_slot(one.offering.code))),
        shared=_by_class(shared_learners(offering.id, {one.offering_id for one in others}), others),
        caps=caps_of(parameters),
        exams=exam_needs_of(parameters),
    )


def _by_class(shared: Mapping[int, int], others: Iterable[ClassSession]) -> dict[str, int]:
    return {one.offering.code: shared.get(one.offering_id, 0) for one in others}


def others_between(offering: ClassOffering, first: date, last: date) -> list[ClassSession]:
    """What other classes of the institution hold on these days, in order of time, with the class."""
    statement = (
        select(ClassSession)
        .join(ClassSession.offering)
        .where(
            ClassOffering.institution_id == offering.institution_id,
            ClassSession.offering_id != offering.id,
            ClassSession.status == SessionStatus.PLANNED,
            ClassSession.starts_at < midnight(last + DAY),
            ClassSession.ends_at > midnight(first),
        )
        .options(joinedload(ClassSession.offering))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return list(db.session.scalars(statement))


def shared_learners(offering_id: int, other_ids: set[int]) -> dict[int, int]:
    """How many learners each of these classes has in common with one."""
    mine = select(Enrolment.learner_id).where(
        Enrolment.offering_id == offering_id, Enrolment.state == EnrolmentState.ENROLLED
    )
    statement = (
        select(Enrolment.offering_id, func.count())
        .where(
            Enrolment.offering_id.in_(other_ids),
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.learner_id.in_(mine),
        )
        .group_by(Enrolment.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def hours_elsewhere(offering: ClassOffering, first_year: int, last_year: int) -> dict[int, dict[int, Decimal]]:
    """Credit hours that each teacher is booked for in other classes, by teacher and year."""
    statement = (
        select(Booking.resource_id, Booking.starts_at, ClassSession.planned_hours)
        .join(Booking.class_session)
        .where(
            Booking.resource == Resource.TEACHER,
            Booking.starts_at >= midnight(date(first_year, 1, 1)),
            Booking.starts_at < midnight(date(last_year + 1, 1, 1)),
            ClassSession.offering_id != offering.id,
        )
    )
    totals: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for teacher_id, starts_at, hours in db.session.execute(statement):
        year = to_local(starts_at).year
        totals[teacher_id][year] = totals[teacher_id].get(year, Decimal(0)) + hours
    return dict(totals)


def waivers_of(offering_id: int) -> list[FindingWaiver]:
    """What was let pass in a class and still stands: the session has kept its time since. The latest first."""
    statement = (
        select(FindingWaiver)
        .join(ClassSession, ClassSession.id == FindingWaiver.session_id)
        .where(
            ClassSession.offering_id == offering_id,
            ClassSession.starts_at == FindingWaiver.starts_at,
            ClassSession.ends_at == FindingWaiver.ends_at,
        )
        .order_by(FindingWaiver.id.desc())
    )
    return list(db.session.scalars(statement))


def bookings_of_institution(institution_id: int, first: date, last: date) -> list[Booking]:
    """Everything that classes of an institution have booked on these days, by resource and time."""
    statement = (
        select(Booking)
        .join(Booking.class_session)
        .join(ClassSession.offering)
        .where(
            ClassOffering.institution_id == institution_id,
            Booking.starts_at < midnight(last + DAY),
            Booking.ends_at > midnight(first),
        )
        .order_by(Booking.resource, Booking.resource_id, Booking.starts_at, Booking.id)
    )
    return list(db.session.scalars(statement))
