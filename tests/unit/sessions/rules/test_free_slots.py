"""Where a session that clashes could go on its day."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from sessions.rules.free_slots import nearest_free_slots


def span(start: str, end: str) -> tuple[datetime, datetime]:
    day = "2026-03-02T"
    return datetime.fromisoformat(day + start), datetime.fromisoformat(day + end)


def offered(wanted, taken=(), **values):
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in nearest_free_slots(wanted, taken, **values)]


def test_the_nearest_half_hours_come_first_and_of_two_equally_near_ones_the_earlier():
    assert offered(span("10:00", "11:00")) == ["10:00-11:00", "09:30-10:30", "10:30-11:30"]


def test_what_is_taken_is_left_out_and_touching_it_is_welcome():
    taken = [span("09:00", "12:00")]
    assert offered(span("10:00", "11:00"), taken) == ["08:00-09:00", "12:00-13:00", "12:30-13:30"]


def test_a_slot_ends_by_closing_time():
    assert offered(span("17:30", "18:30"), limit=1) == ["17:00-18:00"]


def test_a_full_day_offers_nothing():
    assert offered(span("10:00", "11:00"), [span("07:00", "20:00")]) == []


def test_a_session_longer_than_the_day_offers_nothing():
    assert offered(span("07:00", "19:00")) == []


@pytest.mark.parametrize("length", ["10:00", "09:59"])
def test_a_session_without_length_offers_nothing(length):
    assert offered(span("10:00", length)) == []


def test_opening_hours_and_number_are_the_callers():
    assert offered(span("20:00", "21:00"), opens=time(19), closes=time(22), limit=2) == ["20:00-21:00", "19:30-20:30"]
