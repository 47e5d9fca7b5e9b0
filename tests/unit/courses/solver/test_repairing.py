"""Mending moves as little as it can; what changed is told lesson by lesson."""

from __future__ import annotations

from dataclasses import replace

from courses.solver.checker import violations
from courses.solver.outcome import Status
from courses.solver.parts import part_of
from courses.solver.problem import Holder, Placement, Teacher
from courses.solver.repair import Move, diff, repair
from tests.unit.courses.solver.small import group, module, problem

MODULES = (module(1, 2, teachers=(1, 2)), module(2, 2, teachers=(2,)))
OLD = tuple(Placement(1, m, s, t, 1) for m, s, t in ((1, 0, 1), (1, 1, 1), (2, 2, 2), (2, 3, 2)))


def test_a_timetable_without_faults_stays_as_it_is():
    mended = repair(problem([group(modules=MODULES)]), OLD, workers=1)
    assert (mended.moves, mended.fewest, mended.outcome.placements) == ((), True, OLD)


def test_only_what_must_move_is_moved():
    ill = problem([group(modules=MODULES)], teachers=(Teacher(1, leave=frozenset({0, 1})), Teacher(2)))
    mended = repair(ill, OLD, workers=1)
    assert violations(ill, mended.outcome.placements) == []
    assert {move.before.slot for move in mended.moves} == {0, 1}
    assert (mended.others, mended.fewest) == ((), True)
    assert mended.outcome.status is Status.FEASIBLE


def test_a_lesson_that_fits_nowhere_is_left_out_with_its_reason():
    gone = problem([group(modules=MODULES)], teachers=(Teacher(1), Teacher(2, leave=frozenset(range(10)))))
    mended = repair(gone, OLD, workers=1)
    assert [(one.module_id, one.lessons) for one in mended.outcome.unplaced] == [(2, 2)]
    assert mended.outcome.status is Status.TIMEOUT


def test_a_new_lesson_is_no_move_of_another():
    mended = repair(problem([group(modules=MODULES)]), OLD[:3], workers=1)
    assert [move.before for move in mended.moves] == [None]


def test_a_difference_pairs_lessons_of_one_slot_first():
    new = (replace(OLD[0], teacher_id=2), replace(OLD[1], slot=9), *OLD[2:])
    assert set(diff(OLD, new)) == {Move(OLD[0], new[0]), Move(OLD[1], new[1])}


def test_two_lessons_of_one_teacher_at_once_are_mended():
    both = problem([group(1, MODULES[:1]), group(2, MODULES[:1])])
    old = (*OLD[:2], *(replace(one, class_id=2, venue_id=2) for one in OLD[:2]))
    mended = repair(both, old, workers=1)
    assert violations(both, mended.outcome.placements) == []
    assert (len(mended.moves), mended.fewest) == (2, True)


def test_two_classes_with_learners_in_common_are_parted():
    both = problem([group(1, MODULES[:1]), group(2, MODULES[:1])], apart=((1, 2),))
    old = (*OLD[:2], *(replace(one, class_id=2, teacher_id=2, venue_id=2) for one in OLD[:2]))
    mended = repair(both, old, workers=1)
    assert violations(both, mended.outcome.placements) == []
    assert (len(mended.moves), mended.fewest) == (2, True)


def test_while_one_class_stands_still_its_times_are_taken_for_those_with_its_learners():
    given = problem([group(1, MODULES[:1]), group(2, MODULES[:1]), group(3)], apart=((1, 2), (2, 3)))
    part, _others = part_of(given, frozenset({2, 3}), OLD[:2])
    assert [(one.id, one.slot) for one in part.occupied if one.holder is Holder.CLASS] == [(2, 0), (2, 1)]
    assert part.apart == ((2, 3),)


def test_a_repair_with_as_few_moves_as_can_be_is_also_a_cheap_one():
    ill = problem([group(modules=MODULES)], teachers=(Teacher(1, leave=frozenset(range(5))), Teacher(2)))
    mended = repair(ill, OLD, workers=1)
    assert mended.outcome.cost == min(repair(ill, OLD, seconds=9, seed=one).outcome.cost for one in (1, 2))
    assert (mended.others, mended.fewest) == ((), True)


def test_a_stopped_repair_says_so():
    ill = problem([group(modules=MODULES)], teachers=(Teacher(1, leave=frozenset({0, 1})), Teacher(2)))
    assert repair(ill, OLD, workers=1, cancelled=lambda: True).outcome.status is Status.CANCELLED
