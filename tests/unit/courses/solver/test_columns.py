"""The bound by columns is never above what is best, a timetable that meets it is one, and every row of it counts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from courses.solver.checker import missing, violations
from courses.solver.columns import answer
from courses.solver.columns.answer import Answer, by_columns, side_by_side, suits
from courses.solver.columns.dive import Dive
from courses.solver.columns.master import Master
from courses.solver.outcome import Status
from courses.solver.problem import Holder, Occupation, Pin, Teacher, Venue
from courses.solver.prove import Proof
from courses.solver.rules import ALL
from courses.solver.search import Budget
from courses.solver.settle import Floors
from courses.solver.solve import search_whole, solve
from courses.solver.tally import costs
from tests.unit.courses.solver.small import MONDAY, group, module, problem, weighted


def budget(seconds=60.0, cancelled=lambda: False):
    return Budget(seconds, 1, 0, time.monotonic(), cancelled)


def chance(seed, *, classes=3):
    """Classes of some modules with prerequisites; teachers with leave, dislikes and caps; venues on two campuses."""
    dice = Random(seed)
    groups = []
    for one in range(1, classes + 1):
        modules = tuple(
            module(m, dice.choice((1, 2, 3)) if m == 1 else 1, dice.sample((1, 2, 3), 2), max_block=2, online=dice.random() < 0.2,
                   min_block=1, features=frozenset({"computers"}) if m == 2 else frozenset())
            for m in (1, 2)
        )  # fmt: skip
        first = MONDAY + timedelta(days=dice.choice((0, 0, 0, 1)))
        caps = {"max_a_day": dice.choice((None, 3, 4)), "max_a_half": dice.choice((None, 2, 2))}
        days = {"first_day": first, "last_day": MONDAY + timedelta(days=1)}
        groups.append(group(one, modules, size=dice.choice((20, 35)), order=((1, 2),), **caps, **days))
    staff = tuple(
        Teacher(one, leave=frozenset(dice.sample(range(10), 2)), avoids=frozenset(dice.sample(range(10), 3)),
                max_a_day=dice.choice((None, 2, 3)), max_total=dice.choice((None, 4)))
        for one in (1, 2, 3)
    )  # fmt: skip
    rooms = (
        Venue(1, 40, 1, frozenset({"computers"}), closed=frozenset(dice.sample(range(10), 2))),
        Venue(2, 40, 2), Venue(3, 30, 1, frozenset({"computers"})),
    )  # fmt: skip
    booked = (Occupation(Holder.TEACHER, 1, dice.randrange(10), 1), Occupation(Holder.CLASS, 1, dice.randrange(10)))
    return problem(groups, days=2, teachers=staff, venues=rooms, travel={(1, 2): 45, (2, 1): 45}, occupied=booked)


@pytest.mark.parametrize("seed", range(5))
def test_the_bound_is_never_above_what_one_model_proves_to_be_best(seed):
    given = chance(seed)
    whole = search_whole(given, budget(), ALL)
    found = solve(given, seconds=10)
    assert whole.proved
    if whole.found:
        answer = by_columns(given, found.placements, budget())
        assert 0 <= whole.value - answer.bound <= 6
        assert not answer.best or (violations(given, answer.best), missing(given, answer.best)) == ([], {})
        assert found.cost == whole.value or found.status is not Status.OPTIMAL


def dived(given):
    dive = Dive(given, (), lambda: 0.0)
    dive.sink()
    return dive


def test_what_meets_the_bound_is_proved_without_anything_else(monkeypatch):
    given = problem([group(one, (module(1, 2, (1, 2), max_block=2),)) for one in (1, 2, 3)])
    monkeypatch.setattr("courses.solver.columns.answer.prove", lambda *_given, **_more: Proof(0, Floors({})))
    found = solve(given, seconds=100)
    assert (found.status, found.cost, violations(given, found.placements)) == (Status.OPTIMAL, found.bound, [])


ALONE = module(1, 2, (1,), max_block=1)
EITHER = module(1, 2, (1, 2), max_block=2)
AWAY = (Teacher(1), Teacher(2, avoids=frozenset(range(10))))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (problem([group(one, (EITHER,)) for one in (1, 2, 3)], teachers=(replace(AWAY[0], max_total=2), AWAY[1])), "total"),
        (problem([group(1, (EITHER,), days=1), group(2, (EITHER,), days=1)],
                 teachers=(replace(AWAY[0], max_a_day=2), AWAY[1])), "day"),
        (problem([group(1, (EITHER,)), group(2, (EITHER,))], teachers=(replace(AWAY[0], max_a_week=2), AWAY[1])), "week"),
        (problem([group(one, (module(1, 2, (one,), max_block=2),), days=1) for one in (1, 2, 3)],
                 teachers=[Teacher(one, available=frozenset({0, 1, 4})) for one in (1, 2, 3)], venues=(Venue(1, 40, 1),),
                 days=1), "venue"),
        (problem([group(one, (module(1, 1, (1,)),), days=1) for one in (1, 2)],
                 teachers=(Teacher(1, available=frozenset({0, 4})),), venues=(Venue(1, 40), Venue(2, 40)), days=1),
         "teacher"),
    ],
)  # fmt: skip
def test_without_one_kind_of_rows_the_bound_would_be_lower(given, kind, monkeypatch):
    def less(master, key, limit_of=Master.limit_of):
        return None if key[0] == kind else limit_of(master, key)

    told = dived(given).floor
    monkeypatch.setattr(Master, "limit_of", less)
    assert dived(given).floor < told - 0.5


def test_fair_loads_and_journeys_of_a_teacher_count():
    both = problem([group(one, (module(1, 1, (1,)),), days=1) for one in (1, 2)], days=1)
    third = replace(both, classes=(*both.classes, replace(both.classes[0], id=3)))
    assert dived(third).floor > dived(weighted(third, load=0)).floor + 0.5
    apart = replace(both, venues=(Venue(1, 40, 1), Venue(2, 40, 2)), travel={(1, 2): 45, (2, 1): 45})
    narrow = replace(
        apart,
        venues=(Venue(1, 40, 1, closed=frozenset(range(2, 5))), Venue(2, 40, 2, closed=frozenset({0, 1}))),
        teachers=(replace(apart.teachers[0], available=frozenset({0, 2})), apart.teachers[1]),
    )
    assert dived(narrow).value > dived(weighted(narrow, campus_change=0)).value + 4.5


def test_any_prices_give_a_floor():
    given = chance(3)
    whole, dice = search_whole(given, budget(), ALL), Random(5)
    dive = dived(given)
    for _turn in range(5):
        for row in dive.master.rows.values():
            row.price = dice.choice((0, 0, 1, 3)) * dice.random()
        prices = dive.master.prices()
        least = []
        for pricer in dive.pricers:
            pricer.cheaper(prices, 1000)
            least.append(pricer.least)
        assert dive.master.floor_at(least) <= whole.value + 1e-6


def test_what_does_not_fit_or_is_settled_is_left_to_others(monkeypatch):
    given = chance(3)
    known = solve(given, seconds=10).placements
    pinned = replace(given, pins=(Pin(1, 1, known[0].slot),))
    assert suits(given, known, 90)
    assert not suits(given, known, 30)
    assert not suits(pinned, known, 90)
    assert not suits(given, known[1:], 90)
    assert by_columns(given, known, budget(cancelled=lambda: True)) == Answer()
    monkeypatch.setattr("courses.solver.columns.network.MOST_LABELS", 10)
    assert by_columns(given, known, budget()) == Answer()
    assert side_by_side(given, known, budget())[1].bound > 0


def test_compiled_functions_are_kept_where_told(tmp_path):
    from numba.core import config

    before = config.CACHE_DIR
    try:
        answer.keep_compiled(tmp_path)
        assert str(config.CACHE_DIR).startswith(str(tmp_path))
    finally:
        vars(config)["CACHE_DIR"] = before


def test_a_timetable_of_the_dive_costs_what_it_was_settled_for():
    given = chance(1)
    dive = dived(given)
    found = dive.run()
    assert missing(given, found) == {}
    assert sum(costs(given, found).values()) >= dive.bound
