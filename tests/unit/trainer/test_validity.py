"""Periods that end, and what a safety check says."""

from __future__ import annotations

from datetime import date

import pytest

from trainer.rules import Appointment, SafetyState, Validity, safety_state, validity

LAST = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("start", "end", "day", "state"),
    [
        (None, None, LAST, Validity.OPEN),
        (None, LAST, date(2026, 1, 29), Validity.VALID),
        (None, LAST, date(2026, 1, 30), Validity.ENDS_SOON),  # sixty days before its last day
        (None, LAST, LAST, Validity.ENDS_SOON),
        (None, LAST, date(2026, 4, 1), Validity.ENDED),
        (LAST, None, date(2026, 3, 30), Validity.NOT_YET),
        (LAST, None, LAST, Validity.OPEN),
    ],
)
def test_where_a_day_stands_to_a_period(start, end, day, state):
    assert validity(Appointment(start, end), day) is state


@pytest.mark.parametrize(
    ("checked_on", "result", "state"),
    [
        (LAST, "合格", SafetyState.PASSED),
        (None, " 通过 ", SafetyState.PASSED),
        (LAST, "不合格", SafetyState.FAILED),
        (LAST, "未通过，限期整改", SafetyState.FAILED),
        (LAST, "基本合格，需整改", SafetyState.FAILED),
        (LAST, "", SafetyState.UNCLEAR),
        (LAST, "见报告", SafetyState.UNCLEAR),
        (None, "", SafetyState.NOT_CHECKED),
    ],
)
def test_what_a_safety_check_says(checked_on, result, state):
    assert safety_state(checked_on, result) is state
