"""Intervals, against a model that keeps one bit per second."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.intervals import (
    cut,
    length,
    overlap_seconds,
    shared_minutes,
    subtract,
    to_moment,
    to_seconds,
    union,
)

edges = st.integers(0, 40)
interval = st.tuples(edges, edges)  # also empty and turned around
intervals = st.lists(interval, max_size=8)


def bits(spans) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


@given(intervals)
def test_union_holds_the_same_seconds_apart_and_in_order(spans):
    merged = union(spans)
    assert bits(merged) == bits(spans)
    assert all(start < end for start, end in merged)
    assert all(one[1] < other[0] for one, other in pairwise(merged))


@given(intervals, interval)
def test_cut_keeps_what_lies_inside(spans, bounds):
    assert bits(cut(spans, bounds)) == bits(spans) & bits([bounds])


@given(intervals, intervals)
def test_subtract_leaves_what_no_hole_takes(spans, holes):
    assert bits(subtract(spans, holes)) == bits(spans) - bits(holes)


@given(intervals)
def test_length_counts_every_second_once(spans):
    assert length(spans) == len(bits(spans))


@given(st.tuples(edges, edges).map(sorted), st.tuples(edges, edges).map(sorted))
def test_overlap_is_what_two_share(one, other):
    assert overlap_seconds(tuple(one), tuple(other)) == len(bits([one]) & bits([other]))


def test_touching_intervals_become_one():
    assert union([(5, 9), (0, 5)]) == [(0, 9)]


@given(st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))
def test_moments_and_seconds_are_two_names_of_one_time(moment):
    assert to_moment(to_seconds(moment)) == moment


@pytest.mark.parametrize(("start", "minutes"), [("10:10:00", 0), ("10:00:00", 10), ("10:09:01", 0), ("08:00:00", 100)])
def test_shared_minutes_are_whole_and_touching_ends_share_none(start, minutes):
    def at(clock):
        return datetime.fromisoformat(f"2026-03-02T{clock}")

    one, other = (at("08:30:00"), at("10:10:00")), (at(start), at("11:00:00"))
    assert shared_minutes(one, other) == shared_minutes(other, one) == minutes
