"""What one report of the player proves, by the clock of the server."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.online.rules.beats import Anchor, Judged, Report, Verdict, anchor_of, judge, question_due
from sessions.online.rules.figures import PlayerPolicy, player_policy
from sessions.rules.intervals import length
from standards.rules import Confidence, Parameter, ParameterMissing
from tests.unit.sessions.rules.samples import PARAMETERS

POLICY = PlayerPolicy(15_000, 60_000, Decimal("1.5"), 600_000, 720_000, seek_forward=False)
FREE = replace(POLICY, seek_forward=True)
VIDEO = 2_700_000
BEFORE = Anchor(100_000, 1_000_000)


def judged(position, elapsed=15_000, before=BEFORE, policy=POLICY, furthest=100_000, question_open=False, **more):
    report = Report(position, before.at + elapsed if before else elapsed, **more)
    return judge(report, before, VIDEO, furthest, policy, question_open=question_open)


def test_playing_by_the_clock_is_proved_in_full():
    assert judged(115_000) == Judged(Verdict.PROVED, (100_000, 115_000), 0)


def test_one_and_a_half_times_the_speed_plays_more_in_the_same_time():
    assert judged(122_500, rate=Decimal("1.5")) == Judged(Verdict.PROVED, (100_000, 122_500), 0)


def test_more_video_than_time_is_cut_to_the_time():
    assert judged(120_000) == Judged(Verdict.CUT, (100_000, 115_000), 0)


def test_a_report_at_once_after_another_proves_nothing():
    assert judged(105_000, elapsed=0) == Judged(Verdict.CUT, (100_000, 100_000), 0)
    assert judged(105_000, elapsed=-9_000).granted == (100_000, 100_000)


def test_what_a_late_report_leaves_over_helps_the_next_one_and_no_more_than_an_interval():
    assert judged(115_000, elapsed=20_000) == Judged(Verdict.PROVED, (100_000, 115_000), 5_000)
    late = Anchor(115_000, 1_020_000, 5_000)
    assert judged(130_000, elapsed=10_000, before=late) == Judged(Verdict.PROVED, (115_000, 130_000), 0)
    assert judged(101_000, elapsed=60_000).spare == POLICY.beat_ms


def test_what_an_early_report_has_no_time_for_is_proved_by_the_next():
    early = judged(115_030)
    assert early == Judged(Verdict.CUT, (100_000, 115_000), 0)
    after = anchor_of(115_030, 1_015_000, early)
    assert after == Anchor(115_000, 1_015_000)
    assert judged(130_030, elapsed=15_030, before=after) == Judged(Verdict.PROVED, (115_000, 130_030), 0)


def test_a_gap_of_less_than_a_second_is_made_up_for():
    begun = judged(100_900, played=False)
    assert begun == Judged(Verdict.STARTED, (100_000, 100_000))
    assert anchor_of(100_900, 1_015_000, begun) == Anchor(100_000, 1_015_000)
    assert anchor_of(5, 6, Judged(Verdict.STARTED)) == Anchor(5, 6)


def test_after_a_report_that_proves_nothing_one_begins_anew():
    assert anchor_of(5, 6, Judged(Verdict.PROVED, (0, 5), 4)) == Anchor(5, 6, 4)
    assert anchor_of(5, 6, Judged(Verdict.HIDDEN)) is None


@pytest.mark.parametrize(
    ("position", "more", "verdict"),
    [
        (100_000, {}, Verdict.STILL),
        (90_000, {}, Verdict.STILL),
        (115_000, {"visible": False}, Verdict.HIDDEN),
        (115_000, {"idle": 600_001}, Verdict.IDLE),
        (122_500, {"rate": Decimal("1.51")}, Verdict.FAST),
        (115_000, {"question_open": True}, Verdict.WAITING),
        (115_000, {"elapsed": 60_001}, Verdict.GAP),
        (130_001, {}, Verdict.JUMP),
        (VIDEO + 1_001, {}, Verdict.BAD),
        (-1, {}, Verdict.BAD),
        (115_000, {"rate": Decimal(0)}, Verdict.BAD),
    ],
)
def test_what_proves_nothing_says_why(position, more, verdict):
    assert judged(position, **more) == Judged(verdict)


@pytest.mark.parametrize("more", [{"idle": 600_000}, {"elapsed": 60_000}, {"rate": Decimal("1.5")}])
def test_exactly_at_a_limit_still_counts(more):
    assert judged(115_000, **more).verdict is Verdict.PROVED


def test_the_end_of_the_video_is_the_last_that_is_proved():
    near = Anchor(VIDEO - 5_000, 1_000_000)
    assert judged(VIDEO + 800, before=near) == Judged(Verdict.PROVED, (VIDEO - 5_000, VIDEO), 10_000)


def test_who_begins_anew_may_go_back_but_not_pass_over_anything():
    assert judged(0, played=False).verdict is Verdict.STARTED
    assert judged(101_000, played=False).verdict is Verdict.STARTED  # what players round
    assert judged(101_001, played=False).verdict is Verdict.JUMP
    assert judged(2_000_000, played=False, policy=FREE).verdict is Verdict.STARTED
    assert judged(115_000, before=None, furthest=0).verdict is Verdict.JUMP


def test_a_page_out_of_sight_may_be_begun_but_not_watched():
    assert judged(100_000, played=False, visible=False).verdict is Verdict.STARTED


@pytest.mark.parametrize(("proved", "draw", "due"), [(359_999, 0.0, False), (360_000, 0.0, True), (1_079_999, 1.0, False), (1_080_000, 1.0, True)])  # fmt: skip
def test_questions_come_by_chance_around_the_mean_interval(proved, draw, due):
    assert question_due(proved, draw, POLICY) is due


reports = st.lists(
    st.tuples(
        st.integers(0, 90_000),  # since the report before
        st.integers(-60_000, 200_000),  # how far the video has moved
        st.sampled_from(["0.5", "1", "1.25", "1.5", "2"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=30,
)


@given(reports, st.booleans())
def test_whatever_a_device_says_no_more_is_proved_than_the_clock_allows(said, free):
    """The device may lie about everything but the time at which its reports arrive."""
    policy, now, place, before, total = FREE if free else POLICY, 0, 0, None, []
    for elapsed, advance, rate, played, visible in said:
        now, place = now + elapsed, min(max(place + advance, 0), VIDEO)
        report = Report(place, now, Decimal(rate), played=played, visible=visible)
        furthest = max((end for _, end in total), default=0)
        found = judge(report, before, VIDEO, furthest, policy, question_open=False)
        before = anchor_of(place, now, found)
        total += [found.granted] if found.granted else []
    assert sum(end - start for start, end in total) <= now * policy.max_rate
    assert all(0 <= start <= end <= VIDEO for start, end in total)
    assert length(total) <= VIDEO


def test_the_sample_has_the_figures_of_the_player():
    found = player_policy(PARAMETERS)
    assert (found.beat_ms, found.max_gap_ms, found.max_rate) == (15_000, 60_000, Decimal("1.5"))
    assert (found.idle_ms, found.question_ms, found.seek_forward) == (900_000, 720_000, False)


KEYS = ["beat_seconds", "max_gap", "max_rate", "idle_minutes", "question_minutes", "seek_forward"]


@pytest.mark.parametrize("key", [f"online.{name}" for name in KEYS])
def test_a_figure_of_the_player_that_is_open_is_asked_for_by_name(key):
    with pytest.raises(ParameterMissing) as missing:
        player_policy({name: one for name, one in PARAMETERS.items() if name != key})
    assert missing.value.key == key


@pytest.mark.parametrize(("key", "value"), [("online.beat_seconds", 0), ("online.seek_forward", "也许")])
def test_a_figure_that_makes_no_sense_is_asked_for_by_name(key, value):
    with pytest.raises(ParameterMissing) as missing:
        player_policy(PARAMETERS | {key: Parameter(key, value, "", "", Confidence.SAMPLE)})
    assert missing.value.key == key
