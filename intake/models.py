"""Files handed in and not yet imported: they wait for a look at what would happen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from accounts.models import User
from core.db import Base, utc_now
from courses.models import ClassOffering


class ImportDraft(Base):
    """Files waiting for confirmation (待确认的导入), with the mapping given so far and what a trial run found."""

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("class_offering.id"))
    strict: Mapped[bool] = mapped_column(default=False)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    offering: Mapped[ClassOffering | None] = relationship(lazy="raise_on_sql")
    files: Mapped[list[DraftFile]] = relationship(
        lazy="raise_on_sql", back_populates="draft", order_by="DraftFile.id", cascade="all, delete-orphan"
    )


class DraftFile(Base):
    """One waiting file (待导入文件), its content sealed like other personal data; gone once imported or given up."""

    __tablename__ = "draft_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("import_draft.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))

    draft: Mapped[ImportDraft] = relationship(lazy="raise_on_sql", back_populates="files")
