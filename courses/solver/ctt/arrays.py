"""An instance as arrays that compiled code can walk."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from courses.solver.ctt.problem import Instance

Integers = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]

ALONE = 2  # What a lecture without a neighbour costs.
FEW_SEATS = 5  # Rooms that lack more seats than the largest and these are not tried; swaps may still lead there.
LONGEST_CHAIN = 20


class Facts(NamedTuple):
    """What does not change while searching. A period is day * periods per day + period of the day."""

    course_of: Integers  # lecture → course
    min_days: Integers  # course → days it wants
    allowed: Bytes  # course, period → may be held
    open_starts: Integers  # course → where its allowed periods begin
    open: Integers
    seats_missing: Integers  # course, room → students over
    fit: Integers  # course → how many rooms are worth trying
    fitting: Integers  # course, so many rooms, those with enough seats first
    clashes: Bytes  # course, course → may not be at once (a course clashes with itself)
    rivals: Words  # course → courses it clashes with, itself among them, as bits
    rival_starts: Integers  # course → where its rivals begin
    rival_list: Integers  # the same courses as numbers
    curriculum_starts: Integers  # course → where its curricula begin
    curricula: Integers
    day_of: Integers  # period → day
    bit_of: Integers  # period → its bit in the set of periods of a day
    isolation: Integers  # set of periods of a day as bits → what the lectures that stand alone cost


class Draft(NamedTuple):
    """A timetable in which lectures may clash."""

    period: Integers  # lecture → period
    room: Integers  # lecture → room
    held: Integers  # period, room → lecture or -1
    rivals_at: Integers  # period, course → lectures there that clash with it


class Table(NamedTuple):
    """A timetable without clashes, with everything counted that changes of cost are computed from."""

    period: Integers  # lecture → period
    room: Integers  # lecture → room
    held: Integers  # period, room → lecture or -1
    at: Words  # period → courses there, as bits
    lecture_at: Integers  # course, period → lecture or -1
    room_use: Integers  # course, room → lectures
    day_use: Integers  # course, day → lectures
    days_used: Integers  # course → days
    day_shape: Integers  # curriculum, day → its periods as bits


class Chain(NamedTuple):
    """Lectures that change places together: room to work in."""

    members: Longs
    periods: Longs  # where they were
    rooms: Longs
    seen: Words  # side, courses as bits


def facts_of(instance: Instance) -> Facts:
    """The arrays of an instance."""
    courses, days, per_day = instance.courses, instance.days, instance.periods_per_day
    place = {course.name: index for index, course in enumerate(courses)}
    belongs = np.zeros((len(courses), max(1, len(instance.curricula))), np.uint8)
    for index, curriculum in enumerate(instance.curricula):
        belongs[[place[name] for name in curriculum.courses], index] = 1
    allowed = np.ones((len(courses), days * per_day), np.uint8)
    for name, day, period in instance.unavailable:
        allowed[place[name], day * per_day + period] = 0
    students = np.array([course.students for course in courses], np.int32)
    seats = np.array([room.seats for room in instance.rooms], np.int32)
    seats_missing = np.maximum(0, students[:, None] - seats[None, :]).astype(np.int32)
    clashes = clashes_of(instance, belongs)
    rival_starts, rival_list = as_lists(clashes)
    curriculum_starts, curricula = as_lists(belongs)
    open_starts, open_list = as_lists(allowed)
    periods = np.arange(days * per_day, dtype=np.int32)
    return Facts(
        course_of=np.repeat(np.arange(len(courses), dtype=np.int32), [course.lectures for course in courses]),
        min_days=np.array([course.min_days for course in courses], np.int32),
        allowed=allowed,
        open_starts=open_starts,
        open=open_list,
        seats_missing=seats_missing,
        fit=rooms_worth_trying(seats_missing),
        fitting=np.argsort(seats_missing, axis=1, kind="stable").astype(np.int32),
        clashes=clashes,
        rivals=as_bits(clashes),
        rival_starts=rival_starts,
        rival_list=rival_list,
        curriculum_starts=curriculum_starts,
        curricula=curricula,
        day_of=periods // per_day,
        bit_of=(1 << (periods % per_day)).astype(np.int32),
        isolation=ALONE * lonely_periods(per_day),
    )


def rooms_worth_trying(seats_missing: Integers) -> Integers:
    """For each course how many rooms, the largest first, lack few seats more than the largest does, at least two."""
    near = (seats_missing <= seats_missing.min(axis=1, keepdims=True) + FEW_SEATS).sum(axis=1)
    return np.minimum(np.maximum(near, 2), seats_missing.shape[1]).astype(np.int32)


def as_bits(matrix: Bytes) -> Words:
    """Each row as bits in 64-bit words."""
    rows, columns = matrix.shape
    words = np.zeros((rows, (columns + 63) // 64), np.uint64)
    for row, column in np.argwhere(matrix):
        words[row, column // 64] |= np.uint64(1 << int(column) % 64)
    return words


def clashes_of(instance: Instance, belongs: Bytes) -> Bytes:
    """Which courses may not be at once: the same course, teacher or curriculum."""
    together = belongs.astype(np.int32) @ belongs.T.astype(np.int32)
    teachers = np.array([course.teacher for course in instance.courses])
    clashes: Bytes = ((together > 0) | (teachers[:, None] == teachers[None, :])).astype(np.uint8)
    return clashes


def as_lists(matrix: Bytes) -> tuple[Integers, Integers]:
    """For each row the columns that are set, as one list and where each row begins in it."""
    starts = np.concatenate([[0], np.cumsum(matrix.sum(axis=1, dtype=np.int32))]).astype(np.int32)
    return starts, np.nonzero(matrix)[1].astype(np.int32)


def lonely_periods(per_day: int) -> Integers:
    """For every set of periods of one day, written as bits, how many have no neighbour."""
    shapes = np.arange(1 << per_day, dtype=np.int64)
    alone = shapes & ~(shapes << 1) & ~(shapes >> 1)
    return np.array([int(bits).bit_count() for bits in alone], np.int32)


def empty_draft(facts: Facts, rooms: int) -> Draft:
    """A timetable without lectures that takes clashes."""
    courses, periods = facts.allowed.shape
    lectures = len(facts.course_of)
    return Draft(
        period=np.full(lectures, -1, np.int32),
        room=np.full(lectures, -1, np.int32),
        held=np.full((periods, rooms), -1, np.int32),
        rivals_at=np.zeros((periods, courses), np.int32),
    )


def empty_table(facts: Facts, rooms: int) -> Table:
    """A timetable without lectures."""
    courses, periods = facts.allowed.shape
    days = int(facts.day_of[-1]) + 1
    lectures, curricula = len(facts.course_of), int(facts.curricula.max(initial=0)) + 1
    return Table(
        period=np.full(lectures, -1, np.int32),
        room=np.full(lectures, -1, np.int32),
        held=np.full((periods, rooms), -1, np.int32),
        at=np.zeros((periods, facts.rivals.shape[1]), np.uint64),
        lecture_at=np.full((courses, periods), -1, np.int32),
        room_use=np.zeros((courses, rooms), np.int32),
        day_use=np.zeros((courses, days), np.int32),
        days_used=np.zeros(courses, np.int32),
        day_shape=np.zeros((curricula, days), np.int32),
    )


def empty_chain(facts: Facts) -> Chain:
    """Room to work in for chains."""
    return Chain(
        members=np.zeros(LONGEST_CHAIN, np.int64),
        periods=np.zeros(LONGEST_CHAIN, np.int64),
        rooms=np.zeros(LONGEST_CHAIN, np.int64),
        seen=np.zeros((2, facts.rivals.shape[1]), np.uint64),
    )
