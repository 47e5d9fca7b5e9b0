"""Surveys and their responses. Answers carry a token, never a person (design D6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin
from courses.models import ClassOffering, EvidenceMixin


class Survey(TimestampMixin, Base):
    """The satisfaction survey of a class (满意度调查), with the questions as the learners read them."""

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("offering_id", name="one_per_class"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    questions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # field -> question as worded

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")


class SurveyResponse(EvidenceMixin, Base):
    """One response (答卷): raw answers by field as {"value": …, "text": …}; excluded ones are kept as well."""

    __tablename__ = "survey_response"

    token: Mapped[str] = mapped_column(String(80), default="", index=True)
    submitted_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
