"""The search: every change costs what was reckoned, results are valid and repeatable."""

import threading
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings

from courses.solver.ctt.problem import Course, Instance, Room
from courses.solver.ctt.reading import read
from courses.solver.ctt.search import Effort, NoRoom, Worker, compiled, placements_of, search
from courses.solver.ctt.validate import validate
from tests.unit.courses.solver.ctt.toys import COMP01, TOY, instances

WARM = np.array([5.0, 0.2, 0.5])


@pytest.fixture(scope="module")
def functions():
    return compiled(None)


def worker(functions, instance):
    """A line of search with a timetable without clashes, or None if it finds none."""
    each = Worker(functions, instance, Effort(moves=300_000), 0)
    if not each.untangle(0, 0, threading.Event()):
        return None
    each.begin()
    return each


def copies(arrays):
    return type(arrays)(*(part.copy() for part in arrays))


@settings(max_examples=40, deadline=None)
@given(instance=instances())
def test_every_change_costs_what_was_reckoned_and_brings_no_clash(functions, instance):
    each = worker(functions, instance)
    assume(each is not None)
    for _ in range(5):
        each.try_changes(WARM, 20)
        verdict = validate(instance, placements_of(instance, each.facts, each.table.period, each.table.room))
        assert (verdict.violations, verdict.cost) == (0, each.standing[0])
        assert functions.kernels.total(each.facts, each.table) == each.standing[0]


def test_a_chain_that_costs_too_much_leaves_everything_as_it_was(functions):
    each = worker(functions, read(COMP01.read_text(encoding="utf-8")))
    refused = 0
    for lecture, period in product(range(0, 60, 3), range(0, 30, 4)):
        elsewhere = each.table.lecture_at[each.facts.course_of[lecture], period] < 0
        count = elsewhere and functions.chains.gather(each.facts, each.table, each.chain, lecture, period)
        if count:
            moved, before = copies(each.table), copies(each.table)
            done, cost = functions.chains.swing(each.facts, moved, each.chain, count, period, 10**6)
            again, _none = functions.chains.swing(each.facts, each.table, each.chain, count, period, cost - 1)
            assert not again
            assert all((one == other).all() for one, other in zip(before, each.table, strict=True))
            refused += done
    assert refused > 3


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
    short, long = (search(instance, Effort(moves=moves, workers=2)).cost for moves in (1, 1_500_000))
    assert short > long


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
