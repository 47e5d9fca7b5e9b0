"""Printed sheets, what was read from their photographs, and what a person made of it. Rows are never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, utc_now
from core.stored_files import StoredFile


class SheetPrinting(Base):
    """One printing of the sheet of a half-day (签到表打印): who stands in which row, in order."""

    __tablename__ = "sheet_printing"
    __table_args__ = (CheckConstraint("columns BETWEEN 1 AND 2", name="is_signed_once_or_twice"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    on: Mapped[date] = mapped_column("held_on")
    part: Mapped[str] = mapped_column(String(2))
    columns: Mapped[int]
    people: Mapped[list[int]] = mapped_column(JSON)  # enrolments
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_name: Mapped[str] = mapped_column(String(120), default="")


class SheetScan(Base):
    """One page as it was photographed, and what was read from it (签到表回扫)."""

    __tablename__ = "sheet_scan"
    __table_args__ = (CheckConstraint("page > 0", name="pages_count_from_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    printing_id: Mapped[int] = mapped_column(ForeignKey("sheet_printing.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    picture: Mapped[int] = mapped_column(default=0)  # which picture of the file, from 0
    page: Mapped[int]
    read: Mapped[list[Any]] = mapped_column(JSON)  # a list of inks for each row
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_name: Mapped[str] = mapped_column(String(120), default="")

    printing: Mapped[SheetPrinting] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    confirmation: Mapped[SheetConfirmation | None] = relationship(lazy="raise_on_sql", back_populates="scan")


class SheetConfirmation(Base):
    """What a person confirmed of a page (回扫确认): the signatures that became sign-ins and sign-outs."""

    __tablename__ = "sheet_confirmation"
    __table_args__ = (UniqueConstraint("scan_id", name="confirmed_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("sheet_scan.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    signed: Mapped[list[Any]] = mapped_column(JSON)  # [enrolment, column] each
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")

    scan: Mapped[SheetScan] = relationship(lazy="raise_on_sql", back_populates="confirmation")
