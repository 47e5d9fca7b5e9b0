"""Which times hours follow."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sessions.rollcall.rules.logs import LogDecision, LogFacts, deviation, held_times, reckoned

PLANNED = (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12))
TOLERANCE = timedelta(minutes=5)


def log(number, ends, decision, session=1):
    return LogFacts(number, session, PLANNED[0], PLANNED[1].replace(hour=ends), decision)


def test_the_last_confirmed_log_stands_whatever_comes_unconfirmed():
    logs = [
        log(3, 10, LogDecision.RETURNED),
        log(2, 11, LogDecision.CONFIRMED),
        log(1, 12, LogDecision.CONFIRMED),
        log(4, 13, None),
        log(5, 11, None, session=2),
    ]
    assert held_times(logs) == {1: (PLANNED[0], PLANNED[1].replace(hour=11))}


@pytest.mark.parametrize(
    ("minutes", "follows"), [(0, False), (5, False), (6, True), (40, True), (-5, False), (-6, True)]
)
def test_hours_follow_the_real_end_beyond_the_tolerance(minutes, follows):
    held = (PLANNED[0], PLANNED[1] - timedelta(minutes=minutes))
    assert reckoned(PLANNED, held, TOLERANCE) == (held if follows else PLANNED)


def test_a_late_start_counts_as_well_and_no_log_changes_nothing():
    held = (PLANNED[0] + timedelta(minutes=30), PLANNED[1])
    assert reckoned(PLANNED, held, TOLERANCE) == held
    assert deviation(PLANNED, held).begun_late == timedelta(minutes=30)
    assert reckoned(PLANNED, None, TOLERANCE) == PLANNED
