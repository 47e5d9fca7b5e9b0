"""Campuses and the ways between them; opening hours, equipment, closures and checks of venues."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import to_local
from core.db import Base, TimestampMixin, utc_now
from core.stored_files import StoredFile
from core.weekly import Away
from trainer.places.rules import Check, CheckKind, CheckResult, EquipmentState, Item
from trainer.teaching.models import WithdrawnMixin
from trainer.teaching.rules import Stretch


class Campus(TimestampMixin, Base):
    """A site of an institution (校区). Venues of one campus need no way between them."""

    __tablename__ = "campus"
    __table_args__ = (UniqueConstraint("institution_id", "name", name="one_campus_name_per_institution"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    district: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)


class CampusTravel(Base):
    """Minutes between two campuses of an institution (校区间路程), the same in both directions."""

    __tablename__ = "campus_travel"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id", name="one_time_per_pair"),
        CheckConstraint("one_id < other_id", name="lower_number_first"),
        CheckConstraint("minutes >= 0", name="minutes_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("campus.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("campus.id"))
    minutes: Mapped[int]


class VenueProfile(Base):
    """Campus, opening hours and equipment of a venue (场地配置). Every saving is a new version."""

    __tablename__ = "venue_profile"
    __table_args__ = (UniqueConstraint("venue_id", "version", name="one_of_each_venue_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    campus_id: Mapped[int | None] = mapped_column(ForeignKey("campus.id"))
    version: Mapped[int]
    windows: Mapped[list[Any]] = mapped_column(JSON, default=list)  # rows of trainer.weeks
    equipment: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [name, quantity, state]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    saved_at: Mapped[datetime] = mapped_column(default=utc_now)

    campus: Mapped[Campus | None] = relationship(lazy="raise_on_sql")

    def to_items(self) -> list[Item]:
        return [Item(name, int(count), EquipmentState(state)) for name, count, state in self.equipment]


class VenueClosure(WithdrawnMixin, Base):
    """A time in which a venue cannot be used (停用), half-open."""

    __tablename__ = "venue_closure"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        Index("ix_venue_closure_venue_id_starts_at", "venue_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")

    def to_away(self) -> Away:
        return Away(to_local(self.starts_at), to_local(self.ends_at), self.reason)

    def to_stretch(self) -> Stretch:
        return Stretch(self.id, to_local(self.starts_at), to_local(self.ends_at))


class VenueCheck(WithdrawnMixin, Base):
    """One check of a venue (场地检查): safety, fire protection or network."""

    __tablename__ = "venue_check"
    __table_args__ = (
        CheckConstraint("next_due IS NULL OR next_due >= checked_on", name="is_due_after_it"),
        Index("ix_venue_check_venue_id_kind_checked_on", "venue_id", "kind", "checked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    kind: Mapped[CheckKind]
    checked_on: Mapped[date]
    result: Mapped[CheckResult]
    findings: Mapped[str] = mapped_column(Text, default="")
    next_due: Mapped[date | None]
    inspector: Mapped[str] = mapped_column(String(120), default="")

    files: Mapped[list[VenueCheckFile]] = relationship(lazy="raise_on_sql", order_by="VenueCheckFile.id")

    def to_check(self) -> Check:
        return Check(self.kind, self.checked_on, self.result, self.next_due)


class VenueCheckFile(Base):
    """A report or photo of a check (检查附件)."""

    __tablename__ = "venue_check_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("venue_check.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
