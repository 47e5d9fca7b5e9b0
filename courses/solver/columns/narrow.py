"""What a class may still do if, at given prices, it costs at most so much more than the least it can cost.

Whatever all classes together do, each pays for the slots of teachers and venues at these prices. If together they may
cost so much above the floor, none of them can be further above its own least. Few sittings are left then.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np

from courses.solver.columns.network import Array
from courses.solver.columns.pricing import Pricer
from courses.solver.model import Left

TINY = 1e-4


def left_of(pricer: Pricer, prices: tuple[Array, Array], limit: float) -> Left | None:
    """All that is part of a timetable of at most this cost at the prices; None if the network ends before."""
    from courses.solver.columns import kernels

    network, left = pricer.network, Left()
    if limit + TINY > network.cap:
        return None
    rest = np.empty(len(pricer.so_far))
    for venues, there, _fixed in pricer.sets(prices, limit + TINY):
        if pricer.priced(prices, venues, there) > there:
            continue
        spare = np.full(len(network.plan.module), -1.0)
        kernels.spare_of_all(network.net, network.plan.sittings, pricer.arc_cost, there, pricer.so_far, rest, spare)
        for sitting in np.nonzero(spare >= 0)[0]:
            most = float(spare[sitting] + pricer.cost[sitting]) + TINY
            for key, rooms in choices(pricer, prices, venues, int(sitting), most):
                left.sittings.add(key)
                left.rooms.update(rooms)
    return left


def choices(
    pricer: Pricer, prices: tuple[Array, Array], venues: tuple[int, ...], sitting: int, most: float
) -> Iterator[tuple[tuple[int, tuple[int, ...], int], Iterator[tuple[int, int]]]]:
    """Who can hold a sitting, and where, for at most this price."""
    plan, run, problem, pay = pricer.network.plan, pricer.network.runs[sitting], pricer.problem, prices[0]
    module = int(plan.module[sitting])
    for option in range(plan.options[sitting], plan.options[sitting + 1]):
        teacher, price = int(plan.teacher[option]), float(plan.price[option])
        if plan.online[module]:
            where: dict[int, dict[int, float]] = {}
            price += sum(pay[teacher, slot, 0] for slot in run)
        else:
            where = {slot: rooms_of(pricer, prices, venues, (module, teacher, slot)) for slot in run}
            price += sum(min(rooms.values(), default=inf) for rooms in where.values())
        if price <= most:
            yield (
                (pricer.ids[module], run, problem.teachers[teacher].id),
                (
                    (slot, problem.venues[venue].id)
                    for slot, rooms in where.items()
                    for venue, cost in rooms.items()
                    if price + cost - min(rooms.values()) <= most
                ),
            )


def rooms_of(
    pricer: Pricer, prices: tuple[Array, Array], venues: tuple[int, ...], lesson: tuple[int, int, int]
) -> dict[int, float]:
    """What each venue costs for a lesson (module, teacher, slot), the way there counted in."""
    (pay, rooms), (module, teacher, slot) = prices, lesson
    fits = pricer.network.plan.fits
    return {
        venue: float(rooms[venue, slot] + pay[teacher, slot, pricer.campus[venue]])
        for venue in venues
        if fits[module, venue, slot]
    }
