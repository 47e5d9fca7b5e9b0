"""Each family of rules has a problem whose best timetable would break it if the model did not know the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from courses.solver.checker import missing, violations
from courses.solver.outcome import Status
from courses.solver.problem import Holder, Occupation, Pin, Teacher, Venue
from courses.solver.rules import ALL, BUILT_IN, Rule
from courses.solver.solve import solve
from tests.unit.courses.solver.small import MONDAY, group, module, problem, weighted

TUESDAY = MONDAY + timedelta(days=1)
FIRST_DAY = frozenset(range(5))
FAR = {(1, 2): 60, (2, 1): 60}
TWO = (module(1), module(2, teachers=(2,)))


def apart(rule):
    """Two lessons of one morning on two campuses for want of any other venue: for one teacher or one class."""
    first = Venue(1, 40, 1, features=frozenset("a"))
    other = Venue(2, 40, 2, features=frozenset("b"))
    modules = (module(1, features=frozenset("a")), module(2, features=frozenset("b")))
    if rule is Rule.CLASS_TRAVEL:
        modules = (modules[0], replace(modules[1], teachers=frozenset({2})))
        return problem([group(modules=modules, allowed=frozenset({0, 1, 5}))], venues=(first, other), travel=FAR)
    classes = [group(1, modules[:1], allowed=frozenset({0})), group(2, modules[1:], allowed=frozenset({1, 6}))]
    return weighted(problem(classes, venues=(first, other), travel=FAR), campus_change=0)


CASES = {
    Rule.CLASS_DATES: problem([group(first_day=TUESDAY, last_day=TUESDAY)], pins=()),
    Rule.CLASS_ALLOWED: problem([group(allowed=frozenset({9}))]),
    Rule.CLASS_DAY_CAP: problem([group(modules=(module(1, 3),), max_a_day=2)]),
    Rule.CLASS_HALF_CAP: problem([group(modules=(module(1, 2),), max_a_half=1, allowed=frozenset({0, 1, 7}))]),
    Rule.CLASS_OCCUPIED: problem(
        [group(allowed=frozenset({0, 9}))], occupied=(Occupation(Holder.CLASS, 1, 0),)
    ),
    Rule.CLASS_TRAVEL: apart(Rule.CLASS_TRAVEL),
    Rule.CLASSES_APART: problem(
        [group(1, allowed=frozenset({0})), group(2, (module(teachers=(2,)),), allowed=frozenset({0, 9}))], apart=((1, 2),)
    ),
    Rule.ORDER: problem(
        [group(modules=TWO, order=((1, 2),))],
        teachers=(Teacher(1, leave=FIRST_DAY - {1}), Teacher(2, avoids=frozenset(range(1, 10)))),
    ),
    Rule.BLOCK_MIN: problem([group(modules=(module(1, 2, min_block=2),), allowed=frozenset({1, 2, 7, 8}))]),
    Rule.BLOCK_MAX: problem([group(modules=(module(1, 2, max_block=1),), allowed=frozenset({0, 1, 9}))]),
    Rule.QUALIFIED: problem(teachers=(Teacher(1, avoids=frozenset(range(10))), Teacher(2))),
    Rule.TEACHER_AVAILABLE: problem(teachers=(Teacher(1, available=frozenset({9})),)),
    Rule.TEACHER_LEAVE: problem(teachers=(Teacher(1, leave=FIRST_DAY),)),
    Rule.TEACHER_OCCUPIED: problem(
        occupied=tuple(Occupation(Holder.TEACHER, 1, slot) for slot in range(5))
    ),
    Rule.TEACHER_ONCE: problem([group(1, allowed=frozenset({0})), group(2, allowed=frozenset({0, 9}))]),
    Rule.TEACHER_DAY_CAP: problem([group(modules=(module(1, 2),))], teachers=(Teacher(1, max_a_day=1),)),
    Rule.TEACHER_WEEK_CAP: problem(
        [group(modules=(module(1, 2),), days=9)], days=9, teachers=(Teacher(1, max_a_week=1),)
    ),
    Rule.TEACHER_TOTAL_CAP: problem(
        [group(modules=(module(1, 2, teachers=(1, 2)),))], teachers=(Teacher(1, max_total=1), Teacher(2, avoids=FIRST_DAY)),
    ),
    Rule.TEACHER_TRAVEL: apart(Rule.TEACHER_TRAVEL),
    Rule.VENUE_CAPACITY: problem(venues=(Venue(1, 10), Venue(2, 40, opening=frozenset({9})))),
    Rule.VENUE_FEATURES: problem(
        [group(modules=(module(features=frozenset("a")),))],
        venues=(Venue(1, 40), Venue(2, 40, features=frozenset("a"), opening=frozenset({9}))),
    ),
    Rule.VENUE_OPENING: problem(venues=(Venue(1, 40, opening=frozenset({9})),)),
    Rule.VENUE_CLOSED: problem(venues=(Venue(1, 40, closed=FIRST_DAY),)),
    Rule.VENUE_OCCUPIED: problem(
        venues=(Venue(1, 40),), occupied=tuple(Occupation(Holder.VENUE, 1, slot) for slot in range(5))
    ),
    Rule.VENUE_ONCE: problem(
        [group(1, allowed=frozenset({0})), group(2, (module(teachers=(2,)),), allowed=frozenset({0, 9}))],
        venues=(Venue(1, 40),),
    ),
    Rule.PIN: problem(pins=(Pin(1, 1, slot=9),)),
}  # fmt: skip


@pytest.mark.parametrize("rule", sorted(ALL - BUILT_IN))
def test_a_timetable_keeps_the_rule(rule):
    found = solve(CASES[rule], seconds=10, workers=1)
    assert found.status is Status.OPTIMAL
    assert violations(CASES[rule], found.placements) == []
    assert missing(CASES[rule], found.placements) == {}


@pytest.mark.parametrize("rule", sorted(ALL - BUILT_IN))
def test_without_the_rule_the_model_breaks_it(rule):
    found = solve(CASES[rule], seconds=10, workers=1, rules=ALL - {rule})
    assert rule in {one.clause.rule for one in violations(CASES[rule], found.placements)}
