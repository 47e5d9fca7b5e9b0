"""What a timetable costs, preference by preference, counted from its lessons alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from courses.solver.problem import Half, Holder, Placement, Problem

SATURDAY = 5


def costs(problem: Problem, placements: Iterable[Placement]) -> dict[str, int]:
    """Weighted, by the name of the weight; those that cost nothing are there as 0."""
    lessons = list(placements)
    days = [problem.slots[one.slot].day for one in lessons]
    avoided = {teacher.id: teacher.avoids for teacher in problem.teachers}
    units = {
        "evening": sum(problem.slots[one.slot].half is Half.EVENING for one in lessons),
        "weekend": sum(day.weekday() >= SATURDAY for day in days),
        "gap": gaps(problem, lessons),
        "scatter": surplus(((one.class_id, one.module_id), day) for one, day in zip(lessons, days, strict=True)),
        "teacher_avoids": sum(one.slot in avoided[one.teacher_id] for one in lessons),
        "venue_change": surplus((one.class_id, one.venue_id) for one in lessons if one.venue_id is not None),
        "campus_change": campus_changes(problem, lessons),
        "load": excess(problem, lessons),
        "finish": sum(finishes(problem, lessons)),
        "same_teacher": surplus(((one.class_id, one.module_id), one.teacher_id) for one in lessons),
        "change": len(set(problem.previous) - set(lessons)),
    }
    weights = asdict(problem.weights)
    return {name: weights[name] * number for name, number in units.items()}


def surplus(pairs: Iterable[tuple[Any, Any]]) -> int:
    """Distinct partners beyond the first, over all owners."""
    found = defaultdict(set)
    for owner, partner in pairs:
        found[owner].add(partner)
    return sum(len(partners) - 1 for partners in found.values())


def gaps(problem: Problem, lessons: list[Placement]) -> int:
    used: dict[Any, set[int]] = defaultdict(set)
    for one in lessons:
        used[one.class_id, problem.slots[one.slot].day].add(one.slot)
    return sum(max(slots) - min(slots) + 1 - len(slots) for slots in used.values())


def campus_changes(problem: Problem, lessons: list[Placement]) -> int:
    """A teacher's bookings by others count as places they are at, on days on which they also teach on a campus here."""
    campus = {venue.id: venue.campus for venue in problem.venues}
    sites = [(one, campus[one.venue_id]) for one in lessons if one.venue_id is not None]
    sites = [(one, where) for one, where in sites if where is not None]
    teaching: dict[Any, set[Any]] = defaultdict(set)
    for one, where in sites:
        teaching[one.teacher_id, problem.slots[one.slot].day].add(where)
    for booked in problem.occupied:
        key = (booked.id, problem.slots[booked.slot].day)
        if booked.holder is Holder.TEACHER and booked.campus is not None and key in teaching:
            teaching[key].add(booked.campus)
    return surplus((one.class_id, where) for one, where in sites) + sum(len(one) - 1 for one in teaching.values())


def excess(problem: Problem, lessons: list[Placement]) -> int:
    wanted = sum(module.slots for group in problem.classes for module in group.modules)
    share = -(-wanted * 11 // (10 * max(1, len(problem.teachers))))
    return sum(max(0, load - share) for load in Counter(one.teacher_id for one in lessons).values())


def finishes(problem: Problem, lessons: list[Placement]) -> Iterable[int]:
    for group in problem.classes:
        last = max(
            (problem.slots[one.slot].day for one in lessons if one.class_id == group.id), default=group.first_day
        )
        yield max(0, (last - group.first_day).days)
