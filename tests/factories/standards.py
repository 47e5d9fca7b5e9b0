"""Factories of the working calendar."""

from __future__ import annotations

from datetime import date

import factory

from standards.holidays.models import CalendarDay, CalendarYear
from standards.holidays.rules import DayKind
from tests.factories.base import ModelFactory


class CalendarDayFactory(ModelFactory):
    """The first entry for a day off."""

    class Meta:
        model = CalendarDay

    day = factory.Sequence(lambda n: date.fromordinal(date(2031, 1, 1).toordinal() + n % 300))
    serial = 1
    kind = DayKind.HOLIDAY
    name = "国庆节"
    basis = "国办发明电〔2026〕7号"
    by_name = "李静"


class CalendarYearFactory(ModelFactory):
    """A year that was entered in full."""

    class Meta:
        model = CalendarYear

    year = 2027
    basis = "国办发明电〔2026〕7号"
    by_name = "李静"
