"""Which sessions somebody holds fast, and what became of proposals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, utc_now
from jobs.models import Job
from sessions.models import ClassSession


class SessionPin(Base):
    """A session is held fast, or let go again (固定课次). A new row each time; the last one counts."""

    __tablename__ = "session_pin"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(ClassSession.id), index=True)
    pinned: Mapped[bool]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ProposalDecision(Base):
    """A proposed timetable was adopted or discarded (方案处理). There is one for a proposal, and it stays."""

    __tablename__ = "proposal_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey(Job.id), unique=True)
    adopted: Mapped[bool]
    lessons: Mapped[int] = mapped_column(default=0)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
