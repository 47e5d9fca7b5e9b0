"""Time in two classes at once counts in exactly one of them, whichever is worked out first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.rules.elsewhere import AS_POSTED, Abroad, Away, Place, abroad, spans_of
from sessions.rules.evaluation import Records, build_timetable, claims_of, evaluate_person
from sessions.rules.halfdays import Direction, Tap
from sessions.rules.intervals import length, to_seconds
from sessions.rules.kinds import SessionKind
from sessions.rules.online import OnlineFlag, Segment
from sessions.rules.online_policy import CLASS_PRECEDENCE, ClassOrder, OnlinePolicy, online_policy, read_precedence
from sessions.rules.precedence import Overlap, Taken
from standards.actions import SHIPPED
from standards.rules import ParameterMissing
from standards.toml_files import read_rule_set
from tests.unit.sessions.rules.samples import POLICY, at, taps, unit

OFFLINE, LIVE, RECORDED = SessionKind.OFFLINE, SessionKind.LIVE, SessionKind.RECORDED
FIRST, SECOND = Place(date(2026, 5, 4), 8), Place(date(2026, 5, 11), 7)
STATED = replace(POLICY, online=replace(POLICY.online, classes=ClassOrder.EARLIER))
SILENT = replace(POLICY, online=OnlinePolicy())
HERE = [unit("S1", OFFLINE, "2", "08:30", "10:00"), unit("L1", LIVE, "2", "10:00", "11:30")]
THERE = [unit("L9", LIVE, "2", "09:30", "11:00"), unit("R9", RECORDED, "1", video=2700)]
CAME = Records(taps=taps("in 08:20, out 10:00"), stays={"L1": [(at("10:00"), at("11:30"), 1)]})
SAT = Records(
    stays={"L9": [(at("09:30"), at("11:00"), 2)]}, segments={"R9": [Segment(0, 2700, at("11:00"), Decimal(1), 3)]}
)


def seen_from(place, policy, others):
    """What a class sees of others, given as place, policy, units and records."""
    times = [
        Away(there.order_of(one.kind, rules.online), replace(one, code=f"C{there.number} {one.code}"))
        for there, rules, units, records in others
        for one in claims_of(build_timetable(units, rules), records, rules)
    ]
    return abroad(place, policy.online, times)


def minutes(units, records, policy, elsewhere):
    return {
        one.code: one.minutes
        for one in evaluate_person(build_timetable(units, policy), records, policy, elsewhere).earned
    }


def both(here=STATED, there=STATED, first=FIRST, second=SECOND):
    mine, theirs = (first, here, HERE, CAME), (second, there, THERE, SAT)
    return (
        minutes(HERE, CAME, here, seen_from(first, here, [theirs])),
        minutes(THERE, SAT, there, seen_from(second, there, [mine])),
    )


def test_the_way_of_delivery_goes_first_then_the_class_that_began_earlier():
    assert both() == ({"S1": 90, "L1": 90}, {"L9": 0, "R9": 15})


def test_a_rule_set_may_say_that_the_class_that_began_later_goes_first():
    later = replace(POLICY, online=replace(POLICY.online, classes=ClassOrder.LATER))
    assert both(later, later) == ({"S1": 90, "L1": 30}, {"L9": 60, "R9": 15})


def test_of_classes_that_began_on_one_day_the_lower_number_goes_first():
    assert both(second=Place(FIRST.began, 7)) == ({"S1": 90, "L1": 30}, {"L9": 60, "R9": 15})


def test_a_class_whose_rule_set_says_nothing_counts_all_and_the_others_yield_to_it():
    assert both(there=SILENT) == ({"S1": 60, "L1": 0}, {"L9": 90, "R9": 45})
    assert both(SILENT, SILENT) == ({"S1": 90, "L1": 90}, {"L9": 90, "R9": 45})


def test_a_unit_says_in_which_class_its_time_is_counted():
    elsewhere = seen_from(SECOND, STATED, [(FIRST, STATED, HERE, CAME)])
    live, recorded = evaluate_person(build_timetable(THERE, STATED), SAT, STATED, elsewhere).earned
    assert live.overlaps == (Overlap("C8 S1", OFFLINE, 1800), Overlap("C8 L1", LIVE, 3600))
    assert live.online.flags == (OnlineFlag.COUNTED_ELSEWHERE, OnlineFlag.ONLINE_DURING_OFFLINE)
    assert recorded.overlaps == (Overlap("C8 L1", LIVE, 1800),)


def test_what_stands_as_posted_goes_before_everything():
    posted = Away(AS_POSTED, Taken("C1 R1", RECORDED, ((to_seconds(at("08:30")), to_seconds(at("09:00"))),)))
    assert minutes(HERE, CAME, STATED, abroad(FIRST, STATED.online, [posted])) == {"S1": 60, "L1": 90}


@pytest.mark.parametrize(
    ("basis", "spans"),
    [
        ({"wall": [[1, 2], [3, 4]], "credited": [1, 4]}, ((1, 2), (3, 4))), ({"credited": [1, 4]}, ((1, 4),)),
        ({"credited": []}, ()), ({}, ()),
    ],
)  # fmt: skip
def test_a_posting_says_which_time_it_counts(basis, spans):
    assert spans_of(basis) == spans


moments = st.integers(0, 12).map(lambda steps: at("08:00") + timedelta(minutes=20 * steps))
stays = st.lists(st.tuples(moments, moments, st.just(0)), max_size=3)
policies = st.builds(
    lambda order, classes: replace(POLICY, online=OnlinePolicy(precedence=read_precedence(order), classes=classes)),
    st.sampled_from(["offline>live>recorded", "recorded>live>offline", "live>offline>recorded"]),
    st.sampled_from(ClassOrder),
)
records = st.builds(
    lambda said, sat: Records(taps=said, stays={"L1": sat}),
    st.lists(st.builds(Tap, moments, st.sampled_from(Direction)), max_size=4),
    stays,
)
classes = st.tuples(policies, records, st.integers(0, 2))


@settings(max_examples=60)
@given(st.lists(classes, min_size=2, max_size=3))
def test_every_moment_of_all_classes_is_counted_exactly_once_whatever_their_rule_sets_say(drawn):
    held = [
        (Place(FIRST.began + timedelta(days=day), number), policy, HERE, found)
        for number, (policy, found, day) in enumerate(drawn)
    ]
    walls, claimed = [], []
    for one in held:
        place, policy, units, found = one
        timetable = build_timetable(units, policy)
        elsewhere = seen_from(place, policy, [other for other in held if other is not one])
        walls += [unit.wall for unit in evaluate_person(timetable, found, policy, elsewhere).earned]
        claimed += [span for taken in claims_of(timetable, found, policy) for span in taken.intervals]
    assert sum(length(wall) for wall in walls) == length(span for wall in walls for span in wall) == length(claimed)


def test_nobody_is_elsewhere_unless_somebody_says_so():
    assert Abroad().before(LIVE) == []


def test_the_third_version_of_the_sample_states_an_order_caps_and_tiers():
    known = {one.key: one for one in read_rule_set(SHIPPED / "shaanxi-sample-3.toml").parameters}
    found = online_policy(known)
    assert (found.classes, found.online_share, found.recorded_share) == (
        ClassOrder.EARLIER,
        Decimal("0.5"),
        Decimal("0.3"),
    )
    assert [(str(one.watched), str(one.credited)) for one in found.tiers] == [("0.9", "1"), ("0.6", "0.5"), ("0", "0")]
    assert found.precedence == (OFFLINE, LIVE, RECORDED)
    with pytest.raises(ParameterMissing):
        online_policy({CLASS_PRECEDENCE: replace(known[CLASS_PRECEDENCE], value="随便")})
