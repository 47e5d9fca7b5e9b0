"""The bound by columns is never above what is best, a timetable that meets it is one, and every row of it counts."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from courses.solver.checker import missing, violations
from courses.solver.columns import answer
from courses.solver.columns.answer import Answer, by_columns, suits
from courses.solver.columns.loads import FAIR, PARTS
from courses.solver.columns.master import Master
from courses.solver.columns.narrow import left_of
from courses.solver.columns.near import TooFar, left
from courses.solver.columns.program import Program
from courses.solver.columns.together import Together
from courses.solver.columns.waves import Waves
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


def sunk(given, known=()):
    program = Program(given, known, lambda: False)
    program.sink()
    return program


def test_what_meets_the_bound_is_proved_without_anything_else(monkeypatch):
    given = problem([group(one, (module(1, 2, (1, 2), max_block=2),)) for one in (1, 2, 3)])
    monkeypatch.setattr("courses.solver.improve.prove", lambda *_given, **_more: Proof(0, Floors({})))
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

    told = sunk(given).floor
    monkeypatch.setattr(Master, "limit_of", less)
    assert sunk(given).floor < told - 0.5


def test_fair_loads_and_journeys_of_a_teacher_count():
    both = problem([group(one, (module(1, 1, (1,)),), days=1) for one in (1, 2)], days=1)
    third = replace(both, classes=(*both.classes, replace(both.classes[0], id=3)))
    assert sunk(third).floor > sunk(weighted(third, load=0)).floor + 0.5
    apart = replace(both, venues=(Venue(1, 40, 1), Venue(2, 40, 2)), travel={(1, 2): 45, (2, 1): 45})
    narrow = replace(
        apart,
        venues=(Venue(1, 40, 1, closed=frozenset(range(2, 5))), Venue(2, 40, 2, closed=frozenset({0, 1}))),
        teachers=(replace(apart.teachers[0], available=frozenset({0, 2})), apart.teachers[1]),
    )
    assert sunk(narrow).value > sunk(weighted(narrow, campus_change=0)).value + 4.5


def test_any_prices_give_a_floor():
    given = chance(3)
    whole, dice = search_whole(given, budget(), ALL), Random(5)
    program = sunk(given)
    for _turn in range(5):
        for row in program.master.rows.values():
            row.price = dice.choice((0, 0, 1, 3)) * dice.random()
        prices = program.master.prices()
        least = []
        for pricer in program.pricers:
            pricer.cheaper(prices, 1000)
            least.append(pricer.least)
        assert program.master.floor_at(least) <= whole.value + 1e-6


def test_what_does_not_fit_or_is_settled_is_left_to_others(monkeypatch):
    given = chance(3)
    known = solve(given, seconds=10).placements
    pinned = replace(given, pins=(Pin(1, 1, known[0].slot),))
    assert suits(given, known, 90)
    assert not suits(given, known, 20)
    assert not suits(pinned, known, 90)
    assert not suits(given, known[1:], 90)
    assert by_columns(given, known, budget(cancelled=lambda: True)) == Answer()
    monkeypatch.setattr("courses.solver.columns.network.MOST_LABELS", 10)
    assert by_columns(given, known, budget()) == Answer()
    assert solve(given, seconds=100).status is Status.OPTIMAL


def test_compiled_functions_are_kept_where_told(tmp_path):
    from numba.core import config

    before = config.CACHE_DIR
    try:
        answer.keep_compiled(tmp_path)
        assert str(config.CACHE_DIR).startswith(str(tmp_path))
    finally:
        vars(config)["CACHE_DIR"] = before


def sittings_of(placements, one):
    """(module, slots in a row, teacher) of a class, as `Left` has them."""
    found = []
    for lesson in sorted((each for each in placements if each.class_id == one), key=lambda each: each.slot):
        key = (lesson.module_id, lesson.teacher_id)
        if found and found[-1][0] == key and found[-1][1][-1] == lesson.slot - 1 and lesson.slot % 5 not in (2, 4):
            found[-1][1].append(lesson.slot)
        else:
            found.append((key, [lesson.slot]))
    return {(module_id, tuple(slots), teacher) for (module_id, teacher), slots in found}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_left_holds_every_timetable_within_the_room(seed):
    given = chance(seed)
    whole = search_whole(given, budget(), ALL)
    program = sunk(given)
    prices = program.fixed_prices()
    room = whole.value - program.master.floor_at(prices.least)
    for place, one in enumerate(given.classes):
        found = left(program, prices, place, max(0.0, room))
        assert sittings_of(whole.placements, one.id) <= found.sittings
        rooms = {(each.slot, each.venue_id) for each in whole.placements if each.class_id == one.id and each.venue_id}
        assert rooms <= found.rooms


def test_without_room_less_is_left_than_with_much():
    program = sunk(chance(1))
    prices = program.fixed_prices()
    few = [len(left(program, prices, place, 0.0).sittings) for place in range(3)]
    many = [len(left(program, prices, place, 4.0).sittings) for place in range(3)]
    assert all(one <= other for one, other in zip(few, many, strict=True))
    assert sum(few) < sum(many)


def test_beyond_the_widest_network_nothing_is_said():
    program = sunk(chance(1))
    prices = program.fixed_prices()
    assert left_of(program.pricers[0], (prices.pay, prices.rooms), 1000) is None
    with pytest.raises(TooFar):
        left(program, prices, 0, 1000)


def waves_of(given):
    waves = Waves(sunk(given))
    waves.settle(budget())
    return waves


@pytest.mark.parametrize("seed", range(5))
def test_the_floor_of_waves_lies_between_the_program_and_the_best(seed):
    given = chance(seed)
    whole = search_whole(given, budget(), ALL)
    if not whole.found:
        return
    waves = Waves(sunk(given))
    before = waves.floor
    waves.settle(budget())
    assert all(one.exact for one in waves.all)
    assert before <= waves.floor <= PARTS * whole.value


def three_in_turn():
    """Classes on days of their own; one teacher may teach two lessons in all, the other would rather teach none."""
    days = [MONDAY + timedelta(days=number) for number in range(3)]
    groups = [
        group(one, (module(1, 2, (1, 2), max_block=2),), first_day=day, last_day=day) for one, day in enumerate(days, 1)
    ]
    staff = (Teacher(1, max_total=2), Teacher(2, avoids=frozenset(range(15))))
    return problem(groups, days=3, teachers=staff)


def test_waves_that_share_only_their_teachers_are_put_together():
    given = three_in_turn()
    whole = search_whole(given, budget(), ALL)
    waves = waves_of(given)
    assert len(waves.all) == 3
    together = Together(waves, waves.bound)
    together.run(budget())
    assert together.reached
    assert together.cost == whole.value == sum(costs(given, together.best).values())
    assert (violations(given, together.best), missing(given, together.best)) == ([], {})


def test_all_at_once_finds_what_there_is_and_proves_what_there_is_not():
    given = three_in_turn()
    value = search_whole(given, budget(), ALL).value
    waves = waves_of(given)
    found = Together(waves, value).at_once(budget())
    assert found.found
    assert sum(costs(given, found.placements).values()) == value
    for one in waves.all:
        one.floor -= PARTS
    assert Together(waves, value - 1).at_once(budget()).proved
    assert not Together(waves, value - 1).at_once(budget()).found


def test_a_target_too_low_rises_until_it_is_met():
    given = three_in_turn()
    value = search_whole(given, budget(), ALL).value
    waves = waves_of(given)
    for one in waves.all:
        one.floor -= PARTS
    together = Together(waves, value - 2)
    together.run(budget(20))
    assert (together.target, together.cost) == (value, value)


def test_loads_are_counted_by_teacher_in_all_and_by_week():
    waves = Waves(sunk(three_in_turn()))
    taken = waves.limits.taken([(1, 0), (1, 1), (2, 5)])
    assert (taken[FAIR, 0], taken[FAIR, 1], taken["total", 0]) == (2, 1, 2)
    assert ("total", 1) not in taken
