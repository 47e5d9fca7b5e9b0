"""One class: what it can do in each half-day, and all its ways through its dates as a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from courses.solver.columns.states import NOBODY, States, TooLarge, states_of
from courses.solver.facts import Facts
from courses.solver.problem import ClassGroup, Half
from courses.solver.settle import WEEKEND

MOST_ARCS, MOST_LABELS = 6_000, 12_000_000
ROOM, MOST_ROOM = 8, 32
"""How much dearer than its floor a class may be in the network; of what is dearer still only that is known."""
MANY = 99

Array = npt.NDArray[Any]


class Plan(NamedTuple):
    """Sittings (of a module, in a run, by one of several teachers) and arcs (sittings of one half-day), as arrays."""

    periods: int
    most_a_day: int
    gap: float
    column: Array
    module: Array
    begins: Array
    length: Array
    options: Array
    teacher: Array
    price: Array
    sittings: Array
    shape: Array
    """By arc: first and last period of the day, lessons, idle periods in between."""
    first: Array
    ends_day: Array
    finish: Array
    online: Array
    fits: Array


class Arrays(NamedTuple):
    """`States` for compiled functions."""

    then: Array
    cost: Array
    left: Array
    overnight: Array
    final: int


class Net(NamedTuple):
    start: Array
    tail: Array
    goals: Array
    costs: Array
    arcs: Array
    least: Array


@dataclass
class Network:
    group: ClassGroup
    plan: Plan
    runs: list[tuple[int, ...]]
    net: Net
    floor: float
    cap: float
    """No way that is left out costs less than this."""
    sets: list[tuple[tuple[int, ...], int]]
    """Sets of venues (by place) the class may keep to, and what that costs; the last stands for all larger ones."""


class World:
    """What all classes share: when teachers and venues can be had at all."""

    def __init__(self, facts: Facts) -> None:
        every = range(len(facts.slots))
        self.facts = facts
        self.free = {
            one.id: {slot for slot in every if not facts.against_teacher(one, slot)} for one in facts.problem.teachers
        }
        self.open = [np.array([not facts.against_venue(one, slot) for slot in every]) for one in facts.problem.venues]


@dataclass
class Sketch:
    """The sittings and arcs of a class while they are listed."""

    world: World
    facts: Facts
    group: ClassGroup
    states: States
    sittings: list[tuple[int, tuple[int, ...]]]
    options: list[list[tuple[int, int]]]
    arcs: list[tuple[list[int], int, int, int, int]]


def network_of(world: World, group: ClassGroup, room: int = ROOM) -> Network:
    facts = world.facts
    halves = open_halves(facts, group)
    longest = min(max(len(slots) for _day, slots in halves), group.max_a_half or MANY)
    states = states_of(group, longest, facts.problem.weights)
    sketch, first = Sketch(world, facts, group, states, [], [], []), [0]
    for day, slots in halves:
        list_half(sketch, day, slots)
        first.append(len(sketch.arcs))
        if len(sketch.arcs) > MOST_ARCS:
            raise TooLarge
    if not sketch.arcs:
        raise TooLarge
    plan = plan_of(sketch, halves, first)
    ends = earliest(group, halves, plan, sum(module.slots for module in group.modules))
    net, floor, cap = net_of(plan, states, ends, room)
    runs = [run for _column, run in sketch.sittings]
    return Network(group, plan, runs, net, floor, cap, venue_sets(facts, group))


def open_halves(facts: Facts, group: ClassGroup) -> list[tuple[date, list[int]]]:
    found = []
    for (day, _half), places in facts.halves.items():
        slots = [slot for slot in places if not facts.against_class(group, slot)]
        if slots:
            found.append((day, slots))
    if not found or not all(module.slots and module.teachers for module in group.modules):
        raise TooLarge
    return sorted(found, key=lambda one: one[1][0])


def list_half(sketch: Sketch, day: date, slots: list[int]) -> None:
    facts, weights = sketch.facts, sketch.facts.problem.weights
    runs = [
        tuple(slots[a:b]) for a, b in combinations(range(len(slots) + 1), 2) if slots[b - 1] - slots[a] == b - 1 - a
    ]
    here = []
    for column, (place, (length, teacher)) in enumerate(sketch.states.columns):
        staff = sketch.states.progress[place].teachers
        for run in (run for run in runs if len(run) == length):
            price = weights.weekend * length * (day.weekday() >= WEEKEND)
            price += weights.evening * length * (facts.slots[run[0]].half is Half.EVENING)
            staff_now = staff if teacher == NOBODY else [staff[teacher]]
            able = [one for one in staff_now if sketch.world.free.get(one, set()).issuperset(run)]
            if able:
                here.append(len(sketch.sittings))
                sketch.sittings.append((column, run))
                sketch.options.append([(one, price + avoided(facts, one, run)) for one in able])
    positions = {slot: place for place, slot in enumerate(facts.days[day])}
    sketch.arcs += [
        (those, positions[taken[0]], positions[taken[-1]], len(taken), taken[-1] - taken[0] + 1 - len(taken))
        for those, taken in combined(sketch, here, [], [])
    ]


def avoided(facts: Facts, teacher: int, run: tuple[int, ...]) -> int:
    return facts.problem.weights.teacher_avoids * len(facts.teachers[teacher].avoids.intersection(run))


def combined(
    sketch: Sketch, here: list[int], so_far: list[int], taken: list[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Sittings one after the other in one half-day; two of a module are never side by side."""
    for number in here:
        column, run = sketch.sittings[number]
        if taken and (run[0] <= taken[-1] or (run[0] == taken[-1] + 1 and same_module(sketch, so_far[-1], column))):
            continue
        if len(taken) + len(run) <= (sketch.group.max_a_half or MANY):
            those, slots = [*so_far, number], [*taken, *run]
            yield those, slots
            yield from combined(sketch, here, those, slots)


def same_module(sketch: Sketch, sitting: int, column: int) -> bool:
    return sketch.states.columns[sketch.sittings[sitting][0]][0] == sketch.states.columns[column][0]


def plan_of(sketch: Sketch, halves: list[tuple[date, list[int]]], first: list[int]) -> Plan:
    facts, group, arcs = sketch.facts, sketch.group, sketch.arcs
    place = {one.id: number for number, one in enumerate(facts.problem.teachers)}
    sittings = np.full((len(arcs), max(len(arc[0]) for arc in arcs)), -1, np.int32)
    for number, arc in enumerate(arcs):
        sittings[number, : len(arc[0])] = arc[0]
    days = [day for day, _slots in halves]
    columns = [column for column, _run in sketch.sittings]
    whole, flat = whole_numbers, [option for options in sketch.options for option in options]
    return Plan(
        periods=max(len(facts.days[day]) for day in days),
        most_a_day=group.max_a_day or MANY,
        gap=float(facts.problem.weights.gap),
        column=whole(columns),
        module=whole([sketch.states.columns[column][0] for column in columns]),
        begins=whole([run[0] for _column, run in sketch.sittings]),
        length=whole([len(run) for _column, run in sketch.sittings]),
        options=whole(np.cumsum([0, *(len(options) for options in sketch.options)])),
        teacher=whole([place[teacher] for teacher, _price in flat]),
        price=np.array([price for _teacher, price in flat], np.float64),
        sittings=sittings,
        shape=whole([arc[1:] for arc in arcs]),
        first=whole(first),
        ends_day=np.array([day != after for day, after in zip(days, [*days[1:], None], strict=True)]),
        finish=np.array([facts.problem.weights.finish * (day - group.first_day).days for day in days], np.float64),
        online=np.array([module.online for module in group.modules]),
        fits=fitting(sketch.world, group),
    )


def whole_numbers(values: Any) -> Array:
    return np.array(values, np.int32)


def fitting(world: World, group: ClassGroup) -> Array:
    """By module, venue and slot: whether a lesson can be there."""
    facts = world.facts
    found = np.zeros((len(group.modules), len(facts.problem.venues), len(facts.slots)), np.bool_)
    for place, venue in enumerate(facts.problem.venues):
        if not facts.against_pair(group, venue):
            for number, module in enumerate(group.modules):
                found[number, place] = world.open[place] if module.features <= venue.features else False
    return found


def earliest(group: ClassGroup, halves: list[tuple[date, list[int]]], plan: Plan, lessons: int) -> Array:
    """By half-day and lessons left: what the last day costs at least from there."""
    found = np.full((len(halves) + 1, lessons + 1), 1e9)
    found[:, 0] = 0.0
    for first in range(len(halves)):
        held, today, day = 0, 0, None
        for stage in range(first, len(halves)):
            today, day = today if halves[stage][0] == day else 0, halves[stage][0]
            more = min(len(halves[stage][1]), group.max_a_half or MANY, plan.most_a_day - today)
            found[first, held + 1 : held + more + 1] = plan.finish[stage]
            held, today = held + more, today + more
    return found


def net_of(plan: Plan, states: States, ends: Array, room: int) -> tuple[Net, float, float]:
    from courses.solver.columns import kernels

    size = (len(plan.ends_day) + 1, len(states.left) * (1 + plan.periods**2))
    if size[0] * size[1] > MOST_LABELS:
        raise TooLarge
    arrays = Arrays(states.then, states.cost, states.left, states.overnight, states.final)
    base = np.minimum.reduceat(plan.price, plan.options[:-1])
    arc_base = np.where(plan.sittings >= 0, base[plan.sittings], 0.0).sum(axis=1)
    reach, rest, node = np.empty(size), np.empty(size), np.empty(size, np.int32)
    cap = float(ends[0, -1]) + room
    labels = np.empty(size[1], np.int32)
    kernels.reach_all(arrays, plan, arc_base, cap, reach, ends, labels)
    edges = kernels.rest_all(arrays, plan, arc_base, cap, reach, ends, labels, rest)
    nodes = kernels.number_all(reach, rest, cap, node)
    if not nodes:
        raise TooLarge
    found = Net(
        np.zeros(nodes + 1, np.int64), np.empty(edges, np.int32), np.empty(edges, np.int32), np.empty(edges),
        np.empty(edges, np.int32), np.empty(nodes + 1),
    )  # fmt: skip
    kernels.list_all(arrays, plan, arc_base, cap, reach, rest, node, *found)
    return found, float(rest[0, 0]), cap


def venue_sets(facts: Facts, group: ClassGroup) -> list[tuple[tuple[int, ...], int]]:
    weights, campus = facts.problem.weights, [venue.campus for venue in facts.problem.venues]
    able = [place for place, venue in enumerate(facts.problem.venues) if not facts.against_pair(group, venue)]

    def price(venues: tuple[int, ...]) -> int:
        """At least that much; campuses beyond the first need not all be counted."""
        known = {campus[one] for one in venues if campus[one] is not None}
        return weights.venue_change * (len(venues) - 1) + weights.campus_change * max(0, len(known) - 1)

    found: list[tuple[tuple[int, ...], int]] = [((one,), 0) for one in able]
    found += [(pair, price(pair)) for pair in combinations(able, 2)]
    if len(able) > 2:
        found.append((tuple(able), min(price(three) for three in combinations(able, 3))))
    return found or [((), 0)]
