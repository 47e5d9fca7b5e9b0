"""The working calendar as dated entries. Nothing is changed or deleted: the last entry for a day counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, utc_now
from standards.holidays.rules import DayKind, DayMark


class CalendarDay(Base):
    """An entry for one day of the working calendar (工作日历): day off or working day, why, and who entered it.

    `serial` counts the entries for that day: two people who correct the same day at once cannot both write the next.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("day", "serial", name="next_entry_is_written_once"),
        CheckConstraint("serial > 0", name="serial_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    serial: Mapped[int]
    kind: Mapped[DayKind]
    name: Mapped[str] = mapped_column(String(40), default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    entered_at: Mapped[datetime] = mapped_column(default=utc_now)

    def to_mark(self) -> DayMark:
        return DayMark(self.kind, self.name)


class CalendarYear(Base):
    """The statement that the official arrangement of a whole year was entered (年度日历)."""

    __tablename__ = "calendar_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    basis: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    entered_at: Mapped[datetime] = mapped_column(default=utc_now)
