"""The words of training notices, and when a notice went out. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, utc_now
from core.stored_files import StoredFile
from sessions.handouts.writing.facts import NoticeText


class NoticeWording(Base):
    """What people wrote into the training notice of a class (培训通知稿). The latest number counts."""

    __tablename__ = "notice_wording"
    __table_args__ = (UniqueConstraint("offering_id", "number", name="one_notice_wording_per_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    number: Mapped[int]
    issued_on: Mapped[date]
    parts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    def to_text(self) -> NoticeText:
        return NoticeText(self.number, self.issued_on, self.parts)


class NoticeDispatch(Base):
    """A notice that went out (通知发出记录): when, to whom, and the file. Taking it back is a row of its own."""

    __tablename__ = "notice_dispatch"
    __table_args__ = (
        CheckConstraint("withdraws_id IS NOT NULL OR file_id IS NOT NULL", name="keeps_the_file_that_went_out"),
        CheckConstraint("withdraws_id IS NULL OR note <> ''", name="says_why_it_is_taken_back"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("notice_dispatch.id"), unique=True)
    sent_on: Mapped[date]
    recipients: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
