"""The head row of a week grid: a day over each column."""

from __future__ import annotations

import re
from datetime import date, timedelta

from intake.reading.clocks import find_clocks
from intake.reading.dates import Calendar, find_short_date
from intake.reading.grid import Grid, Region


def grid_days(grid: Grid, row: int, region: Region, calendar: Calendar) -> tuple[tuple[int, date], ...]:
    """The days across a week grid's head row with their columns; empty if the row is no such head."""
    days = []
    for column in grid.filled(row, region):
        text = grid.text(row, column)
        day = _day(grid, row, column, calendar) if len(text) <= 24 else None
        if day:
            days.append((column, day))
    others = len(grid.filled(row, region)) - len(days)
    if len({day for _, day in days}) < 2 or others > 3 or days[0][0] == region.left:
        return ()
    times = sum(1 for below in range(row + 1, min(row + 9, grid.height)) if _has_span(grid, below, region, days[0][0]))
    return tuple(days) if times else ()


def _day(grid: Grid, row: int, column: int, calendar: Calendar) -> date | None:
    cell = grid.at(row, column)
    if isinstance(cell, date):
        return cell
    text = grid.text(row, column)
    found = find_short_date(text, calendar)
    weekday = re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", text)
    if found or not weekday or calendar.first_day is None:
        return found
    below = find_short_date(grid.text(row + 1, column), calendar)
    monday = calendar.first_day - timedelta(days=calendar.first_day.weekday())
    day = monday + timedelta(days=min("一二三四五六日天".index(weekday[1]), 6))
    return below or (day if day >= calendar.first_day else day + timedelta(days=7))


def _has_span(grid: Grid, row: int, region: Region, first: int) -> bool:
    label = " ".join(grid.text(row, column) for column in range(region.left, first))
    return len(find_clocks(label)) >= 2
