"""Writing what proves a teacher, appointments, subjects and hours, leave. Nothing is changed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.clock import to_utc, today
from core.db import Base, db, utc_now
from core.stored_files import keep_file
from core.weekly import WeeklyWindow
from trainer.models import Teacher, Venue
from trainer.teaching import queries
from trainer.teaching.models import (
    TeacherAppointment,
    TeacherLeave,
    TeacherQualification,
    TeachingProfile,
    WithdrawnMixin,
)
from trainer.teaching.rules import Stretch, current_term, in_the_way
from trainer.weeks import to_rows

Upload = tuple[str, bytes]


class ChangedMeanwhile(Exception):
    """Somebody else has saved the same thing since the page was opened."""


class AlreadyWithdrawn(Exception):
    """Somebody else has withdrawn the entry already."""


class Overlaps(Exception):
    """Another entry covers part of the time."""

    def __init__(self, stretch: Stretch) -> None:
        super().__init__(stretch)
        self.stretch = stretch


def lock(entry: Teacher | Venue) -> None:
    """Let others who write about this teacher or venue wait until this transaction is over."""
    model = type(entry)
    db.session.execute(select(model.id).where(model.id == entry.id).with_for_update())


def unchanged_since(entry: Teacher | Venue, seen: str) -> None:
    """Raises ChangedMeanwhile when the entry was written after the page was opened."""
    if not seen:
        return
    lock(entry)
    db.session.refresh(entry, ["updated_at"])
    if entry.updated_at.isoformat() != seen:
        raise ChangedMeanwhile


def add_qualification(
    teacher: Teacher, facts: Mapping[str, Any], *, by: User, upload: Upload | None = None
) -> TeacherQualification:
    """Enter a document that proves what a teacher is. Raises UploadRefused."""
    added = TeacherQualification(
        teacher_id=teacher.id, file_id=_keep(upload, by), by_name=by.display_name, made_at=utc_now(), **facts
    )
    _add(added)
    note(teacher, "teaching.qualification_added", by=by, kind=added.kind.value)
    return added


def appoint(teacher: Teacher, facts: Mapping[str, Any], *, by: User, upload: Upload | None = None) -> None:
    """Enter an appointment; the term that the register states so far stays on file. Raises UploadRefused."""
    lock(teacher)
    entered = queries.appointments_of([teacher.id]).get(teacher.id, [])
    standing = [one.to_term() for one in entered if one.withdrawn_at is None]
    stated = teacher.to_appointment()
    dated = stated.valid_from is not None or stated.valid_to is not None
    if dated and stated in queries.terms_with(teacher, entered) and stated not in standing:
        _add(TeacherAppointment(teacher_id=teacher.id, starts_on=stated.valid_from, ends_on=stated.valid_to))
    added = TeacherAppointment(teacher_id=teacher.id, file_id=_keep(upload, by), by_name=by.display_name, **facts)
    _add(added)
    _state_term(teacher)
    period = f"{added.starts_on or ''} – {added.ends_on or ''}"
    note(teacher, "teaching.appointed", by=by, period=period)


def _state_term(teacher: Teacher) -> None:
    """Let the register state the term that the standing appointments give today."""
    entered = queries.appointments_of([teacher.id]).get(teacher.id, [])
    term = current_term([one.to_term() for one in entered if one.withdrawn_at is None], today())
    teacher.valid_from = term.valid_from if term else None
    teacher.valid_to = term.valid_to if term else None
    db.session.flush()


def save_profile(
    teacher: Teacher,
    *,
    seen: int,
    subjects: Sequence[str],
    windows: Sequence[WeeklyWindow],
    yearly_hours: Decimal | None,
    daily_hours: Decimal | None,
    by: User,
) -> TeachingProfile:
    """Write the next version of subjects, caps and hours. Raises ChangedMeanwhile when `seen` is not the last."""
    known = queries.profiles_of([teacher.id]).get(teacher.id)
    if (known.version if known else 0) != seen:
        raise ChangedMeanwhile
    saved = TeachingProfile(
        teacher_id=teacher.id,
        version=seen + 1,
        subjects=list(subjects),
        windows=[list(row) for row in to_rows(windows)],
        yearly_hours=yearly_hours,
        daily_hours=daily_hours,
        by_name=by.display_name,
    )
    add_version(saved)
    note(teacher, "teaching.profile_saved", by=by, version=saved.version)
    return saved


def add_version(saved: Base) -> None:
    """Write a version that nobody else may have written. Raises ChangedMeanwhile."""
    try:
        with db.session.begin_nested():
            db.session.add(saved)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def add_leave(teacher: Teacher, starts_at: datetime, ends_at: datetime, *, reason: str, by: User) -> TeacherLeave:
    """Enter a leave in site time. Raises Overlaps when another one covers part of it."""
    lock(teacher)
    known = queries.leaves_of([teacher.id], starts_at.date(), ends_at.date()).get(teacher.id, [])
    if other := in_the_way((starts_at, ends_at), [one.to_stretch() for one in known]):
        raise Overlaps(other)
    added = TeacherLeave(
        teacher_id=teacher.id,
        starts_at=to_utc(starts_at),
        ends_at=to_utc(ends_at),
        reason=reason,
        by_name=by.display_name,
    )
    _add(added)
    period = f"{starts_at:%Y-%m-%d %H:%M} – {ends_at:%Y-%m-%d %H:%M}"
    note(teacher, "teaching.leave_added", by=by, period=period)
    return added


WITHDRAWN = {
    TeacherQualification: "teaching.qualification_withdrawn",
    TeacherAppointment: "teaching.appointment_withdrawn",
    TeacherLeave: "teaching.leave_withdrawn",
}
TeacherRecord = TeacherQualification | TeacherAppointment | TeacherLeave


def withdraw(teacher: Teacher, record: TeacherRecord, *, reason: str, by: User) -> None:
    """Say that an entry does not hold; it stays on file. Raises AlreadyWithdrawn."""
    lock(teacher)
    mark_withdrawn(record, reason=reason, by=by)
    if isinstance(record, TeacherAppointment):
        _state_term(teacher)
    note(teacher, WITHDRAWN[type(record)], by=by, reason=reason)


def mark_withdrawn(record: WithdrawnMixin, *, reason: str, by: User) -> None:
    """Write who withdrew an entry and why. Raises AlreadyWithdrawn."""
    db.session.refresh(record, ["withdrawn_at"])
    if record.withdrawn_at is not None:
        raise AlreadyWithdrawn
    record.withdrawn_at, record.withdrawn_by, record.withdrawn_reason = utc_now(), by.display_name, reason
    db.session.flush()


def _keep(upload: Upload | None, by: User) -> int | None:
    return keep_file(*upload, by_name=by.display_name).id if upload else None


def _add(record: Base) -> None:
    db.session.add(record)
    db.session.flush()


def note(entry: Teacher | Venue, action: str, *, by: User, **detail: Any) -> None:
    """Write the audit trail about a teacher or a venue."""
    audit.record(
        action,
        by=by,
        subject=(entry.__tablename__, entry.id),
        institution_id=entry.institution_id,
        name=entry.name,
        **detail,
    )
