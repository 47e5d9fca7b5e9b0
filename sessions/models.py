"""Class sessions, bookings, attendance events, leave, viewing, scores, and the ledger of credit hours."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import to_local
from core.db import Base, EncryptedText, TimestampMixin, by_value, utc_now
from courses.models import ClassOffering, Enrolment, EvidenceMixin
from sessions.rules.exams import ScoreState, score_scope
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import (
    EventSource,
    LeaveDecision,
    PostingKind,
    Resource,
    RevisionKind,
    SessionKind,
    SessionStatus,
)
from standards.models import RuleSetVersion
from trainer.models import Teacher, Venue


class ClassSession(TimestampMixin, Base):
    """One meeting or recorded unit of a class (课次). A recorded unit has a length and no date."""

    __tablename__ = "class_session"
    __table_args__ = (
        UniqueConstraint("offering_id", "code", name="code_is_unique_in_class"),
        CheckConstraint("starts_at IS NULL OR starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("kind = 'recorded' OR starts_at IS NOT NULL", name="meeting_has_a_time"),
        CheckConstraint("planned_hours >= 0", name="hours_are_not_negative"),
        Index("ix_class_session_teacher_id_starts_at", "teacher_id", "starts_at"),
        Index("ix_class_session_venue_id_starts_at", "venue_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[SessionKind]
    status: Mapped[SessionStatus] = mapped_column(default=SessionStatus.PLANNED)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    module: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(200))
    teacher_name: Mapped[str] = mapped_column(String(120), default="")
    venue_name: Mapped[str] = mapped_column(String(120), default="")
    mode: Mapped[str] = mapped_column(String(40), default="")
    planned_hours: Mapped[Decimal] = mapped_column(default=Decimal(0))
    meeting_number: Mapped[str] = mapped_column(String(60), default="")
    video_seconds: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(server_default="1")  # counts changes; a change made on an old view is refused

    __mapper_args__ = {"version_id_col": version}

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    venue: Mapped[Venue | None] = relationship(lazy="raise_on_sql")
    teacher: Mapped[Teacher | None] = relationship(lazy="raise_on_sql")


class SessionChange(Base):
    """What a session said before a change (课次变更): the old values, by whom, why. Never changed."""

    __tablename__ = "session_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class FindingWaiver(Base):
    """A finding that somebody let pass, and why (冲突放行). Stands while the session keeps its time."""

    __tablename__ = "finding_waiver"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Booking(Base):
    """A stretch of time for which a session takes its class, a venue or a teacher (占用).

    Overlapping bookings of one resource are refused by the database itself (a trigger on both engines), so two
    people who book at the same moment cannot both win.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        Index("ix_booking_resource_resource_id_starts_at", "resource", "resource_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    resource: Mapped[Resource]
    resource_id: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    class_session: Mapped[ClassSession] = relationship(lazy="raise_on_sql")


class RecordMixin(EvidenceMixin):
    """A line about a person, with who is behind it: worked out by the matching rule, or settled by somebody."""

    name: Mapped[str] = mapped_column(String(200), default="")
    key: Mapped[str | None] = mapped_column(EncryptedText("record.key"))  # JSON: ends of phone, identity number …
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    match_code: Mapped[str] = mapped_column(String(40), default="")  # REC_UNMATCHED, REC_AMBIGUOUS, or empty
    settled_by: Mapped[str] = mapped_column(String(120), default="")  # who chose the person by hand


class AttendanceEvent(RecordMixin, Base):
    """One sign-in, sign-out or stay in a meeting (考勤事件). Only ever added; a correction is a new event."""

    __tablename__ = "attendance_event"
    __table_args__ = (Index("ix_attendance_event_offering_id_source", "offering_id", "source"),)

    source: Mapped[EventSource]
    direction: Mapped[Direction | None]  # None for a stay in a meeting
    at: Mapped[datetime]
    until: Mapped[datetime | None]  # the end of a stay; None for a tap
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    exact: Mapped[bool] = mapped_column(default=True)  # False when the time came without seconds
    unit: Mapped[str] = mapped_column(String(40), default="")  # session code of a live unit
    serial: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(120), default="")
    point: Mapped[str] = mapped_column(String(120), default="")
    method: Mapped[str] = mapped_column(String(60), default="")
    recorder: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")

    def scope(self) -> str:
        """A live unit, or the day of a tap."""
        return self.unit or to_local(self.at).date().isoformat()


class LeaveSlip(RecordMixin, Base):
    """One leave request with its decision (请假条)."""

    __tablename__ = "leave_slip"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),)

    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[LeaveDecision]
    approver: Mapped[str] = mapped_column(String(80), default="")


PLAYER = "player"  # the file of stretches that the built-in player has proved; `row` is the visit


class ViewingSegment(RecordMixin, Base):
    """One played stretch of a recorded lesson (录播学习片段), as a player exported it or ours has proved it."""

    __tablename__ = "viewing_segment"

    unit: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200), default="")
    start_second: Mapped[int]
    end_second: Mapped[int]
    played_at: Mapped[datetime]
    rate: Mapped[Decimal]

    @property
    def is_proved_here(self) -> bool:
        """Whether the built-in player has proved it; imports leave such a stretch alone."""
        return self.file == PLAYER

    def scope(self) -> str:
        """The recorded unit."""
        return self.unit


class ScoreLine(RecordMixin, Base):
    """One line of a score sheet (成绩): the cells as typed and what they were read as."""

    __tablename__ = "score_line"

    first_text: Mapped[str] = mapped_column(String(60), default="")
    first_state: Mapped[ScoreState]
    first_value: Mapped[Decimal | None]
    first_code: Mapped[str] = mapped_column(String(40), default="")
    makeup_text: Mapped[str] = mapped_column(String(60), default="")
    makeup_state: Mapped[ScoreState] = mapped_column(by_value(ScoreState, "makeup_scorestate"))
    makeup_value: Mapped[Decimal | None]
    makeup_code: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    def scope(self) -> str:
        """A make-up sheet of its own, or the score sheet."""
        return score_scope(self.first_state, self.makeup_state)


class Evaluation(Base):
    """One run of the rules over a class (学时核算), with the rule-set version that computed it."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    posted: Mapped[int] = mapped_column(default=0)

    rule_set_version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql")


class HourPosting(Base):
    """One posting of the credit-hour ledger (学时台账). Never changed, never deleted: the database refuses."""

    __tablename__ = "hour_posting"
    __table_args__ = (
        CheckConstraint("kind <> 'reverse' OR reverses_id IS NOT NULL", name="reversal_names_what_it_reverses"),
        UniqueConstraint("reverses_id", name="reversed_at_most_once"),
        Index("ix_hour_posting_enrolment_id_session_id", "enrolment_id", "session_id"),
        Index("ix_hour_posting_year_learner_id", "year", "learner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("hour_posting.id"))
    kind: Mapped[PostingKind]
    category: Mapped[SessionKind]
    year: Mapped[int]
    minutes: Mapped[int]
    hours: Mapped[Decimal]
    basis: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # status, credited interval, event ids
    posted_at: Mapped[datetime] = mapped_column(default=utc_now)

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    class_session: Mapped[ClassSession] = relationship(lazy="raise_on_sql")
    evaluation: Mapped[Evaluation] = relationship(lazy="raise_on_sql")


class ClassRevision(Base):
    """A mark that something of a class has changed (变更标记), kept by triggers; of class 0: of all."""

    __tablename__ = "class_revision"

    offering_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[RevisionKind] = mapped_column(primary_key=True)
    writer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # the connection, on PostgreSQL
    token: Mapped[int] = mapped_column(BigInteger)
