"""Periods as people write them, as sessions show them, and the half-days that may be used."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from courses.solver.problem import Half
from sessions.solving.rules.grid import (
    WEEKDAYS,
    BadPeriods,
    Grid,
    half_of,
    may_be_used,
    overlapping,
    present_halves,
    present_periods,
    read_periods,
    slots_of,
    words_of,
)
from tests.unit.sessions.solving.plain import MONDAY, PERIODS, TUESDAY, at

SATURDAY = date(2026, 3, 7)


@pytest.mark.parametrize(
    "text", ["08:30-10:00 10:20-11:50", "8：30至10：00、10：20—11：50", "08:30～10:00；10:20-11:50"]
)
def test_periods_are_read_as_people_write_them(text):
    assert words_of(read_periods(text, Half.MORNING), Half.MORNING) == "08:30-10:00 10:20-11:50"


@pytest.mark.parametrize(
    ("text", "bad"), [("8点半", "8点半"), ("25:00-26:00", "25:00-26:00"), ("10:00-08:30", "10:00-08:30")]
)
def test_what_is_no_period_is_named(text, bad):
    with pytest.raises(BadPeriods, match=bad):
        read_periods(text, Half.MORNING)


def test_periods_that_share_time_are_found():
    one, other = read_periods("08:30-10:00 09:30-11:00", Half.MORNING)
    assert overlapping([other, one]) == (one, other)
    assert overlapping(PERIODS) is None


def test_a_half_day_is_told_by_its_clock():
    assert [half_of(at(clock).time()) for clock in ("11:59", "12:00", "18:00")] == list(Half)


def spans(*clocks, day=MONDAY):
    return [tuple(at(clock, day) for clock in one.split("-")) for one in clocks]


def test_sessions_give_the_periods_and_usual_ones_fill_up_beside_them():
    found = present_periods(spans("08:30-10:00", "14:30-16:00"), PERIODS)
    assert [str(one) for one in found] == ["08:30-10:00", "10:20-11:50", "14:30-16:00", "16:20-17:50"]


def test_a_usual_period_in_the_way_comes_later_if_its_half_day_has_room():
    usual = [*PERIODS, *read_periods("15:50-17:20", Half.AFTERNOON)]
    found = present_periods(spans("14:30-16:00"), usual)
    assert [str(one) for one in found] == ["08:30-10:00", "10:20-11:50", "14:30-16:00", "16:20-17:50"]
    late = present_periods(spans("15:00-17:30"), usual)
    assert [str(one) for one in late][-1] == "15:00-17:30"


def test_the_commoner_of_two_overlapping_times_counts_and_reaches_as_far_as_the_longest_session():
    found = present_periods([*spans("08:30-10:00"), *spans("08:30-10:00"), *spans("08:30-12:00")])
    assert [str(one) for one in found] == ["08:30-12:00"]


def test_a_session_over_midnight_is_no_period():
    assert present_periods([(at("23:00"), at("01:00", TUESDAY))], PERIODS) == PERIODS


def test_a_weekend_class_is_asked_for_its_weekend_and_others_for_the_working_week():
    assert present_halves([]) == WEEKDAYS
    assert present_halves(spans("09:00-12:00", day=SATURDAY)) == {(5, half) for half in Half}
    mixed = present_halves([*spans("09:00-12:00"), *spans("09:00-12:00", day=SATURDAY)])
    assert mixed == WEEKDAYS | {(5, Half.MORNING)}


@pytest.mark.parametrize(
    ("day", "works", "festive", "used"),
    [
        (MONDAY, True, False, True),
        (MONDAY, False, True, False),  # a holiday
        (MONDAY, False, False, True),  # a holiday that may be used
        (SATURDAY, False, False, False),
        (SATURDAY, True, False, True),  # made up for
    ],
)
def test_half_days_are_used_by_week_and_calendar(day, works, festive, used):
    assert may_be_used(day, Half.MORNING, WEEKDAYS, works=works, festive=festive) is used


def test_a_grid_finds_slots_by_time():
    grid = Grid(slots_of((TUESDAY, MONDAY), PERIODS))
    assert [slot.day for slot in grid.slots] == [MONDAY] * 3 + [TUESDAY] * 3
    assert grid.touched(at("09:00"), at("10:30")) == [0, 1]
    assert grid.place_of(at("10:20", TUESDAY), at("11:00", TUESDAY)) == 4
    assert grid.place_of(at("09:00"), at("10:00")) is None
    assert grid.place_of(at("08:30"), at("10:01")) is None
    assert grid.touched(at("08:30") + timedelta(days=9), datetime(2026, 3, 11, 12)) == []
