"""A year of the calendar at a glance: how full its days are, and what fills its months. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sessions.agenda.rules import By, Entry
from sessions.rules.timetable import split_teachers
from standards.holidays.rules import WorkingDays
from standards.holidays.year import DayCell, months_of


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is in a day, a month, a year."""

    sessions: int = 0
    hours: Decimal = Decimal(0)

    def plus(self, entry: Entry) -> Load:
        return Load(self.sessions + 1, self.hours + entry.hours)


Who = tuple[str, int | None]  # a name and its number on the register; "" and None for nobody


@dataclass(frozen=True, slots=True)
class YearLine:
    """A class, teacher or venue through the months of a year."""

    name: str
    key: int | None
    months: tuple[Load, ...]
    total: Load


@dataclass(frozen=True, slots=True)
class Year:
    """A year at a glance: months of weeks of days (None outside the month) with their loads, and what fills them."""

    months: Sequence[Sequence[Sequence[DayCell | None]]]
    loads: Mapping[date, Load]
    by_month: tuple[Load, ...]
    lines: tuple[YearLine, ...]
    total: Load
    fullest: int

    def load(self, day: date) -> Load:
        return self.loads.get(day, Load())

    def shade(self, day: date) -> int:
        """0 for nothing, 1 to 4 the fuller a day is beside the fullest one."""
        return -(-4 * self.load(day).sessions // self.fullest) if self.fullest else 0


def year_of(
    year: int,
    entries: Sequence[Entry],
    calendar: WorkingDays,
    who: Callable[[Entry], Iterable[Who]],
    known: Iterable[Who],
) -> Year:
    """A year with a line for everybody whom `who` finds in its sessions, and for those who are `known` without any."""
    loads: defaultdict[date, Load] = defaultdict(Load)
    months, total = [Load()] * 12, Load()
    for one in entries:
        loads[one.day] = loads[one.day].plus(one)
        months[one.day.month - 1] = months[one.day.month - 1].plus(one)
        total = total.plus(one)
    fullest = max((one.sessions for one in loads.values()), default=0)
    lines = _lines_of(entries, who, known)
    return Year(months_of(year, calendar), dict(loads), tuple(months), lines, total, fullest)


def _lines_of(
    entries: Iterable[Entry], who: Callable[[Entry], Iterable[Who]], known: Iterable[Who]
) -> tuple[YearLine, ...]:
    months: dict[Who, list[Load]] = {each: [Load()] * 12 for each in known}
    for one in entries:
        for each in who(one):
            line = months.setdefault(each, [Load()] * 12)
            line[one.day.month - 1] = line[one.day.month - 1].plus(one)
    ordered = sorted(months, key=lambda each: (not each[0], _natural(each[0]), each[1] or 0))
    return tuple(YearLine(*each, tuple(months[each]), _sum(months[each])) for each in ordered)


def _natural(name: str) -> list[str | int]:
    """So that 第9期 stands before 第10期: words and numbers in turns."""
    return [int(part) if part.isdecimal() else part for part in re.split("([0-9]+)", name)]


def _sum(loads: Iterable[Load]) -> Load:
    loads = list(loads)
    return Load(sum(one.sessions for one in loads), sum((one.hours for one in loads), Decimal(0)))


def whose(by: By, teacher_ids: Mapping[str, int]) -> Callable[[Entry], list[Who]]:
    """Who a session counts for: its class, each of its teachers, its venue. With two teachers it counts for both."""

    def found(entry: Entry) -> list[Who]:
        if by is By.CLASS:
            return [(entry.class_name, entry.offering_id)]
        if by is By.VENUE:
            return [(entry.venue_name, entry.venue_id)]
        names = list(dict.fromkeys(split_teachers(entry.teacher_name))) or [""]
        return [(name, teacher_ids.get(name)) for name in names]

    return found
