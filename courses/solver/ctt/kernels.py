"""The compiled heart of the search: timetables without clashes, what a change of one or two lectures costs, making it.

Importing this module imports numba; import it inside the function that needs it.
"""

from __future__ import annotations

import numpy as np

from courses.solver.ctt.bits import bits_set, quick

DAY_MISSING = 5


@quick(forceinline=True)
def place(facts, table, lecture, period, room):  # type: ignore[no-untyped-def]
    """Put a lecture that is nowhere into a free room of a period; the cost this adds."""
    course, day, bit = facts.course_of[lecture], facts.day_of[period], facts.bit_of[period]
    table.period[lecture], table.room[lecture] = period, room
    table.held[period, room] = lecture
    table.lecture_at[course, period] = lecture
    table.at[period, course >> 6] |= np.uint64(1) << np.uint64(course & 63)
    cost = facts.seats_missing[course, room]
    if table.room_use[course, room] == 0:
        cost += 1
    table.room_use[course, room] += 1
    if table.day_use[course, day] == 0:
        if table.days_used[course] < facts.min_days[course]:
            cost -= DAY_MISSING
        table.days_used[course] += 1
    table.day_use[course, day] += 1
    for index in range(facts.curriculum_starts[course], facts.curriculum_starts[course + 1]):
        curriculum = facts.curricula[index]
        shape = table.day_shape[curriculum, day]
        cost += facts.isolation[shape | bit] - facts.isolation[shape]
        table.day_shape[curriculum, day] = shape | bit
    return cost


@quick(forceinline=True)
def lift(facts, table, lecture):  # type: ignore[no-untyped-def]
    """Take a lecture out of the timetable; the cost this adds."""
    course, period, room = facts.course_of[lecture], table.period[lecture], table.room[lecture]
    day, bit = facts.day_of[period], facts.bit_of[period]
    table.held[period, room] = -1
    table.lecture_at[course, period] = -1
    table.at[period, course >> 6] &= ~(np.uint64(1) << np.uint64(course & 63))
    cost = -facts.seats_missing[course, room]
    table.room_use[course, room] -= 1
    if table.room_use[course, room] == 0:
        cost -= 1
    table.day_use[course, day] -= 1
    if table.day_use[course, day] == 0:
        table.days_used[course] -= 1
        if table.days_used[course] < facts.min_days[course]:
            cost += DAY_MISSING
    for index in range(facts.curriculum_starts[course], facts.curriculum_starts[course + 1]):
        curriculum = facts.curricula[index]
        shape = table.day_shape[curriculum, day]
        cost += facts.isolation[shape & ~bit] - facts.isolation[shape]
        table.day_shape[curriculum, day] = shape & ~bit
    return cost


@quick(inline="always")
def rivals_in(facts, table, course, period):  # type: ignore[no-untyped-def]
    """How many lectures of a period clash with a course, one of the course itself among them."""
    found = np.int64(0)
    for word in range(table.at.shape[1]):
        found += bits_set(facts.rivals[course, word] & table.at[period, word])
    return found


@quick(inline="always")
def room_change(facts, table, course, old, new):  # type: ignore[no-untyped-def]
    """What it costs a course to hold one lecture in another room: seats missing, rooms used."""
    if old == new:
        return np.int64(0)
    change = np.int64(facts.seats_missing[course, new] - facts.seats_missing[course, old])
    if table.room_use[course, old] == 1:
        change -= 1
    if table.room_use[course, new] == 0:
        change += 1
    return change


@quick(inline="always")
def days_change(facts, table, course, old, new):  # type: ignore[no-untyped-def]
    """What it costs a course to hold one lecture on another day."""
    if old == new:
        return np.int64(0)
    days = table.days_used[course]
    after = days
    if table.day_use[course, old] == 1:
        after -= 1
    if table.day_use[course, new] == 0:
        after += 1
    if after == days:
        return np.int64(0)
    wanted = facts.min_days[course]
    return np.int64(DAY_MISSING * (max(0, wanted - after) - max(0, wanted - days)))


@quick(inline="always")
def shape_change(facts, table, course, old, new):  # type: ignore[no-untyped-def]
    """What it costs the curricula of a course to move one lecture, or to exchange it with their lecture there."""
    old_day, new_day, old_bit, new_bit = facts.day_of[old], facts.day_of[new], facts.bit_of[old], facts.bit_of[new]
    change = np.int64(0)
    for index in range(facts.curriculum_starts[course], facts.curriculum_starts[course + 1]):
        curriculum = facts.curricula[index]
        there = table.day_shape[curriculum, new_day]
        if there & new_bit:
            continue
        before = table.day_shape[curriculum, old_day]
        after = before & ~old_bit
        if old_day == new_day:
            change += facts.isolation[after | new_bit] - facts.isolation[before]
        else:
            change += facts.isolation[after] - facts.isolation[before]
            change += facts.isolation[there | new_bit] - facts.isolation[there]
    return change


@quick(inline="always")
def cost_change(facts, table, lecture, period, room, other, other_room):  # type: ignore[no-untyped-def]
    """Cost that moving a lecture adds, the other (-1: none) going to its period at once, into that room."""
    course, old = facts.course_of[lecture], table.period[lecture]
    cost = room_change(facts, table, course, table.room[lecture], room)
    cost += days_change(facts, table, course, facts.day_of[old], facts.day_of[period])
    if other >= 0:
        rival = facts.course_of[other]
        cost += room_change(facts, table, rival, table.room[other], other_room)
        cost += days_change(facts, table, rival, facts.day_of[period], facts.day_of[old])
        cost += shape_change(facts, table, rival, period, old)
    return cost + shape_change(facts, table, course, old, period)


@quick(forceinline=True)
def move(facts, table, lecture, period, room, other, other_room):  # type: ignore[no-untyped-def]
    """Move a lecture, the other (-1: none) going to its period at once, into that room."""
    old = np.int64(table.period[lecture])
    lift(facts, table, lecture)
    if other >= 0:
        lift(facts, table, other)
        place(facts, table, other, old, other_room)
    place(facts, table, lecture, period, room)


@quick(forceinline=True)
def total(facts, table):  # type: ignore[no-untyped-def]
    """The cost of the whole table."""
    cost = 0
    for lecture in range(len(facts.course_of)):
        cost += facts.seats_missing[facts.course_of[lecture], table.room[lecture]]
    for course in range(len(facts.min_days)):
        rooms = 0
        for room in range(table.room_use.shape[1]):
            rooms += table.room_use[course, room] > 0
        cost += max(0, rooms - 1) + DAY_MISSING * max(0, facts.min_days[course] - table.days_used[course])
    for curriculum in range(table.day_shape.shape[0]):
        for day in range(table.day_shape.shape[1]):
            cost += facts.isolation[table.day_shape[curriculum, day]]
    return cost
