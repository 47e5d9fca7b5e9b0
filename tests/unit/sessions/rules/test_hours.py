"""From seconds to credit hours (R1, R2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.hours import credit_hours, whole_minutes
from sessions.rules.policy import Rounding
from tests.unit.sessions.rules.samples import POLICY


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (659, 10), (660, 11), (5399, 89)])
def test_seconds_are_rounded_down_to_whole_minutes(seconds, minutes):
    assert whole_minutes(seconds) == minutes


@pytest.mark.parametrize(
    ("minutes", "planned", "hours"),
    [
        (0, "2", "0"),
        (11, "2", "0"),
        (12, "2", "0.25"),
        (22, "2", "0.25"),
        (23, "2", "0.5"),
        (45, "2", "1"),
        (89, "2", "1.75"),
        (90, "2", "2"),
        (100, "2", "2"),
        (210, "4", "4"),
        (100, "0", "0"),
        (100, "0.75", "0.75"),
    ],
)
def test_hours_are_quarters_rounded_down_and_at_most_the_planned(minutes, planned, hours):
    assert credit_hours(minutes, Decimal(planned), POLICY.hours) == Decimal(hours)


@pytest.mark.parametrize(
    ("rounding", "hours"), [(Rounding.DOWN, "0.25"), (Rounding.NEAREST, "0.5"), (Rounding.UP, "0.5")]
)
def test_the_rule_set_says_which_way_a_part_goes(rounding, hours):
    policy = replace(POLICY.hours, rounding=rounding)
    assert credit_hours(20, Decimal(2), policy) == Decimal(hours)


def test_an_hour_of_another_length_and_step():
    policy = replace(POLICY.hours, minutes_per_hour=50, step=Decimal("0.1"))
    assert [credit_hours(minutes, Decimal(4), policy) for minutes in (4, 5, 149, 150)] == [
        Decimal(0), Decimal("0.1"), Decimal("2.9"), Decimal(3),
    ]  # fmt: skip


@given(st.integers(0, 10_000), st.integers(0, 400))
def test_hours_follow_the_formula_for_all_minutes(minutes, quarters):
    planned = Decimal(quarters) / 4
    assert credit_hours(minutes, planned, POLICY.hours) == min(Decimal(minutes * 4 // 45) / 4, planned)
