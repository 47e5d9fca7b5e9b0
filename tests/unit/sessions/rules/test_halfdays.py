"""Half-days, their windows, and presence (R3, R4)."""

from __future__ import annotations

import pytest

from sessions.rules.halfdays import HalfDayFlag, presence, stray_labels
from tests.unit.sessions.rules.samples import AFTERNOON, DAY, MORNING, POLICY, at, halves, lesson, tap, taps

RULES = POLICY.attendance


@pytest.mark.parametrize(
    ("start", "part"), [("08:30", "AM"), ("11:59:59", "AM"), ("12:00", "PM"), ("13:30", "PM"), ("19:00", "PM")]
)
def test_sessions_that_start_before_noon_form_the_morning(start, part):
    assert [half.label for half in halves(lesson(start=start, end="20:00"))] == [f"{DAY} {part}"]


def test_half_days_and_their_sessions_are_in_order_of_time():
    other_day = lesson("S9", "09:00", "10:00", day="2026-05-10")
    found = halves(*AFTERNOON, *reversed(MORNING), other_day)
    assert [half.label for half in found] == ["2026-05-10 AM", f"{DAY} AM", f"{DAY} PM"]
    assert [one.code for one in found[1].sessions] == ["S1", "S2"]


@pytest.mark.parametrize(
    ("clock", "inside"),
    [
        ("07:29:59", False),
        ("07:30:00", True),  # 60 minutes before the first session starts
        ("10:15:00", True),
        ("13:00:00", True),  # 60 minutes after the last one ends
        ("13:00:01", False),
    ],
)
def test_both_ends_of_the_window_belong_to_it(clock, inside):
    (morning,) = halves(*MORNING)
    assert morning.holds(at(clock), RULES) is inside
    assert (morning.window(RULES)[0] <= at(clock) <= morning.window(RULES)[1]) is inside


def test_the_window_ends_after_the_session_that_ends_last_not_the_one_that_starts_last():
    (half,) = halves(lesson("S1", "08:30", "11:50"), lesson("S2", "09:00", "10:00"))
    assert half.holds(at("12:50"), RULES)


@pytest.mark.parametrize(
    ("clock", "label"),
    [("05:00", "AM"), ("12:59:59", None), ("13:00:01", "PM"), ("13:00:00", None), ("18:30:01", "PM"), ("23:59", "PM")],
)
def test_a_tap_in_no_window_belongs_to_the_half_day_of_its_date(clock, label):
    strays = stray_labels([tap("in", clock)], halves(*MORNING, lesson("S3", "14:30", "17:30")), RULES)
    assert strays == ({f"{DAY} {label}"} if label else set())


@pytest.mark.parametrize(("clock", "part"), [("12:59:59", "AM"), ("13:00:00", "PM")])
def test_stray_taps_are_parted_at_one_o_clock(clock, part):
    assert stray_labels([tap("in", clock)], halves(lesson("S9", "19:00", "20:00")), RULES) == {f"{DAY} {part}"}


@pytest.mark.parametrize(
    ("said", "arrival", "departure", "until", "flags"),
    [
        ("", None, None, None, ()),
        ("in 08:20, out 12:01", "08:20", "12:01", "12:01", ()),
        ("in 08:20", "08:20", None, "12:00", ("SIGN_OUT_MISSING",)),
        ("out 12:01", None, None, None, ("SIGN_IN_MISSING",)),
        ("out 09:00, out 12:01", None, None, None, ("DUPLICATE_TAP", "SIGN_IN_MISSING")),
        ("in 08:20, in 08:25, out 12:01", "08:20", "12:01", "12:01", ("DUPLICATE_TAP",)),
        ("in 08:20, out 11:00, out 12:01", "08:20", "12:01", "12:01", ("DUPLICATE_TAP",)),
        ("in 08:20, in 08:20, out 12:01", "08:20", "12:01", "12:01", ("DUPLICATE_TAP",)),
        # A sign-out at or before the arrival is ignored.
        ("out 08:19, in 08:20", "08:20", None, "12:00", ("SIGN_OUT_MISSING",)),
        ("in 08:20, out 08:20", "08:20", None, "12:00", ("SIGN_OUT_MISSING",)),
        ("in 08:20, out 08:20:01", "08:20", "08:20:01", "08:20:01", ()),
        ("out 08:00, in 08:20, out 12:01", "08:20", "12:01", "12:01", ("DUPLICATE_TAP",)),
        # Presence is one interval: leaving and coming back in between is not looked at.
        ("in 08:20, out 09:00, in 09:30, out 12:01", "08:20", "12:01", "12:01", ("DUPLICATE_TAP",)),
        # Taps outside the window do not count, not even as repeats.
        ("in 07:29:59, in 08:20, out 12:01, out 13:00:01", "08:20", "12:01", "12:01", ()),
        ("in 07:30, out 13:00", "07:30", "13:00", "13:00", ()),
    ],
)
def test_presence_runs_from_the_earliest_sign_in_to_the_latest_sign_out(said, arrival, departure, until, flags):
    seen = presence(halves(*MORNING)[0], taps(said), RULES)
    assert (seen.arrival, seen.departure, seen.until) == tuple(one and at(one) for one in (arrival, departure, until))
    assert set(seen.flags) == {HalfDayFlag(flag) for flag in flags}


def test_presence_names_the_taps_it_rests_on():
    seen = presence(halves(*MORNING)[0], taps("in 07:00, out 12:01, in 08:20"), RULES)
    assert seen.event_ids == (3, 2)
