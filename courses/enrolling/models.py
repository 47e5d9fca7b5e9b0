"""Notices, applications, what happened to them, seats, and the links given to employers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EncryptedText, TimestampMixin, utc_now
from courses.enrolling.rules.states import Act, Origin, Stage
from courses.models import ClassOffering, Enrolment


class EnrolmentDesk(Base):
    """Enrolment of a class (报名台): its short address and its number of seats."""

    __tablename__ = "enrolment_desk"
    __table_args__ = (CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_is_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(16), unique=True)
    capacity: Mapped[int | None]
    last_number: Mapped[int] = mapped_column(default=0)  # of the application handed in last

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")


class NoticeVersion(Base):
    """One wording of the notice of a class (招生公告). Never changed: a new wording is a new number."""

    __tablename__ = "notice_version"
    __table_args__ = (UniqueConstraint("offering_id", "number", name="one_wording_per_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    number: Mapped[int]
    published: Mapped[bool] = mapped_column(default=False)
    closes_at: Mapped[datetime | None]
    capacity: Mapped[int | None]
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # audience, place, fee, contact, terms, privacy …
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EmployerLink(Base):
    """A private address by which one employer enters its people (单位报名链接). It can be taken back."""

    __tablename__ = "employer_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    employer: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str] = mapped_column(String(18), default="")
    token: Mapped[str] = mapped_column(EncryptedText("employer_link.token"))
    token_index: Mapped[str] = mapped_column(String(64), unique=True)
    issued_by: Mapped[str] = mapped_column(String(120), default="")
    issued_at: Mapped[datetime] = mapped_column(default=utc_now)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(120), default="")

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")


class Application(TimestampMixin, Base):
    """Somebody wants to attend a class (报名). Only an admitted one has an enrolment and is a learner of the class."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("offering_id", "id_index", name="one_application_per_person_and_class"),
        Index("ix_application_offering_id_stage", "offering_id", "stage"),
        Index("ix_application_id_index", "id_index"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    employer_link_id: Mapped[int | None] = mapped_column(ForeignKey("employer_link.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    transferred_from_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    number: Mapped[str] = mapped_column(String(80), unique=True)
    token: Mapped[str] = mapped_column(EncryptedText("application.token"))
    token_index: Mapped[str] = mapped_column(String(64), unique=True)
    origin: Mapped[Origin]
    stage: Mapped[Stage] = mapped_column(default=Stage.SUBMITTED)
    steps_passed: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(80), index=True)
    sex: Mapped[str] = mapped_column(String(4), default="")
    id_number: Mapped[str] = mapped_column(EncryptedText("application.id_number"))
    id_index: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str | None] = mapped_column(EncryptedText("application.phone"))
    employer: Mapped[str] = mapped_column(String(200), default="")
    uscc: Mapped[str] = mapped_column(String(18), default="")
    enterprise_size: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(60), default="")
    post: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(80), default="")
    education: Mapped[str] = mapped_column(String(40), default="")
    quality_years: Mapped[Decimal | None]
    declared_clean: Mapped[bool | None]
    notice_number: Mapped[int | None]  # the wording of notice and privacy terms that was agreed to
    agreed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    enrolment: Mapped[Enrolment | None] = relationship(lazy="raise_on_sql")
    transferred_from: Mapped[Application | None] = relationship(lazy="raise_on_sql", remote_side="Application.id")
    events: Mapped[list[ApplicationEvent]] = relationship(
        lazy="raise_on_sql", back_populates="application", order_by="ApplicationEvent.id"
    )

    __mapper_args__ = {"version_id_col": version}


class ApplicationEvent(Base):
    """One thing that happened to an application (报名记录): by whom, when, why. Never changed."""

    __tablename__ = "application_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    act: Mapped[Act]
    stage: Mapped[Stage]  # after it
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    step: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    application: Mapped[Application] = relationship(lazy="raise_on_sql", back_populates="events")


class Seat(Base):
    """A seat held by an application (名额). Two cannot hold the same number of one class: no overbooking."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("offering_id", "number", name="one_holder_per_seat"),
        CheckConstraint("number >= 1", name="numbers_begin_at_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    number: Mapped[int]


class EnrolmentAttempt(Base):
    """That somebody sent a public form: only a keyed digest of the address, to slow down abuse (报名尝试)."""

    __tablename__ = "enrolment_attempt"
    __table_args__ = (Index("ix_enrolment_attempt_address_at", "address", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=utc_now)
