"""Tiers of watching and caps on online shares, and how a rule-set states them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sessions.rules.evaluation import Records, build_timetable, evaluate_person
from sessions.rules.kinds import SessionKind
from sessions.rules.online import Segment
from sessions.rules.online_policy import OnlinePolicy, Tier, online_policy, read_tiers
from sessions.rules.shares import Claim, HourLimit, tier_for, tier_hours, withhold
from standards.rules import Confidence, Parameter, ParameterMissing
from tests.unit.sessions.rules.samples import POLICY, at, unit

LIVE, RECORDED, OFFLINE = SessionKind.LIVE, SessionKind.RECORDED, SessionKind.OFFLINE
STEP = Decimal("0.25")
TIERS = read_tiers("0.6=0.5; *=0; 0.9=1")


def policy_of(**values):
    keys = {"precedence": "hours.precedence", "share": "online.max_share", "recorded": "online.max_recorded_share",
            "tiers": "online.recorded_tiers"}  # fmt: skip
    found = (Parameter(keys[name], value, "", "", Confidence.SAMPLE) for name, value in values.items())
    return online_policy({one.key: one for one in found})


def test_what_a_rule_set_leaves_out_or_empty_is_not_applied():
    assert policy_of() == OnlinePolicy()
    assert policy_of(precedence="", share=None, recorded="不设", tiers="none") == OnlinePolicy()


def test_a_rule_set_states_order_shares_and_tiers():
    assert policy_of(precedence="现场 > live > 录播", share=50, recorded="25", tiers="0.9=1;*=0") == OnlinePolicy(
        (OFFLINE, LIVE, RECORDED), Decimal("0.5"), Decimal("0.25"), (Tier(Decimal("0.9"), Decimal(1)), Tier(Decimal(0), Decimal(0)))
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("precedence", "offline>live", "hours.precedence"),
        ("precedence", "offline>live>live>recorded", "hours.precedence"),
        ("precedence", "现场>直播>直播", "hours.precedence"),
        ("share", 101, "online.max_share"),
        ("share", -1, "online.max_share"),
        ("recorded", "half", "online.max_recorded_share"),
        ("recorded", "NaN", "online.max_recorded_share"),
        ("tiers", "0.9", "online.recorded_tiers"),
        ("tiers", "90=1", "online.recorded_tiers"),
        ("tiers", "0.9=2", "online.recorded_tiers"),
        ("tiers", "0.9=1;0.90=0.5", "online.recorded_tiers"),
        ("tiers", "most=1", "online.recorded_tiers"),
    ],
)
def test_a_value_that_cannot_be_understood_is_asked_for_by_name(name, value, key):
    with pytest.raises(ParameterMissing) as missing:
        policy_of(**{name: value})
    assert missing.value.key == key


@pytest.mark.parametrize(
    ("seconds", "credited"), [(0, "0"), (1619, "0"), (1620, "0.5"), (2429, "0.5"), (2430, "1"), (2700, "1")]
)
def test_the_highest_tier_that_is_reached_counts(seconds, credited):
    assert tier_for(TIERS, seconds, 2700).credited == Decimal(credited)


def test_below_every_tier_nothing_counts_and_without_a_length_there_are_no_tiers():
    assert tier_for(read_tiers("0.9=1"), 2000, 2700).credited == 0
    assert tier_for(TIERS, 100, 0) is None
    assert tier_for((), 100, 2700) is None


def test_a_tier_credits_its_share_of_the_planned_hours_in_whole_steps():
    assert tier_hours(Tier(Decimal("0.6"), Decimal("0.5")), Decimal("1.25"), STEP) == Decimal("0.50")


def above(claims, planned, **policy):
    listed = [Claim(f"{number}", kind, Decimal(hours)) for number, (kind, hours) in enumerate(claims)]
    lost = withhold(listed, Decimal(planned), OnlinePolicy(**policy), STEP)
    return {code: [(one.limit, str(one.hours)) for one in each] for code, each in lost.items()}


ONLINE_CAP, RECORDED_CAP = HourLimit.ONLINE_SHARE, HourLimit.RECORDED_SHARE


def test_the_unit_that_meets_the_cap_is_cut_and_later_ones_do_not_count():
    claims = [(LIVE, "2"), (OFFLINE, "4"), (RECORDED, "2"), (LIVE, "2")]
    assert above(claims, 10, online_share=Decimal("0.35")) == {"2": [(ONLINE_CAP, "0.50")], "3": [(ONLINE_CAP, "2.00")]}


def test_recorded_hours_above_their_own_cap_leave_room_for_live_ones():
    claims = [(RECORDED, "3"), (LIVE, "3")]
    caps = {"online_share": Decimal("0.4"), "recorded_share": Decimal("0.1")}
    assert above(claims, 10, **caps) == {"0": [(RECORDED_CAP, "2.00")]}
    assert above([*claims, (RECORDED, "1")], 10, **caps)["2"] == [(RECORDED_CAP, "1.00")]


def test_an_hour_may_be_above_both_caps():
    caps = {"online_share": Decimal("0.2"), "recorded_share": Decimal("0.3")}
    assert above([(RECORDED, "4")], 10, **caps) == {"0": [(RECORDED_CAP, "1.00"), (ONLINE_CAP, "1.00")]}


def test_hours_within_the_caps_all_count():
    assert above([(RECORDED, "1"), (LIVE, "1")], 10, online_share=Decimal("0.2"), recorded_share=Decimal("0.1")) == {}


def test_a_class_with_tiers_and_a_cap_earns_what_is_left():
    timetable = build_timetable([unit("R1", RECORDED, "2", video=5400), unit("R2", RECORDED, "2", video=5400)], POLICY)
    segments = {code: [Segment(0, 4900, at("19:00", day), Decimal(1))] for code, day in (("R1", "2026-05-11"), ("R2", "2026-05-12"))}  # fmt: skip
    policy = replace(POLICY, online=OnlinePolicy(online_share=Decimal("0.75"), tiers=TIERS))
    first, second = evaluate_person(timetable, Records(segments=segments), policy).earned
    assert (first.minutes, first.hours, first.tier.credited, first.withheld) == (81, 2, 1, ())
    assert (second.hours, [(one.limit, one.hours) for one in second.withheld]) == (1, [(ONLINE_CAP, 1)])
