"""Sittings, papers, candidates with their answers, marks, and releases of results."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, TimestampMixin, utc_now
from core.stored_files import StoredFile
from courses.models import ClassOffering, Enrolment
from sessions.examining.rules.answering import Save, Window
from sessions.examining.rules.kinds import EntryKind, HandedIn, Round, ScreenKind, SittingKind, SittingWay
from sessions.models import ClassSession
from sessions.questions.models import QuestionVersion


class Sitting(TimestampMixin, Base):
    """One examination of a class at one time (考试场次): the first one, or a make-up."""

    __tablename__ = "sitting"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("minutes > 0", name="takes_some_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("class_session.id"))
    kind: Mapped[SittingKind]
    way: Mapped[SittingWay]
    title: Mapped[str] = mapped_column(String(200))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    minutes: Mapped[int]
    rules: Mapped[str] = mapped_column(Text, default="")  # what candidates read before they begin
    by_name: Mapped[str] = mapped_column(String(120), default="")
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    class_session: Mapped[ClassSession | None] = relationship(lazy="raise_on_sql")

    def window(self, extra: int = 0) -> Window:
        """When it may be begun and how long it takes, for whoever has so many extra minutes."""
        return Window(self.opens_at, self.closes_at, self.minutes, extra)


class ExamPaper(Base):
    """A paper drawn for a sitting (试卷). Drawn anew it is a new one, and the newest is sat."""

    __tablename__ = "exam_paper"
    __table_args__ = (UniqueConstraint("sitting_id", "number", name="one_number_per_sitting"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(40))
    blueprint: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    total: Mapped[Decimal]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    questions: Mapped[list[PaperQuestion]] = relationship(
        lazy="raise_on_sql", back_populates="paper", order_by="PaperQuestion.position"
    )


class PaperQuestion(Base):
    """A question on a paper, in the version it was drawn with (试卷题目)."""

    __tablename__ = "paper_question"
    __table_args__ = (
        UniqueConstraint("paper_id", "position", name="one_question_per_place"),
        CheckConstraint("points > 0", name="is_worth_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("exam_paper.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    position: Mapped[int]
    points: Mapped[Decimal]

    paper: Mapped[ExamPaper] = relationship(lazy="raise_on_sql", back_populates="questions")
    version: Mapped[QuestionVersion] = relationship(lazy="raise_on_sql")


class Candidate(Base):
    """Somebody who has begun a sitting (答卷). There is one a person and sitting: one attempt."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("sitting_id", "enrolment_id", name="one_attempt_per_sitting"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("exam_paper.id"))
    seed: Mapped[str] = mapped_column(String(40), default="")  # the own order of questions and options
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    handed_in_at: Mapped[datetime | None]
    handed_in: Mapped[HandedIn | None]

    sitting: Mapped[Sitting] = relationship(lazy="raise_on_sql")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")

    def ended_at(self, extra: int) -> datetime:
        """When this person's paper ends or ended; the sitting has to be loaded."""
        due = self.sitting.window(extra).ends_at(self.started_at)
        return min(due, self.handed_in_at) if self.handed_in_at else due


class AnswerSave(Base):
    """One save of one answer (作答记录). Only ever added; the client's own number makes a repeat harmless."""

    __tablename__ = "answer_save"
    __table_args__ = (UniqueConstraint("candidate_id", "client_id", name="saved_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("paper_question.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(40))
    answer: Mapped[list[str]] = mapped_column(JSON, default=list)
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    late: Mapped[bool] = mapped_column(default=False)

    def to_save(self) -> Save:
        return Save(self.id, self.question_id, tuple(self.answer), self.answered_at, self.late)


class ScreenEvent(Base):
    """The page of a paper went out of sight or came back (离屏记录). It is shown to markers and decides nothing."""

    __tablename__ = "screen_event"
    __table_args__ = (UniqueConstraint("candidate_id", "client_id", name="noted_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"))
    client_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ScreenKind]
    at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=utc_now)


class CandidateEntry(Base):
    """What was put on record about somebody in a sitting (考生记事): extra time, misconduct. Only ever added."""

    __tablename__ = "candidate_entry"
    __table_args__ = (Index("ix_candidate_entry_sitting_id_enrolment_id", "sitting_id", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[EntryKind]
    minutes: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Marker(Base):
    """Who marks a sitting in which round (阅卷人). Nobody marks twice what he or she has marked."""

    __tablename__ = "marker"
    __table_args__ = (UniqueConstraint("sitting_id", "user_id", name="one_round_per_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    round: Mapped[Round]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    sitting: Mapped[Sitting] = relationship(lazy="raise_on_sql")


class Mark(Base):
    """What a person gave an answer, or a whole paper sheet (评分). Only ever added; the last of a round counts."""

    __tablename__ = "mark"
    __table_args__ = (CheckConstraint("points >= 0", name="is_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("paper_question.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    round: Mapped[Round]
    points: Mapped[Decimal]
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ResultRelease(Base):
    """The results of a sitting were released (成绩发布): into the scores of the class, by somebody who did not mark."""

    __tablename__ = "result_release"
    __table_args__ = (UniqueConstraint("sitting_id", "number", name="one_release_per_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    number: Mapped[int]
    shows_answers: Mapped[bool] = mapped_column(default=False)
    people: Mapped[int] = mapped_column(default=0)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class SeatPlan(Base):
    """Who sits where in a sitting on paper (座位安排). Seated anew it is a new plan, and the newest counts."""

    __tablename__ = "seat_plan"
    __table_args__ = (UniqueConstraint("sitting_id", "number", name="one_plan_per_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(40))
    rows: Mapped[int]
    columns: Mapped[int]
    seats: Mapped[list[list[int]]] = mapped_column(JSON, default=list)  # enrolment, row, column
    together: Mapped[int] = mapped_column(default=0)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class DeferralRequest(Base):
    """Somebody asks to sit an examination later (缓考申请). Decided once, by somebody of the institution."""

    __tablename__ = "deferral_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    ground: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    approved: Mapped[bool | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
