"""What counts in a year, where a posting goes, and when to remind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sessions.ledger.rules.policy import LatePostings, ledger_policy
from sessions.ledger.rules.years import (
    CountReason,
    Standing,
    add_up,
    carried_over,
    count_year,
    digest_of,
    posting_year,
    reminder_due,
    span_of,
    standing_of,
    year_of,
)
from tests.unit.sessions.ledger.test_policy import SAMPLE

POLICY = ledger_policy(SAMPLE)
HOURS = some.decimals(min_value=-10, max_value=60, places=2)


def by_name(count):
    return {one.name: one for one in count.categories}


def test_hours_above_a_cap_stay_earned_and_do_not_count():
    one = by_name(count_year({"外部培训": Decimal(22)}, POLICY))["外部培训"]
    assert (one.earned, one.counted, one.cut, one.reason) == (22, 16, 6, CountReason.CAPPED)


def test_hours_at_the_cap_count_whole():
    assert by_name(count_year({"外部培训": Decimal(16)}, POLICY))["外部培训"].reason is CountReason.WHOLE


def test_a_category_that_the_rule_set_does_not_list_counts_nothing():
    count = count_year({"下午茶": Decimal(3), "面授": Decimal(2)}, POLICY)
    assert by_name(count)["下午茶"].reason is CountReason.NOT_LISTED
    assert (count.earned, count.total) == (5, 2)
    assert "空" not in by_name(count_year({"空": Decimal(0)}, POLICY))


def test_a_year_is_reached_at_its_target_and_its_share_is_rounded_down():
    assert count_year({"面授": Decimal(40)}, POLICY).reached
    almost = count_year({"面授": Decimal("39.75")}, POLICY)
    assert (almost.reached, almost.percent, almost.missing) == (False, 99, Decimal("0.25"))
    assert count_year({"面授": Decimal(-3)}, POLICY).percent == 0
    assert count_year({}, replace(POLICY, target=Decimal(0))).percent == 100


@given(some.dictionaries(some.sampled_from(POLICY.names), HOURS), HOURS)
def test_counting_takes_away_exactly_what_is_above_the_caps(earned, more):
    count = count_year(earned, POLICY)
    assert count.earned == sum(earned.values())
    assert count.earned - count.own == sum(max(earned.get(name, 0) - cap, 0) for name, cap in POLICY.caps)
    fuller = count_year({**earned, "面授": earned.get("面授", Decimal(0)) + abs(more)}, POLICY)
    assert fuller.total >= count.total


def test_only_own_hours_above_the_target_are_carried_over_up_to_the_limit():
    policy = replace(POLICY, carry_over=Decimal(5))
    assert carried_over(count_year({"面授": Decimal(42)}, policy), policy) == 2
    assert carried_over(count_year({"面授": Decimal(50)}, policy), policy) == 5
    assert carried_over(count_year({"面授": Decimal(38)}, policy, Decimal(5)), policy) == 0
    assert carried_over(count_year({"面授": Decimal(50)}, POLICY), POLICY) == 0


@pytest.mark.parametrize(
    ("day", "starts", "year"),
    [
        (date(2026, 1, 1), (1, 1), 2026),
        (date(2026, 8, 31), (9, 1), 2025),
        (date(2026, 9, 1), (9, 1), 2026),
    ],
)
def test_a_year_is_named_after_the_calendar_year_in_which_it_begins(day, starts, year):
    assert year_of(day, starts) == year
    first, last = span_of(year, starts)
    assert first <= day <= last


@pytest.mark.parametrize(
    ("own", "closed", "late", "now", "goes_to"),
    [
        (2025, (), LatePostings.NEXT, 2026, 2025),
        (2024, (2024,), LatePostings.NEXT, 2026, 2025),
        (2024, (2024, 2025), LatePostings.NEXT, 2026, 2026),
        (2024, (2024,), LatePostings.CURRENT, 2026, 2026),
        (2025, (2025, 2026), LatePostings.CURRENT, 2025, 2027),
    ],
)
def test_what_belongs_to_a_closed_year_goes_to_an_open_one(own, closed, late, now, goes_to):
    assert posting_year(own, closed, late, now) == goes_to


def test_who_can_still_reach_the_target_is_on_the_way():
    some_hours, enough = count_year({"面授": Decimal(20)}, POLICY), count_year({"面授": Decimal(44)}, POLICY)
    assert standing_of(enough, enough) is Standing.REACHED
    assert standing_of(some_hours, enough) is Standing.ON_THE_WAY
    assert standing_of(some_hours, some_hours) is Standing.BEHIND


@pytest.mark.parametrize(
    ("today", "due"),
    [(date(2026, 8, 1), None), (date(2026, 9, 2), 120), (date(2026, 11, 30), 60), (date(2026, 12, 31), 30)],
)
def test_the_reminder_that_is_due_is_the_one_reached_last(today, due):
    assert reminder_due(today, date(2026, 12, 31), POLICY.reminder_days) == due


def test_nobody_is_reminded_after_the_year():
    assert reminder_due(date(2027, 1, 1), date(2026, 12, 31), POLICY.reminder_days) is None


def test_sums_are_by_category():
    assert add_up({"a": Decimal(1)}, {"a": Decimal(2), "b": Decimal(3)}) == {"a": 3, "b": 3}


def test_a_digest_does_not_depend_on_the_order_of_names():
    assert digest_of({"a": 1, "b": Decimal("2.50")}) == digest_of({"b": Decimal("2.50"), "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
