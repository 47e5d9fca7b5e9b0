"""A year of the working calendar as its page shows it. Pure."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from standards.holidays.rules import MAKE_UP, WorkingDays


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month: `mark` is "rest" or "work" where the day differs from its weekday or bears a name."""

    day: date
    works: bool
    name: str
    mark: str
    entered: bool

    @property
    def short_name(self) -> str:
        """The holiday alone: that a make-up day is worked, its mark says."""
        return self.name.removesuffix(MAKE_UP) or self.name


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row with one name: a holiday, or the days worked for it."""

    first: date
    last: date
    works: bool
    name: str
    entered: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def months_of(year: int, calendar: WorkingDays) -> list[list[list[DayCell | None]]]:
    """Twelve months, each a list of weeks from Monday to Sunday; None outside the month."""
    return [
        [
            [cell_of(day, calendar) if day.month == month else None for day in week]
            for week in Calendar().monthdatescalendar(year, month)
        ]
        for month in range(1, 13)
    ]


def cell_of(day: date, calendar: WorkingDays) -> DayCell:
    works, name = calendar(day), calendar.name_of(day)
    special = bool(name) or works != (day.weekday() < 5)
    return DayCell(day, works, name, ("work" if works else "rest") if special else "", calendar.is_entered(day))


def stretches_of(year: int, calendar: WorkingDays) -> list[Stretch]:
    """Every holiday and make-up day of a year, days in a row with one name as one."""
    found: list[Stretch] = []
    day = date(year, 1, 1)
    while day.year == year:
        cell = cell_of(day, calendar)
        if cell.mark:
            last = found[-1] if found else None
            joined = last and (last.last + timedelta(days=1), last.works, last.name, last.entered)
            if last and joined == (day, cell.works, cell.name, cell.entered):
                found[-1] = Stretch(last.first, day, last.works, last.name, last.entered)
            else:
                found.append(Stretch(day, day, cell.works, cell.name, cell.entered))
        day += timedelta(days=1)
    return found
