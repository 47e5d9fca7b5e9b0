"""What the pages of a day read: a fixed number of queries, however many classes and learners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from core.clock import to_local, to_utc
from core.db import db
from courses.models import ClassOffering, Enrolment, ImportBatch
from courses.rules import BatchState, ClassState, EnrolmentState
from learners.models import Learner
from sessions.half_days import units_with
from sessions.models import AttendanceEvent, ClassSession, LeaveSlip, RecordMixin
from sessions.portals.rules import Expected, RoomNow, room_now
from sessions.results import ClassRecords, gather
from sessions.rollcall import queries as roll_call_queries
from sessions.rollcall.rules.term import roll_call_policy
from sessions.rules.evaluation import Records, build_timetable
from sessions.rules.kinds import SessionStatus
from sessions.rules.policy import delivery_policy
from standards import queries as standard_queries
from standards.rules import Parameter, ParameterMissing
from trainer.models import Institution
from trainer.queries import Scope

Row = TypeVar("Row", bound=RecordMixin)
NOT_HELD = (ClassState.DRAFT, ClassState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ClassToday:
    """A class with its sessions of a day, and who is where on each half-day; `unknown` names a missing figure."""

    offering: ClassOffering
    sessions: tuple[ClassSession, ...]
    rooms: tuple[RoomNow, ...]
    heads: int
    unknown: str = ""


@dataclass(slots=True)
class _Day:
    """Everything on file about a day, by class."""

    people: defaultdict[int, list[Expected]] = field(default_factory=lambda: defaultdict(list))
    records: dict[int, Records] = field(default_factory=dict)  # by enrolment


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = to_utc(datetime.combine(day, time()))
    return start, start + timedelta(days=1)


def sessions_on(day: date, scope: Scope) -> list[ClassSession]:
    """Every session in scope on a day, with class, venue and teacher. One query."""
    start, end = _bounds(day)
    statement = (
        select(ClassSession)
        .join(ClassSession.offering)
        .join(ClassOffering.institution)
        .where(scope.allows(), ClassOffering.state.not_in(NOT_HELD), ClassSession.status == SessionStatus.PLANNED)
        .where(ClassSession.starts_at >= start, ClassSession.starts_at < end)
        .options(joinedload(ClassSession.offering).joinedload(ClassOffering.institution))
        .options(joinedload(ClassSession.venue), joinedload(ClassSession.teacher))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return list(db.session.scalars(statement))


def next_day_after(day: date, scope: Scope) -> date | None:
    """The next day on which a session in scope is held."""
    _start, end = _bounds(day)
    statement = (
        select(ClassSession.starts_at)
        .join(ClassSession.offering)
        .join(Institution, Institution.id == ClassOffering.institution_id)
        .where(scope.allows(), ClassOffering.state.not_in(NOT_HELD), ClassSession.status == SessionStatus.PLANNED)
        .where(ClassSession.starts_at >= end)
        .order_by(ClassSession.starts_at)
        .limit(1)
    )
    found = db.session.scalar(statement)
    return to_local(found).date() if found else None


def classes_today(sessions: Collection[ClassSession], day: date, now: datetime) -> list[ClassToday]:
    """The classes of these sessions, each with who is where. `now` is site time."""
    by_class: dict[int, list[ClassSession]] = {}
    for one in sessions:
        by_class.setdefault(one.offering_id, []).append(one)
    on_file, figures = _day(list(by_class), day), _figures(sessions)
    held = roll_call_queries.held_times([one.id for one in sessions])
    return [_class_today(found, on_file, figures[number], held, now) for number, found in by_class.items()]


def _class_today(
    sessions: list[ClassSession],
    on_file: _Day,
    figures: Mapping[str, Parameter],
    held: Mapping[int, tuple[datetime, datetime]],
    now: datetime,
) -> ClassToday:
    offering = sessions[0].offering
    people = on_file.people[offering.id]
    try:
        policy = delivery_policy(figures, required_hours=offering.required_hours, pass_mark=offering.pass_mark)
        units = units_with(sessions, held, lambda: roll_call_policy(figures).tolerance)
    except ParameterMissing as missing:
        return ClassToday(offering, tuple(sessions), (), len(people), missing.key)
    halves = build_timetable(units, policy).halves
    rooms = [room_now(half, people, on_file.records, policy.attendance, now) for half in halves]
    return ClassToday(offering, tuple(sessions), tuple(rooms), len(people))


def _figures(sessions: Iterable[ClassSession]) -> dict[int, dict[str, Parameter]]:
    """The figures that each class keeps. One query for each rule-set version."""
    versions = {one.offering_id: one.offering.rule_set_version_id for one in sessions}
    figures = {one: standard_queries.parameters_of(one) for one in sorted(set(versions.values()))}
    return {number: figures[version] for number, version in versions.items()}


def _day(offering_ids: Collection[int], day: date) -> _Day:
    """Three queries."""
    start, end = _bounds(day)
    found = _Day()
    for person in db.session.execute(_expected(offering_ids)):
        found.people[person.offering_id].append(Expected(person.id, person.name))
    taps = select(AttendanceEvent).where(
        _counts(AttendanceEvent, offering_ids),
        AttendanceEvent.at >= start,
        AttendanceEvent.at < end,
        AttendanceEvent.direction.isnot(None),
    )
    slips = select(LeaveSlip).where(
        _counts(LeaveSlip, offering_ids),
        LeaveSlip.starts_at < end,
        LeaveSlip.ends_at > start,
    )
    lines = ClassRecords(events=list(db.session.scalars(taps)), leaves=list(db.session.scalars(slips)))
    found.records = gather(lines)
    return found


def _expected(offering_ids: Collection[int]) -> Select[int, int, str]:
    return (
        select(Enrolment.id, Enrolment.offering_id, Learner.name)
        .join(Enrolment.learner)
        .where(Enrolment.offering_id.in_(offering_ids), Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Enrolment.offering_id, Enrolment.position, Enrolment.id)
    )


def _counts(model: type[Row], offering_ids: Collection[int]) -> ColumnElement[bool]:
    """As `courses.queries.counts`, for several classes."""
    applied = select(ImportBatch.id).where(
        ImportBatch.offering_id.in_(offering_ids), ImportBatch.state == BatchState.APPLIED
    )
    return and_(
        model.offering_id.in_(offering_ids),
        model.batch_id.in_(applied),
        or_(model.superseded_by_id.is_(None), model.superseded_by_id.not_in(applied)),
    )


@dataclass(frozen=True, slots=True)
class MonthTaught:
    """Credit hours of a teacher in one month: planned in all, and taught so far."""

    month: int
    planned: Decimal
    taught: Decimal


def months_of(teacher_id: int, year: int, now: datetime) -> list[MonthTaught]:
    """The months of a year in which a teacher has sessions; recorded units have no date. One query."""
    statement = select(ClassSession.starts_at, ClassSession.ends_at, ClassSession.planned_hours).where(
        ClassSession.teacher_id == teacher_id,
        ClassSession.status == SessionStatus.PLANNED,
        ClassSession.starts_at >= to_utc(datetime(year, 1, 1)),
        ClassSession.starts_at < to_utc(datetime(year + 1, 1, 1)),
    )
    planned: defaultdict[int, Decimal] = defaultdict(Decimal)
    taught: defaultdict[int, Decimal] = defaultdict(Decimal)
    for starts_at, ends_at, hours in db.session.execute(statement):
        if starts_at is None or ends_at is None:
            continue
        month = to_local(starts_at).month
        planned[month] += hours
        taught[month] += hours if to_local(ends_at) <= now else 0
    return [MonthTaught(month, planned[month], taught[month]) for month in sorted(planned)]
