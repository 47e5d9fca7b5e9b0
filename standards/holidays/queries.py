"""Questions about the working calendar."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.db import db
from standards.holidays.models import CalendarDay, CalendarYear
from standards.holidays.rules import WorkingDays


def working_days(first: date, last: date) -> WorkingDays:
    """The working calendar from the first to the last day, both included. Two queries."""
    return WorkingDays(
        {day: entry.to_mark() for day, entry in entries_between(first, last).items()}, entered_years(first, last)
    )


def entries_between(first: date, last: date) -> dict[date, CalendarDay]:
    """The entry that counts for each day that has any: the last one written."""
    statement = select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.serial)
    return {entry.day: entry for entry in db.session.scalars(statement)}


def entered_years(first: date, last: date) -> frozenset[int]:
    """The years of which somebody entered the official arrangement."""
    statement = select(CalendarYear.year).where(CalendarYear.year.between(first.year, last.year))
    return frozenset(db.session.scalars(statement))


def year_entry(year: int) -> CalendarYear | None:
    """The last statement that a year was entered in full."""
    statement = select(CalendarYear).where(CalendarYear.year == year).order_by(CalendarYear.id.desc()).limit(1)
    return db.session.scalar(statement)


def entries_of(day: date) -> list[CalendarDay]:
    """Every entry for a day, the one that counts first."""
    statement = select(CalendarDay).where(CalendarDay.day == day).order_by(CalendarDay.serial.desc())
    return list(db.session.scalars(statement))
