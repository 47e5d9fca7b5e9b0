"""Recorded lessons, and everything by which watching them is proved. Rows are added, never changed.

The one exception is a visit, which is closed once.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from core.db import Base, utc_now
from courses.models import Enrolment, ImportBatch
from sessions.models import ClassSession
from sessions.online.rules.beats import Verdict


class VideoFile(Base):
    """An uploaded video (录播视频文件). Its bytes stand in parts, so that a stretch is read without the rest."""

    __tablename__ = "video_file"
    __table_args__ = (CheckConstraint("bytes > 0", name="is_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column("bytes")
    part_size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256
    seconds: Mapped[int | None]  # as the file says; None if it does not
    by_name: Mapped[str] = mapped_column(String(120), default="")
    handed_in_at: Mapped[datetime] = mapped_column(default=utc_now)


class VideoPart(Base):
    """One part of a video (视频分块), all but the last of the same size."""

    __tablename__ = "video_part"

    file_id: Mapped[int] = mapped_column(ForeignKey("video_file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


class RecordedLesson(Base):
    """The video of a recorded session (录播课件). A new video is a new row; the latest counts."""

    __tablename__ = "recorded_lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("video_file.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))  # brings every stretch proved here
    seconds: Mapped[int]
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    class_session: Mapped[ClassSession] = relationship(lazy="raise_on_sql")
    file: Mapped[VideoFile] = relationship(lazy="raise_on_sql")
    batch: Mapped[ImportBatch] = relationship(lazy="raise_on_sql")


class LessonQuestion(Base):
    """A question that may pop up while a lesson plays (弹题). Taking it back is a row of its own."""

    __tablename__ = "lesson_question"
    __table_args__ = (CheckConstraint("withdraws_id IS NOT NULL OR text <> ''", name="asks_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("lesson_question.id"), unique=True)
    text: Mapped[str] = mapped_column(String(300), default="")
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    right: Mapped[int] = mapped_column(default=0)  # place of the right choice
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ViewingVisit(Base):
    """One device playing a lesson for a learner (观看会话). Of a learner's visits only the latest goes on."""

    __tablename__ = "viewing_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("recorded_lesson.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    client_id: Mapped[str] = mapped_column(String(40), unique=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    draw: Mapped[float]  # by chance, 0 to 1: when the first question comes
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    closed_at: Mapped[datetime | None]

    lesson: Mapped[RecordedLesson] = relationship(lazy="raise_on_sql")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")

    __table_args__ = (Index("ix_viewing_visit_enrolment_id_lesson_id", "enrolment_id", "lesson_id"),)


class ViewingBeat(Base):
    """One report of the player with what became of it (播放心跳). Never changed, never deleted."""

    __tablename__ = "viewing_beat"
    __table_args__ = (UniqueConstraint("visit_id", "sequence", name="each_report_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("viewing_visit.id"))
    sequence: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]  # by the clock of the device
    position_ms: Mapped[int]
    rate: Mapped[Decimal]
    played: Mapped[bool]
    visible: Mapped[bool]
    idle_ms: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[Verdict]
    granted_from: Mapped[int | None]  # milliseconds of the video
    granted_until: Mapped[int | None]
    spare_ms: Mapped[int] = mapped_column(default=0)


class LessonPrompt(Base):
    """A question that was put to a learner while a lesson played (弹题记录)."""

    __tablename__ = "lesson_prompt"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("viewing_visit.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("lesson_question.id"))  # None: "click to go on"
    position_ms: Mapped[int]
    idle: Mapped[bool] = mapped_column(default=False)  # asked because nobody had touched anything for long
    draw: Mapped[float]  # by chance, 0 to 1: when the next question comes
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)

    question: Mapped[LessonQuestion | None] = relationship(lazy="raise_on_sql")


class PromptAnswer(Base):
    """The answer to a question that popped up (弹题作答)."""

    __tablename__ = "prompt_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    prompt_id: Mapped[int] = mapped_column(ForeignKey("lesson_prompt.id"), unique=True)
    choice: Mapped[int | None]
    is_right: Mapped[bool | None]
    answered_at: Mapped[datetime] = mapped_column(default=utc_now)
