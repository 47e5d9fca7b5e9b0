"""Make-up sessions: only for those named, and never more than what was missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sessions.absence.rules.crediting import Crediting
from sessions.absence.rules.makeups import MakeUp, capped_units, own_units
from sessions.rules.evaluation import Records, Unit
from sessions.rules.kinds import SessionKind
from tests.unit.sessions.rules.samples import POLICY, at, tap

DAYS = ("2026-05-11", "2026-05-12", "2026-05-13")


def unit(code, day, hours=2):
    return Unit(code, SessionKind.OFFLINE, Decimal(hours), at("08:30", day), at("10:00", day))


UNITS = [unit("S1", DAYS[0]), unit("M1", DAYS[1]), unit("M2", DAYS[2])]
MAKEUPS = [MakeUp("M1", "S1", frozenset({7})), MakeUp("M2", "S1", frozenset({7, 8}))]


def came(day, start="08:20", end="10:05"):
    return [tap("in", start, day=day), tap("out", end, day=day)]


def earned(taps, person=7, most="8"):
    result = Crediting(UNITS, POLICY, MAKEUPS, Decimal(most)).evaluate(person, Records(taps=taps))
    return {one.code: one.hours for one in result.earned}


def test_nobody_else_has_the_make_up_session():
    assert [one.code for one in own_units(UNITS, MAKEUPS, 9)] == ["S1"]
    assert earned([*came(DAYS[0]), *came(DAYS[1])], person=9) == {"S1": 2}
    assert earned([], person=8) == {"S1": 0, "M2": 0}


def test_a_class_without_make_up_sessions_shares_one_timetable():
    crediting = Crediting(UNITS, POLICY, [], Decimal(0))
    crediting.evaluate(7, Records())
    assert crediting.timetable_of(7) is crediting.everything


def test_a_missed_session_is_made_up_in_full():
    assert earned(came(DAYS[1])) == {"S1": 0, "M1": 2, "M2": 0}


def test_only_what_lacks_is_made_up():
    late = came(DAYS[0], start="08:55")  # 65 of 90 minutes: 1.25
    assert earned([*late, *came(DAYS[1])]) == {"S1": Decimal("1.25"), "M1": Decimal("0.75"), "M2": 0}


def test_two_make_up_sessions_share_what_lacks_and_one_that_was_missed_takes_nothing():
    assert earned([*came(DAYS[1]), *came(DAYS[2])]) == {"S1": 0, "M1": 2, "M2": 0}
    assert earned(came(DAYS[2])) == {"S1": 0, "M1": 0, "M2": 2}


def test_all_make_up_sessions_together_bring_at_most_what_the_rules_allow():
    assert earned(came(DAYS[1]), most="1.5") == {"S1": 0, "M1": Decimal("1.5"), "M2": 0}
    assert earned(came(DAYS[1]), most="0")["M1"] == 0


def test_a_session_that_is_no_longer_held_lacks_nothing_to_make_up_for():
    orphan = [MakeUp("M1", "GONE", frozenset({7}))]
    [_s1, capped, _m2] = capped_units(UNITS, orphan, {}, Decimal(8))
    assert capped == replace(UNITS[1], planned_hours=Decimal(0))


MINUTES = st.integers(0, 130)


@given(st.tuples(MINUTES, MINUTES), st.tuples(MINUTES, MINUTES), st.tuples(MINUTES, MINUTES), st.integers(0, 5))
def test_session_and_make_up_together_never_bring_more_than_was_planned(first, second, third, most):
    taps = []
    for day, (start, end) in zip(DAYS, (first, second, third), strict=True):
        for direction, minute in (("in", start), ("out", end)):
            taps.append(tap(direction, f"{8 + minute // 60:02d}:{minute % 60:02d}", day=day))
    found = earned(taps, most=str(most))
    assert sum(found.values()) <= 2
    assert found["M1"] + found["M2"] <= most


def test_make_up_hours_do_not_widen_the_share_of_hours_online():
    half = replace(POLICY, online=replace(POLICY.online, online_share=Decimal("0.5")))
    live = Unit("L1", SessionKind.LIVE, Decimal(2), at("19:00"), at("20:30"))
    timetable = [unit("S1", DAYS[0]), live, unit("M1", DAYS[1])]
    makeup = [MakeUp("M1", "S1", frozenset({7}))]
    sat = {"L1": [(at("19:00"), at("20:30"), 5)]}
    assert Crediting([unit("S1", DAYS[0], 1), live], half, [], Decimal(8)).common.planned_hours == 3
    crediting = Crediting(timetable, half, makeup, Decimal(8))
    found = crediting.evaluate(7, Records(taps=came(DAYS[1]), stays=sat))
    assert crediting.timetable_of(7).planned_hours == 4  # not 6
    assert {one.code: one.hours for one in found.earned} == {"S1": 0, "L1": 2, "M1": 2}
    narrow = replace(POLICY, online=replace(POLICY.online, online_share=Decimal("0.25")))
    found = Crediting(timetable, narrow, makeup, Decimal(8)).evaluate(7, Records(taps=came(DAYS[1]), stays=sat))
    assert {one.code: one.hours for one in found.earned} == {"S1": 0, "L1": 1, "M1": 2}  # 1.5 of six hours before
