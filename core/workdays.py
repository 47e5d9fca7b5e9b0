"""Which days are working days in the shipped calendar: the State Council's, with its make-up days (调休).

The calendar comes from the package `chinesecalendar`; for a year it does not know yet, Monday to Friday count as
working days, and `is_known` says so. What people enter on top of it stands in `standards.holidays`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

# The package names holidays in English; these are their names in the State Council's notices.
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


@cache
def known_years() -> frozenset[int]:
    """The years whose official calendar is in the package."""
    from chinese_calendar.constants import holidays

    return frozenset(day.year for day in holidays)


def is_known(year: int) -> bool:
    """Whether the official calendar of that year is in the package."""
    return year in known_years()


def is_workday(day: date) -> bool:
    """Whether that day is a working day."""
    import chinese_calendar

    if not is_known(day.year):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def holiday_of(day: date) -> str:
    """The holiday for which that day is off, or is worked instead; empty for an ordinary day."""
    from chinese_calendar.constants import holidays, workdays

    name = holidays.get(day) or workdays.get(day) or ""
    return NAMES.get(name, name)
