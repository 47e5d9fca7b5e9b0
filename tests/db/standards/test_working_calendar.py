"""The working calendar in the database: the last entry for a day counts, earlier ones stay."""

from __future__ import annotations

from datetime import date

from standards.holidays import queries
from standards.holidays.rules import DayKind
from tests.db.refusals import refused

DAY = date(2027, 10, 1)
YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def test_the_last_entry_of_a_day_counts_and_the_first_stays(make, in_app):
    make.CalendarDay(day=DAY, kind=DayKind.WORKING)
    make.CalendarDay(day=DAY, kind=DayKind.HOLIDAY, serial=2)
    calendar = queries.working_days(*YEAR)
    assert (calendar(DAY), calendar.is_known(DAY)) == (False, True)
    assert [one.kind for one in queries.entries_of(DAY)] == [DayKind.HOLIDAY, DayKind.WORKING]


def test_a_year_that_was_entered_is_known(make, in_app):
    assert not queries.working_days(*YEAR).is_known(DAY)
    make.CalendarYear(year=2027)
    assert queries.working_days(*YEAR).is_known(DAY)
    assert queries.year_entry(2027).by_name == "李静"
    assert queries.year_entry(2028) is None


def test_entries_outside_the_days_asked_for_are_left_out(make, in_app):
    make.CalendarDay(day=date(2028, 1, 1))
    assert queries.entries_between(*YEAR) == {}


def test_two_people_cannot_both_write_the_next_entry(make):
    make.CalendarDay(day=DAY)
    with refused("next_entry_is_written_once|calendar_day.day"):
        make.CalendarDay(day=DAY)
