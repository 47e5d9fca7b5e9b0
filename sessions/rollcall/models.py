"""Marks of roll calls and teaching logs. Rows are added, never changed: the database refuses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import to_local
from core.db import Base, utc_now
from sessions.models import ClassSession
from sessions.rollcall.rules.logs import LogDecision, LogFacts
from sessions.rollcall.rules.marks import Called, Mark


class RollCallMark(Base):
    """What was called for one learner in one session (点名记录). The last one stands; earlier ones are its history."""

    __tablename__ = "roll_call_mark"
    __table_args__ = (
        CheckConstraint("late_minutes >= 0 AND early_minutes >= 0", name="minutes_are_not_negative"),
        CheckConstraint("mark = 'present' OR late_minutes + early_minutes = 0", name="only_who_came_was_late"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    mark: Mapped[Mark]
    late_minutes: Mapped[int] = mapped_column(default=0)
    early_minutes: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")

    def to_called(self) -> Called:
        return Called(self.mark, self.late_minutes, self.early_minutes)


class TeachingLog(Base):
    """What was really taught in a session, from when to when, and why it differed (教学日志)."""

    __tablename__ = "teaching_log"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    taught: Mapped[str] = mapped_column(Text)
    teacher_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # why it began late, ended early, or somebody else taught
    remark: Mapped[str] = mapped_column(Text, default="")  # equipment, venue, order in class
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")

    session: Mapped[ClassSession] = relationship(lazy="raise_on_sql")
    review: Mapped[TeachingLogReview | None] = relationship(lazy="raise_on_sql", back_populates="log")

    def to_facts(self) -> LogFacts:
        """As the hours see it; the review must be loaded."""
        decision = self.review.decision if self.review else None
        return LogFacts(self.id, self.session_id, to_local(self.starts_at), to_local(self.ends_at), decision)


class TeachingLogReview(Base):
    """What a second person said to a log (教学日志审核): confirmed, or sent back with a reason."""

    __tablename__ = "teaching_log_review"
    __table_args__ = (
        UniqueConstraint("log_id", name="decided_once"),
        CheckConstraint("decision = 'confirmed' OR reason <> ''", name="sent_back_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    log_id: Mapped[int] = mapped_column(ForeignKey("teaching_log.id"))
    decision: Mapped[LogDecision]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")

    log: Mapped[TeachingLog] = relationship(lazy="raise_on_sql", back_populates="review")
