"""What the reports of all visits come to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.online.rules.stretches import Part, Proof, Stretch, furthest, parts, place_to_resume, stretches, watched

ONE = Decimal(1)


def proof(start, end, began, at, rate=ONE):
    return Proof(start, end, began, at, rate)


def test_reports_that_follow_on_each_other_are_one_stretch_in_whole_seconds():
    found = stretches([proof(0, 15_400, 0, 15_400), proof(15_400, 30_900, 15_400, 30_900)])
    assert found == [Stretch(0, 30, 0, ONE)]


@pytest.mark.parametrize(
    "second",
    [
        proof(15_000, 30_000, 20_000, 35_000),  # stopped in between
        proof(16_000, 30_000, 15_000, 29_000),  # sought
        proof(15_000, 30_000, 15_000, 30_000, Decimal("1.5")),  # at another speed
    ],
)
def test_anything_else_begins_a_new_stretch(second):
    assert len(stretches([proof(0, 15_000, 0, 15_000), second])) == 2


def test_no_whole_second_is_no_stretch():
    assert stretches([proof(200, 900, 0, 700)]) == []


def test_the_map_shows_watched_and_missing_parts_in_order():
    assert parts([(10, 20), (15, 30), (90, 200)], 100) == [
        Part(0, 10, False), Part(10, 30, True), Part(30, 90, False), Part(90, 100, True)
    ]  # fmt: skip
    assert parts([], 5) == [Part(0, 5, False)]
    assert parts([(0, 5)], 5) == [Part(0, 5, True)]


@given(st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=8), st.integers(1, 30))
def test_parts_are_the_whole_video_and_watched_seconds_are_those_of_a_count(spans, total):
    found = parts(spans, total)
    assert [one.start for one in found[1:]] == [one.end for one in found[:-1]]
    assert (found[0].start, found[-1].end) == (0, total)
    assert watched(spans, total) == sum(any(a <= n < b for a, b in spans) for n in range(total))


def test_the_furthest_place_is_the_end_of_what_was_proved():
    assert (furthest([]), furthest([(0, 30), (10, 20)])) == (0, 30)


@pytest.mark.parametrize(
    ("proved", "place"),
    [
        ([], 0),
        ([(0, 20_000)], 20_000),
        ([(0, 50_000), (10_000, 20_000)], 20_000),  # went back
        ([(0, 20_000), (30_000, 100_000)], 20_000),  # at the end: the first gap
        ([(10_000, 100_000)], 0),
        ([(0, 100_000)], 0),
    ],
)
def test_one_goes_on_where_one_was_last(proved, place):
    assert place_to_resume(proved, 100_000) == place
