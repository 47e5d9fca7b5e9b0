"""A timetable set by hand breaks no rule, makes room where it must, and leaves out what it cannot place."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bench.solver_cases import case, term
from courses.solver.checker import missing, violations
from courses.solver.construct import construct, parts_of
from courses.solver.problem import Holder, Occupation, Teacher, Venue
from courses.solver.search import Budget
from tests.unit.courses.solver.small import group, module, problem
from tests.unit.courses.solver.test_every_rule_binds import CASES

FAR = {(1, 2): 60, (2, 1): 60}


def built(given, seconds=10):
    return construct(given, Budget(seconds, 1, 0, time.monotonic(), lambda: False))


@pytest.mark.parametrize("rule", sorted(rule for rule, given in CASES.items() if not given.pins))
def test_what_is_set_by_hand_keeps_the_rule_and_is_whole(rule):
    assert violations(CASES[rule], built(CASES[rule])) == []
    assert missing(CASES[rule], built(CASES[rule])) == {}


@pytest.mark.parametrize("make", [case, term])
def test_four_crowded_classes_are_placed_whole(make):
    given = make(1, classes=4, teachers=6, venues=2)
    assert violations(given, built(given)) == []
    assert missing(given, built(given)) == {}


def test_a_lesson_is_lifted_where_another_has_no_choice():
    wide, narrow = module(1), module(2, teachers=(2,))
    given = problem(
        [group(1, (wide,), allowed=frozenset({0, 1}), days=1), group(2, (narrow,), allowed=frozenset({0}), size=31)],
        venues=(Venue(1, 40),),
    )
    assert missing(given, built(given)) == {}


def test_bookings_of_others_count_against_caps_and_ways():
    given = problem(
        [group(modules=(module(1, 2),), allowed=frozenset({2, 3, 6}))],
        teachers=(Teacher(1, max_a_day=2),),
        venues=(Venue(1, 40, 1),),
        occupied=(Occupation(Holder.TEACHER, 1, 0), Occupation(Holder.TEACHER, 1, 5, 2)),
        travel=FAR,
    )
    assert violations(given, built(given)) == []
    assert missing(given, built(given)) == {(1, 1): 1}


def test_what_fits_nowhere_is_left_out():
    given = problem(teachers=(Teacher(1, leave=frozenset(range(10))),))
    assert built(given) == ()
    assert built(replace(given, teachers=(Teacher(1),)), seconds=0) == ()


@pytest.mark.parametrize(
    ("slots", "bounds", "lengths"),
    [
        (3, {"max_block": 2}, [2, 1]),
        (4, {"max_block": 3}, [2, 2]),
        (3, {"max_block": 2, "min_block": 2}, []),
        (0, {}, []),
    ],
)
def test_a_module_is_cut_into_few_even_sittings(slots, bounds, lengths):
    assert parts_of(module(1, slots, **bounds), 2) == lengths
