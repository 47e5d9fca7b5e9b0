"""What a timetable is built from, read for any number of classes with a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from sqlalchemy import select

from core.clock import to_local
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, CurriculumVersion, Enrolment
from courses.rules import EnrolmentState
from courses.solver.problem import Half
from courses.syllabus.rules import Mode
from sessions.clashes import registers
from sessions.clashes.queries import caps_of, exam_needs_of, midnight
from sessions.models import ClassSession
from sessions.rules.invigilation import is_examination
from sessions.rules.kinds import SessionKind, SessionStatus
from sessions.rules.timetable import split_teachers
from sessions.solving import queries
from sessions.solving.rules.facts import (
    Around,
    ClassFacts,
    Lesson,
    ModuleFacts,
    Settings,
    Stay,
    Taken,
    TeacherFacts,
    VenueFacts,
)
from sessions.solving.rules.grid import may_be_used
from standards import queries as standard_queries
from standards.holidays.queries import working_days
from standards.rules import figure
from trainer.teaching import queries as teaching

DAY = timedelta(days=1)


def read_around(offerings: Sequence[ClassOffering], settings: Settings, *, now: datetime) -> Around:
    """Everything a timetable of these classes of one institution is built from; `now` is naive site time."""
    offerings = sorted(offerings, key=lambda one: one.id)
    institution_id = offerings[0].institution_id
    own = queries.sessions_of_classes([one.id for one in offerings])
    moments = [to_local(one.starts_at).date() for held in own.values() for one in held if one.starts_at]
    first, last = min([settings.first, *moments]), max([settings.last, *moments])
    known = registers.read(institution_id, first, last)
    others = _others(institution_id, {one.id for one in offerings}, first, last)
    in_days = [one for one in others if first <= to_local(one.starts_at).date() <= last]  # type: ignore[arg-type]
    shared = _shared({one.id for one in offerings}, {one.offering_id for one in in_days})
    classes = tuple(_classes(offerings, own, settings, known, now))
    usable = _usable(settings)
    present = moments if settings.repair else [day for day in moments if settings.first <= day <= settings.last]
    days = sorted({day for day, _half in usable} | set(present))
    return Around(
        settings,
        tuple(days),
        classes,
        tuple(_teachers(known, _hours_elsewhere(others, known, settings.first.year))),
        tuple(
            VenueFacts(one.id, name, one.capacity, known.campuses.get(name), known.openness[name])
            for name, one in known.venues.items()
        ),
        tuple(_taken(one, known, shared) for one in in_days),
        known.minutes_between,
        frozenset((day, half) for day in days for half in Half if (day, half) not in usable),
        tuple(sorted((one.id, other) for one in offerings for other in shared.get(one.id, ()) if one.id < other)),
    )


def _usable(settings: Settings) -> set[tuple[date, Half]]:
    """The half-days of the stretch that may be used, by the calendar and the week that was chosen."""
    calendar = working_days(settings.first, settings.last)
    found = set()
    for shift in range((settings.last - settings.first).days + 1):
        day = settings.first + DAY * shift
        works, name = calendar(day), calendar.name_of(day)
        festive = bool(name) and not settings.holidays
        found |= {(day, half) for half in Half if may_be_used(day, half, settings.halves, works=works, festive=festive)}
    return found


def _others(institution_id: int, but: set[int], first: date, last: date) -> list[ClassSession]:
    """Sessions with a time that other classes of the institution hold in these years."""
    statement = (
        select(ClassSession)
        .join(ClassSession.offering)
        .where(
            ClassOffering.institution_id == institution_id,
            ClassSession.offering_id.not_in(but),
            ClassSession.status == SessionStatus.PLANNED,
            ClassSession.starts_at >= midnight(date(first.year, 1, 1)),
            ClassSession.starts_at < midnight(date(last.year + 1, 1, 1)),
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return list(db.session.scalars(statement))


def _shared(chosen: set[int], others: set[int]) -> dict[int, set[int]]:
    """Chosen classes by each class, chosen or not, that has learners of theirs."""
    mine = select(Enrolment.learner_id, Enrolment.offering_id).where(
        Enrolment.offering_id.in_(chosen), Enrolment.state == EnrolmentState.ENROLLED
    )
    own = mine.subquery()
    statement = (
        select(Enrolment.offering_id, own.c.offering_id)
        .join(own, own.c.learner_id == Enrolment.learner_id)
        .where(
            Enrolment.offering_id.in_(chosen | others),
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.offering_id != own.c.offering_id,
        )
        .distinct()
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for other, chosen_id in db.session.execute(statement):
        found[other].add(chosen_id)
    return dict(found)


def _hours_elsewhere(others: Iterable[ClassSession], known: registers.KnownRegisters, year: int) -> dict[str, Decimal]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in others:
        if one.starts_at and to_local(one.starts_at).year == year:
            for name in split_teachers(one.teacher_name):
                found[name] += one.planned_hours
    return dict(found)


def _taken(one: ClassSession, known: registers.KnownRegisters, shared: Mapping[int, set[int]]) -> Taken:
    names = split_teachers(one.teacher_name)
    return Taken(
        to_local(one.starts_at),  # type: ignore[arg-type]
        to_local(one.ends_at),  # type: ignore[arg-type]
        tuple(known.teachers[name].id for name in names if name in known.teachers),
        one.venue_id,
        tuple(sorted(shared.get(one.offering_id, ()))),
    )


def _teachers(known: registers.KnownRegisters, elsewhere: Mapping[str, Decimal]) -> Iterable[TeacherFacts]:
    terms = teaching.terms_of(list(known.teachers.values()))
    for name, one in known.teachers.items():
        limit = known.limits.get(one.id)
        yield TeacherFacts(
            one.id,
            name,
            known.availability[one.id],
            known.subjects.get(one.id, frozenset()),
            one.to_appointment(),
            tuple(terms.get(one.id, ())),
            limit.daily_hours if limit else None,
            limit.yearly_hours if limit else None,
            elsewhere.get(name, Decimal(0)),
        )


def _classes(
    offerings: Sequence[ClassOffering],
    own: Mapping[int, Sequence[ClassSession]],
    settings: Settings,
    known: registers.KnownRegisters,
    now: datetime,
) -> Iterable[ClassFacts]:
    heads = course_queries.learner_count([one.id for one in offerings])
    pinned = queries.pinned_ids([one.id for held in own.values() for one in held])
    figures = {
        number: standard_queries.parameters_of(number) for number in {one.rule_set_version_id for one in offerings}
    }
    followed = {one.id: course_queries.curriculum_of(one) for one in offerings}
    for one in offerings:
        parameters = figures[one.rule_set_version_id]
        caps, needs = caps_of(parameters), exam_needs_of(parameters)
        size = heads.get(one.id, 0)
        seats = size * needs.seats_per_learner if needs.seats_per_learner else Decimal(0)
        yield ClassFacts(
            one.id,
            one.code,
            one.name,
            max(one.starts_on, settings.first),
            min(one.ends_on, settings.last),
            size,
            int(figure(parameters, "hours.minutes_per_hour")),
            modules_of(followed[one.id]),
            tuple(lesson_of(each, known, each.id in pinned, settings.keep, now) for each in own[one.id]),
            caps.per_day,
            caps.per_half_day,
            int(seats.to_integral_value(ROUND_CEILING)),
        )


def modules_of(version: CurriculumVersion | None) -> tuple[ModuleFacts, ...]:
    """The modules of a curriculum version as timetabling sees them."""
    found = []
    for one in version.to_modules() if version else ():
        exam = Mode.EXAMINATION in one.modes or is_examination(one.name)
        found.append(ModuleFacts(one.name, one.planned_hours, one.only_online, set(one.modes) == {Mode.RECORDED}, exam))
    return tuple(found)


def lesson_of(
    session: ClassSession, known: registers.KnownRegisters, pinned: bool, keep: bool, now: datetime
) -> Lesson:
    """A session as timetabling sees it, with why it is left alone if it is."""
    names = split_teachers(session.teacher_name)
    ids = tuple(known.teachers[name].id for name in names if name in known.teachers)
    starts = to_local(session.starts_at) if session.starts_at else None
    lesson = Lesson(
        session.id,
        session.version,
        session.code,
        session.title,
        session.module,
        session.planned_hours,
        starts,
        to_local(session.ends_at) if session.ends_at else None,
        ids[0] if len(ids) == 1 else None,
        ids,
        session.venue_id,
        session.kind is SessionKind.LIVE,
        is_examination(session.title, session.mode),
    )
    if starts is None or session.kind is SessionKind.RECORDED:
        return replace(lesson, stay=Stay.RECORDED)
    if starts <= now:
        return replace(lesson, stay=Stay.HELD)
    if len(names) > 1 or len(ids) < len(names):
        return replace(lesson, stay=Stay.SEVERAL)
    return replace(lesson, stay=Stay.PINNED if pinned else Stay.KEPT if keep else Stay.FREE)
