"""Curricula, class offerings, import batches, roster lines and enrolments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from core.db import Base, EncryptedText, TimestampMixin, utc_now
from courses.rules import BatchState, ClassState, EnrolmentState, Line
from courses.syllabus.rules import Mode, Module, SyllabusState
from learners.models import Employer, Learner
from learners.roster import RosterOutcome
from learners.rows import Place
from standards.models import RuleSetVersion
from trainer.models import Institution


class Curriculum(TimestampMixin, Base):
    """What a kind of training teaches (培训方案); its modules stand in its versions."""

    __tablename__ = "curriculum"
    __table_args__ = (UniqueConstraint("institution_id", "name", name="one_curriculum_name_per_institution"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    training_type: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    versions: Mapped[list[CurriculumVersion]] = relationship(
        lazy="raise_on_sql", back_populates="curriculum", order_by="CurriculumVersion.number"
    )


class CurriculumVersion(TimestampMixin, Base):
    """One version of a curriculum (培训方案版本). Only a draft can be changed; a class keeps the version it follows."""

    __tablename__ = "curriculum_version"
    __table_args__ = (
        UniqueConstraint("curriculum_id", "number", name="one_number_per_curriculum"),
        CheckConstraint("state = 'draft' OR approved_by <> ''", name="somebody_approved_it"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curriculum.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[SyllabusState] = mapped_column(default=SyllabusState.DRAFT)
    objectives: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # why there is a new version
    drafted_by: Mapped[str] = mapped_column(String(120), default="")
    approved_by: Mapped[str] = mapped_column(String(120), default="")
    approved_at: Mapped[datetime | None]
    retired_by: Mapped[str] = mapped_column(String(120), default="")
    retired_at: Mapped[datetime | None]
    retired_reason: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)  # counts savings, so that two people at once are told

    curriculum: Mapped[Curriculum] = relationship(lazy="raise_on_sql", back_populates="versions")
    modules: Mapped[list[CurriculumModule]] = relationship(
        lazy="raise_on_sql", back_populates="version", order_by="CurriculumModule.position"
    )

    @property
    def name(self) -> str:
        """The name of the curriculum."""
        return self.curriculum.name

    def to_modules(self) -> list[Module]:
        """Its modules as rules see them, in order."""
        return [one.to_module() for one in self.modules]


class CurriculumModule(Base):
    """One module of a curriculum version (课程模块) with its planned hours."""

    __tablename__ = "curriculum_module"
    __table_args__ = (
        UniqueConstraint("version_id", "name", name="one_name_per_version"),
        CheckConstraint("planned_hours >= 0", name="hours_are_not_negative"),
        CheckConstraint("min_hours IS NULL OR min_hours >= 0", name="minimum_is_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("curriculum_version.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    compulsory: Mapped[bool] = mapped_column(default=True)
    planned_hours: Mapped[Decimal] = mapped_column(default=Decimal(0))
    min_hours: Mapped[Decimal | None]
    modes: Mapped[list[str]] = mapped_column(JSON, default=list)  # of Mode
    objectives: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200), default="")  # where the module comes from, as told

    version: Mapped[CurriculumVersion] = relationship(lazy="raise_on_sql", back_populates="modules")

    def to_module(self) -> Module:
        return Module(
            self.name,
            self.planned_hours,
            self.compulsory,
            self.min_hours,
            tuple(mode for mode in Mode if mode in self.modes),
            self.objectives,
            self.source,
        )


class ClassOffering(TimestampMixin, Base):
    """One run of a curriculum (培训班). It keeps the rule-set version it was opened with."""

    __tablename__ = "class_offering"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        CheckConstraint("required_hours IS NULL OR required_hours >= 0", name="required_hours_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    curriculum_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum.id"), index=True)
    curriculum_version_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum_version.id"), index=True)
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"), index=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    training_type: Mapped[str] = mapped_column(String(60), default="")
    class_teacher: Mapped[str] = mapped_column(String(80), default="")
    class_teacher_phone: Mapped[str | None] = mapped_column(EncryptedText("class_offering.class_teacher_phone"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    required_hours: Mapped[Decimal | None]
    pass_mark: Mapped[Decimal | None]
    planned_offline_hours: Mapped[Decimal | None]
    planned_online_hours: Mapped[Decimal | None]
    state: Mapped[ClassState] = mapped_column(default=ClassState.DRAFT)
    note: Mapped[str] = mapped_column(Text, default="")

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    curriculum: Mapped[Curriculum | None] = relationship(lazy="raise_on_sql")
    curriculum_version: Mapped[CurriculumVersion | None] = relationship(lazy="raise_on_sql")
    rule_set_version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql")


class ImportBatch(TimestampMixin, Base):
    """One hand-in of files (导入批次). Taking it back marks it; its lines stay and no longer count."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[BatchState] = mapped_column(default=BatchState.APPLIED)
    applied_at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(String(120), default="")
    undone_reason: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    files: Mapped[list[ImportedFile]] = relationship(
        lazy="raise_on_sql", back_populates="batch", order_by="ImportedFile.id"
    )

    @property
    def stands_alone(self) -> bool:
        """Whether it came by a decision or on the spot (check-in, roll call): never taken back as an import is."""
        return bool(self.report.get("stands_alone"))


class ImportedFile(Base):
    """One table of one file of a batch, with the digest of the file (导入文件)."""

    __tablename__ = "imported_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    file: Mapped[str] = mapped_column(String(255))
    sheet: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    superseded: Mapped[int] = mapped_column(default=0)

    batch: Mapped[ImportBatch] = relationship(lazy="raise_on_sql", back_populates="files")


class EvidenceMixin:
    """A line of an imported file, kept as it came. Facts are never changed; a newer line supersedes an older one.

    It counts while its batch is applied and no applied batch has superseded it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(255), default="")
    sheet: Mapped[str] = mapped_column(String(120), default="")
    row: Mapped[int] = mapped_column(default=0)
    identity: Mapped[str] = mapped_column(String(80))
    content: Mapped[str] = mapped_column(String(80))

    @declared_attr
    def offering_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("class_offering.id"), index=True)

    @declared_attr
    def batch_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("import_batch.id"), index=True)

    @declared_attr
    def superseded_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("import_batch.id"))

    def to_line(self) -> Line:
        return Line(self.identity, self.content)

    def to_place(self) -> Place:
        return Place(self.file, self.sheet, self.row)

    def scope(self) -> str:
        """Which lines a partial file replaces together with this one; one scope unless the kind says otherwise."""
        return ""


class RosterLine(EvidenceMixin, Base):
    """One line of a roster as judged (名册行): accepted, rejected or ignored, with the reasons."""

    __tablename__ = "roster_line"

    outcome: Mapped[RosterOutcome]
    codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    name: Mapped[str] = mapped_column(String(80), default="")
    id_number: Mapped[str | None] = mapped_column(EncryptedText("roster_line.id_number"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("roster_line.phone"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # employer, post, title … as typed


class Enrolment(TimestampMixin, Base):
    """A learner in a class (学籍). The learner's facts of that time stand in the roster line."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("offering_id", "learner_id", name="once_per_class"),
        Index("ix_enrolment_offering_id_state", "offering_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"))
    roster_line_id: Mapped[int | None] = mapped_column(ForeignKey("roster_line.id"))
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.ENROLLED)
    position: Mapped[int] = mapped_column(default=0)  # roster row, the order people expect

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    learner: Mapped[Learner] = relationship(lazy="raise_on_sql")
    employer: Mapped[Employer | None] = relationship(lazy="raise_on_sql")
    roster_line: Mapped[RosterLine | None] = relationship(lazy="raise_on_sql")
