"""The judge of solutions against cases counted by hand."""

from dataclasses import asdict, replace

import pytest

from courses.solver.ctt.problem import Course, Curriculum, Instance, Placement, Room
from courses.solver.ctt.validate import validate
from tests.unit.courses.solver.ctt.toys import GOOD, TOY


def figures(placements):
    """Those parts of the verdict that are not 0."""
    return {key: value for key, value in asdict(validate(TOY, placements)).items() if value}


def moved(index, **where):
    """The good solution with one placement changed."""
    return [replace(each, **where) if at == index else each for at, each in enumerate(GOOD)]


def test_the_good_solution_costs_what_was_counted():
    verdict = validate(TOY, GOOD)
    assert figures(GOOD) == {"room_capacity": 10, "compactness": 2}
    assert (verdict.violations, verdict.cost) == (0, 12)


@pytest.mark.parametrize(
    ("placements", "found"),
    [
        (GOOD[1:], {"unplaced": 1, "room_capacity": 10, "min_working_days": 5, "compactness": 4}),
        ([*GOOD, GOOD[0]], {"unplaced": 2, "room_occupancy": 1, "room_capacity": 10, "compactness": 2}),
        ([*GOOD, Placement("x", "big", 1, 1)], {"unplaced": 1, "room_capacity": 10, "compactness": 2}),
        (moved(0, room="small"), {"room_capacity": 20, "compactness": 2, "room_stability": 1}),
        (moved(0, period=0, room="small"), {"conflicts": 1, "unavailable": 1, "room_capacity": 20, "compactness": 4, "room_stability": 1}),
        (moved(3, period=0), {"conflicts": 1, "room_capacity": 10, "compactness": 6}),
        (moved(3, day=0, period=0, room="big"), {"room_occupancy": 1, "room_capacity": 10, "compactness": 6, "room_stability": 1}),
        (moved(1, day=0, period=2), {"min_working_days": 5, "room_capacity": 10}),
    ],
)  # fmt: skip
def test_each_fault_is_counted_once(placements, found):
    assert figures(placements) == found


def test_a_lecture_counts_once_for_every_curriculum_it_stands_alone_in():
    instance = Instance(
        "two", 1, 3, (Course("a", "t", 1, 1, 1),), (Room("r", 1),), (Curriculum("p", ("a",)), Curriculum("q", ("a",)))
    )
    assert validate(instance, [Placement("a", "r", 0, 1)]).compactness == 4


def test_the_last_period_of_a_day_is_no_neighbour_of_the_first_of_the_next():
    instance = Instance("edge", 2, 2, (Course("a", "t", 2, 1, 1),), (Room("r", 1),), (Curriculum("p", ("a",)),))
    assert validate(instance, [Placement("a", "r", 0, 1), Placement("a", "r", 1, 0)]).compactness == 4
