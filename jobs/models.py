"""Jobs: what is to be done, how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, TimestampMixin
from jobs.rules import JobState


class Job(TimestampMixin, Base):
    """One piece of long work (后台任务). The table is the queue: a committed row waits to be run."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("share >= 0 AND share <= 1", name="share_is_a_share"),
        Index("ix_job_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(index=True)
    permission: Mapped[str] = mapped_column(
        String(60), default=""
    )  # what a colleague needs to see it; empty: nobody else
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    share: Mapped[float] = mapped_column(default=0.0)
    note: Mapped[str] = mapped_column(String(300), default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what the work tells while it runs
    stop_wanted: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    endpoint: Mapped[str] = mapped_column(String(120), default="")  # where the result can be looked at
    endpoint_values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    fault: Mapped[str] = mapped_column(Text, default="")  # for the administrator of the server; not shown
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seen_alive_at: Mapped[datetime | None]

    by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class RepeatedWork(Base):
    """When something that is done again and again is due next (定时任务): of several processes one takes the turn."""

    __tablename__ = "repeated_work"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    due_at: Mapped[datetime]
