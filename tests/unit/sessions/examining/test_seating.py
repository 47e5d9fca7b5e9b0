"""Seats by lot: the same seed the same plan, empty seats between, colleagues apart."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sessions.examining.rules.seating import Seat, Sitter, invigilators_needed, places, seat, seats_needed


def test_people_are_spread_over_rows_and_columns_with_empty_seats_between():
    assert [one.column for one in places(2, 6, 6)] == [1, 3, 5, 1, 3, 5]
    assert places(2, 8, 5) == [Seat(1, 1), Seat(1, 3), Seat(1, 6), Seat(2, 1), Seat(2, 5)]
    assert len(set(places(3, 4, 12))) == 12


def test_a_room_that_is_too_small_seats_nobody():
    assert seat([Sitter(number) for number in range(5)], 2, 2, "甲") is None


@given(st.integers(1, 30), st.integers(1, 6), st.integers(1, 8), st.text(max_size=5))
def test_everybody_sits_once_and_the_same_seed_seats_the_same(people, rows, columns, seed):
    sitters = [Sitter(number, f"企业{number % 4}") for number in range(people)]
    plan = seat(sitters, rows, columns, seed)
    if people > rows * columns:
        assert plan is None
        return
    assert sorted(number for number, _ in plan.seats) == list(range(people))
    assert len({place for _, place in plan.seats}) == people
    assert all(1 <= place.row <= rows and 1 <= place.column <= columns for _, place in plan.seats)
    assert seat(list(reversed(sitters)), rows, columns, seed) == plan


def test_colleagues_are_kept_apart_where_that_can_be():
    many = [Sitter(number, "大厂" if number < 8 else f"企业{number}") for number in range(32)]
    assert seat(many, 6, 8, "甲").together == 0
    assert seat([Sitter(number, "大厂") for number in range(4)], 2, 2, "甲").together == 6


def test_seats_and_invigilators_of_the_rule_set():
    assert seats_needed(33, Decimal("1.5")) == 50
    assert (invigilators_needed(31, 30), invigilators_needed(5, 0)) == (2, 0)
