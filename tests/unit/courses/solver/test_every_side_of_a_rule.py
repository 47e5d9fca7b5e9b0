"""The sides of a family of rules that its one case does not show: last days, bookings that count, what is settled how."""

from __future__ import annotations

import pytest

from courses.solver.checker import missing, violations
from courses.solver.outcome import Status
from courses.solver.problem import Holder, Occupation, Pin, Placement, Teacher, Venue
from courses.solver.rules import ALL, Rule
from courses.solver.solve import solve
from tests.unit.courses.solver.small import MONDAY, group, module, problem, weighted

FAR = {(1, 2): 60, (2, 1): 60}
ONE_ROOM = (Venue(1, 40, campus=1),)


def booked(holder, slot, campus=None):
    return (Occupation(holder, 1, slot, campus),)


SIDES = {
    "last day": (Rule.CLASS_DATES, problem([group(modules=(module(1, 2),), max_a_half=1, last_day=MONDAY)],
                                           teachers=(Teacher(1, avoids=frozenset({2, 3})),))),
    "a booking fills a day": (Rule.TEACHER_DAY_CAP, problem(
        teachers=(Teacher(1, max_a_day=1),), occupied=booked(Holder.TEACHER, 4))),
    "a booking fills a week": (Rule.TEACHER_WEEK_CAP, problem(
        [group(days=9)], days=9, teachers=(Teacher(1, max_a_week=1),), occupied=booked(Holder.TEACHER, 4))),
    "a booking fills all": (Rule.TEACHER_TOTAL_CAP, problem(
        [group(modules=(module(1, teachers=(1, 2)),))], occupied=booked(Holder.TEACHER, 4),
        teachers=(Teacher(1, max_total=1), Teacher(2, avoids=frozenset(range(10)))))),
    "way of a teacher to a booking": (Rule.TEACHER_TRAVEL, weighted(problem(
        [group(allowed=frozenset({0, 9}))], venues=ONE_ROOM, travel=FAR, occupied=booked(Holder.TEACHER, 1, 2)),
        campus_change=0)),
    "way of a class to a booking": (Rule.CLASS_TRAVEL, problem(
        [group(allowed=frozenset({0, 9}))], venues=ONE_ROOM, travel=FAR, occupied=booked(Holder.CLASS, 1, 2))),
    "who is settled": (Rule.PIN, problem(
        [group(modules=(module(1, teachers=(1, 2)),))], pins=(Pin(1, 1, teacher_id=2),),
        teachers=(Teacher(1), Teacher(2, avoids=frozenset(range(10)))))),
    "where is settled": (Rule.PIN, problem(
        [group(modules=(module(1, 2),))], pins=(Pin(1, 1, slot=0, venue_id=2), Pin(1, 1, slot=1, venue_id=1)),
    )),
}  # fmt: skip


@pytest.mark.parametrize("name", SIDES)
def test_a_timetable_keeps_this_side_of_the_rule(name):
    found = solve(SIDES[name][1], seconds=10, workers=1)
    assert found.status is Status.OPTIMAL
    assert violations(SIDES[name][1], found.placements) == []
    assert missing(SIDES[name][1], found.placements) == {}


@pytest.mark.parametrize("name", SIDES)
def test_without_the_rule_the_model_breaks_this_side(name):
    rule, given = SIDES[name]
    found = solve(given, seconds=10, workers=1, rules=ALL - {rule})
    assert rule in {one.clause.rule for one in violations(given, found.placements)}


@pytest.mark.parametrize(
    ("lessons", "rule"),
    [
        ((Placement(1, 1, 0, 1, 1), Placement(1, 2, 0, 2, 2)), Rule.CLASS_ONCE),
        ((Placement(1, 1, 0, 1, 1), Placement(1, 1, 1, 2, 1)), Rule.BLOCK_TEACHER),
        ((Placement(1, 1, 0, 1, None),), Rule.VENUE_FEATURES),
    ],
)
def test_what_the_model_cannot_do_without_the_checker_still_sees(lessons, rule):
    given = problem([group(modules=(module(1, 2, teachers=(1, 2)), module(2, teachers=(2,))))])
    assert rule in {one.clause.rule for one in violations(given, lessons)}


def test_an_online_lesson_has_no_venue_and_needs_none():
    given = problem([group(modules=(module(online=True),))], venues=(Venue(1, 1),))
    (lesson,) = solve(given, seconds=10, workers=1).placements
    assert lesson.venue_id is None
    assert violations(given, (lesson,)) == []
