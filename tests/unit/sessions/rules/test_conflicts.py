"""Warnings about timetable, teachers and venues (data rules, section 5)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import is_known, is_workday
from sessions.rules.conflicts import Slot, find_expired_teachers, find_overlaps, find_rest_days, find_small_venues
from sessions.rules.intervals import to_moment
from tests.unit.sessions.rules.samples import at


def slot(code="S1", start="08:30", end="10:10", teachers=("崔砚秋",), venue="报告厅", class_code="A", day="2026-05-11"):
    return Slot(code, at(start, day), at(end, day), teachers, venue, class_code)


def codes(*slots):
    return [(found.code.value, found.sessions, found.subject, found.minutes) for found in find_overlaps(slots)]


def test_two_sessions_of_a_class_at_one_time_are_an_overlap_and_minutes_say_how_much():
    other = slot("L3", "10:00", "11:30", ("郗南星",), "")
    assert codes(slot(), other) == [("TT_CLASS_OVERLAP", ("L3", "S1"), "", 10)]


@pytest.mark.parametrize("start", ["10:10", "10:20"])
def test_touching_ends_are_no_overlap(start):
    assert codes(slot(), slot("S2", start, "12:00")) == []


def test_a_teacher_cannot_be_in_two_classes():
    other = slot("S2", class_code="B", venue="教室", teachers=("屈文翰", "崔砚秋"))
    assert codes(slot(), other) == [("TT_TEACHER_CLASH", ("S1", "S2"), "崔砚秋", 100)]


def test_a_venue_cannot_hold_two_classes():
    other = slot("S2", "09:00", "10:00", class_code="B", teachers=("屈文翰",))
    assert codes(slot(), other) == [("TT_VENUE_CLASH", ("S1", "S2"), "报告厅", 60)]


def test_units_without_a_venue_do_not_share_one():
    assert codes(slot(venue="", teachers=()), slot("S2", venue="", teachers=(), class_code="B")) == []


def test_one_pair_can_break_every_rule():
    assert [code for code, *_ in codes(slot(), slot("S2"))] == [
        "TT_CLASS_OVERLAP", "TT_TEACHER_CLASH", "TT_VENUE_CLASH",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "rest"),
    [
        ("2026-05-11", False),
        ("2026-05-10", True),  # a Sunday
        ("2026-05-09", False),  # a Saturday made a working day
        ("2026-10-01", True),  # National Day, a Thursday
        ("2026-02-17", True),  # Spring Festival, a Tuesday
        ("2035-10-01", False),  # no official calendar yet: Monday to Friday
        ("2035-10-06", True),
    ],
)
def test_sessions_on_days_of_rest_are_found(day, rest):
    found = find_rest_days([slot(day=day)], is_workday)
    assert [one.day for one in found] == ([date.fromisoformat(day)] if rest else [])


@pytest.mark.parametrize(("year", "known"), [(2026, True), (2035, False)])
def test_the_official_calendar_says_which_years_it_knows(year, known):
    assert is_known(year) is known


@pytest.mark.parametrize(
    ("valid_to", "sessions"),
    [
        (date(2026, 3, 31), ("S1", "S2")),
        (date(2026, 5, 8), ("S1", "S2")),  # the day before the class
        (date(2026, 5, 9), None),  # the first day of the class itself
        (date(2027, 1, 1), None),
    ],
)
def test_an_appointment_must_not_end_before_the_class_begins(valid_to, sessions):
    slots = [slot(), slot("S2", day="2026-05-12"), slot("S3", teachers=("步知夏",))]
    found = find_expired_teachers(slots, {"崔砚秋": valid_to}, date(2026, 5, 9))
    assert [(one.subject, one.day, one.sessions) for one in found] == (
        [("崔砚秋", valid_to, sessions)] if sessions else []
    )


@pytest.mark.parametrize(("capacity", "small"), [(41, True), (42, False), (60, False)])
def test_a_venue_needs_a_seat_for_every_learner(capacity, small):
    found = find_small_venues([slot(), slot("S2", venue="别处")], {"报告厅": capacity}, 42)
    assert [(one.subject, one.sessions, one.capacity, one.learners) for one in found] == (
        [("报告厅", ("S1",), capacity, 42)] if small else []
    )


def test_a_small_venue_that_is_not_used_is_no_fault():
    assert find_small_venues([slot()], {"研讨室": 5}, 42) == []


spans = st.tuples(st.integers(0, 3600), st.integers(1, 3600))


@given(spans, spans)
def test_overlap_is_the_same_from_both_sides_and_means_a_shared_second(one, other):
    first, second = (Slot("S", to_moment(start), to_moment(start + size), (), "", "") for start, size in (one, other))
    shared = len(set(range(one[0], sum(one))) & set(range(other[0], sum(other))))
    assert first.overlaps(second) == second.overlaps(first) == (shared > 0)
    assert first.shared_minutes(second) == second.shared_minutes(first) == shared // 60
