"""How much a teacher may teach: caps a day, a week and in all, fixed bookings counted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from courses.solver.model import Draft
from courses.solver.problem import Holder, Teacher
from courses.solver.rules import Clause, Rule


def write_caps(draft: Draft) -> None:
    for teacher in draft.problem.teachers:
        for clause, limit, slots in caps_of(draft, teacher):
            lessons = [one for slot in slots for one in draft.groups["ts"].get((teacher.id, slot), [])]
            booked = sum((Holder.TEACHER, teacher.id, slot) in draft.facts.busy for slot in slots)
            if lessons:
                draft.guards.require(sum(lessons) <= max(0, limit - booked), clause)


def caps_of(draft: Draft, teacher: Teacher) -> Iterator[tuple[Clause, int, list[int]]]:
    facts = draft.facts
    if teacher.max_a_day is not None:
        for day, slots in facts.days.items():
            yield cap(Rule.TEACHER_DAY_CAP, teacher, teacher.max_a_day, day), teacher.max_a_day, slots
    if teacher.max_a_week is not None:
        for slots in facts.weeks.values():
            first = facts.slots[slots[0]].day
            monday = first - timedelta(days=first.weekday())
            yield cap(Rule.TEACHER_WEEK_CAP, teacher, teacher.max_a_week, monday), teacher.max_a_week, slots
    if teacher.max_total is not None:
        everything = list(range(len(facts.slots)))
        yield cap(Rule.TEACHER_TOTAL_CAP, teacher, teacher.max_total, None), teacher.max_total, everything


def cap(rule: Rule, teacher: Teacher, limit: int, day: date | None) -> Clause:
    """The clause of a cap; all days of one teacher share it, a week is named by its Monday."""
    return Clause(rule, teacher_id=teacher.id, limit=limit, day=None if rule is Rule.TEACHER_DAY_CAP else day)


def loads_of(draft: Draft) -> dict[int, list[Any]]:
    """All lessons by teacher, as terms to be summed."""
    found: dict[int, list[Any]] = defaultdict(list)
    for (_c, _m, run, teacher), sitting in draft.x.items():
        found[teacher].append(len(run) * sitting)
    return dict(found)
