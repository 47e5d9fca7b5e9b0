"""Questions with their versions, imports of questions, and how questions did in examinations."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin, utc_now
from sessions.questions.rules.questions import Difficulty, QuestionKind, QuestionState, QuestionText
from trainer.models import Institution


class Question(TimestampMixin, Base):
    """A question of a bank (试题). What it says stands in its versions; the newest one is drawn."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("institution_id", "number", name="one_number_per_bank"),
        Index("ix_question_institution_id_state", "institution_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("question_import.id"))
    number: Mapped[int]
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.DRAFT)
    newest: Mapped[int] = mapped_column(default=1)  # the number of its newest version

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    versions: Mapped[list[QuestionVersion]] = relationship(
        lazy="raise_on_sql", back_populates="question", order_by="QuestionVersion.number"
    )

    @property
    def code(self) -> str:
        """How people name it: T-0012."""
        return f"T-{self.number:04d}"


class QuestionVersion(Base):
    """One wording of a question (试题版本). Never changed: papers that were drawn with it keep it."""

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("question_id", "number", name="one_number_per_question"),
        CheckConstraint("score > 0", name="is_worth_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    kind: Mapped[QuestionKind]
    module: Mapped[str] = mapped_column(String(120))
    difficulty: Mapped[Difficulty]
    score: Mapped[Decimal]
    stem: Mapped[str] = mapped_column(Text)
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    answer: Mapped[list[str]] = mapped_column(JSON, default=list)
    explanation: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    mark: Mapped[str] = mapped_column(String(40), index=True)  # the fingerprint, by which the same question is found
    reason: Mapped[str] = mapped_column(Text, default="")  # why there is a new version
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    question: Mapped[Question] = relationship(lazy="raise_on_sql", back_populates="versions")

    def to_text(self) -> QuestionText:
        """As rules see it."""
        return QuestionText(
            self.kind,
            self.stem,
            tuple(self.options),
            tuple(self.answer),
            self.module,
            self.difficulty,
            self.score,
            self.explanation,
            self.source,
        )


class QuestionImport(Base):
    """A file of questions as it was read (试题导入): looked at first, then taken or left."""

    __tablename__ = "question_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    file: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str] = mapped_column(String(120), default="")
    added: Mapped[int] = mapped_column(default=0)

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")


class ItemResult(Base):
    """How a question did in a sitting (试题统计), as reckoned when results were released. A later one is added."""

    __tablename__ = "item_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    sitting: Mapped[str] = mapped_column(String(200))  # its title
    people: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(default=utc_now)

    version: Mapped[QuestionVersion] = relationship(lazy="raise_on_sql")
