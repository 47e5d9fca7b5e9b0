"""The search: every change costs what was reckoned, results are valid and repeatable."""

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.solver.ctt.arrays import facts_of
from courses.solver.ctt.problem import Course, Instance, Placement, Room
from courses.solver.ctt.reading import read
from courses.solver.ctt.search import Effort, NoRoom, compiled, first_table, search
from courses.solver.ctt.validate import validate
from tests.unit.courses.solver.ctt.toys import COMP01, TOY, instances


@pytest.fixture(scope="module")
def kernels():
    return compiled(None)


def placements(instance, facts, table):
    """The table in the words of the instance."""
    names = [instance.courses[course].name for course in facts.course_of]
    where = [
        (instance.rooms[room].name, *divmod(int(at), instance.periods_per_day))
        for at, room in zip(table.period, table.room, strict=True)
    ]
    return [Placement(name, *place) for name, place in zip(names, where, strict=True)]


def state(table):
    return [np.array(part) for part in table]


@settings(max_examples=60, deadline=None)
@given(instance=instances(), chosen=st.randoms(use_true_random=False))
def test_every_change_costs_what_was_reckoned(kernels, instance, chosen: random.Random):
    facts = facts_of(instance)
    table = first_table(kernels, facts, len(instance.rooms), np.random.default_rng(1))
    standing = [kernels.total(facts, table)]
    for _ in range(30):
        lecture = chosen.randrange(len(facts.course_of))
        period, room = chosen.randrange(table.held.shape[0]), chosen.randrange(len(instance.rooms))
        if kernels.may_go(facts, table, lecture, period, room):
            other = table.held[period, room]
            clashes = (
                0 if period == table.period[lecture] else kernels.clashes_change(facts, table, lecture, period, other)
            )
            cost = kernels.cost_change(facts, table, lecture, period, room, other)
            kernels.move(facts, table, lecture, period, room)
            standing.append(kernels.total(facts, table))
            assert standing[-1] == (standing[-2][0] + clashes, standing[-2][1] + cost)
            reach = facts.most_gain[facts.course_of[lecture]] + (
                facts.most_gain[facts.course_of[other]] if other >= 0 else 0
            )
            assert cost >= -reach
    verdict = validate(instance, placements(instance, facts, table))
    assert standing[-1][1] == verdict.cost
    assert standing[-1][0] == verdict.conflicts + verdict.unplaced
    assert verdict.room_occupancy == verdict.unavailable == 0


def test_moving_there_and_back_leaves_everything_as_it_was(kernels):
    facts = facts_of(TOY)
    table = first_table(kernels, facts, 2, np.random.default_rng(1))
    before, old, room = state(table), int(table.period[0]), int(table.room[0])
    goal = next(at for at in range(6) if at != old and kernels.may_go(facts, table, 0, at, room))
    kernels.move(facts, table, 0, goal, room)
    assert table.period[0] == goal
    kernels.move(facts, table, 0, old, room)
    assert all((one == other).all() for one, other in zip(before, state(table), strict=True))


def test_the_toy_is_solved_at_its_least_cost():
    """Course c always lacks 10 seats; a needs two days and can have c beside it on one of them only: 2."""
    found = search(TOY, Effort(moves=200_000, workers=1))
    assert (found.cost, validate(TOY, found.placements).cost, validate(TOY, found.placements).violations) == (12, 12, 0)


def test_one_worker_finds_the_same_with_the_same_seed_and_moves():
    instance = read(COMP01.read_text(encoding="utf-8"))
    runs = [search(instance, Effort(moves=300_000, workers=1, seed=seed)) for seed in (3, 3, 4)]
    assert runs[0].placements == runs[1].placements != runs[2].placements
    for found in runs:
        verdict = validate(instance, found.placements)
        assert (verdict.violations, verdict.cost) == (0, found.cost)
        assert found.feasible_after is not None


def test_longer_search_is_better():
    instance = read(COMP01.read_text(encoding="utf-8"))
    costs = [search(instance, Effort(moves=moves, workers=2)).cost for moves in (100_000, 1_500_000)]
    assert all(one > other for one, other in pairwise(costs))


@pytest.mark.parametrize("processor_time", [True, False])
def test_the_clock_ends_the_search(processor_time):
    instance = read(COMP01.read_text(encoding="utf-8"))
    found = search(instance, Effort(seconds=0.3, workers=2, processor_time=processor_time))
    assert validate(instance, found.placements).violations == 0
    assert found.processor_seconds < 3


def test_nothing_to_pay_ends_the_search_at_once():
    easy = Instance("easy", 1, 2, (Course("a", "t", 1, 1, 1),), (Room("r", 1),), ())
    found = search(easy, Effort(seconds=60, workers=2))
    assert (found.cost, found.moves <= 400_000) == (0, True)


def test_lectures_that_cannot_be_told_apart_leave_no_solution():
    tied = Instance(
        "tied", 1, 1, (Course("a", "t", 1, 1, 1), Course("b", "t", 1, 1, 1)), (Room("r", 1), Room("s", 1)), ()
    )
    assert search(tied, Effort(moves=200_000, workers=1)).placements == ()


def test_more_lectures_than_places_are_refused():
    full = Instance("full", 1, 1, (Course("a", "t", 2, 1, 1),), (Room("r", 1),), ())
    with pytest.raises(NoRoom):
        search(full, Effort(moves=1, workers=1))
