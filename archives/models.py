"""Documents handed in for a dossier, sealed packages, and their fixity checks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from core.db import Base, TimestampMixin, utc_now
from courses.models import ClassOffering


class DossierDocument(TimestampMixin, Base):
    """A document handed in for an entry of the filing list (归档材料): a notice, a summary, a signed original.

    Its bytes stand in the database, so that one backup holds everything and no document outlives or misses its line.
    A document is never deleted: withdrawing it is a mark.
    """

    __tablename__ = "dossier_document"
    __table_args__ = (CheckConstraint("bytes > 0", name="is_not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    filing_code: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column("bytes")
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    handed_in_at: Mapped[datetime] = mapped_column(default=utc_now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(120), default="")

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")


class DossierNote(Base):
    """Why an entry of the filing list is empty (缺项说明). The latest note of an entry counts, an empty one ends it."""

    __tablename__ = "dossier_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    filing_code: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ArchivePackage(TimestampMixin, Base):
    """A sealed package of a class (归档包). Its number is never used again, its manifest never changes."""

    __tablename__ = "archive_package"
    __table_args__ = (UniqueConstraint("reference", name="reference_is_unique"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    reference: Mapped[str] = mapped_column(String(120))  # 档号
    retention: Mapped[str] = mapped_column(String(10), default="")  # the longest of its items
    sealed_at: Mapped[datetime] = mapped_column(default=utc_now)
    sealed_by: Mapped[str] = mapped_column(String(120), default="")
    location: Mapped[str] = mapped_column(String(500), default="")  # the folder it was written to
    manifest_digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of tagmanifest-sha256.txt
    file_count: Mapped[int] = mapped_column(default=0)
    total_bytes: Mapped[int] = mapped_column(default=0)
    complete: Mapped[bool]
    missing: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes of entries
    properties: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # the four-property test
    note: Mapped[str] = mapped_column(Text, default="")

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    files: Mapped[list[ArchivedFile]] = relationship(
        lazy="raise_on_sql", back_populates="package", order_by="ArchivedFile.id"
    )
    checks: Mapped[list[FixityCheck]] = relationship(
        lazy="raise_on_sql", back_populates="package", order_by="FixityCheck.id.desc()"
    )


class ArchivedFile(Base):
    """One file of an item (件) with its digest. The files of an item share its 档号 and are told apart by `part`."""

    __tablename__ = "archived_file"
    __table_args__ = (
        UniqueConstraint("package_id", "path", name="path_is_unique_in_package"),
        UniqueConstraint("reference", "part", name="reference_is_never_used_again"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("archive_package.id"), index=True)
    item_number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(120))  # 档号 of the item
    part: Mapped[int]  # 1 is the main text
    item_code: Mapped[str] = mapped_column(String(60))  # entry of the filing list
    title: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(String(100))
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

    package: Mapped[ArchivePackage] = relationship(lazy="raise_on_sql", back_populates="checks")
