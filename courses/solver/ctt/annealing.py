"""Annealing, compiled: random changes of a timetable without clashes, worse ones taken the more rarely the colder."""

from __future__ import annotations

import numpy as np

from courses.solver.ctt.bits import below, draw, quick, share
from courses.solver.ctt.chains import gather, swing
from courses.solver.ctt.kernels import cost_change, move, rivals_in, room_change

NOBODY = -1


@quick(inline="always")
def other_room(facts, table, lecture, room, limit):  # type: ignore[no-untyped-def]
    """Try another room in the same period, whoever is there moving into the room left; (whether done, cost)."""
    period, old = np.int64(table.period[lecture]), np.int64(table.room[lecture])
    other = np.int64(table.held[period, room])
    cost = room_change(facts, table, facts.course_of[lecture], old, room)
    if other >= 0:
        cost += room_change(facts, table, facts.course_of[other], room, old)
    if old == room or cost > limit:
        return False, np.int64(0)
    move(facts, table, lecture, period, room, other, old)
    return True, cost


@quick(inline="always")
def may_swap(facts, table, lecture, other):  # type: ignore[no-untyped-def]
    """Whether another lecture may go where this one is and clashes with nothing there."""
    rival, old = facts.course_of[other], table.period[lecture]
    return facts.allowed[rival, old] != 0 and rivals_in(facts, table, rival, old) == 0


@quick(inline="always")
def other_period(facts, table, chain, lecture, period, room, limit):  # type: ignore[no-untyped-def]
    """Try another period, alone, in exchange with one lecture, or with a chain of them; (whether done, cost)."""
    course, old_room = facts.course_of[lecture], np.int64(table.room[lecture])
    if table.lecture_at[course, period] >= 0:
        return False, np.int64(0)
    if rivals_in(facts, table, course, period) == 0:
        other = np.int64(table.held[period, room])
        if other >= 0 and not may_swap(facts, table, lecture, other):
            return False, np.int64(0)
        cost = cost_change(facts, table, lecture, period, room, other, old_room)
        if cost > limit:
            return False, np.int64(0)
        move(facts, table, lecture, period, room, other, old_room)
        return True, cost
    count = gather(facts, table, chain, lecture, period)
    if count == 0:
        return False, np.int64(0)
    return swing(facts, table, chain, count, period, limit)


@quick(nogil=True)
def anneal(facts, table, chain, best, seed, standing, knobs, luck, moves):  # type: ignore[no-untyped-def]
    """Try so many changes at one temperature; tell how many were made.

    `standing` holds cost and least cost; `best` the periods and rooms that had it; `knobs` the temperature, the share
    of changes of the room alone, and the share of changes of the period that try to keep the room.
    """
    temperature, rooms_only, keeping = knobs[0], np.int64(knobs[1] * 256), np.int64(knobs[2] * 256)
    cost, least, made = standing[0], standing[1], 0
    for _ in range(moves):
        word = draw(seed)
        lecture = share(word, 0, table.period.shape[0])
        kind, will = np.int64((word >> np.uint64(48)) & np.uint64(255)), np.int64(word >> np.uint64(56))
        course = facts.course_of[lecture]
        room = np.int64(facts.fitting[course, share(word, 32, facts.fit[course])])
        limit = np.int64(temperature * luck[below(seed, luck.shape[0])])
        if kind < rooms_only:
            done, more = other_room(facts, table, lecture, room, limit)
        else:
            first = facts.open_starts[course]
            period = np.int64(facts.open[first + share(word, 16, facts.open_starts[course + 1] - first)])
            if will < keeping:
                room = np.int64(table.room[lecture])
            done, more = other_period(facts, table, chain, lecture, period, room, limit)
        if not done:
            continue
        made += 1
        cost += more
        if cost < least:
            least = cost
            for index in range(table.period.shape[0]):
                best[0, index], best[1, index] = table.period[index], table.room[index]
    standing[0], standing[1] = cost, least
    return made
