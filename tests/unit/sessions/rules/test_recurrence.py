"""Sessions that come back, around days of rest and make-up working days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import is_workday
from sessions.rules.recurrence import MOST_LINES, Pattern, RestDays, expand, next_codes

MONDAY = date(2026, 9, 14)


def dates(pattern, works=is_workday):
    return [(str(one.on)[5:], one.held, one.shifted) for one in expand(pattern, works)]


def test_every_week_so_many_times():
    assert dates(Pattern(MONDAY, frozenset({0}), 2)) == [("09-14", True, False), ("09-21", True, False)]


def test_until_a_day_included():
    assert [on for on, *_ in dates(Pattern(MONDAY, frozenset({0, 2}), None, date(2026, 9, 21)))] == [
        "09-14", "09-16", "09-21",
    ]  # fmt: skip


def test_a_day_of_rest_is_left_out_and_does_not_count():
    found = dates(Pattern(date(2026, 9, 28), frozenset({0}), 2))
    assert found == [("09-28", True, False), ("10-05", False, False), ("10-12", True, False)]


def test_a_make_up_saturday_is_taught():
    assert dates(Pattern(date(2026, 10, 10), frozenset({5}), 1)) == [("10-10", True, False)]


def test_shifting_takes_the_next_free_working_day_and_pushes_what_stands_there():
    pattern = Pattern(date(2026, 10, 5), frozenset(range(7)), 3, rest=RestDays.SHIFT)
    assert [str(one.on)[5:] for one in expand(pattern, is_workday)] == ["10-08", "10-09", "10-10"]


def test_holding_it_all_the_same():
    assert dates(Pattern(date(2026, 10, 5), frozenset({0}), 1, rest=RestDays.KEEP)) == [("10-05", True, False)]


def test_without_any_working_day_nothing_is_held():
    found = expand(Pattern(MONDAY, frozenset({0}), 3, rest=RestDays.SHIFT), lambda _day: False)
    assert found
    assert not any(one.held for one in found)


def test_modules_take_turns_over_what_is_held():
    pattern = Pattern(date(2026, 9, 28), frozenset({0}), 3, modules=("甲", "乙"))
    assert [one.module for one in expand(pattern, is_workday)] == ["甲", "", "乙", "甲"]


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.sets(st.integers(0, 6)),
    st.integers(1, 80),
    st.sampled_from(RestDays),
)
def test_no_day_twice_never_too_many_and_days_of_rest_only_when_wanted(first, weekdays, times, rest):
    held = [one for one in expand(Pattern(first, frozenset(weekdays), times, rest=rest), is_workday) if one.held]
    assert len({one.on for one in held}) == len(held) <= min(times, MOST_LINES)
    assert rest is RestDays.KEEP or all(is_workday(one.on) for one in held)


@pytest.mark.parametrize(
    ("known", "codes"), [((), ["S01", "S02"]), (("S09", "L3", "S02"), ["S10", "S11"]), (("S99",), ["S100", "S101"])]
)
def test_codes_continue(known, codes):
    assert next_codes(known, 2) == codes
