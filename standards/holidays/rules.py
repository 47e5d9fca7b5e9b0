"""The working calendar: what people entered, on top of the calendar that comes with the product. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core import workdays

MAKE_UP = "调休上班"  # As the notices of the State Council call a working day on a weekend.


class DayKind(StrEnum):
    """What an entry makes of a day."""

    HOLIDAY = "holiday"  # 放假
    WORKING = "working"  # 上班, on a weekend as a make-up day
    AS_SHIPPED = "as_shipped"  # the entry before it is taken back: the calendar of the product counts again


@dataclass(frozen=True, slots=True)
class DayMark:
    """What was entered for one day; `name` is the holiday, for a make-up day the one it makes up for."""

    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Answers whether a day is a working day: `working_days(first, last)(day)`.

    `entered` overrides the shipped calendar day by day. A year is known if the shipped calendar has it or somebody
    entered the official arrangement of the whole year; in other years Monday to Friday count as working days.
    """

    entered: Mapping[date, DayMark] = field(default_factory=dict)
    entered_years: frozenset[int] = frozenset()

    def __call__(self, day: date) -> bool:
        mark = self._mark(day)
        return mark.kind is DayKind.WORKING if mark else workdays.is_workday(day)

    def name_of(self, day: date) -> str:
        """国庆节 for a day off, 国庆节调休上班 for a day worked instead; empty for an ordinary day or weekend."""
        mark = self._mark(day)
        name = mark.name if mark else workdays.holiday_of(day)
        if not self(day) or day.weekday() < 5:
            return name
        return name if MAKE_UP in name else f"{name}{MAKE_UP}"

    def is_known(self, day: date) -> bool:
        """Whether the official arrangement of that day is known; otherwise the weekday alone decides."""
        return self._mark(day) is not None or day.year in self.entered_years or workdays.is_known(day.year)

    def is_entered(self, day: date) -> bool:
        """Whether somebody entered that day and the entry counts."""
        return self._mark(day) is not None

    def _mark(self, day: date) -> DayMark | None:
        mark = self.entered.get(day)
        return None if mark is None or mark.kind is DayKind.AS_SHIPPED else mark
