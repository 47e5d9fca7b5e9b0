"""Scores and completion (R11, R12)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sessions.rules.completion import shortfalls
from sessions.rules.exams import Score, ScoreState, exam_result
from tests.unit.sessions.rules.samples import POLICY


def score(text):
    """`83.5`, the name of a state, or None where there is no line at all."""
    if text is None:
        return None
    if text in {state.value for state in ScoreState}:
        return Score(ScoreState(text))
    return Score(ScoreState.NUMBER, Decimal(text))


@pytest.mark.parametrize(
    ("first", "makeup", "final"),
    [
        ("83.5", None, "83.5"),
        ("0", None, "0"),
        ("59.5", "empty", "59.5"),
        ("57.5", "60", "60"),
        ("55", "78", "60"),  # a make-up counts for 60 at most
        ("48", "58", "58"),
        ("70", "90", "70"),
        ("70", "50", "70"),
        ("absent", "90", "60"),
        ("invalid", "45", "45"),
        (None, "61", "60"),
    ],
)
def test_the_final_score_is_the_larger_with_the_make_up_capped(first, makeup, final):
    result = exam_result(score(first), score(makeup), POLICY.exam)
    assert (result.final, result.state) == (Decimal(final), "OK")


def test_first_and_make_up_are_shown_as_they_were():
    result = exam_result(score("55"), score("78"), POLICY.exam)
    assert (result.first, result.makeup) == (55, 78)


@pytest.mark.parametrize(
    ("first", "makeup", "state"),
    [
        ("absent", None, "EXAM_ABSENT"),
        ("deferred", "empty", "EXAM_DEFERRED"),
        ("invalid", None, "EXAM_INVALID"),
        ("empty", None, "EXAM_NOT_LISTED"),
        ("empty", "empty", "EXAM_NOT_LISTED"),
        (None, None, "EXAM_NOT_LISTED"),
        ("empty", "invalid", "EXAM_INVALID"),
        (None, "absent", "EXAM_ABSENT"),
        ("absent", "invalid", "EXAM_ABSENT"),  # the first score speaks first
    ],
)
def test_without_a_score_the_state_says_why(first, makeup, state):
    result = exam_result(score(first), score(makeup), POLICY.exam)
    assert (result.final, result.state) == (None, state)


@pytest.mark.parametrize(
    ("hours", "first", "expected"),
    [
        ("40", "60", []),
        ("45.25", "100", []),
        ("39.75", "60", ["HOURS_SHORT"]),
        ("40", "59.5", ["EXAM_BELOW"]),
        ("40", "absent", ["EXAM_ABSENT"]),
        ("40", "deferred", ["EXAM_DEFERRED"]),
        ("40", "invalid", ["EXAM_INVALID"]),
        ("40", None, ["EXAM_NOT_LISTED"]),
        ("0", "59.9", ["HOURS_SHORT", "EXAM_BELOW"]),
        ("39.75", "invalid", ["HOURS_SHORT", "EXAM_INVALID"]),
    ],
)
def test_completion_needs_hours_and_a_pass_and_names_hours_first(hours, first, expected):
    assert list(shortfalls(Decimal(hours), exam_result(score(first), None, POLICY.exam), POLICY)) == expected
