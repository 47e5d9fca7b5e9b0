"""The figures of leave, appeals and make-up sessions as a rule-set writes them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sessions.absence.rules.policy import (
    Level,
    appeal_policy,
    leave_policy,
    levels_for,
    makeup_policy,
    names_in,
    read_levels,
)
from standards.rules import ParameterMissing
from tests.unit.sessions.rules.samples import PARAMETERS

TABLE = "4=班主任；20%=班主任、教务主任；*=班主任，机构负责人"


def test_the_sample_says_who_approves_what():
    policy = leave_policy(PARAMETERS)
    assert policy.kinds == ("病假", "事假", "公务")
    assert levels_for(policy.levels, Decimal(4), Decimal(40)) == ("班主任",)
    assert levels_for(policy.levels, Decimal("4.25"), Decimal(40)) == ("班主任", "机构负责人")
    assert (policy.latest_hours_before, policy.max_share) == (Decimal(2), Decimal("0.2"))
    assert (appeal_policy(PARAMETERS).days_to_raise, makeup_policy(PARAMETERS).allowed) == (7, True)


@pytest.mark.parametrize(
    ("hours", "names"), [("4", ("班主任",)), ("8", ("班主任", "教务主任")), ("8.25", ("班主任", "机构负责人"))]
)
def test_a_line_can_be_a_share_of_the_class(hours, names):
    assert levels_for(read_levels(TABLE), Decimal(hours), Decimal(40)) == names


def test_a_table_is_read_line_by_line_and_empty_lines_are_nothing():
    assert read_levels("2.5=甲;\n*=甲、乙;") == (
        Level(Decimal("2.5"), False, ("甲",)),
        Level(None, False, ("甲", "乙")),
    )


@pytest.mark.parametrize("text", ["", "4=班主任", "班主任", "*%=甲", "4=、；*=甲"])
def test_a_table_that_cannot_be_read_counts_as_a_missing_figure(text):
    with pytest.raises(ValueError):
        read_levels(text)
    told = {**PARAMETERS, "leave.levels": replace(PARAMETERS["leave.levels"], value=text)}
    with pytest.raises(ParameterMissing) as missing:
        leave_policy(told)
    assert missing.value.key == "leave.levels"


def test_nobody_is_asked_where_no_line_is_wide_enough():
    assert levels_for((Level(Decimal(1), False, ("甲",)),), Decimal(2), Decimal(10)) == ()
    assert names_in(" 病假, 事假 、公务，") == ("病假", "事假", "公务")
