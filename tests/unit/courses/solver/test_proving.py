"""Floors of small problems prove what is best of a large one; what is ruled out is ruled out for good reason."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from courses.solver.checker import costs, missing, violations
from courses.solver.model_costs import Others, fair_share
from courses.solver.outcome import Status
from courses.solver.problem import Teacher
from courses.solver.prove import balanced, capped, prove, waves_of
from courses.solver.rules import ALL
from courses.solver.search import Budget
from courses.solver.settle import Floors, least_finish, least_load, near, settle
from courses.solver.solve import search_whole, solve
from tests.unit.courses.solver.small import MONDAY, group, module, problem

TWO_EACH = (module(1, 2, teachers=(1, 2), max_block=2), module(2, 2, teachers=(1, 2), max_block=2))


def budget(seconds=20, **more):
    return Budget(seconds, 2, 0, time.monotonic(), lambda: False, **more)


def crowd(number=3, **more):
    """So many classes with two teachers and two venues on one day and a half."""
    return problem([group(one, TWO_EACH, **more) for one in range(1, number + 1)], travel={(1, 2): 45, (2, 1): 45})


@pytest.mark.parametrize(
    "given",
    [crowd(), crowd(3, max_a_day=2), replace(crowd(), teachers=(Teacher(1), Teacher(2, leave=frozenset({0, 1}))))],
)
def test_what_is_proved_by_floors_is_what_one_model_proves(given):
    whole = search_whole(given, budget(), ALL)
    found = solve(given, seconds=20)
    assert (whole.proved, found.status) == (True, Status.OPTIMAL)
    assert found.cost == found.bound == whole.value
    assert violations(given, found.placements) == []


def test_the_floor_rises_until_a_timetable_is_found():
    given = crowd(3, max_a_day=2)
    run = settle(given, Others(fair_share(given), {}), Floors({1: 0, 2: 0, 3: 0}), budget(), 20)
    assert run.proved
    assert run.value == run.bound == sum(costs(given, run.placements).values()) > 0


def test_a_floor_below_which_time_did_not_suffice_is_still_a_floor():
    given = crowd(2)
    run = settle(given, Others(fair_share(given), {}), Floors({1: 3, 2: 4}), budget(), 0)
    assert (run.proved, run.found, run.bound) == (False, False, 7)


def test_classes_that_cannot_be_taught_are_proved_impossible():
    assert prove(crowd(5, days=1), (), budget()).impossible
    alone = problem([group(1, TWO_EACH, max_a_day=1), group(2)])
    assert prove(alone, (), budget()).impossible


def test_waves_are_classes_whose_dates_overlap_even_by_way_of_others():
    def at(number, first, last):
        return group(number, first_day=MONDAY + timedelta(days=first), last_day=MONDAY + timedelta(days=last))

    given = problem([at(1, 0, 1), at(2, 1, 2), at(3, 2, 3), at(4, 4, 5)], days=6)
    assert list(waves_of(given)) == [{1, 2, 3}, {4}]


def test_a_class_keeps_out_of_slots_that_alone_cost_too_much():
    given = problem([group(modules=(module(1, 5),), max_a_day=4, days=3)], days=3)
    (one,) = given.classes
    assert least_finish(given, one) == 1
    assert near(given, one, 0).allowed == frozenset()
    assert near(given, one, 1).allowed == {0, 1, 2, 3, 5, 6, 7, 8}
    assert 9 not in near(given, one, 4).allowed
    assert 9 in near(given, one, 5).allowed


def test_a_teacher_who_alone_can_teach_has_more_than_a_share():
    given = problem([group(modules=(module(1, 6),))])
    assert (fair_share(given), least_load(given)) == (4, 4)
    assert least_load(replace(given, classes=(group(modules=(module(1, 6, teachers=(1, 2)),)),))) == 0


def test_what_is_beyond_a_cap_is_given_to_others():
    later = MONDAY + timedelta(days=1)
    modules = (module(1, 2, teachers=(1, 2)),)
    given = problem([group(1, modules, last_day=MONDAY), group(2, modules, first_day=later)])
    floors = Floors({1: 0, 2: 0}, ((frozenset({1}), 0), (frozenset({2}), 0)))
    placed = solve(replace(given, teachers=(Teacher(1),)), seconds=5).placements
    limited = replace(given, teachers=(Teacher(1, max_total=3), Teacher(2)))
    assert violations(limited, placed) != []
    assert violations(limited, capped(limited, floors, placed, budget())) == []


def test_loads_are_evened_out_between_waves_that_cost_no_more():
    later = MONDAY + timedelta(days=1)
    modules = (module(1, 2, teachers=(1, 2)),)
    given = problem([group(1, modules, last_day=MONDAY), group(2, modules, first_day=later)])
    floors = Floors({1: 0, 2: 0}, ((frozenset({1}), 0), (frozenset({2}), 0)))
    placed = solve(replace(given, teachers=(Teacher(1),)), seconds=5).placements
    found = balanced(given, floors, placed, budget())
    assert missing(given, found) == {}
    assert costs(given, placed)["load"] > costs(given, found)["load"] == 0
