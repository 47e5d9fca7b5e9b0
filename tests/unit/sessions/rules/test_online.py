"""Time in live meetings and recorded lessons (R7, R8, R9)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.intervals import to_moment, to_seconds
from sessions.rules.online import Segment, live_time, recorded_time
from tests.unit.sessions.rules.samples import at

SCHEDULED = (at("19:00"), at("20:30"))
FASTEST = Decimal("1.5")
VIDEO = 2900


def stay(start, end, event_id=0):
    return at(start), at(end), event_id


def wall(start, end):
    return to_seconds(at(start)), to_seconds(at(end))


def played(start, end, begun="08:00", rate="1", event_id=0):
    return Segment(start, end, at(begun), Decimal(rate), event_id)


def recorded(segments, offline=(), video=VIDEO):
    found = recorded_time(segments, video, FASTEST, offline)
    return found.seconds, [flag.value for flag in found.flags]


@pytest.mark.parametrize(
    ("stays", "minutes"),
    [
        ([], 0),
        ([stay("19:00", "20:30")], 90),
        ([stay("18:30", "21:00")], 90),  # cut to the scheduled time
        ([stay("18:00", "19:00"), stay("20:30", "21:00")], 0),
        ([stay("19:00", "19:30"), stay("19:20", "20:00")], 60),  # two devices at the same time
        ([stay("19:00", "19:30"), stay("20:00", "20:30")], 60),  # gone in between
        ([stay("19:30", "19:30")], 0),
        ([stay("19:40", "19:30")], 0),
    ],
)
def test_stays_are_united_and_cut_to_the_scheduled_time(stays, minutes):
    found = live_time(stays, SCHEDULED, [])
    assert (found.seconds, found.flags) == (minutes * 60, ())


@pytest.mark.parametrize(
    ("offline", "minutes", "flagged"),
    [
        (("17:00", "19:10"), 80, True),
        (("19:10", "19:20"), 80, True),
        (("17:00", "19:00"), 90, False),  # touching ends
        (("17:00", "21:00"), 0, True),
    ],
)
def test_time_credited_offline_is_not_credited_live(offline, minutes, flagged):
    found = live_time([stay("18:50", "20:40")], SCHEDULED, [wall(*offline)])
    assert (found.seconds, bool(found.flags)) == (minutes * 60, flagged)


def test_offline_time_during_which_nobody_was_online_costs_nothing():
    found = live_time([stay("19:30", "20:30")], SCHEDULED, [wall("19:00", "19:30")])
    assert (found.seconds, found.flags) == (3600, ())


def test_online_time_names_its_records():
    assert live_time([stay("19:00", "19:30", 5), stay("18:00", "18:30", 6)], SCHEDULED, []).event_ids == (5, 6)
    assert recorded_time([played(0, 10, event_id=7), played(9, 3, event_id=8)], VIDEO, FASTEST, []).event_ids == (7, 8)


@pytest.mark.parametrize(
    ("segments", "seconds", "flags"),
    [
        ([], 0, []),
        ([played(0, 2900)], 2900, []),
        ([played(0, 1000), played(500, 1500)], 1500, []),  # watching twice counts once
        ([played(0, 1000), played(0, 1000, "20:00")], 1000, []),
        ([played(0, 1000), played(1000, 2000)], 2000, []),
        ([played(2800, 3200)], 100, []),  # cut to the length of the video
        ([played(2900, 3200)], 0, []),
        ([played(100, 100)], 0, ["BAD_SEGMENT"]),
        ([played(200, 100), played(0, 50)], 50, ["BAD_SEGMENT"]),
        ([played(0, 900, rate="1.5")], 900, []),  # 1.5 itself counts
        ([played(0, 900, rate="1.500001")], 0, ["FAST_PLAYBACK"]),
        ([played(0, 900, rate="2"), played(0, 300)], 300, ["FAST_PLAYBACK"]),
        ([played(9, 3, rate="2")], 0, ["BAD_SEGMENT"]),  # a segment has one fault
        ([played(9, 3), played(0, 9, rate="2")], 0, ["BAD_SEGMENT", "FAST_PLAYBACK"]),
    ],
)
def test_recorded_seconds_count_once_and_not_too_fast(segments, seconds, flags):
    assert recorded(segments) == (seconds, flags)


def test_seconds_that_play_while_credited_offline_do_not_count():
    assert recorded([played(0, 1200, "08:00")], [wall("08:10", "09:00")]) == (600, ["ONLINE_DURING_OFFLINE"])


def test_another_segment_may_supply_the_lost_seconds_and_the_flag_stays():
    offline = [wall("08:10", "09:00")]
    assert recorded([played(0, 1200, "08:00"), played(600, 1200, "20:00")], offline) == (
        1200,
        ["ONLINE_DURING_OFFLINE"],
    )


def test_a_segment_that_does_not_count_is_not_compared_with_offline_time():
    assert recorded([played(0, 1200, rate="2")], [wall("08:00", "09:00")]) == (0, ["FAST_PLAYBACK"])


def test_a_faster_segment_plays_more_video_in_the_same_time():
    assert recorded([played(0, 900, "08:00", "1.5")], [wall("08:05", "09:00")]) == (450, ["ONLINE_DURING_OFFLINE"])


@pytest.mark.parametrize("offline", [("07:00", "08:00"), ("08:20", "09:00")])
def test_offline_time_that_only_touches_a_segment_costs_nothing(offline):
    assert recorded([played(0, 1200, "08:00")], [wall(*offline)]) == (1200, [])


BEGUN = to_seconds(at("08:00"))
segment = st.builds(
    lambda start, end, begun, rate: Segment(start, end, to_moment(BEGUN + begun), Decimal(rate)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(-40, 40),
    st.sampled_from(["0.5", "0.75", "1", "1.25", "1.5", "2"]),
)
holes = st.lists(st.tuples(st.integers(-40, 60), st.integers(0, 40)), max_size=3).map(
    lambda spans: [(BEGUN + start, BEGUN + start + size) for start, size in spans]
)


def second_by_second(segments, video, offline):
    """R8 in its own words: which video seconds count."""
    counted = set()
    for one in segments:
        if one.rate > FASTEST:
            continue
        for second in range(one.start_second, min(one.end_second, video)):
            plays_at = to_seconds(one.played_at) + Decimal(second - one.start_second) / one.rate
            if not any(start <= plays_at < end for start, end in offline):
                counted.add(second)
    return len(counted)


@given(st.lists(segment, max_size=5), st.integers(0, 50), holes)
def test_recorded_time_agrees_with_a_count_second_by_second(segments, video, offline):
    assert recorded_time(segments, video, FASTEST, offline).seconds == second_by_second(segments, video, offline)


@given(st.lists(segment, max_size=5), holes, st.randoms())
def test_the_order_of_segments_does_not_matter(segments, offline, random):
    shuffled = random.sample(segments, len(segments))
    assert recorded(shuffled, offline, 50) == recorded(segments, offline, 50)


@given(st.lists(st.tuples(st.integers(-30, 90), st.integers(0, 60)), max_size=5), holes)
def test_live_time_agrees_with_a_count_second_by_second(spans, offline):
    stays = [(to_moment(BEGUN + start), to_moment(BEGUN + start + size), 0) for start, size in spans]
    scheduled = (to_moment(BEGUN), to_moment(BEGUN + 60))
    there = {second for start, size in spans for second in range(start, start + size) if 0 <= second < 60}
    busy = {second - BEGUN for start, end in offline for second in range(start, end)}
    found = live_time(stays, scheduled, offline)
    assert (found.seconds, bool(found.flags)) == (len(there - busy), bool(there & busy))


def test_live_time_of_two_hours_apart_is_not_rounded():
    begun = at("19:00")
    assert live_time([(begun, begun + timedelta(seconds=61), 0)], SCHEDULED, []).seconds == 61
