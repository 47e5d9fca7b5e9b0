"""Appointments, seats, regions."""

from __future__ import annotations

from datetime import date

import pytest

from trainer.rules import Appointment, seats_missing, step_reached, within_regions

FIRST, LAST = date(2025, 1, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("start", "end", "day", "covers"),
    [
        (FIRST, LAST, FIRST, True),  # both days belong to it
        (FIRST, LAST, LAST, True),
        (FIRST, LAST, date(2024, 12, 31), False),
        (FIRST, LAST, date(2026, 4, 1), False),
        (None, LAST, date(1990, 1, 1), True),
        (FIRST, None, date(2099, 1, 1), True),
        (None, None, FIRST, True),
    ],
)
def test_an_appointment_covers_its_days(start, end, day, covers):
    assert Appointment(start, end).covers(day) is covers


@pytest.mark.parametrize(
    ("end", "day", "expired"), [(LAST, date(2026, 4, 1), True), (LAST, LAST, False), (None, date(2099, 1, 1), False)]
)
def test_an_appointment_expires_the_day_after_its_last(end, day, expired):
    assert Appointment(FIRST, end).expired_before(day) is expired


@pytest.mark.parametrize(("capacity", "heads", "missing"), [(40, 42, 2), (42, 42, 0), (60, 42, 0), (None, 42, 0)])
def test_seats_that_a_venue_lacks(capacity, heads, missing):
    assert seats_missing(capacity, heads) == missing


@pytest.mark.parametrize(
    ("region", "allowed", "within"),
    [("610100", ["61"], True), ("610100", ["62", "6101"], True), ("610100", ["6102"], False), ("610100", [], False)],
)
def test_a_region_lies_in_an_allowed_one(region, allowed, within):
    assert within_regions(region, allowed) is within


@pytest.mark.parametrize(("left", "step"), [(61, None), (60, 60), (31, 60), (30, 30), (7, 7), (0, 7)])
def test_of_the_days_before_an_end_the_last_one_reached_counts(left, step):
    assert step_reached(left, (60, 30, 7)) == step
