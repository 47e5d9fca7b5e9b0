"""The compiled heart of the search: what a change would cost, making it, and annealing over such changes.

Importing this module imports numba; import it inside the function that needs it.

Room clashes and forbidden periods never occur in a table here. Lectures that clash (teacher, curriculum, the same
course) may meet and are charged; a table counts as feasible when none do.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

DAY_MISSING, ALONE = 5, 2
MOST_LUCK = 37.0  # No random number in use has a logarithm further from 0.


@njit(cache=True, inline="always")
def draw(seed):  # type: ignore[no-untyped-def]
    """The next 64 random bits (xorshift)."""
    word = seed[0]
    word ^= word << np.uint64(13)
    word ^= word >> np.uint64(7)
    word ^= word << np.uint64(17)
    seed[0] = word
    return word


@njit(cache=True, inline="always")
def below(seed, bound):  # type: ignore[no-untyped-def]
    """A random whole number below the bound."""
    return np.int64(((draw(seed) >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))


@njit(cache=True)
def chance(seed):  # type: ignore[no-untyped-def]
    """A random number above 0, at most 1."""
    return (np.float64(draw(seed) >> np.uint64(11)) + 1.0) / 9007199254740992.0


@njit(cache=True)
def place(facts, table, lecture, period, room):  # type: ignore[no-untyped-def]
    """Put a lecture that is nowhere into a free room of a period."""
    course = facts.course_of[lecture]
    day = period // facts.periods_per_day
    table.period[lecture] = period
    table.room[lecture] = room
    table.held[period, room] = lecture
    table.room_use[course, room] += 1
    table.day_use[course, day] += 1
    for index in range(facts.rival_starts[course], facts.rival_starts[course + 1]):
        table.rivals_at[period, facts.rivals[index]] += 1
    for index in range(facts.curriculum_starts[course], facts.curriculum_starts[course + 1]):
        curriculum = facts.curricula[index]
        table.curriculum_use[curriculum, period] += 1
        table.day_shape[curriculum, day] |= 1 << (period - day * facts.periods_per_day)


@njit(cache=True)
def lift(facts, table, lecture):  # type: ignore[no-untyped-def]
    """Take a lecture out of the timetable."""
    course, period, room = facts.course_of[lecture], table.period[lecture], table.room[lecture]
    day = period // facts.periods_per_day
    table.held[period, room] = -1
    table.room_use[course, room] -= 1
    table.day_use[course, day] -= 1
    for index in range(facts.rival_starts[course], facts.rival_starts[course + 1]):
        table.rivals_at[period, facts.rivals[index]] -= 1
    for index in range(facts.curriculum_starts[course], facts.curriculum_starts[course + 1]):
        curriculum = facts.curricula[index]
        table.curriculum_use[curriculum, period] -= 1
        if table.curriculum_use[curriculum, period] == 0:
            table.day_shape[curriculum, day] &= ~(1 << (period - day * facts.periods_per_day))


@njit(cache=True, inline="always")
def room_change(facts, table, course, old, new):  # type: ignore[no-untyped-def]
    """What it costs a course to hold one lecture in another room: seats missing, rooms used."""
    if old == new:
        return 0
    change = facts.seats_missing[course, new] - facts.seats_missing[course, old]
    if table.room_use[course, old] == 1:
        change -= 1
    if table.room_use[course, new] == 0:
        change += 1
    return change


@njit(cache=True, inline="always")
def days_change(facts, table, course, old, new):  # type: ignore[no-untyped-def]
    """What it costs a course to hold one lecture on another day."""
    if old == new:
        return 0
    gained = 0
    if table.day_use[course, old] == 1:
        gained -= 1
    if table.day_use[course, new] == 0:
        gained += 1
    if gained == 0:
        return 0
    days = 0
    for day in range(table.day_use.shape[1]):
        if table.day_use[course, day] > 0:
            days += 1
    wanted = facts.min_days[course]
    return DAY_MISSING * (max(0, wanted - days - gained) - max(0, wanted - days))


@njit(cache=True, inline="always")
def shape_change(facts, table, course, other, old, new):  # type: ignore[no-untyped-def]
    """What it costs the curricula of a course, but for those of the other one (-1: none), to move one lecture."""
    per_day = facts.periods_per_day
    old_day, new_day = old // per_day, new // per_day
    old_bit, new_bit = 1 << (old - old_day * per_day), 1 << (new - new_day * per_day)
    change = 0
    for index in range(facts.curriculum_starts[course], facts.curriculum_starts[course + 1]):
        curriculum = facts.curricula[index]
        if other >= 0 and facts.belongs[other, curriculum]:
            continue
        before = table.day_shape[curriculum, old_day]
        after = before
        if table.curriculum_use[curriculum, old] == 1:
            after = before & ~old_bit
        if old_day == new_day:
            change += facts.isolated[after | new_bit] - facts.isolated[before]
        else:
            there = table.day_shape[curriculum, new_day]
            change += facts.isolated[after] - facts.isolated[before]
            change += facts.isolated[there | new_bit] - facts.isolated[there]
    return ALONE * change


@njit(cache=True, inline="always")
def clashes_change(facts, table, lecture, period, other):  # type: ignore[no-untyped-def]
    """Clashes that moving a lecture to another period would add, the other (-1: none) taking its place."""
    course, old = facts.course_of[lecture], table.period[lecture]
    clashes = table.rivals_at[period, course] - table.rivals_at[old, course] + 1
    if other >= 0:
        rival = facts.course_of[other]
        clashes += table.rivals_at[old, rival] - table.rivals_at[period, rival] + 1
        clashes -= 2 * facts.clashes[course, rival]
    return clashes


@njit(cache=True, inline="always")
def cost_change(facts, table, lecture, period, room, other):  # type: ignore[no-untyped-def]
    """Cost that moving a lecture there would add, the other (-1: none) taking its place."""
    course, old, old_room = facts.course_of[lecture], table.period[lecture], table.room[lecture]
    per_day = facts.periods_per_day
    cost = room_change(facts, table, course, old_room, room)
    rival = -1
    if other >= 0:
        rival = facts.course_of[other]
        cost += room_change(facts, table, rival, room, old_room)
    if old == period:
        return cost
    old_day, new_day = old // per_day, period // per_day
    cost += days_change(facts, table, course, old_day, new_day)
    cost += shape_change(facts, table, course, rival, old, period)
    if rival >= 0:
        cost += days_change(facts, table, rival, new_day, old_day)
        cost += shape_change(facts, table, rival, course, period, old)
    return cost


@njit(cache=True, inline="always")
def may_go(facts, table, lecture, period, room):  # type: ignore[no-untyped-def]
    """Whether a lecture may be held there, and whoever is there, of another course, in its place."""
    course, other = facts.course_of[lecture], table.held[period, room]
    if not facts.allowed[course, period]:
        return False
    if other < 0:
        return True
    rival = facts.course_of[other]
    return rival != course and facts.allowed[rival, table.period[lecture]] != 0


@njit(cache=True)
def move(facts, table, lecture, period, room):  # type: ignore[no-untyped-def]
    """Move a lecture there; whoever is there takes its place."""
    other = table.held[period, room]
    old, old_room = table.period[lecture], table.room[lecture]
    lift(facts, table, lecture)
    if other >= 0:
        lift(facts, table, other)
        place(facts, table, other, old, old_room)
    place(facts, table, lecture, period, room)


@njit(cache=True)
def total(facts, table):  # type: ignore[no-untyped-def]
    """(clashes, cost) of the whole table."""
    clashes, cost = 0, 0
    for lecture in range(len(facts.course_of)):
        course = facts.course_of[lecture]
        clashes += table.rivals_at[table.period[lecture], course] - 1
        cost += facts.seats_missing[course, table.room[lecture]]
    for course in range(len(facts.min_days)):
        rooms = 0
        for room in range(table.room_use.shape[1]):
            rooms += table.room_use[course, room] > 0
        cost += max(0, rooms - 1)
        days = 0
        for day in range(table.day_use.shape[1]):
            days += table.day_use[course, day] > 0
        cost += DAY_MISSING * max(0, facts.min_days[course] - days)
    for curriculum in range(table.day_shape.shape[0]):
        for day in range(table.day_shape.shape[1]):
            cost += ALONE * facts.isolated[table.day_shape[curriculum, day]]
    return clashes // 2, cost


@njit(cache=True, nogil=True)
def untangle(facts, table, seed, temperature, moves):  # type: ignore[no-untyped-def]
    """Try so many changes that look at clashes only, and stop at none; tell how many are left."""
    lectures, periods, rooms = len(facts.course_of), table.held.shape[0], table.held.shape[1]
    clashes = total(facts, table)[0]
    for _ in range(moves):
        if clashes == 0:
            break
        lecture, period, room = below(seed, lectures), below(seed, periods), below(seed, rooms)
        if period == table.period[lecture] or not may_go(facts, table, lecture, period, room):
            continue
        more = clashes_change(facts, table, lecture, period, table.held[period, room])
        if more <= -temperature * math.log(chance(seed)):
            move(facts, table, lecture, period, room)
            clashes += more
    return clashes


@njit(cache=True, inline="always")
def share(word, shift, bound):  # type: ignore[no-untyped-def]
    """A whole number below the bound from 16 of 64 random bits."""
    return np.int64((((word >> np.uint64(shift)) & np.uint64(65535)) * np.uint64(bound)) >> np.uint64(16))


@njit(cache=True, inline="always")
def aim(table, seed, same_room, same_period):  # type: ignore[no-untyped-def]
    """A random lecture with a period and room for it: another period, another room, or both. One draw serves all."""
    word = draw(seed)
    lecture = share(word, 0, table.period.shape[0])
    period, room = share(word, 16, table.held.shape[0]), share(word, 32, table.held.shape[1])
    kind = np.float64(word >> np.uint64(48)) / 65536.0
    if kind < same_room:
        room = np.int64(table.room[lecture])
    elif kind < same_period:
        period = np.int64(table.period[lecture])
    return lecture, period, room


@njit(cache=True, inline="always")
def judge(facts, table, seed, lecture, period, room, temperature, weight):  # type: ignore[no-untyped-def]
    """(whether a move is taken, clashes and cost it adds). Hopeless ones are not reckoned to the end."""
    other = table.held[period, room]
    clashes = np.int64(0)
    if period != table.period[lecture]:
        clashes = np.int64(clashes_change(facts, table, lecture, period, other))
        reach = facts.most_gain[facts.course_of[lecture]]
        if other >= 0:
            reach += facts.most_gain[facts.course_of[other]]
        if weight * clashes - reach > MOST_LUCK * temperature:
            return False, clashes, np.int64(0)
    cost = np.int64(cost_change(facts, table, lecture, period, room, other))
    worse = weight * clashes + cost
    return worse <= 0 or worse <= -temperature * math.log(chance(seed)), clashes, cost


@njit(cache=True, nogil=True)
def anneal(facts, table, best, seed, standing, knobs, moves):  # type: ignore[no-untyped-def]
    """Try so many changes at one temperature; tell how many were made.

    `standing` holds clashes, cost, least cost; `best` the periods and rooms that had it; `knobs` the temperature, the
    weight of a clash, and the shares of moves within a room and, above it, within a period.
    """
    temperature, weight, same_room, same_period = knobs[0], knobs[1], knobs[2], knobs[3]
    clashes, cost, least = standing[0], standing[1], standing[2]
    made = 0
    for _ in range(moves):
        lecture, period, room = aim(table, seed, same_room, same_period)
        if not may_go(facts, table, lecture, period, room):
            continue
        fits, more_clashes, more_cost = judge(facts, table, seed, lecture, period, room, temperature, weight)
        if not fits:
            continue
        move(facts, table, lecture, period, room)
        made += 1
        clashes += more_clashes
        cost += more_cost
        if clashes == 0 and cost < least:
            least = cost
            best[0, :] = table.period
            best[1, :] = table.room
    standing[0], standing[1], standing[2] = clashes, cost, least
    return made
