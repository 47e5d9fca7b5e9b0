"""Marks as people type them, and what they stand for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rollcall.rules.marks import (
    ABSENT,
    CLEARED,
    PRESENT,
    Called,
    Mark,
    Standing,
    TooLong,
    Unreadable,
    changes,
    read_mark,
    taps_of,
    write_mark,
)
from sessions.rollcall.rules.term import RollCallPolicy, roll_call_policy, term_of
from sessions.rules.halfdays import Direction
from tests.unit.sessions.rules.samples import PARAMETERS

NINE, NOON = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("", None),
        ("  ", None),
        ("1", PRESENT),
        ("到", PRESENT),
        ("√", PRESENT),
        ("V", PRESENT),
        ("0", ABSENT),
        ("缺勤", ABSENT),
        ("×", ABSENT),
        ("15", Called(Mark.PRESENT, 15)),
        ("迟15", Called(Mark.PRESENT, 15)),
        ("迟到 15 分钟", Called(Mark.PRESENT, 15)),
        ("-20", Called(Mark.PRESENT, 0, 20)),
        ("早退20分", Called(Mark.PRESENT, 0, 20)),
        ("迟15早20", Called(Mark.PRESENT, 15, 20)),
        ("迟0早20", Called(Mark.PRESENT, 0, 20)),
    ],
)
def test_a_cell_is_read_as_people_type_it(text, called):
    assert read_mark(text, 90) == called


@pytest.mark.parametrize("text", ["?", "请假", "迟", "1.5", "迟十", "1000", "早20迟15"])
def test_a_cell_that_says_nothing_understandable_is_refused(text):
    with pytest.raises(Unreadable):
        read_mark(text, 90)


@pytest.mark.parametrize("text", ["90", "迟45早45"])
def test_nobody_is_late_for_longer_than_the_session(text):
    with pytest.raises(TooLong):
        read_mark(text, 90)
    assert read_mark("89", 90) == Called(Mark.PRESENT, 89)


@given(st.builds(Called, st.just(Mark.PRESENT), st.integers(0, 44), st.integers(0, 44)) | st.just(ABSENT))
def test_what_is_written_reads_back(called):
    if called.late != 1:  # a bare 1 stands for present; late by one minute is written out
        assert read_mark(write_mark(called), 90) == called
    assert write_mark(CLEARED) == write_mark(None) == ""


def test_one_minute_late_reads_back_too():
    assert read_mark(write_mark(Called(Mark.PRESENT, 1)), 90) == Called(Mark.PRESENT, 1)


def test_a_mark_stands_for_a_sign_in_and_a_sign_out():
    assert taps_of(Called(Mark.PRESENT, 15, 20), NINE, NOON) == [
        (Direction.IN, NINE + timedelta(minutes=15)),
        (Direction.OUT, NOON - timedelta(minutes=20)),
    ]
    assert taps_of(ABSENT, NINE, NOON) == [(Direction.OUT, NINE)]
    assert taps_of(CLEARED, NINE, NOON) == []


def test_only_what_differs_is_a_change():
    standing = {(1, 1): Standing(5, PRESENT), (1, 2): Standing(6, ABSENT), (1, 3): Standing(7, CLEARED)}
    asked = {(1, 1): PRESENT, (1, 2): None, (1, 3): None, (1, 4): None, (1, 5): ABSENT}
    assert changes(asked, standing, 7).said == {(1, 2): CLEARED, (1, 5): ABSENT}


def test_a_mark_made_since_the_sheet_was_shown_is_not_written_over():
    standing = {(1, 1): Standing(5, PRESENT), (1, 2): Standing(9, PRESENT)}
    found = changes({(1, 1): ABSENT, (1, 2): ABSENT}, standing, 7)
    assert found.stale == ((1, 2),)
    assert changes({(1, 2): PRESENT}, standing, 7).stale == ()


def test_a_roll_call_opens_with_the_session_and_closes_itself():
    policy = RollCallPolicy(timedelta(hours=2), timedelta(minutes=30), timedelta(minutes=5))
    term = term_of(NINE, NOON, policy)
    closes = NOON + timedelta(hours=2)
    assert [term.is_open(at) for at in (NINE - timedelta(seconds=1), NINE, closes)] == [False, True, False]
    assert [term.is_due(closes - timedelta(minutes=n)) for n in (31, 30, 0)] == [False, True, False]


def test_a_reminder_is_never_due_before_the_session():
    policy = RollCallPolicy(timedelta(0), timedelta(hours=9), timedelta(0))
    assert term_of(NINE, NOON, policy).reminds_at == NINE


def test_the_sample_has_every_figure():
    assert roll_call_policy(PARAMETERS).close_after == timedelta(minutes=1440)
