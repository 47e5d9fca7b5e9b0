"""How far a job is, and how long it will still take."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobs.rules import share_of, still_to_go


@pytest.mark.parametrize(
    ("done", "total", "share"), [(0, 10, 0), (5, 10, 0.5), (10, 10, 1), (12, 10, 1), (-1, 10, 0), (0, 0, 1)]
)
def test_the_share_stays_between_nothing_and_everything(done, total, share):
    assert share_of(done, total) == share


def test_the_rest_takes_as_long_as_the_pace_so_far_says():
    assert still_to_go(0.25, timedelta(seconds=10)) == timedelta(seconds=30)
    assert still_to_go(1.0, timedelta(seconds=10)) == timedelta(0)


def test_nothing_is_foretold_from_next_to_nothing():
    assert still_to_go(0.01, timedelta(seconds=10)) is None
