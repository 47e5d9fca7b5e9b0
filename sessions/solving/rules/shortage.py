"""Classes that cannot have all their lessons, whatever the rules on teachers and venues say (pure)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from courses.solver.problem import ClassGroup, Half, Holder, Problem


@dataclass(frozen=True, slots=True)
class Short:
    """A class that has fewer periods than lessons, whatever else the rules say."""

    class_id: int
    wanted: int
    periods: int


def short_of(problem: Problem) -> list[Short]:
    """Classes whose days, half-days and limits hold fewer lessons than they need."""
    found = [
        Short(one.id, sum(module.slots for module in one.modules), periods_of(problem, one)) for one in problem.classes
    ]
    return [one for one in found if one.periods < one.wanted]


def periods_of(problem: Problem, group: ClassGroup) -> int:
    """How many lessons the days, half-days and limits of a class hold at most."""
    taken = {one.slot for one in problem.occupied if (one.holder, one.id) == (Holder.CLASS, group.id)}
    days: defaultdict[date, Counter[Half]] = defaultdict(Counter)
    for place, slot in enumerate(problem.slots):
        inside = group.first_day <= slot.day <= group.last_day and place not in taken
        if inside and (group.allowed is None or place in group.allowed):
            days[slot.day][slot.half] += 1
    most, half = group.max_a_day, group.max_a_half
    sums = (
        sum(number if half is None else min(number, half) for number in halves.values()) for halves in days.values()
    )
    return sum(number if most is None else min(number, most) for number in sums)
