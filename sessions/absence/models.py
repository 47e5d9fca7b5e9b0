"""Leave requests, appeals and make-up sessions, each with its entries. Rows are added, never changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import to_local
from core.db import Base, EncryptedText, utc_now
from core.stored_files import StoredFile
from courses.models import ClassOffering, Enrolment
from sessions.absence.rules.appeals import AppealAct, AppealState, appeal_state
from sessions.absence.rules.leave import LeaveAct, LeaveState, Span, Standing, standing_of
from sessions.models import ClassSession


class LeaveRequest(Base):
    """A learner asks for leave (请假申请). Where it stands follows from its entries."""

    __tablename__ = "leave_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    at_desk: Mapped[bool]  # entered by the institution for a learner who telephoned
    kind: Mapped[str] = mapped_column(String(40))  # 病假, 事假 …: a word of the rule-set
    reason: Mapped[str] = mapped_column(EncryptedText("leave_request.reason"))
    starts_at: Mapped[datetime]  # of the first stretch
    ends_at: Mapped[datetime]  # of the last
    units: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of the sessions it touched when it was sent
    hours: Mapped[Decimal]
    levels: Mapped[list[str]] = mapped_column(JSON)  # who approves, one after the other, as the rule-set said then
    remarks: Mapped[list[str]] = mapped_column(JSON, default=list)
    outlook: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what could be reached with this leave
    sent_at: Mapped[datetime] = mapped_column(default=utc_now)

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    spans: Mapped[list[LeaveSpan]] = relationship(lazy="raise_on_sql", order_by="LeaveSpan.starts_at")
    entries: Mapped[list[LeaveEntry]] = relationship(lazy="raise_on_sql", order_by="LeaveEntry.number")
    files: Mapped[list[AbsenceFile]] = relationship(lazy="raise_on_sql", order_by="AbsenceFile.id")

    @property
    def standing(self) -> Standing:
        return standing_of(len(self.levels), [(one.act, one.by_user_id) for one in self.entries])

    @property
    def state(self) -> LeaveState:
        return self.entries[-1].state if self.entries else LeaveState.PENDING

    @property
    def stretches(self) -> list[Span]:
        return [one.to_span() for one in self.spans]


class LeaveSpan(Base):
    """One stretch of a leave request (请假时段), half-open."""

    __tablename__ = "leave_span"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("leave_request.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    def to_span(self) -> Span:
        return Span(to_local(self.starts_at), to_local(self.ends_at))


class LeaveEntry(Base):
    """One thing that happened to a leave request (请假处理记录): by whom, when, why. `state` is the one after it."""

    __tablename__ = "leave_entry"
    __table_args__ = (UniqueConstraint("request_id", "number", name="leave_entries_are_numbered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("leave_request.id"))
    number: Mapped[int]
    act: Mapped[LeaveAct]
    state: Mapped[LeaveState]
    level: Mapped[str] = mapped_column(String(80), default="")
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))  # that brought or ended the leave slips
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Appeal(Base):
    """A learner disputes a mark or missing hours in one session (考勤申诉)."""

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "session_id", "round", name="one_open_appeal_per_learner_and_session"),
        Index("ix_appeal_offering_id_decide_by", "offering_id", "decide_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    round: Mapped[int]  # a second appeal can follow only when the first one has ended
    reason: Mapped[str] = mapped_column(EncryptedText("appeal.reason"))
    mark: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what stood there: status, minutes, hours
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    sent_at: Mapped[datetime] = mapped_column(default=utc_now)
    decide_by: Mapped[datetime]

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    class_session: Mapped[ClassSession] = relationship(lazy="raise_on_sql")
    ending: Mapped[AppealEntry | None] = relationship(lazy="raise_on_sql", uselist=False)
    files: Mapped[list[AbsenceFile]] = relationship(lazy="raise_on_sql", order_by="AbsenceFile.id")

    @property
    def state(self) -> AppealState:
        return appeal_state(self.ending.act if self.ending else None)


class AppealEntry(Base):
    """How an appeal ended (申诉处理结果): decided or withdrawn, by whom, when, why. There is one at most."""

    __tablename__ = "appeal_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id"), unique=True)
    act: Mapped[AppealAct]
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text, default="")
    events: Mapped[list[int]] = mapped_column(JSON, default=list)  # attendance events that put it right
    at: Mapped[datetime] = mapped_column(default=utc_now)


class AbsenceFile(Base):
    """A proof handed in with a leave request or an appeal (请假申诉证明)."""

    __tablename__ = "absence_file"
    __table_args__ = (CheckConstraint("(request_id IS NULL) <> (appeal_id IS NULL)", name="belongs_to_one_matter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("leave_request.id"), index=True)
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("appeal.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def matter(self) -> tuple[str, int]:
        """What it proves, as the audit trail names it."""
        return ("leave", self.request_id) if self.request_id is not None else ("appeal", self.appeal_id or 0)


class MakeUpSession(Base):
    """A session that stands in for another one (补课安排)."""

    __tablename__ = "make_up_session"
    __table_args__ = (CheckConstraint("session_id <> stands_for_id", name="stands_for_another_session"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), unique=True)
    stands_for_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    class_session: Mapped[ClassSession] = relationship(lazy="raise_on_sql", foreign_keys=[session_id])
    stands_for: Mapped[ClassSession] = relationship(lazy="raise_on_sql", foreign_keys=[stands_for_id])
    entries: Mapped[list[MakeUpEntry]] = relationship(lazy="raise_on_sql", order_by="MakeUpEntry.id")

    @property
    def people(self) -> frozenset[int]:
        """The enrolments that are named now: the last entry of each decides."""
        named = {one.enrolment_id: one.named for one in self.entries}
        return frozenset(number for number, is_named in named.items() if is_named)


class MakeUpEntry(Base):
    """A learner is named for a make-up session, or no longer (补课名单变动)."""

    __tablename__ = "make_up_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    makeup_id: Mapped[int] = mapped_column(ForeignKey("make_up_session.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    named: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)
