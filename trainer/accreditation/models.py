"""Accreditations with their entries and files, posts, internal documents with their versions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, EncryptedText, TimestampMixin, utc_now
from core.stored_files import StoredFile
from trainer.accreditation.rules import Accreditation, EntryKind, StatusEntry
from trainer.accreditation.upkeep import (
    DocumentKind,
    Holding,
    PostKind,
    Version,
    VersionState,
    version_states,
)
from trainer.models import Institution


class AccreditationRecord(TimestampMixin, Base):
    """An accreditation or filing of an institution (机构认定/备案). How it stands follows from its entries."""

    __tablename__ = "accreditation"

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(String(80), default="")
    authority: Mapped[str] = mapped_column(String(200), default="")
    training_types: Mapped[list[str]] = mapped_column(JSON, default=list)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    entries: Mapped[list[AccreditationEntry]] = relationship(
        lazy="raise_on_sql", back_populates="accreditation", order_by="AccreditationEntry.id"
    )
    files: Mapped[list[AccreditationFile]] = relationship(
        lazy="raise_on_sql", back_populates="accreditation", order_by="AccreditationFile.id"
    )

    __mapper_args__ = {"version_id_col": version}

    def to_accreditation(self) -> Accreditation:
        entries = tuple(one.to_entry() for one in self.entries)
        types, regions = tuple(self.training_types), tuple(self.regions)
        return Accreditation(self.id, self.number, self.authority, types, regions, entries)


class AccreditationEntry(Base):
    """What happened to an accreditation, and from when (认定状态变更). Only ever added."""

    __tablename__ = "accreditation_entry"
    __table_args__ = (
        CheckConstraint(
            "valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until", name="ends_after_it_starts"
        ),
        UniqueConstraint("accreditation_id", "sequence", name="entries_are_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    accreditation_id: Mapped[int] = mapped_column(ForeignKey("accreditation.id"), index=True)
    sequence: Mapped[int]  # two people who add the same next entry: the second is told
    kind: Mapped[EntryKind]
    effective_on: Mapped[date]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    accreditation: Mapped[AccreditationRecord] = relationship(lazy="raise_on_sql", back_populates="entries")

    def to_entry(self) -> StatusEntry:
        return StatusEntry(self.kind, self.effective_on, self.valid_from, self.valid_until)


class AccreditationFile(Base):
    """A document that proves an accreditation (认定文件); one that was handed in by mistake is marked, not deleted."""

    __tablename__ = "accreditation_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    accreditation_id: Mapped[int] = mapped_column(ForeignKey("accreditation.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(120), default="")

    accreditation: Mapped[AccreditationRecord] = relationship(lazy="raise_on_sql", back_populates="files")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")


class PostHolding(TimestampMixin, Base):
    """A person's time in a post (岗位任职). A post that ends gets its last day; the line stays."""

    __tablename__ = "post_holding"
    __table_args__ = (CheckConstraint("ended_on IS NULL OR started_on <= ended_on", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # appointment (任命文件)
    post: Mapped[PostKind]
    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(EncryptedText("post_holding.phone"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    ended_note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    ended_by: Mapped[str] = mapped_column(String(120), default="")

    user: Mapped[User | None] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")

    def to_holding(self) -> Holding:
        return Holding(self.post, self.started_on, self.ended_on)


class InstitutionDocument(TimestampMixin, Base):
    """An internal rule or an emergency plan (内部制度、应急预案) through all its versions."""

    __tablename__ = "institution_document"
    __table_args__ = (UniqueConstraint("institution_id", "title", name="one_title_per_institution"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    kind: Mapped[DocumentKind]
    title: Mapped[str] = mapped_column(String(200))
    repealed_on: Mapped[date | None]
    repealed_note: Mapped[str] = mapped_column(Text, default="")
    repealed_by: Mapped[str] = mapped_column(String(120), default="")

    versions: Mapped[list[DocumentVersion]] = relationship(
        lazy="raise_on_sql", back_populates="document", order_by="DocumentVersion.sequence.desc()"
    )

    def states(self, day: date) -> dict[int, VersionState]:
        return version_states([one.to_version() for one in self.versions], day, repealed_on=self.repealed_on)

    def in_force(self, day: date) -> DocumentVersion | None:
        states = self.states(day)
        return next((one for one in self.versions if states[one.sequence] is VersionState.IN_FORCE), None)


class DocumentVersion(Base):
    """One version of an internal document (制度版本). Only ever added."""

    __tablename__ = "institution_document_version"
    __table_args__ = (
        UniqueConstraint("document_id", "sequence", name="versions_are_counted"),
        UniqueConstraint("document_id", "number", name="one_number_per_document"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("institution_document.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    effective_on: Mapped[date]
    review_on: Mapped[date | None]
    approver: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    document: Mapped[InstitutionDocument] = relationship(lazy="raise_on_sql", back_populates="versions")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    def to_version(self) -> Version:
        return Version(self.sequence, self.effective_on, self.review_on)
