"""An instance as arrays that compiled code can walk."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from courses.solver.ctt.problem import Instance

Integers = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]


class Facts(NamedTuple):
    """What does not change while searching. A period is day * periods per day + period of the day."""

    periods_per_day: int
    course_of: Integers  # lecture → course
    min_days: Integers  # course → days it wants
    allowed: Bytes  # course, period → may be held
    seats_missing: Integers  # course, room → students over
    clashes: Bytes  # course, course → may not be at once (a course clashes with itself)
    rival_starts: Integers  # course → where its rivals begin
    rivals: Integers  # courses it clashes with, itself among them
    curriculum_starts: Integers  # course → where its curricula begin
    curricula: Integers
    belongs: Bytes  # course, curriculum
    most_gain: Integers  # course → no change of one of its lectures lowers the cost by more
    isolated: Integers  # set of periods of a day as bits → how many stand alone


class Table(NamedTuple):
    """A timetable with everything counted that changes of cost are computed from."""

    period: Integers  # lecture → period
    room: Integers  # lecture → room
    held: Integers  # period, room → lecture or -1
    rivals_at: Integers  # period, course → lectures there that clash with it
    room_use: Integers  # course, room → lectures
    day_use: Integers  # course, day → lectures
    curriculum_use: Integers  # curriculum, period → lectures
    day_shape: Integers  # curriculum, day → its periods as bits


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
    rival_starts, rivals = as_lists(clashes)
    curriculum_starts, curricula = as_lists(belongs)
    return Facts(
        periods_per_day=per_day,
        course_of=np.repeat(np.arange(len(courses), dtype=np.int32), [course.lectures for course in courses]),
        min_days=np.array([course.min_days for course in courses], np.int32),
        allowed=allowed,
        seats_missing=seats_missing,
        clashes=clashes,
        rival_starts=rival_starts,
        rivals=rivals,
        curriculum_starts=curriculum_starts,
        curricula=curricula,
        belongs=belongs,
        most_gain=(seats_missing.max(axis=1) + 6 + 6 * belongs.sum(axis=1)).astype(np.int32),
        isolated=lonely_periods(per_day),
    )


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


def empty_table(facts: Facts, rooms: int) -> Table:
    """A timetable without lectures."""
    courses, periods = facts.allowed.shape
    days = periods // facts.periods_per_day
    lectures, curricula = len(facts.course_of), facts.belongs.shape[1]
    return Table(
        period=np.full(lectures, -1, np.int32),
        room=np.full(lectures, -1, np.int32),
        held=np.full((periods, rooms), -1, np.int32),
        rivals_at=np.zeros((periods, courses), np.int32),
        room_use=np.zeros((courses, rooms), np.int32),
        day_use=np.zeros((courses, days), np.int32),
        curriculum_use=np.zeros((curricula, periods), np.int32),
        day_shape=np.zeros((curricula, days), np.int32),
    )
