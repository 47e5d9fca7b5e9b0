"""Kempe chains, compiled: all lectures of two periods that hang together change places, so that none clash."""

from __future__ import annotations

import numpy as np

from courses.solver.ctt.bits import lowest_bit, quick
from courses.solver.ctt.kernels import days_change, lift, place, shape_change


@quick(forceinline=True)
def gather(facts, table, chain, lecture, period):  # type: ignore[no-untyped-def]
    """Collect who has to change places when a lecture goes to a period; how many, or 0 if it cannot be."""
    members = chain.members
    old = np.int64(table.period[lecture])
    members[0], count, done = lecture, 1, 0
    for word in range(chain.seen.shape[1]):
        chain.seen[0, word] = chain.seen[1, word] = np.uint64(0)
    start = facts.course_of[lecture]
    chain.seen[0, start >> 6] = np.uint64(1) << np.uint64(start & 63)
    while done < count:
        each = members[done]
        done += 1
        course = facts.course_of[each]
        side = 0 if table.period[each] == old else 1
        goal = period if side == 0 else old
        if not facts.allowed[course, goal]:
            return 0
        for word in range(table.at.shape[1]):
            hit = facts.rivals[course, word] & table.at[goal, word] & ~chain.seen[1 - side, word]
            chain.seen[1 - side, word] |= hit
            while hit:
                if count == len(members):
                    return 0
                members[count] = table.lecture_at[word * 64 + lowest_bit(hit), goal]
                count += 1
                hit &= hit - np.uint64(1)
    return count


@quick(inline="always")
def cheapest_room(facts, table, course, period):  # type: ignore[no-untyped-def]
    """The free room of a period that costs a course least, or -1."""
    best, least = -1, 1 << 30
    for room in range(table.held.shape[1]):
        if table.held[period, room] < 0:
            cost = facts.seats_missing[course, room]
            if table.room_use[course, room] == 0:
                cost += 1
            if cost < least:
                best, least = room, cost
    return best


@quick(forceinline=True)
def settle(facts, table, chain, count, first, second):  # type: ignore[no-untyped-def]
    """Place the lifted members in the other period each, those first whose room is free there; (how many, cost)."""
    cost, settled = np.int64(0), 0
    for index in range(count):
        goal = second if chain.periods[index] == first else first
        if table.held[goal, chain.rooms[index]] < 0:
            cost += place(facts, table, chain.members[index], goal, chain.rooms[index])
            settled += 1
    if settled == count:
        return settled, cost
    for index in range(count):
        lecture = chain.members[index]
        if table.period[lecture] >= 0:
            continue
        goal = second if chain.periods[index] == first else first
        room = cheapest_room(facts, table, facts.course_of[lecture], goal)
        if room < 0:
            break
        cost += place(facts, table, lecture, goal, room)
        settled += 1
    return settled, cost


@quick(inline="always")
def least_cost(facts, table, chain, count, goal):  # type: ignore[no-untyped-def]
    """What it costs at least that the members change places: periods exactly, rooms at their best."""
    both, cost = table.period[chain.members[0]] + goal, np.int64(0)
    for index in range(count):
        lecture = chain.members[index]
        course, old, room = facts.course_of[lecture], table.period[lecture], table.room[lecture]
        new = both - old
        cost -= facts.seats_missing[course, room] - facts.seats_missing[course, facts.fitting[course, 0]]
        if table.room_use[course, room] == 1:
            cost -= 1
        if table.lecture_at[course, new] < 0:
            cost += days_change(facts, table, course, facts.day_of[old], facts.day_of[new])
            cost += shape_change(facts, table, course, old, new)
    return cost


@quick(forceinline=True)
def swing(facts, table, chain, count, goal, limit):  # type: ignore[no-untyped-def]
    """Let the members change places if that costs no more than the limit; (whether it did, cost)."""
    if least_cost(facts, table, chain, count, goal) > limit:
        return False, np.int64(0)
    first = np.int64(table.period[chain.members[0]])
    cost = np.int64(0)
    for index in range(count):
        lecture = chain.members[index]
        chain.periods[index], chain.rooms[index] = table.period[lecture], table.room[lecture]
        cost += lift(facts, table, lecture)
        table.period[lecture] = -1
    settled, more = settle(facts, table, chain, count, first, goal)
    cost += more
    if settled == count and cost <= limit:
        return True, cost
    for index in range(count):
        if table.period[chain.members[index]] >= 0:
            lift(facts, table, chain.members[index])
    for index in range(count):
        place(facts, table, chain.members[index], chain.periods[index], chain.rooms[index])
    return False, np.int64(0)
