"""The figures of the yearly account, as the rule-set writes them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sessions.ledger.rules.policy import LatePostings, ledger_policy, pairs_of
from sessions.rules.kinds import SessionKind
from standards.actions import SHIPPED
from standards.rules import ParameterMissing
from standards.toml_files import read_rule_set

SAMPLE = {one.key: one for one in read_rule_set(SHIPPED / "shaanxi-sample-2.toml").parameters}


def changed(key, value):
    return {**SAMPLE, key: replace(SAMPLE[key], value=value)}


def test_the_sample_has_every_figure():
    policy = ledger_policy(SAMPLE)
    assert (policy.target, policy.carry_over, policy.late) == (40, 0, LatePostings.NEXT)
    assert (policy.year_starts, policy.reminder_days, policy.minutes_per_hour) == ((1, 1), (120, 60, 30), 45)
    assert policy.claimable == ("外部培训", "学术活动", "标准与课题")
    assert (policy.cap_of("外部培训"), policy.cap_of("面授")) == (Decimal(16), None)


def test_hours_of_a_class_are_called_as_the_rule_set_calls_them_else_by_their_code():
    assert ledger_policy(SAMPLE).name_of(SessionKind.LIVE) == "直播"
    assert ledger_policy(changed("ledger.categories", "面授=offline")).name_of(SessionKind.LIVE) == "live"


def test_pairs_may_be_written_on_lines_and_with_wide_signs():
    assert pairs_of("面授＝offline\n直播 = live；", "x") == [("面授", "offline"), ("直播", "live")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ledger.categories", "面授=elsewhere"),
        ("ledger.categories", "面授"),
        ("ledger.caps", "外部培训=many"),
        ("ledger.year_target", None),
        ("ledger.year_starts", "13-01"),
        ("ledger.year_starts", "February"),
        ("ledger.late_postings", "never"),
        ("ledger.reminder_days", "soon"),
    ],
)
def test_a_figure_that_cannot_be_read_counts_as_open(key, value):
    with pytest.raises(ParameterMissing, match=key):
        ledger_policy(changed(key, value))
