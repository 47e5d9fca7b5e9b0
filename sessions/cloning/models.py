"""Where a cloned class came from, and what could not be carried over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, utc_now
from courses.models import ClassOffering


class ClassClone(Base):
    """A class that was made from another one (克隆培训班), with the report of that moment. Never changed."""

    __tablename__ = "class_clone"
    __table_args__ = (UniqueConstraint("offering_id", name="cloned_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
    report: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    source: Mapped[ClassOffering] = relationship(lazy="raise_on_sql", foreign_keys=[source_id])
