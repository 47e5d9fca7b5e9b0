"""What the papers of a class are written from, its notices. A number of queries that does not grow with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.clock import to_local
from core.db import db
from core.masking import mask
from courses import queries as course_queries
from courses.enrolling.queries import notices
from courses.models import ClassOffering, Enrolment
from sessions import queries
from sessions.handouts.models import NoticeDispatch, NoticeWording
from sessions.handouts.writing.facts import ClassFacts, Half, Instructor, Lesson, Person
from sessions.models import ClassSession
from sessions.rules.halfdays import OfflineSession, half_days
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import split_teachers
from standards import queries as standard_queries
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries
from trainer.models import Teacher

SIGNATURES = "attendance.signatures"  # of each half-day: 1 signing in, 2 signing in and out


def wording_of(offering_id: int) -> NoticeWording | None:
    """What the notice of a class says now; None while nobody has written any of it."""
    statement = select(NoticeWording).where(NoticeWording.offering_id == offering_id)
    return db.session.scalar(statement.order_by(NoticeWording.number.desc()).limit(1))


def dispatches_of(offering_id: int) -> list[NoticeDispatch]:
    """Every notice that went out and every time one was taken back, the latest first, with the files."""
    statement = select(NoticeDispatch).where(NoticeDispatch.offering_id == offering_id)
    statement = statement.options(joinedload(NoticeDispatch.file)).order_by(NoticeDispatch.id.desc())
    return list(db.session.scalars(statement))


def dispatch_of(offering_id: int, dispatch_id: int) -> NoticeDispatch | None:
    """One notice of that class that went out."""
    return next((one for one in dispatches_of(offering_id) if one.id == dispatch_id and not one.withdraws_id), None)


def withdrawn(dispatches: Iterable[NoticeDispatch]) -> dict[int, NoticeDispatch]:
    """What took a notice back, by the notice."""
    return {one.withdraws_id: one for one in dispatches if one.withdraws_id}


def notice_was_sent(offering_id: int) -> bool:
    """Whether a notice went out and was not taken back."""
    dispatches = dispatches_of(offering_id)
    gone = withdrawn(dispatches)
    return any(not one.withdraws_id and one.id not in gone for one in dispatches)


def class_facts(offering: ClassOffering, printed_on: date, *, full: bool = False) -> ClassFacts:
    """Everything the papers of a class say. Numbers of people are masked unless `full`."""
    institution = course_queries.institution_of_offering(offering)
    sessions = queries.sessions_of(offering.id)
    lessons = {one.code: _lesson(one) for one in sessions}
    halves, open_figure = _halves(offering, sessions, lessons)
    wording, enrolment_notice = wording_of(offering.id), notices.notice_of(offering.id)
    return ClassFacts(
        institution=institution.name,
        address=institution.address,
        phone=institution.phone,
        name=offering.name,
        code=offering.code,
        class_teacher=offering.class_teacher,
        first_day=offering.starts_on,
        last_day=offering.ends_on,
        printed_on=printed_on,
        lessons=_in_order(lessons.values()),
        halves=halves,
        people=[_person(n, one, full) for n, one in enumerate(course_queries.enrolments_of(offering.id), 1)],
        instructors=_instructors(sessions, trainer_queries.teachers_of([institution.id])),
        notice=wording.to_text() if wording else None,
        announced=enrolment_notice.texts if enrolment_notice else {},
        signatures=_signatures(offering),
        open_figure=open_figure,
    )


def _signatures(offering: ClassOffering) -> int:
    """How often people sign on a half-day; where the rule-set does not say, there is room for both."""
    found = standard_queries.parameters_of(offering.rule_set_version_id).get(SIGNATURES)
    return int(found.value) if found and found.value is not None else 2


def _lesson(one: ClassSession) -> Lesson:
    facts = queries.facts_of(one)
    return Lesson(
        title=facts.title,
        module=facts.module,
        kind=facts.kind.value,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        teacher="、".join(split_teachers(facts.teacher_name)),
        venue=facts.venue_name,
        address=one.venue.address if one.venue else "",
        hours=facts.planned_hours,
    )


def _in_order(lessons: Iterable[Lesson]) -> list[Lesson]:
    """By time; recorded units last, as the timetable has them."""
    listed = list(lessons)
    dated = [(one.starts_at, place, one) for place, one in enumerate(listed) if one.starts_at]
    return [one for _start, _place, one in sorted(dated)] + [one for one in listed if not one.starts_at]


def _halves(
    offering: ClassOffering, sessions: Sequence[ClassSession], lessons: dict[str, Lesson]
) -> tuple[list[Half], str]:
    """The half-days with people in a room, and the figure that would be needed to know them."""
    try:
        policy = queries.policy_of(offering).attendance
    except ParameterMissing as missing:
        return [], missing.key
    meetings = [
        OfflineSession(one.code, to_local(one.starts_at), to_local(one.ends_at))
        for one in sessions
        if one.kind is SessionKind.OFFLINE and one.starts_at and one.ends_at
    ]
    return [
        Half(half.on, half.part, [lessons[meeting.code] for meeting in half.sessions])
        for half in half_days(meetings, policy)
    ], ""


def _person(number: int, enrolment: Enrolment, full: bool) -> Person:
    learner = enrolment.learner
    shown = (lambda value: value or "") if full else mask
    return Person(
        number=number,
        name=learner.name,
        sex=learner.sex,
        id_number=shown(learner.id_number),
        phone=shown(learner.phone),
        employer=enrolment.employer.name if enrolment.employer else "",
        post=learner.post,
    )


def _instructors(sessions: Iterable[ClassSession], register: Iterable[Teacher]) -> list[Instructor]:
    """Everybody on the timetable with the title of the register."""
    known = {one.name: one.title for one in register}
    names = dict.fromkeys(name for one in sessions for name in split_teachers(one.teacher_name))
    return [Instructor(name, known.get(name, ""), name in known) for name in names]
