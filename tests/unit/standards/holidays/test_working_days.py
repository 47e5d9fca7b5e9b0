"""Which days are worked: the shipped calendar, and what people enter on top of it."""

from __future__ import annotations

from datetime import date

import pytest

from core import workdays
from standards.holidays.rules import DayKind, DayMark, WorkingDays

SHIPPED = WorkingDays()


@pytest.mark.parametrize(
    ("day", "worked", "name"),
    [
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 10, 3), False, "国庆节"),
        (date(2026, 10, 10), True, "国庆节调休上班"),
        (date(2026, 9, 25), False, "中秋节"),
        (date(2026, 11, 20), True, ""),
        (date(2026, 11, 21), False, ""),
    ],
)
def test_the_shipped_calendar_knows_holidays_and_make_up_days(day, worked, name):
    assert (SHIPPED(day), SHIPPED.name_of(day), SHIPPED.is_known(day)) == (worked, name, True)


def test_every_name_of_the_shipped_calendar_is_chinese():
    from chinese_calendar.constants import Holiday

    assert {one.value for one in Holiday} == set(workdays.NAMES)


def test_in_a_year_that_is_not_known_the_weekday_decides():
    assert (SHIPPED(date(2027, 10, 1)), SHIPPED(date(2027, 10, 2))) == (True, False)
    assert not SHIPPED.is_known(date(2027, 10, 1))


def test_an_entry_overrides_the_shipped_calendar():
    day = date(2026, 11, 20)
    entered = WorkingDays({day: DayMark(DayKind.HOLIDAY, "校庆")})
    assert (entered(day), entered.name_of(day), entered.is_entered(day)) == (False, "校庆", True)


def test_an_entry_that_is_taken_back_leaves_the_shipped_calendar():
    day = date(2026, 10, 1)
    entered = WorkingDays({day: DayMark(DayKind.AS_SHIPPED)})
    assert (entered(day), entered.name_of(day), entered.is_entered(day)) == (False, "国庆节", False)


@pytest.mark.parametrize(
    ("name", "shown"), [("国庆节", "国庆节调休上班"), ("国庆节调休上班", "国庆节调休上班"), ("", "调休上班")]
)
def test_a_weekend_that_is_worked_says_what_it_makes_up_for(name, shown):
    day = date(2027, 10, 9)
    entered = WorkingDays({day: DayMark(DayKind.WORKING, name)})
    assert (entered(day), entered.name_of(day)) == (True, shown)


def test_a_year_is_known_once_it_was_entered_and_a_day_once_it_has_an_entry():
    day, next_day = date(2027, 10, 1), date(2027, 10, 8)
    assert WorkingDays({}, frozenset({2027})).is_known(next_day)
    one_entry = WorkingDays({day: DayMark(DayKind.HOLIDAY)})
    assert (one_entry.is_known(day), one_entry.is_known(next_day)) == (True, False)
