"""What is proposed is best by the checker's own count; it tells its progress, and stops when it is asked to."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from bench.solver_cases import case
from courses.solver.checker import costs, missing, violations
from courses.solver.model import write
from courses.solver.model_costs import write_costs
from courses.solver.outcome import Outcome, Status
from courses.solver.problem import ClassGroup, Pin, Placement, Problem, Slot, Teacher, Venue
from courses.solver.search import RACE, Budget, search
from courses.solver.solve import solve
from courses.solver.weights import Weights
from tests.unit.courses.solver.small import MONDAY, group, module, problem, slots

THREE = problem(
    [group(n, (module(1, 2, teachers=(1, 2), max_block=2), module(2, teachers=(2,)))) for n in (1, 2, 3)],
    travel={(1, 2): 45, (2, 1): 45},
)


@pytest.mark.parametrize("seed", range(2))
def test_the_model_and_the_checker_count_the_same_costs(seed):
    """The objective of the whole model is the sum that the checker finds in the lessons."""
    given = case(seed, classes=1, weeks=2)
    given = replace(given, previous=(Placement(1, 1, 0, 1, 1), Placement(1, 10, 40, 2, None)))
    draft = write(given)
    run = search(draft, write_costs(draft), Budget(4, 1, seed, time.monotonic(), lambda: False))
    assert run.found
    assert violations(given, run.placements) == []
    assert sum(costs(given, run.placements).values()) == run.value


def test_classes_placed_one_by_one_keep_every_rule():
    seen = []
    found = solve(THREE, seconds=3, workers=2, progress=lambda *told: seen.append(told))
    assert violations(THREE, found.placements) == []
    assert missing(THREE, found.placements) == {}
    assert found.bound <= found.cost
    assert seen[0][2] == 9


@pytest.mark.parametrize("workers", [1, 2])
def test_ways_tried_side_by_side_tell_no_progress_with_one_worker_either(workers):
    told, draft = [], write(THREE)
    budget = Budget(4, workers, 0, time.monotonic(), lambda: False, lambda *one: told.append(one))
    assert search(draft, write_costs(draft), budget, levels=RACE).found
    assert told == []
    assert search(draft, write_costs(draft), budget).found
    assert told


def test_classes_with_learners_in_common_are_placed_apart():
    given = replace(THREE, apart=((1, 2), (1, 3), (2, 3)))
    found = solve(given, seconds=1.5, workers=2)
    assert violations(given, found.placements) == []
    assert len({one.slot for one in found.placements}) == len(found.placements) == 9


def test_classes_with_something_settled_are_placed_first_and_keep_it():
    pinned = replace(THREE, pins=(Pin(3, 2, slot=1, venue_id=2),))
    found = solve(pinned, seconds=3, workers=2)
    assert violations(pinned, found.placements) == []
    assert missing(pinned, found.placements) == {}


def test_the_same_seed_gives_the_same_timetable():
    given = problem([group(modules=(module(1, 3, teachers=(1, 2)), module(2, 2)))])
    assert len({solve(given, seconds=10, workers=1, seed=3).placements for _ in range(3)}) == 1


def test_a_search_is_cancelled_within_a_second():
    asked = threading.Event()
    told = []
    worker = threading.Thread(
        target=lambda: told.append(solve(case(1, classes=6), seconds=60, workers=2, cancelled=asked.is_set))
    )
    worker.start()
    time.sleep(1.5)
    asked.set()
    start = time.monotonic()
    worker.join()
    assert time.monotonic() - start < 1
    assert told[0].status is Status.CANCELLED


def test_a_gap_is_known_once_there_is_a_bound():
    lesson = (Placement(1, 1, 0, 1, 1),)
    assert Outcome(Status.FEASIBLE, lesson, (("gap", 4),), bound=3).gap == 0.25
    assert Outcome(Status.OPTIMAL, lesson, (("gap", 0),), bound=0).gap == 0
    assert Outcome(Status.TIMEOUT).gap is None


@pytest.mark.parametrize("weight", [-1, 0.5])
def test_a_weight_is_a_whole_number_from_zero(weight):
    with pytest.raises(ValueError, match="gap"):
        Weights(gap=weight)


@pytest.mark.parametrize(
    "parts",
    [
        {"slots": slots(1) * 2},
        {"classes": (group(), group())},
        {"classes": (ClassGroup(1, 1, MONDAY, MONDAY, (module(), module())),)},
        {"teachers": (Teacher(1), Teacher(1))},
        {"venues": (Venue(1, 1), Venue(1, 2))},
    ],
)
def test_a_problem_refuses_what_contradicts_itself(parts):
    with pytest.raises(ValueError):
        Problem(**({"slots": slots(1), "classes": (), "teachers": (), "venues": ()} | parts))


def test_a_slot_knows_its_times():
    first = slots(1)[0]
    assert isinstance(first, Slot)
    assert (first.starts_at.hour, first.ends_at.hour) == (8, 10)
