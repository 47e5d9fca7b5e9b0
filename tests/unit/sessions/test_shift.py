"""Where the days of a timetable go when a class is cloned."""

from __future__ import annotations

from datetime import date

from sessions.cloning.rules import Shift, shift_days


def weekday(day):
    return day.weekday() < 5


def test_nothing_moves_nowhere():
    assert shift_days([], date(2026, 6, 1), Shift.WEEKS, weekday) == {}


def test_by_weeks_the_weekday_stays_and_no_day_is_before_the_start():
    moved = shift_days([date(2026, 3, 3), date(2026, 3, 7)], date(2026, 6, 3), Shift.WEEKS, weekday)
    assert list(moved.values()) == [date(2026, 6, 9), date(2026, 6, 13)]


def test_by_weeks_a_class_can_go_back_in_time():
    assert shift_days([date(2026, 3, 9)], date(2026, 3, 2), Shift.WEEKS, weekday) == {
        date(2026, 3, 9): date(2026, 3, 2)
    }


def test_by_working_days_the_gaps_stay_and_rest_days_are_skipped():
    days = [date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 10)]  # Thursday, Friday, Tuesday
    moved = shift_days(days, date(2026, 6, 6), Shift.WORKING_DAYS, weekday)  # a Saturday
    assert list(moved.values()) == [date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 11)]


def test_a_rest_day_that_was_taught_on_becomes_the_next_working_day():
    days = [date(2026, 3, 6), date(2026, 3, 7)]
    moved = shift_days(days, date(2026, 6, 1), Shift.WORKING_DAYS, weekday)
    assert list(moved.values()) == [date(2026, 6, 1), date(2026, 6, 2)]


def test_where_nobody_ever_works_the_day_stays():
    moved = shift_days([date(2026, 3, 6)], date(2026, 6, 1), Shift.WORKING_DAYS, lambda _day: False)
    assert moved == {date(2026, 3, 6): date(2026, 6, 1)}
