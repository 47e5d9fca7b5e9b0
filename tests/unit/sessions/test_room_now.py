"""Who of a class is in the room now."""

from __future__ import annotations

from datetime import datetime

import pytest

from sessions.portals.rules import Expected, Moment, moment_of, room_now
from sessions.rules.attendance import Leave
from sessions.rules.evaluation import Records
from sessions.rules.halfdays import Direction, OfflineSession, Tap, half_days
from tests.unit.sessions.test_grids import POLICY as DELIVERY

POLICY = DELIVERY.attendance


def at(clock):
    return datetime.fromisoformat(f"2026-03-02T{clock}")


[HALF] = half_days(
    [OfflineSession("S01", at("09:00"), at("10:30")), OfflineSession("S02", at("10:40"), at("12:10"))], POLICY
)
PEOPLE = [Expected(number, name) for number, name in enumerate(("李明", "王芳", "赵强", "孙丽"), 1)]


def room(taps=None, leaves=None, now="10:00"):
    taps, leaves = taps or {}, leaves or {}
    records = {who: Records(taps=taps.get(who, []), leaves=leaves.get(who, [])) for who in {*taps, *leaves}}
    return room_now(HALF, PEOPLE, records, POLICY, at(now))


def called(code, arrived, left):
    """A roll call of one session."""
    return [Tap(at(arrived), Direction.IN, unit=code), Tap(at(left), Direction.OUT, unit=code)]


def names(people):
    return [one.name for one in people]


@pytest.mark.parametrize(
    ("now", "moment"), [("07:00", Moment.AHEAD), ("09:00", Moment.NOW), ("12:09", Moment.NOW), ("12:10", Moment.OVER)]
)
def test_a_half_day_goes_from_the_first_possible_sign_in_to_its_end(now, moment):
    assert moment_of(HALF, POLICY, at(now)) is moment


def test_everybody_is_in_one_place():
    taps = {
        1: [Tap(at("08:50"), Direction.IN)],
        2: [Tap(at("08:55"), Direction.IN), Tap(at("10:35"), Direction.OUT)],
    }
    found = room(taps, {3: [Leave(at("08:00"), at("12:30"))]})
    assert [names(one) for one in (found.inside, found.gone, found.on_leave, found.missing)] == [
        ["李明"], ["王芳"], ["赵强"], ["孙丽"],
    ]  # fmt: skip
    assert (found.expected, found.signed_in) == (4, 2)


def test_who_comes_in_spite_of_leave_has_come():
    found = room({3: [Tap(at("09:05"), Direction.IN)]}, {3: [Leave(at("08:00"), at("12:30"))]})
    assert names(found.inside) == ["赵强"]
    assert found.on_leave == ()


def test_leave_of_another_time_excuses_nobody():
    assert "赵强" in names(room(leaves={3: [Leave(at("13:00"), at("17:00"))]}).missing)


def test_a_sign_in_outside_the_window_does_not_count():
    assert names(room({1: [Tap(at("01:00"), Direction.IN)]}).missing)[0] == "李明"


def test_who_signs_out_at_the_end_has_not_left_early():
    taps = {1: [Tap(at("08:50"), Direction.IN), Tap(at("12:10"), Direction.OUT)]}
    assert names(room(taps, now="12:30").inside) == ["李明"]


def test_a_roll_call_of_one_session_is_no_sign_out_from_the_half_day():
    first = {1: called("S01", "09:00", "10:30"), 2: called("S01", "09:00", "10:10")}
    during, between = room(first), room(first, now="10:50")
    assert names(during.inside) == names(between.inside) == ["李明"]
    assert names(during.gone) == names(between.gone) == ["王芳"]


def test_the_roll_call_of_the_present_session_goes_before_door_and_earlier_roll():
    door = [Tap(at("08:50"), Direction.IN), Tap(at("10:35"), Direction.OUT)]
    taps = {
        1: [*door, *called("S02", "10:45", "12:10")],
        2: [*called("S01", "09:00", "10:30"), *called("S02", "10:40", "11:30")],
        3: called("S01", "09:00", "10:30"),
        4: [*called("S01", "09:00", "10:10"), Tap(at("08:50"), Direction.IN)],
    }
    found = room(taps, now="11:00")
    assert [names(one) for one in (found.inside, found.gone, found.missing)] == [["李明", "孙丽"], ["王芳"], ["赵强"]]


def test_before_the_first_session_begins_its_roll_call_speaks_already():
    assert names(room({1: called("S01", "09:00", "10:30")}, now="08:55").inside) == ["李明"]
