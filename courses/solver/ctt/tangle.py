"""The start, compiled: lectures in rooms and allowed periods that may clash at first, moved until none do."""

from __future__ import annotations

import math

import numpy as np

from courses.solver.ctt.bits import below, chance, quick


@quick()
def put(facts, draft, lecture, period, room, way):  # type: ignore[no-untyped-def]
    """Put a lecture into a free room of a period (way 1), or take it out of there (way -1)."""
    course = facts.course_of[lecture]
    draft.period[lecture], draft.room[lecture] = period, room
    draft.held[period, room] = lecture if way > 0 else -1
    for index in range(facts.rival_starts[course], facts.rival_starts[course + 1]):
        draft.rivals_at[period, facts.rival_list[index]] += way


@quick(inline="always")
def may_go(facts, draft, lecture, period, room):  # type: ignore[no-untyped-def]
    """Whether a lecture may be held there, and whoever is there, of another course, in its place."""
    course, other = facts.course_of[lecture], draft.held[period, room]
    if not facts.allowed[course, period]:
        return False
    if other < 0:
        return True
    rival = facts.course_of[other]
    return rival != course and facts.allowed[rival, draft.period[lecture]] != 0


@quick()
def clashes_change(facts, draft, lecture, period, other):  # type: ignore[no-untyped-def]
    """Clashes that moving a lecture to another period would add, the other (-1: none) taking its place."""
    course, old = facts.course_of[lecture], draft.period[lecture]
    clashes = draft.rivals_at[period, course] - draft.rivals_at[old, course] + 1
    if other >= 0:
        rival = facts.course_of[other]
        clashes += draft.rivals_at[old, rival] - draft.rivals_at[period, rival] + 1
        clashes -= 2 * facts.clashes[course, rival]
    return clashes


@quick()
def exchange(facts, draft, lecture, period, room):  # type: ignore[no-untyped-def]
    """Move a lecture there; whoever is there takes its place."""
    other, old = np.int64(draft.held[period, room]), np.int64(draft.period[lecture])
    old_room = np.int64(draft.room[lecture])
    put(facts, draft, lecture, old, old_room, -1)
    if other >= 0:
        put(facts, draft, other, period, room, -1)
        put(facts, draft, other, old, old_room, 1)
    put(facts, draft, lecture, period, room, 1)


@quick()
def clashes_of(facts, draft):  # type: ignore[no-untyped-def]
    """How many pairs of lectures clash."""
    clashes = 0
    for lecture in range(len(facts.course_of)):
        clashes += draft.rivals_at[draft.period[lecture], facts.course_of[lecture]] - 1
    return clashes // 2


@quick(nogil=True)
def untangle(facts, draft, seed, temperature, moves):  # type: ignore[no-untyped-def]
    """Try so many changes that look at clashes only, and stop at none; tell how many are left."""
    lectures, periods, rooms = len(facts.course_of), draft.held.shape[0], draft.held.shape[1]
    clashes = clashes_of(facts, draft)
    for _ in range(moves):
        if clashes == 0:
            break
        lecture, period, room = below(seed, lectures), below(seed, periods), below(seed, rooms)
        if period == draft.period[lecture] or not may_go(facts, draft, lecture, period, room):
            continue
        more = clashes_change(facts, draft, lecture, period, draft.held[period, room])
        if more <= -temperature * math.log(chance(seed)):
            exchange(facts, draft, lecture, period, room)
            clashes += more
    return clashes
