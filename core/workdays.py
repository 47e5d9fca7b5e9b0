"""Which days are working days: the State Council's calendar with its make-up days (调休).

The calendar comes from the package `chinesecalendar`; for a year it does not know yet, Monday to Friday count as
working days, and `is_known` says so.
"""

from __future__ import annotations

from datetime import date


def is_known(year: int) -> bool:
    """Whether the official calendar of that year is in the package."""
    from chinese_calendar.constants import holidays

    return any(day.year == year for day in holidays)


def is_workday(day: date) -> bool:
    """Whether that day is a working day."""
    import chinese_calendar

    if not is_known(day.year):
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))
