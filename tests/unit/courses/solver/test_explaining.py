"""An impossible problem is answered with clauses of which every one is needed."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from courses.solver.explain import explain, solvable
from courses.solver.outcome import Status
from courses.solver.problem import Holder, Occupation, Pin, Teacher, Venue
from courses.solver.rules import Clause, Rule
from courses.solver.search import Budget
from courses.solver.solve import solve
from tests.unit.courses.solver.small import MONDAY, group, module, problem

IMPOSSIBLE = {
    "on leave": problem(teachers=(Teacher(1, leave=frozenset(range(10))), Teacher(2))),
    "too small": problem(venues=(Venue(1, 10), Venue(2, 20))),
    "ends too soon": problem([group(modules=(module(1, 4),), max_a_day=3, last_day=MONDAY)]),
    "closed": problem(venues=(Venue(1, 40, closed=frozenset(range(10))), Venue(2, 10))),
    "half-day": problem([group(modules=(module(1, 7),), max_a_half=1)]),
    "order": problem([group(modules=(module(1), module(2)), order=((1, 2),))], pins=(Pin(1, 1, slot=9), Pin(1, 2, slot=0))),
    "two classes, one room": problem(
        [group(1, allowed=frozenset({0})), group(2, (module(teachers=(2,)),), allowed=frozenset({0})), group(3, days=2)],
        venues=(Venue(1, 40),),
    ),
    "learners in common": problem(
        [group(n, (module(teachers=(n,)),), allowed=frozenset({0})) for n in (1, 2)], apart=((1, 2),)
    ),
    "block": problem([group(modules=(module(1, 2, min_block=2),), allowed=frozenset({0, 2}))]),
    "booked": problem(occupied=tuple(Occupation(Holder.TEACHER, 1, slot) for slot in range(10))),
    "total": problem([group(modules=(module(1, 3),))], teachers=(Teacher(1, max_total=2), Teacher(2))),
}  # fmt: skip


def budget():
    return Budget(20, 1, 0, time.monotonic(), lambda: False)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_every_clause_of_a_conflict_is_needed(name):
    conflict = explain(IMPOSSIBLE[name], workers=1)
    ids, clauses = frozenset(conflict.class_ids), frozenset(conflict.clauses)
    assert conflict.proved
    assert conflict.solvable is False
    assert solvable(IMPOSSIBLE[name], ids, budget(), only=clauses) is False
    assert [one for one in clauses if solvable(IMPOSSIBLE[name], ids, budget(), only=clauses - {one}) is not True] == []


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_problem_is_told_as_such_with_reasons(name):
    found = solve(IMPOSSIBLE[name], seconds=20, workers=1)
    assert found.status is Status.IMPOSSIBLE
    assert sum(one.lessons for one in found.unplaced) > 0


def test_a_conflict_names_the_classes_it_needs_and_no_other():
    assert explain(IMPOSSIBLE["two classes, one room"], workers=1).class_ids == (1, 2)


def test_a_conflict_of_learners_names_both_classes_and_the_lesson_that_is_in_the_way():
    given = IMPOSSIBLE["learners in common"]
    clause = Clause(Rule.CLASSES_APART, class_id=1, other_id=2)
    assert clause in explain(given, workers=1).clauses
    found = solve(given, seconds=10, workers=1)
    (lost,) = found.unplaced
    assert (lost.culprits, lost.taken_by) == ((clause,), found.placements)


def test_a_class_that_must_end_too_soon_is_told_by_its_last_day_and_its_cap():
    clauses = explain(IMPOSSIBLE["ends too soon"], workers=1).clauses
    assert set(clauses) == {
        Clause(Rule.CLASS_DATES, class_id=1, day=MONDAY),
        Clause(Rule.CLASS_DAY_CAP, class_id=1, limit=3),
    }


def test_what_can_be_solved_has_no_conflict():
    conflict = explain(problem(), workers=1)
    assert (conflict.solvable, conflict.clauses) == (True, ())


def test_without_time_nothing_is_claimed():
    conflict = explain(problem(), seconds=0, workers=1)
    assert (conflict.solvable, conflict.proved) == (None, False)


def test_the_nearest_place_of_a_lesson_is_told_with_what_would_free_it():
    lost = replace(problem(), teachers=(Teacher(1, leave=frozenset(range(10))),))
    (reason,) = solve(lost, seconds=10, workers=1).unplaced
    assert reason.culprits == (Clause(Rule.TEACHER_LEAVE, teacher_id=1, day=MONDAY),)
    assert reason.nearest is not None
