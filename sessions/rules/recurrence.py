"""Sessions that come back (循环排课): every chosen weekday, so many times or until a date, around days of rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_LINES = 60  # more than any class has; keeps a slip of the keyboard from filling a page
MOST_DAYS = 366
DAY = timedelta(days=1)


class RestDays(StrEnum):
    """What becomes of a session that falls on a day of rest."""

    SKIP = "skip"
    SHIFT = "shift"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which days: weekdays (Monday is 0) from a first day on, `times` sessions or until a day, whichever ends first."""

    first: date
    weekdays: frozenset[int]
    times: int | None = None
    until: date | None = None
    rest: RestDays = RestDays.SKIP
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of the pattern: `on` is when it is held, `due` when the pattern named it; not `held` means skipped."""

    on: date
    due: date
    module: str = ""
    held: bool = True

    @property
    def shifted(self) -> bool:
        return self.on != self.due


def expand(pattern: Pattern, is_workday: Callable[[date], bool]) -> list[Occurrence]:
    """Every date of the pattern in order, skipped ones included; modules go round over those that are held.

    A make-up working day (调休上班) counts as the working day it is. A session that shifts goes to the next working day
    that the pattern has not taken yet; a later one that finds its day taken shifts as well.
    """
    taken: set[date] = set()
    found: list[Occurrence] = []
    for due in _due_days(pattern):
        if len(taken) >= min(pattern.times or MOST_LINES, MOST_LINES) or len(found) >= 2 * MOST_LINES:
            break
        on = _place(due, pattern, is_workday, taken)
        if on is None:
            found.append(Occurrence(due, due, held=False))
            continue
        module = pattern.modules[len(taken) % len(pattern.modules)] if pattern.modules else ""
        taken.add(on)
        found.append(Occurrence(on, due, module))
    return sorted(found, key=lambda one: (one.on, one.due))


def _due_days(pattern: Pattern) -> Iterator[date]:
    last = min(pattern.until or date.max, pattern.first + MOST_DAYS * DAY)
    day = pattern.first
    while day <= last:
        if day.weekday() in pattern.weekdays:
            yield day
        day += DAY


def _place(due: date, pattern: Pattern, is_workday: Callable[[date], bool], taken: Collection[date]) -> date | None:
    """The day on which a due session is held; None when it is skipped."""
    if pattern.rest is RestDays.KEEP or (is_workday(due) and due not in taken):
        return due
    if pattern.rest is RestDays.SKIP:
        return None
    for ahead in range(1, MOST_DAYS):
        day = due + ahead * DAY
        if is_workday(day) and day not in taken:
            return day
    return None


def next_codes(known: Collection[str], count: int, *, prefix: str = "S") -> list[str]:
    """Codes that continue the numbering of a class: after S09 comes S10."""
    pattern = re.compile(rf"{re.escape(prefix)}(\d+)")
    numbers = [int(hit[1]) for hit in map(pattern.fullmatch, known) if hit]
    start = max(numbers, default=0) + 1
    return [f"{prefix}{number:02}" for number in range(start, start + count)]
