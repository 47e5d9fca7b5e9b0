"""The compiled part: what a class could do as a network, and its cheapest way through at given prices.

A label is how far a class has come (a state) and what of the day is taken: the last period taken and how many are.
Labels go from half-day to half-day; an arc is what a class does in one half-day. Importing this module imports numba.
"""

# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

from functools import partial
from typing import Any

from numba import njit

# Arrays are only handed in, never made, so nothing need count who refers to them: counting takes most of the time else.
quick: Any = partial(njit, cache=True, nogil=True, _nrt=False)
NEVER = 1e9


@quick()
def labels_of(stage, states, inside, reach, limit, ends, found):
    """How many labels of a half-day there are from which the limit can still be kept; they are put down in `found`."""
    count = 0
    for label in range(len(reach)):
        if reach[label] + ends[stage, states.left[label // inside]] <= limit:
            found[count] = label
            count += 1
    return count


@quick()
def taught(states, plan, state, arc):
    """(state after the sittings of an arc or -1 if that is not possible, what they cost beyond their prices)"""
    cost = 0.0
    for place in range(plan.sittings.shape[1]):
        sitting = plan.sittings[arc, place]
        if sitting < 0 or state < 0:
            break
        column = plan.column[sitting]
        cost += states.cost[state, column]
        state = states.then[state, column]
    return state, cost


@quick()
def target(states, plan, stage, label, arc, inside, periods):
    """(label after an arc or -1 if it is not possible, or -2 at the end; what it costs, its sittings not counted)"""
    state, today = label // inside, label % inside
    if arc < 0:
        return (states.overnight[state] * inside if plan.ends_day[stage] else label), 0.0
    taken = plan.shape[arc, 2] + ((today - 1) % periods + 1 if today > 0 else 0)
    if taken > plan.most_a_day:
        return -1, 0.0
    state, cost = taught(states, plan, state, arc)
    if state < 0:
        return -1, 0.0
    cost += plan.gap * plan.shape[arc, 3]
    if today > 0:
        cost += plan.gap * (plan.shape[arc, 0] - (today - 1) // periods - 1)
    if state == states.final:
        return -2, cost + plan.finish[stage]
    if plan.ends_day[stage]:
        return states.overnight[state] * inside, cost
    return state * inside + 1 + plan.shape[arc, 1] * periods + taken - 1, cost


@quick()
def reach_all(states, plan, base, limit, reach, ends, labels):
    """What it costs at least to come to each label of each half-day."""
    periods = plan.periods
    inside = 1 + periods * periods
    reach[:] = NEVER
    reach[0, 0] = 0.0
    for stage in range(len(plan.ends_day)):
        for turn in range(labels_of(stage, states, inside, reach[stage], limit, ends, labels)):
            label = labels[turn]
            for number in range(plan.first[stage] - 1, plan.first[stage + 1]):
                arc = -1 if number < plan.first[stage] else number
                goal, cost = target(states, plan, stage, label, arc, inside, periods)
                if goal < 0:
                    continue
                cost += reach[stage, label] + (base[arc] if arc >= 0 else 0.0)
                if cost < reach[stage + 1, goal]:
                    reach[stage + 1, goal] = cost


@quick()
def rest_all(states, plan, base, limit, reach, ends, labels, rest):
    """What it costs at least to come from each label to the end; returns how many arcs are within the limit."""
    periods, count = plan.periods, 0
    inside = 1 + periods * periods
    rest[:] = NEVER
    for stage in range(len(plan.ends_day) - 1, -1, -1):
        for turn in range(labels_of(stage, states, inside, reach[stage], limit, ends, labels)):
            label = labels[turn]
            least = NEVER
            for number in range(plan.first[stage] - 1, plan.first[stage + 1]):
                arc = -1 if number < plan.first[stage] else number
                goal, cost = target(states, plan, stage, label, arc, inside, periods)
                if goal == -1:
                    continue
                cost += (base[arc] if arc >= 0 else 0.0) + (rest[stage + 1, goal] if goal >= 0 else 0.0)
                least = min(least, cost)
                count += reach[stage, label] + cost <= limit
            rest[stage, label] = least
    return count


@quick()
def number_all(reach, rest, limit, node):
    """A number for every label through which a way within the limit goes, half-day by half-day."""
    count = 0
    for stage in range(reach.shape[0]):
        for label in range(reach.shape[1]):
            node[stage, label] = -1
            if reach[stage, label] + rest[stage, label] <= limit:
                node[stage, label] = count
                count += 1
    return count


@quick()
def list_all(states, plan, base, limit, reach, rest, node, start, tail, goals, costs, arcs, least):
    """The network: arcs by the node they leave; the last node is the end."""
    periods, edge, end = plan.periods, 0, len(least) - 1
    inside = 1 + periods * periods
    least[end] = 0.0
    for stage in range(len(plan.ends_day)):
        for label in range(node.shape[1]):
            here = node[stage, label]
            if here < 0:
                continue
            start[here], least[here] = edge, rest[stage, label]
            for number in range(plan.first[stage] - 1, plan.first[stage + 1]):
                arc = -1 if number < plan.first[stage] else number
                goal, cost = target(states, plan, stage, label, arc, inside, periods)
                if goal == -1:
                    continue
                whole = reach[stage, label] + cost + (base[arc] if arc >= 0 else 0.0)
                if whole + (rest[stage + 1, goal] if goal >= 0 else 0.0) <= limit:
                    tail[edge], goals[edge] = here, node[stage + 1, goal] if goal >= 0 else end
                    costs[edge], arcs[edge] = cost, arc
                    edge += 1
    start[end] = edge
    return edge


@quick()
def price_sittings(plan, pay, rooms, campus, inside, cost, choice):
    """Each sitting with its cheapest teacher, each of its lessons in the cheapest venue; `inside` are the venues."""
    for sitting in range(len(cost)):
        cost[sitting], choice[sitting] = NEVER, -1
        module = plan.module[sitting]
        for option in range(plan.options[sitting], plan.options[sitting + 1]):
            price = plan.price[option]
            for slot in range(plan.begins[sitting], plan.begins[sitting] + plan.length[sitting]):
                price += lesson(plan, pay, rooms, campus, inside, module, plan.teacher[option], slot)
            if price < cost[sitting]:
                cost[sitting], choice[sitting] = price, option


@quick()
def lesson(plan, pay, rooms, campus, inside, module, teacher, slot):
    if plan.online[module]:
        return pay[teacher, slot, 0]
    least = NEVER
    for venue in range(len(campus)):
        if inside[venue] and plan.fits[module, venue, slot]:
            least = min(least, rooms[venue, slot] + pay[teacher, slot, campus[venue]])
    return least


@quick()
def price_arcs(sittings, cost, arc_cost):
    for arc in range(len(arc_cost)):
        total = 0.0
        for place in range(sittings.shape[1]):
            if sittings[arc, place] < 0:
                break
            total += cost[sittings[arc, place]]
        arc_cost[arc] = total


@quick()
def cheapest(net, arc_cost, limit, so_far, came):
    """The cheapest way through the network if it costs at most the limit; `came` tells by which arc."""
    end = len(so_far) - 1
    so_far[:] = NEVER
    so_far[0] = 0.0
    for node in range(end):
        here = so_far[node]
        if here + net.least[node] > limit:
            continue
        for edge in range(net.start[node], net.start[node + 1]):
            total = here + net.costs[edge]
            if net.arcs[edge] >= 0:
                total += arc_cost[net.arcs[edge]]
            goal = net.goals[edge]
            if total < so_far[goal] and total + net.least[goal] <= limit:
                so_far[goal], came[goal] = total, edge
    return so_far[end]


@quick()
def spare_of_all(net, sittings, arc_cost, limit, so_far, rest, spare):
    """How much is left of the limit on the cheapest way through each sitting, where it is more than `spare` says.

    `so_far` is what `cheapest` found for the same limit."""
    end = len(so_far) - 1
    rest[:] = NEVER
    rest[end] = 0.0
    for node in range(end - 1, -1, -1):
        here = so_far[node]
        if here + net.least[node] > limit:
            continue
        for edge in range(net.start[node], net.start[node + 1]):
            arc = net.arcs[edge]
            total = rest[net.goals[edge]] + net.costs[edge]
            if arc >= 0:
                total += arc_cost[arc]
            rest[node] = min(rest[node], total)
            left = limit - here - total
            if arc < 0 or left < 0:
                continue
            for place in range(sittings.shape[1]):
                sitting = sittings[arc, place]
                if sitting < 0:
                    break
                spare[sitting] = max(spare[sitting], left)
