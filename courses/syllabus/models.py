"""Teaching materials of the modules of a curriculum."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin
from core.stored_files import StoredFile
from courses.models import Curriculum
from courses.syllabus.rules import MaterialKind
from trainer.models import Teacher


class TeachingMaterial(TimestampMixin, Base):
    """A handout, slides or a case of a module (教学资料): a file, or where it is. Withdrawn, never deleted.

    It belongs to the module by name, so that every version of the curriculum that has the module has its materials.
    """

    __tablename__ = "teaching_material"
    __table_args__ = (CheckConstraint("stored_file_id IS NOT NULL OR link <> ''", name="can_be_found"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curriculum.id"), index=True)
    stored_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("teacher.id"))
    module: Mapped[str] = mapped_column(String(120))
    kind: Mapped[MaterialKind]
    title: Mapped[str] = mapped_column(String(200))
    edition: Mapped[str] = mapped_column(String(40), default="")
    link: Mapped[str] = mapped_column(String(400), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    added_by: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(120), default="")

    curriculum: Mapped[Curriculum] = relationship(lazy="raise_on_sql")
    stored_file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    teacher: Mapped[Teacher | None] = relationship(lazy="raise_on_sql")
