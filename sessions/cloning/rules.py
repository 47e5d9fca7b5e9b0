"""Where the days of a timetable go when a class is cloned (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

WEEK = timedelta(days=7)
LONGEST_GAP = 400


class Shift(StrEnum):
    """How days move."""

    WEEKS = "weeks"
    WORKING_DAYS = "working_days"


class Carried(StrEnum):
    """What became of a session."""

    WHOLE = "whole"
    IN_PART = "in_part"
    LEFT_OUT = "left_out"


def shift_days(days: Iterable[date], start: date, shift: Shift, is_working: Callable[[date], bool]) -> dict[date, date]:
    """The new day of each teaching day.

    By whole weeks the weekdays stay, and no day comes before `start`. By working days the first one is the first
    working day from `start`, and between two days lie as many working days as before, at least the next one.
    """
    ordered = sorted(set(days))
    if not ordered:
        return {}
    if shift is Shift.WEEKS:
        weeks = -(-(start - ordered[0]).days // 7)
        return {day: day + weeks * WEEK for day in ordered}
    moved = {ordered[0]: _next_working(start, is_working)}
    for before, day in pairwise(ordered):
        gap = max(1, sum(is_working(before + timedelta(days=n)) for n in range(1, (day - before).days + 1)))
        new = moved[before]
        for _step in range(gap):
            new = _next_working(new + timedelta(days=1), is_working)
        moved[day] = new
    return moved


def _next_working(day: date, is_working: Callable[[date], bool]) -> date:
    """The first working day from a day on; the day itself when there is none within reach."""
    reach = (day + timedelta(days=n) for n in range(LONGEST_GAP))
    return next((one for one in reach if is_working(one)), day)
