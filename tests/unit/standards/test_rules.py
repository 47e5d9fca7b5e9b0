"""Rule-sets as dated data."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from standards.rules import (
    Confidence,
    Parameter,
    ParameterMissing,
    VersionFacts,
    VersionState,
    figure,
    version_in_force,
)

APPROVED, DRAFT, RETIRED = VersionState.APPROVED, VersionState.DRAFT, VersionState.RETIRED


def parameter(value):
    return {"hours.step": Parameter("hours.step", value, "学时", "示例", Confidence.SAMPLE)}


@pytest.mark.parametrize("value", [0, "0.25", 45, False, ""])
def test_a_figure_is_what_the_rule_set_says_also_when_it_is_nought(value):
    assert figure(parameter(value), "hours.step") == value


@pytest.mark.parametrize("parameters", [{}, parameter(None)])
def test_a_figure_that_is_open_is_asked_for_by_name(parameters):
    with pytest.raises(ParameterMissing, match=r"hours\.step"):
        figure(parameters, "hours.step")


def version(number, state=APPROVED, day="2026-01-01"):
    return VersionFacts(number, state, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("versions", "day", "number"),
    [
        ([], "2026-05-09", None),
        ([version(1)], "2025-12-31", None),
        ([version(1)], "2026-01-01", 1),  # in force from that day on
        ([version(1), version(2, day="2026-06-01")], "2026-05-31", 1),
        ([version(1), version(2, day="2026-06-01")], "2026-06-01", 2),
        ([version(1, day="2026-06-01"), version(2)], "2026-07-01", 1),  # the later date, not the higher number
        ([version(1), version(2)], "2026-05-09", 2),  # the higher number on a tie
        ([version(1), version(2, DRAFT)], "2026-05-09", 1),
        ([version(1, RETIRED)], "2026-05-09", None),
    ],
)
def test_the_approved_version_with_the_latest_date_is_in_force(versions, day, number):
    for order in permutations(versions):
        found = version_in_force(list(order), date.fromisoformat(day))
        assert (found.version if found else None) == number
