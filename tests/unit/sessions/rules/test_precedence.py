"""Time in two places counts once, whatever the order, repetition and batches of the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules.evaluation import Records, build_timetable, evaluate_person
from sessions.rules.halfdays import Direction, Tap
from sessions.rules.hours import credit_hours
from sessions.rules.intervals import length, to_seconds
from sessions.rules.kinds import SessionKind
from sessions.rules.online import OnlineFlag, Segment
from sessions.rules.online_policy import OnlinePolicy, read_precedence, read_tiers
from sessions.rules.precedence import Overlap, Taken, deduct, in_precedence
from tests.unit.sessions.rules.samples import POLICY, at, taps, unit

OFFLINE, LIVE, RECORDED = SessionKind.OFFLINE, SessionKind.LIVE, SessionKind.RECORDED
STATED = POLICY  # the sample states 现场>直播>录播
TIMETABLE = build_timetable(
    [
        unit("R1", RECORDED, "1", video=2700),
        unit("S1", OFFLINE, "2", "08:30", "10:00"),
        unit("L1", LIVE, "2", "09:30", "11:00"),
        unit("L2", LIVE, "2", "10:30", "12:00"),
        unit("R2", RECORDED, "1", video=2700),
    ],
    POLICY,
)
EVERYWHERE = Records(
    taps=taps("in 08:20, out 10:00"),
    stays={"L1": [(at("09:30"), at("11:00"), 11)], "L2": [(at("10:30"), at("12:00"), 12)]},
    segments={
        "R1": [Segment(0, 2700, at("11:30"), Decimal(1), 21)],
        "R2": [Segment(0, 2700, at("12:00"), Decimal(1), 22)],
    },
)


def minutes(policy, records=EVERYWHERE):
    return {one.code: one.minutes for one in evaluate_person(TIMETABLE, records, policy).earned}


def test_a_minute_in_two_places_counts_in_the_one_that_goes_first():
    assert minutes(STATED) == {"S1": 90, "L1": 60, "L2": 60, "R1": 15, "R2": 30}


def test_without_a_stated_order_only_time_face_to_face_goes_first():
    silent = replace(POLICY, online=OnlinePolicy())
    assert minutes(silent) == {"S1": 90, "L1": 60, "L2": 90, "R1": 45, "R2": 45}


def test_another_order_takes_the_time_from_face_to_face():
    turned = replace(POLICY, online=OnlinePolicy(precedence=read_precedence("live>recorded>offline")))
    assert minutes(turned) == {"S1": 60, "L1": 90, "L2": 60, "R1": 15, "R2": 30}


def test_each_unit_says_where_its_time_was_counted():
    found = {one.code: one for one in evaluate_person(TIMETABLE, EVERYWHERE, STATED).earned}
    assert found["S1"].overlaps == ()
    assert found["L1"].overlaps == (Overlap("S1", OFFLINE, 1800),)
    assert found["L2"].overlaps == (Overlap("L1", LIVE, 1800),)
    assert found["R1"].overlaps == (Overlap("L2", LIVE, 1800),)
    assert found["R2"].overlaps == (Overlap("R1", RECORDED, 900),)
    assert found["L1"].online.flags == (OnlineFlag.ONLINE_DURING_OFFLINE,)
    assert found["R1"].online.flags == found["L2"].online.flags == (OnlineFlag.COUNTED_ELSEWHERE,)


def test_time_is_taken_by_the_first_that_claims_it():
    taken = [Taken("A", OFFLINE, ((0, 10),)), Taken("B", LIVE, ((5, 20),)), Taken("C", LIVE, ((90, 99),))]
    assert deduct([(0, 30)], taken) == ([(20, 30)], (Overlap("A", OFFLINE, 10), Overlap("B", LIVE, 10)))


@pytest.mark.parametrize(("stated", "order"), [("", "S1 R1 L1 L2 R2"), ("recorded>live>offline", "R1 R2 L1 L2 S1")])
def test_units_take_time_in_the_stated_order_and_then_as_the_timetable_has_them(stated, order):
    assert [one.code for one in in_precedence(TIMETABLE.units, read_precedence(stated))] == order.split()


START = at("08:00")
moments = st.integers(0, 16).map(lambda steps: START + timedelta(minutes=15 * steps))
tap_lists = st.lists(st.builds(Tap, moments, st.sampled_from(Direction)), max_size=6)
stay_lists = st.lists(st.tuples(moments, moments, st.just(0)), max_size=4)
segment_lists = st.lists(
    st.builds(
        lambda start, size, begun: Segment(start * 300, (start + size) * 300, begun, Decimal(1)),
        st.integers(0, 9),
        st.integers(0, 6),
        moments,
    ),
    max_size=4,
)
everything = st.tuples(tap_lists, stay_lists, stay_lists, segment_lists, segment_lists)
policies = st.builds(
    lambda order, tiers, share: replace(
        POLICY, online=OnlinePolicy(read_precedence(order), share, share, read_tiers(tiers))
    ),
    st.sampled_from(["", "offline>live>recorded", "live>recorded>offline"]),
    st.sampled_from(["", "0.9=1;0.6=0.5;*=0"]),
    st.sampled_from([None, Decimal("0.25"), Decimal("0.5")]),
)


def records_of(parts):
    said, first, second, one, other = (list(part) for part in parts)
    return Records(taps=said, stays={"L1": first, "L2": second}, segments={"R1": one, "R2": other})


def derived(parts, policy):
    """All that is told of a person: status, minutes, hours, what was cut and why."""
    result = evaluate_person(TIMETABLE, records_of(parts), policy)
    return [
        (one.code, one.attendance and (one.attendance.status, one.attendance.why), one.minutes, one.hours, one.wall,
         one.overlaps, one.tier, one.withheld, one.online and one.online.flags)
        for one in result.earned
    ]  # fmt: skip


def halved(part):
    """The same stretches handed in by pieces, as a player or a device that reconnects does."""
    return [piece for one in part for piece in _pieces(one)]


def _pieces(one):
    if isinstance(one, Segment) and one.end_second - one.start_second >= 600:
        middle = one.start_second + 300
        later = one.played_at + timedelta(seconds=300)
        return [replace(one, end_second=middle), replace(one, start_second=middle, played_at=later)]
    if isinstance(one, tuple) and one[1] - one[0] >= timedelta(minutes=30):
        return [(one[0], one[0] + timedelta(minutes=15), 1), (one[0] + timedelta(minutes=15), one[1], 2)]
    return [one]


@given(everything, policies, st.randoms())
def test_order_repetition_and_batches_of_records_change_nothing(parts, policy, random):
    again = [random.sample(halved(part) + part, len(halved(part) + part)) for part in parts]
    assert derived(again, policy) == derived(parts, policy)


@given(everything)
def test_no_second_of_the_wall_clock_counts_twice(parts):
    earned = evaluate_person(TIMETABLE, records_of(parts), STATED).earned
    assert sum(length(one.wall) for one in earned) == length([span for one in earned for span in one.wall])


@given(everything, policies)
def test_what_counts_and_what_is_cut_add_up(parts, policy):
    result = evaluate_person(TIMETABLE, records_of(parts), policy)
    planned = sum(one.planned_hours for one in TIMETABLE.units)
    assert result.total_hours == sum(one.hours for one in result.earned)
    for one in result.earned:
        before = one.hours_before
        whole = next(unit.planned_hours for unit in TIMETABLE.units if unit.code == one.code)
        assert 0 <= one.hours <= before <= whole
        assert one.tier or before == credit_hours(one.minutes, whole, policy.hours)
    if policy.online.online_share is not None:
        assert result.online_hours <= policy.online.online_share * planned


def by_the_minute(parts):
    """What the stated order means, worked out minute by minute without intervals: who holds each minute."""
    said, first, second, one, other = parts
    result = evaluate_person(TIMETABLE, Records(taps=said), POLICY)
    credited = [each.attendance.credited for each in result.earned if each.attendance and each.attendance.credited]
    counts = dict.fromkeys(["S1", "L1", "L2", "R1", "R2"], 0)
    seen = {"R1": set(), "R2": set()}
    base = to_seconds(START)
    for minute in range(-60, 12 * 60):
        now = base + minute * 60
        if any(start <= now < end for start, end in credited):
            counts["S1"] += 1
            continue
        live = next(
            (code for code, stays, opens, closes in (("L1", first, 90, 180), ("L2", second, 150, 240))
             if opens <= minute < closes and any(to_seconds(a) <= now < to_seconds(b) for a, b, _ in stays)),
            None,
        )  # fmt: skip
        if live:
            counts[live] += 1
            continue
        for code, segments in (("R1", one), ("R2", other)):
            playing = {
                segment.start_second + now - to_seconds(segment.played_at)
                for segment in segments
                if 0 <= now - to_seconds(segment.played_at) < segment.end_second - segment.start_second
            }
            seen[code] |= {second for second in playing if second < 2700}
            if any(second < 2700 for second in playing):
                break
    return counts | {code: len(seconds) for code, seconds in seen.items()}


@given(everything)
def test_minutes_are_as_worked_out_minute_by_minute(parts):
    assert minutes(STATED, records_of(parts)) == by_the_minute(parts)
