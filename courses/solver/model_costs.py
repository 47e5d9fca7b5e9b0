"""What a timetable costs, preference by preference, as sums over the variables of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from courses.solver.facts import WEEKEND, Facts
from courses.solver.model import Draft
from courses.solver.model_caps import loads_of
from courses.solver.problem import ClassGroup, Half, Holder, Problem

MISSING = 100_000
"""What a lesson that is not placed costs: more than all preferences together could save."""


@dataclass(frozen=True)
class Others:
    """What classes outside a part of the problem do to its costs: the fair share of a teacher, and loads so far."""

    fair: int
    loads: dict[int, int]


def write_costs(draft: Draft, others: Others | None = None) -> Any:
    """The weighted sum; the parts stay in `draft.costs` by the name of their weight."""
    weights = asdict(draft.problem.weights)
    writers = {
        "scatter": scatter,
        "teacher_avoids": avoided,
        "venue_change": venue_changes,
        "campus_change": campus_changes,
        "same_teacher": teachers_of_modules,
        "change": changes,
    }
    for name, write in writers.items():
        for class_id, term in write(draft) if weights[name] else ():
            draft.charge(name, class_id, term)
    if weights["load"]:
        for over in loads(draft, others or Others(fair_share(draft.problem), {})):
            draft.charge("load", None, over)
    price_days(draft)
    for group in draft.problem.classes:
        for going in finish(draft, group) if weights["finish"] else ():
            draft.charge("finish", group.id, going)
    total = sum(weights[name] * sum(parts) for name, parts in draft.costs.items() if weights[name])
    return total + MISSING * (sum(draft.missing.values()) + sum(draft.unpinned))


def price_days(draft: Draft) -> None:
    """Evenings, weekends and idle periods are prices of the pattern of a day."""
    for (class_id, day), patterns in draft.patterns.items():
        for pattern, chosen in patterns.items():
            for name, units in priced(draft.facts, day, pattern).items():
                if units:
                    draft.charge(name, class_id, units * chosen)


def priced(facts: Facts, day: date, pattern: tuple[int, ...]) -> dict[str, int]:
    evenings = sum(facts.slots[slot].half is Half.EVENING for slot in pattern)
    span = pattern[-1] - pattern[0] + 1 if pattern else 0
    weekend = len(pattern) if day.weekday() >= WEEKEND else 0
    return {"evening": evenings, "weekend": weekend, "gap": span - len(pattern)}


def beyond_first(draft: Draft, uses: Iterable[list[list[Any]]]) -> list[Any]:
    """How many of the uses happen beyond the first (or beyond the fixed ones: True), by what makes them happen.

    A use is told by lists of which at most one member is 1: as sums they bind the relaxation, one by one they do not.
    """
    fixed, flags = False, []
    for cliques in uses:
        if any(members[0] is True for members in cliques):
            fixed = True
        else:
            flags.append(used(draft, cliques))
    if fixed or len(flags) < 2:
        return flags if fixed else []
    extra = draft.model.new_int_var(0, len(flags) - 1, "")
    draft.model.add(extra >= sum(flags) - 1)
    return [extra]


def used(draft: Draft, cliques: Iterable[list[Any]]) -> Any:
    flag = draft.flag()
    for members in cliques:
        if len(members) > 1:
            draft.model.add(sum(members) <= flag)
        else:
            draft.model.add_implication(members[0], flag)
    return flag


Told = Iterable[tuple[tuple[int, ...], Any, Any, Any]]
"""(owner, use, clique, variable)"""


Charged = Iterable[tuple[int | None, Any]]
"""(class whose cost it is alone, term)"""


def counted(draft: Draft, told: Told, *, shared: bool = False) -> Charged:
    found: dict[tuple[int, ...], Any] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for owner, use, clique, variable in told:
        found[owner][use][clique].append(variable)
    for owner, uses in found.items():
        for extra in beyond_first(draft, [list(cliques.values()) for cliques in uses.values()]):
            yield None if shared else owner[0], extra


def scatter(draft: Draft) -> Charged:
    slots = draft.facts.slots
    return counted(
        draft, (((c, m), slots[run[0]].day, slot, one) for (c, m, run, _t), one in draft.x.items() for slot in run)
    )


def teachers_of_modules(draft: Draft) -> Charged:
    return counted(draft, (((c, m), t, slot, one) for (c, m, run, t), one in draft.x.items() for slot in run))


def venue_changes(draft: Draft) -> Charged:
    return counted(draft, (((c,), venue, slot, room) for (c, slot, venue), room in draft.rooms.items()))


def campus_changes(draft: Draft) -> Charged:
    facts = draft.facts
    classes = [((c,), campus, stay, there) for (c, stay, campus), there in draft.where_class.items()]
    teachers = [
        ((t, facts.slots[facts.stays[stay][0]].day.toordinal()), campus, stay, there)
        for (t, stay, campus), there in draft.where_teacher.items()
    ]
    booked = [
        ((one.id, facts.slots[one.slot].day.toordinal()), one.campus, None, True)
        for one in draft.problem.occupied
        if one.holder is Holder.TEACHER and one.campus is not None
    ]
    days = {one[0] for one in teachers}
    yield from counted(draft, classes)
    yield from counted(draft, [*teachers, *(one for one in booked if one[0] in days)], shared=True)


def avoided(draft: Draft) -> Charged:
    for (c, _m, run, t), sitting in draft.x.items():
        slots = len(draft.facts.teachers[t].avoids.intersection(run))
        if slots:
            yield c, slots * sitting


def fair_share(problem: Problem) -> int:
    """Lessons per teacher and a tenth more, rounded up."""
    total = sum(module.slots for group in problem.classes for module in group.modules)
    return ceil(Fraction(11 * total, 10 * max(1, len(problem.teachers))))


def loads(draft: Draft, others: Others) -> list[Any]:
    """What the lessons of this problem add to the excess of each teacher."""
    found = []
    for teacher, lessons in loads_of(draft).items():
        room = others.fair - others.loads.get(teacher, 0)
        over = draft.model.new_int_var(0, len(draft.facts.slots), "")
        draft.model.add(over >= sum(lessons) - max(0, room))
        found.append(over)
    return found


def finish(draft: Draft, group: ClassGroup) -> list[Any]:
    """Days from the first possible day to the last lesson: a day counts while something is still to come."""
    found, later = [], None
    days = sorted(day for class_id, day in draft.patterns if class_id == group.id)
    for place in range(len(days) - 1, -1, -1):
        patterns = draft.patterns[group.id, days[place]]
        going = draft.flag()
        draft.model.add(sum(chosen for pattern, chosen in patterns.items() if pattern) <= going)
        if later is not None:
            draft.model.add_implication(later, going)
        before = days[place - 1] if place else group.first_day
        found.append(max(0, (days[place] - before).days) * going)
        later = going
    return found


def changes(draft: Draft) -> Charged:
    """For each lesson of the previous timetable, 1 unless it is kept exactly."""
    held: dict[tuple[int, ...], list[Any]] = defaultdict(list)
    for (c, m, run, t), sitting in draft.x.items():
        for slot in run:
            held[c, m, slot, t].append(sitting)
    for old in draft.problem.previous:
        sittings = held.get((old.class_id, old.module_id, old.slot, old.teacher_id))
        room = True if old.venue_id is None else draft.rooms.get((old.class_id, old.slot, old.venue_id))
        if sittings is None or room is None:
            yield old.class_id, draft.model.new_constant(1)
            continue
        changed = draft.flag()
        draft.model.add(sum(sittings) >= 1 - changed)
        if room is not True:
            draft.model.add_implication(~changed, room)
        yield old.class_id, changed
