"""Private addresses under which calendars read sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, utc_now
from courses.models import ClassOffering
from learners.models import Learner
from sessions.feeds.rules import FeedKind
from trainer.models import Teacher, Venue

OWNERS = ("offering_id", "teacher_id", "venue_id", "learner_id")
ONE_OWNER = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in OWNERS)


class CalendarFeed(Base):
    """A private address of the sessions of a class, teacher, venue or learner (日历订阅), kept as a digest."""

    __tablename__ = "calendar_feed"
    __table_args__ = (CheckConstraint(f"{ONE_OWNER} = 1", name="feed_has_one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedKind]
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("class_offering.id"), index=True)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"), index=True)
    token_index: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(80), default="")
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    issued_by: Mapped[str] = mapped_column(String(120), default="")
    issued_at: Mapped[datetime] = mapped_column(default=utc_now)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    offering: Mapped[ClassOffering | None] = relationship(lazy="raise_on_sql")
    teacher: Mapped[Teacher | None] = relationship(lazy="raise_on_sql")
    venue: Mapped[Venue | None] = relationship(lazy="raise_on_sql")
    learner: Mapped[Learner | None] = relationship(lazy="raise_on_sql")
    issuer: Mapped[User | None] = relationship(lazy="raise_on_sql")
