"""What proves a teacher, since when one is appointed, what and when one teaches, and when one is away."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import to_local
from core.db import Base, utc_now
from core.stored_files import StoredFile
from core.weekly import Away
from trainer.models import Teacher
from trainer.rules import Appointment
from trainer.teaching.rules import QualificationKind, Stretch, TeachingLimit


class WithdrawnMixin:
    """A record that is never changed: who made it; a wrong one is withdrawn with a reason and stays on file."""

    by_name: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")


class TeacherQualification(WithdrawnMixin, Base):
    """A document that proves what a teacher is (资质证明)."""

    __tablename__ = "teacher_qualification"
    __table_args__ = (
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="starts_before_it_ends"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    kind: Mapped[QualificationKind]
    name: Mapped[str] = mapped_column(String(120), default="")
    number: Mapped[str] = mapped_column(String(80), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    teacher: Mapped[Teacher] = relationship(lazy="raise_on_sql")


class TeacherAppointment(WithdrawnMixin, Base):
    """One appointment of a teacher (聘任); a renewal is a new one. Both days belong to it."""

    __tablename__ = "teacher_appointment"
    __table_args__ = (
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="starts_before_it_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(300), default="")

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")

    def to_term(self) -> Appointment:
        return Appointment(self.starts_on, self.ends_on)


class TeachingProfile(Base):
    """What a teacher may teach, how much, and in which hours of the week (授课安排). Every saving is a new version."""

    __tablename__ = "teaching_profile"
    __table_args__ = (
        UniqueConstraint("teacher_id", "version", name="one_of_each_teaching_version"),
        CheckConstraint("yearly_hours IS NULL OR yearly_hours > 0", name="yearly_hours_are_positive"),
        CheckConstraint("daily_hours IS NULL OR daily_hours > 0", name="daily_hours_are_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    version: Mapped[int]
    subjects: Mapped[list[str]] = mapped_column(JSON, default=list)
    windows: Mapped[list[Any]] = mapped_column(JSON, default=list)  # rows of trainer.weeks
    yearly_hours: Mapped[Decimal | None]
    daily_hours: Mapped[Decimal | None]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    saved_at: Mapped[datetime] = mapped_column(default=utc_now)

    def to_limit(self) -> TeachingLimit:
        return TeachingLimit(self.yearly_hours, self.daily_hours)


class TeacherLeave(WithdrawnMixin, Base):
    """A time in which a teacher cannot teach (教师请假), half-open."""

    __tablename__ = "teacher_leave"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        Index("ix_teacher_leave_teacher_id_starts_at", "teacher_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("teacher.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")

    def to_away(self) -> Away:
        return Away(to_local(self.starts_at), to_local(self.ends_at), self.reason)

    def to_stretch(self) -> Stretch:
        return Stretch(self.id, to_local(self.starts_at), to_local(self.ends_at))
