"""Institution, its staff, teachers and venues."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, EncryptedText, TimestampMixin
from trainer.rules import Appointment, StaffPost


class Institution(TimestampMixin, Base):
    """An accredited training institution (培训机构)."""

    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    region: Mapped[str] = mapped_column(String(6), default="61", index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")


class StaffMember(TimestampMixin, Base):
    """A person's post at an institution (从业人员岗位). It is what gives an account its institution scope."""

    __tablename__ = "staff_member"
    __table_args__ = (UniqueConstraint("user_id", "institution_id", name="one_post_per_institution"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    post: Mapped[StaffPost]

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")


class Teacher(TimestampMixin, Base):
    """A teacher on an institution's register (师资)."""

    __tablename__ = "teacher"
    __table_args__ = (
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="appointment_ends_after_it_starts"
        ),
        Index("ix_teacher_institution_id_name", "institution_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(80), default="")
    employer: Mapped[str] = mapped_column(String(200), default="")
    education: Mapped[str] = mapped_column(String(40), default="")
    field: Mapped[str] = mapped_column(String(200), default="")
    years: Mapped[Decimal | None]
    phone: Mapped[str | None] = mapped_column(EncryptedText("teacher.phone"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    user: Mapped[User | None] = relationship(lazy="raise_on_sql")

    def to_appointment(self) -> Appointment:
        return Appointment(self.valid_from, self.valid_to)


class Venue(TimestampMixin, Base):
    """A place where classes are held (场地)."""

    __tablename__ = "venue"
    __table_args__ = (
        UniqueConstraint("institution_id", "name", name="one_venue_name_per_institution"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="holds_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int | None]
    equipment: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    safety_checked_on: Mapped[date | None]
    safety_result: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
