"""Classes as a small constraint model: they do only what they may near their least at given prices.

The model is told what the program knows: at the prices a class costs no less than its least, and no more than the room
above it. The objective is not part of the model; it is asked again and again with other loads beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any

from courses.solver.columns.loads import Key, Limits
from courses.solver.columns.narrow import left_of
from courses.solver.columns.program import Late, Prices, Program
from courses.solver.model import Draft, Left, Stopped, write
from courses.solver.model_costs import Others, write_costs
from courses.solver.parts import part_of

FINE = 120
"""Parts of one in the rows on single classes."""
TINY = 1e-6


class TooFar(Exception):
    """What is asked for lies beyond the networks."""


@dataclass(frozen=True)
class Near:
    """`own` is what the wave costs but for loads; `used` is what it takes of each limit."""

    draft: Draft
    own: Any
    used: dict[Key, Any]


def near(program: Program, prices: Prices, limits: Limits, rooms: Mapping[int, float]) -> Near:
    """Classes by id, each at most so much above its least."""
    part, _others = part_of(program.problem, frozenset(rooms), ())
    uncapped = tuple(replace(one, max_total=None) for one in part.teachers)
    part = replace(part, weights=replace(part.weights, load=0), teachers=uncapped)
    own = [(place, rooms[group.id]) for place, group in enumerate(program.problem.classes) if group.id in rooms]
    within = {program.problem.classes[place].id: left(program, prices, place, room) for place, room in own}
    try:
        draft = write(part, within=within, stop=program.late)
    except Stopped:
        raise Late from None
    total = write_costs(draft, Others(0, {}))
    for place, room in own:
        bind(draft, program, prices, place, room)
    return Near(draft, total, used(draft, limits))


def used(draft: Draft, limits: Limits) -> dict[Key, Any]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for (_c, _m, run, teacher), sitting in draft.x.items():
        for key, number in limits.taken((teacher, slot) for slot in run).items():
            found[key].append(number * sitting)
    return {key: sum(terms) for key, terms in found.items()}


def left(program: Program, prices: Prices, place: int, room: float) -> Left:
    """What the class may do, its network made wider if need be."""
    with program.lock:
        while True:
            program.check()
            found = left_of(program.pricers[place], (prices.pay, prices.rooms), prices.least[place] + room)
            if found is not None:
                return found
            if not program.widen(place):
                raise TooFar


def bind(draft: Draft, program: Program, prices: Prices, place: int, room: float) -> None:
    """What the class costs at all prices lies between its least and the room above it."""
    problem, campus = program.problem, program.master.campus
    group, own = problem.classes[place], draft.charged[problem.classes[place].id]
    online = {module.id for module in group.modules if module.online}
    venues = {one.id: number for number, one in enumerate(problem.venues)}
    teachers = {one.id: number for number, one in enumerate(problem.teachers)}
    where: dict[int, set[int]] = defaultdict(set)
    least, most = [FINE * term for term in own], [FINE * term for term in own]
    for (c, slot, venue), room_used in draft.rooms.items():
        if c == group.id:
            where[slot].add(int(campus[venues[venue]]))
            least.append(ceil(FINE * prices.rooms[venues[venue], slot] - TINY) * room_used)
            most.append(floor(FINE * prices.rooms[venues[venue], slot] + TINY) * room_used)
    for (c, m, run, t), sitting in draft.x.items():
        if c == group.id:
            pay = [[prices.pay[teachers[t], slot, k] for k in ({0} if m in online else where[slot])] for slot in run]
            least.append(ceil(FINE * sum(max(one, default=0.0) for one in pay) - TINY) * sitting)
            most.append(floor(FINE * sum(min(one, default=0.0) for one in pay) + TINY) * sitting)
    draft.model.add(sum(least) >= floor(FINE * prices.least[place] - TINY))
    draft.model.add(sum(most) <= ceil(FINE * (prices.least[place] + room) + TINY))
