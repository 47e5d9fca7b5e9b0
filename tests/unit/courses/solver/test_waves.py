"""Waves are made cheaper one after the other; what is told to be a floor is one, by trying out everything."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from courses.solver.checker import costs, missing, violations
from courses.solver.improve import wave_by_wave
from courses.solver.model import write
from courses.solver.outcome import Status
from courses.solver.problem import Placement, Teacher
from courses.solver.prove import Proof, prove
from courses.solver.search import Budget, hint
from courses.solver.settle import Floors
from courses.solver.solve import solve
from tests.unit.courses.solver.small import MONDAY, group, module, problem

ONE = (module(1, teachers=(1, 2)),)
TUESDAY = MONDAY + timedelta(days=1)
WAVES = problem(
    [group(1, ONE, last_day=MONDAY), group(2, ONE, last_day=MONDAY), group(3, ONE, first_day=TUESDAY)],
    travel={(1, 2): 45, (2, 1): 45},
)
DEAR = (Placement(1, 1, 4, 1, 1), Placement(2, 1, 4, 2, 2), Placement(3, 1, 9, 2, 2))
"""Everybody in the evening."""


def budget(seconds=20):
    return Budget(seconds, 2, 0, time.monotonic(), lambda: False)


def cost(given, lessons):
    return sum(costs(given, lessons).values())


def cheapest(given):
    """By looking at every timetable there is; each class has one module of one lesson, on site."""
    places = [
        [
            Placement(one.id, 1, slot, teacher.id, venue.id)
            for slot, teacher, venue in product(range(len(given.slots)), given.teachers, given.venues)
            if not violations(replace(given, pins=()), [Placement(one.id, 1, slot, teacher.id, venue.id)])
        ]
        for one in given.classes
    ]
    return min(cost(given, lessons) for lessons in product(*places) if not violations(given, lessons))


@pytest.mark.parametrize(
    "given",
    [
        WAVES,
        replace(WAVES, teachers=(Teacher(1, leave=frozenset({0, 1, 5, 6})), Teacher(2, avoids=frozenset({2, 3})))),
        replace(WAVES, teachers=(Teacher(1), Teacher(2, max_total=1, available=frozenset({3, 4, 8})))),
    ],
)
def test_what_is_proved_is_the_cheapest_of_all_timetables(given):
    least = cheapest(given)
    assert prove(given, DEAR, budget()).bound <= least
    found = solve(given, seconds=20)
    assert (found.status, found.cost, found.bound) == (Status.OPTIMAL, least, least)


def test_waves_become_cheaper_in_turn_and_keep_every_rule():
    proof = Proof(0, Floors({1: 0, 2: 0, 3: 0}, ((frozenset({1, 2}), 0), (frozenset({3}), 0))))
    found = wave_by_wave(WAVES, DEAR, proof, budget())
    assert (violations(WAVES, found), missing(WAVES, found)) == ([], {})
    assert cost(WAVES, found) == cheapest(WAVES) < cost(WAVES, DEAR)


def test_without_time_a_timetable_stays_as_it_is():
    proof = Proof(0, Floors({1: 0, 2: 0, 3: 0}, ((frozenset({1, 2}), 0), (frozenset({3}), 0))))
    assert wave_by_wave(WAVES, DEAR, proof, budget(0)) == DEAR


@pytest.mark.parametrize(("lessons", "whole"), [(DEAR, True), (DEAR[:1], False)])
def test_a_timetable_told_to_the_search_is_told_with_all_that_follows_from_it(lessons, whole):
    draft = write(WAVES)
    hint(draft, lessons)
    told = draft.model.proto.solution_hint.vars
    assert (len(told) == len(draft.model.proto.variables)) is whole
