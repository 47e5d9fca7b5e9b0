"""Questions about teachers: each answers for many at once with a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from core.clock import to_utc
from core.db import db
from core.weekly import Availability
from trainer.models import Teacher
from trainer.rules import Appointment
from trainer.teaching.models import TeacherAppointment, TeacherLeave, TeacherQualification, TeachingProfile
from trainer.teaching.rules import TeachingLimit, said_elsewhere
from trainer.weeks import from_rows

Record = TypeVar("Record", TeacherAppointment, TeacherQualification)


def profiles_of(teacher_ids: Collection[int]) -> dict[int, TeachingProfile]:
    """The newest version of what each of these teachers teaches and when; who has none is left out."""
    newest = (
        select(TeachingProfile.teacher_id, func.max(TeachingProfile.version).label("version"))
        .where(TeachingProfile.teacher_id.in_(list(teacher_ids)))
        .group_by(TeachingProfile.teacher_id)
        .subquery()
    )
    same = and_(
        TeachingProfile.teacher_id == newest.c.teacher_id,
        TeachingProfile.version == newest.c.version,
    )
    return {one.teacher_id: one for one in db.session.scalars(select(TeachingProfile).join(newest, same))}


def profile_versions(teacher_id: int) -> list[TeachingProfile]:
    """Every version of one teacher's profile, newest first."""
    statement = select(TeachingProfile).where(TeachingProfile.teacher_id == teacher_id)
    return list(db.session.scalars(statement.order_by(TeachingProfile.version.desc(), TeachingProfile.id)))


def availability_of(teacher_ids: Collection[int], first: date, last: date) -> dict[int, Availability]:
    """When each of these teachers can teach between two days, both included: weekly hours and leave, in site time."""
    profiles, leaves = profiles_of(teacher_ids), leaves_of(teacher_ids, first, last)
    return {
        one: Availability(
            windows=from_rows(profiles[one].windows) if one in profiles else (),
            away=tuple(leave.to_away() for leave in leaves.get(one, ())),
        )
        for one in teacher_ids
    }


def leaves_of(teacher_ids: Collection[int], first: date, last: date) -> dict[int, list[TeacherLeave]]:
    """The leave that stands and shares time with these days, by teacher and time."""
    statement = (
        select(TeacherLeave)
        .where(TeacherLeave.teacher_id.in_(list(teacher_ids)), TeacherLeave.withdrawn_at.is_(None))
        .where(TeacherLeave.starts_at < to_utc(_midnight(last + timedelta(days=1))))
        .where(TeacherLeave.ends_at > to_utc(_midnight(first)))
        .order_by(TeacherLeave.teacher_id, TeacherLeave.starts_at, TeacherLeave.id)
    )
    grouped: defaultdict[int, list[TeacherLeave]] = defaultdict(list)
    for one in db.session.scalars(statement):
        grouped[one.teacher_id].append(one)
    return dict(grouped)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def leave_history(teacher_id: int) -> list[TeacherLeave]:
    """Every leave of one teacher, withdrawn ones too, newest first."""
    statement = select(TeacherLeave).where(TeacherLeave.teacher_id == teacher_id)
    return list(db.session.scalars(statement.order_by(TeacherLeave.starts_at.desc(), TeacherLeave.id.desc())))


def leave_of(teacher_id: int, leave_id: int) -> TeacherLeave | None:
    """One leave of that teacher."""
    statement = select(TeacherLeave).where(TeacherLeave.id == leave_id, TeacherLeave.teacher_id == teacher_id)
    return db.session.scalar(statement)


def subjects_of(teacher_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """What each of these teachers may teach; an empty set where nothing is recorded, which restricts nothing."""
    profiles = profiles_of(teacher_ids)
    return {one: frozenset(profiles[one].subjects) if one in profiles else frozenset() for one in teacher_ids}


def limits_of(teacher_ids: Collection[int]) -> dict[int, TeachingLimit]:
    """How many credit hours each of these teachers may teach in a year and on a day."""
    profiles = profiles_of(teacher_ids)
    return {one: profiles[one].to_limit() if one in profiles else TeachingLimit() for one in teacher_ids}


def qualifications_of(teacher_ids: Collection[int]) -> dict[int, list[TeacherQualification]]:
    """The qualifications of these teachers, withdrawn ones too, in the order of their entry."""
    return _by_teacher(TeacherQualification, teacher_ids)


def appointments_of(teacher_ids: Collection[int]) -> dict[int, list[TeacherAppointment]]:
    """The appointments of these teachers, withdrawn ones too, in the order of their entry."""
    return _by_teacher(TeacherAppointment, teacher_ids)


def _by_teacher(model: type[Record], teacher_ids: Collection[int]) -> dict[int, list[Record]]:
    statement = select(model).where(model.teacher_id.in_(list(teacher_ids))).options(joinedload(model.file))
    grouped: defaultdict[int, list[Record]] = defaultdict(list)
    for one in db.session.scalars(statement.order_by(model.teacher_id, model.id)):
        grouped[one.teacher_id].append(one)
    return dict(grouped)


def qualification_of(teacher_id: int, number: int) -> TeacherQualification | None:
    """One qualification of that teacher, with its file."""
    statement = select(TeacherQualification).where(
        TeacherQualification.id == number, TeacherQualification.teacher_id == teacher_id
    )
    return db.session.scalar(statement.options(joinedload(TeacherQualification.file)))


def appointment_of(teacher_id: int, number: int) -> TeacherAppointment | None:
    """One appointment of that teacher, with its file."""
    statement = select(TeacherAppointment).where(
        TeacherAppointment.id == number, TeacherAppointment.teacher_id == teacher_id
    )
    return db.session.scalar(statement.options(joinedload(TeacherAppointment.file)))


def terms_of(teachers: Collection[Teacher]) -> dict[int, list[Appointment]]:
    """The terms in which each of these teachers is appointed, with the one that the register states. One query."""
    entered = appointments_of([one.id for one in teachers])
    return {one.id: terms_with(one, entered.get(one.id, [])) for one in teachers}


def terms_with(teacher: Teacher, entered: Collection[TeacherAppointment]) -> list[Appointment]:
    """The terms of appointments that stand, and the one of the register where it says something else. No query."""
    terms = [one.to_term() for one in entered if one.withdrawn_at is None]
    stated = teacher.to_appointment()
    return terms if said_elsewhere(stated, terms) else [stated, *terms]


def ending_qualifications(institution_ids: Collection[int], until: date) -> list[TeacherQualification]:
    """The standing qualifications that end by that day or have ended, of teachers of these institutions."""
    statement = (
        select(TeacherQualification)
        .join(TeacherQualification.teacher)
        .where(Teacher.institution_id.in_(list(institution_ids)), TeacherQualification.withdrawn_at.is_(None))
        .where(TeacherQualification.valid_to <= until)
        .options(joinedload(TeacherQualification.teacher))
        .order_by(TeacherQualification.valid_to, TeacherQualification.id)
    )
    return list(db.session.scalars(statement))
