"""Check-in windows, every attempt to check in, and what was decided about those that needed somebody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin, utc_now
from courses.models import ClassOffering
from sessions.checkin.rules.judging import Outcome, Way
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource


class CheckInWindow(TimestampMixin, Base):
    """When a class signs in, or out, on one half-day (签到窗口), with the figures it was opened under.

    All events that come through a window belong to one batch, `batch_id`.
    """

    __tablename__ = "check_in_window"
    __table_args__ = (
        UniqueConstraint("offering_id", "day", "part", "direction", name="one_window_per_half_day_and_direction"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), unique=True)
    day: Mapped[date]
    part: Mapped[str] = mapped_column(String(2))  # AM or PM
    direction: Mapped[Direction]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    code_life: Mapped[int]  # this and the next five in seconds
    drift: Mapped[int]
    pass_life: Mapped[int]
    own_life: Mapped[int]
    late: Mapped[int]
    clock: Mapped[int]
    remember_days: Mapped[int]
    networks: Mapped[str] = mapped_column(Text, default="")  # CIDR ranges, one a line; empty: anywhere
    one_device: Mapped[bool] = mapped_column(default=False)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    radius: Mapped[int | None]  # metres
    settled_at: Mapped[datetime | None]  # when the ledger was brought up to date after the end
    version: Mapped[int] = mapped_column(default=1)  # counts changes; a change made on an old view is refused

    __mapper_args__ = {"version_id_col": version}

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")


class CheckIn(Base):
    """One attempt to check in, with what became of it (签到记录). Never changed, never deleted: the database refuses.

    `client_id` is made by the device that sent it, so that a repeat is known. Of one person only one attempt of a
    window can be accepted: the database refuses a second.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        Index(
            "uq_check_in_accepted_once",
            "window_id",
            "enrolment_id",
            "direction",
            unique=True,
            sqlite_where=text("verdict = 'accepted'"),
            postgresql_where=text("verdict = 'accepted'"),
        ),
        Index("ix_check_in_window_id_verdict", "window_id", "verdict"),
        CheckConstraint("verdict <> 'accepted' OR event_id IS NOT NULL", name="accepted_wrote_an_event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    window_id: Mapped[int] = mapped_column(ForeignKey("check_in_window.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_event.id"), unique=True)
    direction: Mapped[Direction]
    source: Mapped[EventSource]
    way: Mapped[Way]
    verdict: Mapped[Outcome]
    marks: Mapped[list[str]] = mapped_column(JSON, default=list)  # of Mark
    at: Mapped[datetime]  # when it happened, by the server's clock
    device_at: Mapped[datetime]  # when it happened, as the device says
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    device: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    recorder: Mapped[str] = mapped_column(String(120), default="")


class CheckInDecision(Base):
    """What somebody decided about an attempt that was held (签到裁定). Never changed."""

    __tablename__ = "check_in_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_in.id"), unique=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_event.id"))  # None: does not count
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class SuspicionNote(Base):
    """That somebody has looked at a suspicion, and what came of it (疑点处理). Never changed."""

    __tablename__ = "suspicion_note"
    __table_args__ = (UniqueConstraint("offering_id", "key", name="looked_at_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    key: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)
