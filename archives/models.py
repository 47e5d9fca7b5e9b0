"""Sealed packages and their fixity checks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin, utc_now
from courses.models import ClassOffering


class ArchivePackage(TimestampMixin, Base):
    """A sealed package of a class (归档包). Its number is never used again, its manifest never changes."""

    __tablename__ = "archive_package"
    __table_args__ = (UniqueConstraint("reference", name="reference_is_unique"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    reference: Mapped[str] = mapped_column(String(120))  # 档号
    sealed_at: Mapped[datetime] = mapped_column(default=utc_now)
    sealed_by: Mapped[str] = mapped_column(String(120), default="")
    location: Mapped[str] = mapped_column(String(500), default="")
    manifest_digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of tagmanifest-sha256.txt
    complete: Mapped[bool]
    missing: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    files: Mapped[list[ArchivedFile]] = relationship(
        lazy="raise_on_sql", back_populates="package", order_by="ArchivedFile.item_number"
    )


class ArchivedFile(Base):
    """One item of a package (件) with its digest."""

    __tablename__ = "archived_file"
    __table_args__ = (UniqueConstraint("package_id", "path", name="path_is_unique_in_package"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("archive_package.id"), index=True)
    item_number: Mapped[int]
    item_code: Mapped[str] = mapped_column(String(60))  # entry of the filing list
    title: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(80))
    bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int | None]
    retention: Mapped[str] = mapped_column(String(10), default="")

    package: Mapped[ArchivePackage] = relationship(lazy="raise_on_sql", back_populates="files")


class FixityCheck(Base):
    """One verification of a package (完整性校验), with what was found."""

    __tablename__ = "fixity_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("archive_package.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    passed: Mapped[bool]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
