"""What a timetable costs, preference by preference, as sums over the variables of the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
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
        if weights[name]:
            draft.costs[name] = list(write(draft))
    if weights["load"]:
        draft.costs["load"] = loads(draft, others or Others(fair_share(draft.problem), {}))
    price_days(draft)
    for group in draft.problem.classes:
        draft.costs["finish"] += finish(draft, group) if weights["finish"] else []
    total = sum(weights[name] * sum(parts) for name, parts in draft.costs.items() if weights[name])
    return total + MISSING * (sum(draft.missing.values()) + sum(draft.unpinned))


def price_days(draft: Draft) -> None:
    """Evenings, weekends and idle periods are prices of the pattern of a day."""
    for (_class, day), patterns in draft.patterns.items():
        for pattern, chosen in patterns.items():
            for name, units in priced(draft.facts, day, pattern).items():
                if units:
                    draft.costs[name].append(units * chosen)


def priced(facts: Facts, day: date, pattern: tuple[int, ...]) -> dict[str, int]:
    evenings = sum(facts.slots[slot].half is Half.EVENING for slot in pattern)
    span = pattern[-1] - pattern[0] + 1 if pattern else 0
    weekend = len(pattern) if day.weekday() >= WEEKEND else 0
    return {"evening": evenings, "weekend": weekend, "gap": span - len(pattern)}


def beyond_first(draft: Draft, uses: Iterable[list[Any]]) -> list[Any]:
    """How many of the uses happen beyond the first (or beyond the fixed ones: True), by what makes them happen."""
    listed = list(uses)
    fixed = sum(any(one is True for one in members) for members in listed)
    flags = [draft.any_of(members) for members in listed if not any(one is True for one in members)]
    if fixed or len(flags) < 2:
        return flags if fixed else []
    extra = draft.model.new_int_var(0, len(flags) - 1, "")
    draft.model.add(extra >= sum(flags) - 1)
    return [extra]


def gather(pairs: Iterable[tuple[tuple[int, ...], Any, Any]]) -> list[list[list[Any]]]:
    """(owner, use, variable) → per owner, the variables of each use."""
    found: dict[tuple[int, ...], dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for owner, use, variable in pairs:
        found[owner][use].append(variable)
    return [list(uses.values()) for uses in found.values()]


def counted(draft: Draft, pairs: Iterable[tuple[tuple[int, ...], Any, Any]]) -> list[Any]:
    return [extra for uses in gather(pairs) for extra in beyond_first(draft, uses)]


def scatter(draft: Draft) -> list[Any]:
    slots = draft.facts.slots
    return counted(draft, (((c, m), slots[run[0]].day, one) for (c, m, run, _t), one in draft.x.items()))


def teachers_of_modules(draft: Draft) -> list[Any]:
    return counted(draft, (((c, m), t, one) for (c, m, _run, t), one in draft.x.items()))


def venue_changes(draft: Draft) -> list[Any]:
    return counted(draft, (((c,), venue, room) for (c, _s, venue), room in draft.rooms.items()))


def campus_changes(draft: Draft) -> list[Any]:
    facts = draft.facts
    classes = [((c,), campus, there) for (c, _stay, campus), there in draft.where_class.items()]
    teachers = [
        ((t, facts.slots[facts.stays[stay][0]].day.toordinal()), campus, there)
        for (t, stay, campus), there in draft.where_teacher.items()
    ]
    booked = [
        ((one.id, facts.slots[one.slot].day.toordinal()), one.campus, True)
        for one in draft.problem.occupied
        if one.holder is Holder.TEACHER and one.campus is not None
    ]
    days = {owner for owner, _campus, _there in teachers}
    return counted(draft, classes) + counted(draft, [*teachers, *(one for one in booked if one[0] in days)])


def avoided(draft: Draft) -> list[Any]:
    priced_x = ((len(draft.facts.teachers[t].avoids.intersection(run)), x) for (_c, _m, run, t), x in draft.x.items())
    return [slots * sitting for slots, sitting in priced_x if slots]


def fair_share(problem: Problem) -> int:
    """Lessons per teacher, rounded up."""
    total = sum(module.slots for group in problem.classes for module in group.modules)
    return -(-total // max(1, len(problem.teachers)))


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
        going = draft.flag()
        for pattern, chosen in draft.patterns[group.id, days[place]].items():
            if pattern:
                draft.model.add_implication(chosen, going)
        if later is not None:
            draft.model.add_implication(later, going)
        before = days[place - 1] if place else group.first_day
        found.append(max(0, (days[place] - before).days) * going)
        later = going
    return found


def changes(draft: Draft) -> list[Any]:
    """For each lesson of the previous timetable, 1 unless it is kept exactly."""
    found = []
    held: dict[tuple[int, ...], list[Any]] = defaultdict(list)
    for (c, m, run, t), sitting in draft.x.items():
        for slot in run:
            held[c, m, slot, t].append(sitting)
    for old in draft.problem.previous:
        sittings = held.get((old.class_id, old.module_id, old.slot, old.teacher_id))
        room = True if old.venue_id is None else draft.rooms.get((old.class_id, old.slot, old.venue_id))
        if sittings is None or room is None:
            found.append(draft.model.new_constant(1))
            continue
        changed = draft.flag()
        draft.model.add(sum(sittings) >= 1 - changed)
        if room is not True:
            draft.model.add_implication(~changed, room)
        found.append(changed)
    return found
