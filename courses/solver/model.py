"""The constraint model of a problem: who teaches what to whom in which slot. Venues and costs are added elsewhere.

x[class, module, run, teacher] is one sitting: lessons in a row of one half-day, held by one teacher. What a class does
on one day is one pattern out of all sets of its slots, so that caps are a choice of patterns and idle periods a price
of one: this keeps the relaxation tight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from courses.solver.facts import Facts
from courses.solver.guards import Guards
from courses.solver.problem import ClassGroup, Problem
from courses.solver.rules import ALL, Clause, Rule

Groups = dict[tuple[int, ...], list[Any]]


@dataclass
class Draft:
    """A model being written: its variables by what they mean."""

    facts: Facts
    model: Any
    guards: Guards
    partial: bool
    stop: Callable[[], bool]
    x: dict[tuple[int, int, tuple[int, ...], int], Any] = field(default_factory=dict)
    patterns: dict[tuple[int, date], dict[tuple[int, ...], Any]] = field(default_factory=dict)
    there: dict[int, set[int]] = field(default_factory=dict)
    rooms: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    where_class: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    where_teacher: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    missing: dict[tuple[int, int], Any] = field(default_factory=dict)
    unpinned: list[Any] = field(default_factory=list)
    within: Mapping[int, Left] | None = None
    groups: dict[str, Groups] = field(default_factory=dict)
    costs: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    charged: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))

    @property
    def problem(self) -> Problem:
        return self.facts.problem

    def taught(self, *key: int) -> list[Any]:
        """The lessons of (class, module, slot)."""
        return self.groups["cms"].get(key, [])

    def present(self, class_id: int, slot: int) -> list[Any]:
        return self.groups["cs"].get((class_id, slot), [])

    def flag(self) -> Any:
        return self.model.new_bool_var("")

    def any_of(self, members: list[Any]) -> Any:
        """A variable that is 1 if one of the members is."""
        found = self.flag()
        for one in members:
            self.model.add_implication(one, found)
        return found

    def charge(self, name: str, class_id: int | None, units: Any) -> None:
        """A cost by the name of its weight; what no other class can change is also a cost of the class."""
        self.costs[name].append(units)
        if class_id is not None:
            self.charged[class_id].append(getattr(self.problem.weights, name) * units)


@dataclass(frozen=True)
class Left:
    """What a class may do: sittings as (module, slots, teacher) and rooms as (slot, venue), by id."""

    sittings: set[tuple[int, tuple[int, ...], int]] = field(default_factory=set)
    rooms: set[tuple[int, int]] = field(default_factory=set)


class Stopped(Exception):
    """The caller does not want the answer any more."""


def write(
    problem: Problem,
    *,
    rules: frozenset[Rule] = ALL,
    assumed: bool = False,
    only: frozenset[Clause] | None = None,
    partial: bool = False,
    within: Mapping[int, Left] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Draft:
    """The hard rules of a problem. With `partial`, lessons may be left out; with `assumed`, clauses are assumptions;
    with `within`, classes (by id) do only what is left to them."""
    from ortools.sat.python import cp_model

    from courses.solver.model_caps import write_caps
    from courses.solver.model_venues import write_venues

    model = cp_model.CpModel()
    both = not assumed and only is None and {Rule.CLASS_TRAVEL, Rule.TEACHER_TRAVEL} <= rules
    draft = Draft(
        Facts(problem, both_travel=both), model, Guards(model, rules, assumed=assumed, only=only), partial, stop,
        within=within,
    )  # fmt: skip
    for teacher in problem.teachers:
        every = range(len(problem.slots))
        draft.there[teacher.id] = {s for s in every if not draft.guards.falls(draft.facts.against_teacher(teacher, s))}
    for group in problem.classes:
        if stop():
            raise Stopped
        write_class(draft, group)
    draft.groups = grouped(draft)
    for group in problem.classes:
        write_days(draft, group)
        write_modules(draft, group)
        write_order(draft, group)
    for step in (write_teachers, write_apart, write_caps, write_venues, write_pins):
        if stop():
            raise Stopped
        step(draft)
    return draft


def write_class(draft: Draft, group: ClassGroup) -> None:
    """A variable for every sitting that the rules on single candidates leave."""
    facts, guards = draft.facts, draft.guards
    left = None if draft.within is None else draft.within[group.id].sittings
    against = {slot: facts.against_class(group, slot) for slot in range(len(facts.slots))}
    open_slots = {slot for slot, clauses in against.items() if not guards.falls(clauses)}
    runs = [run for run in facts.runs if open_slots.issuperset(run)]
    for module in group.modules:
        fitting = [run for run in runs if len(run) <= module.slots]
        fitting = [run for run in fitting if not guards.falls(facts.against_run(group, module, run))]
        for teacher in facts.problem.teachers:
            unfit = facts.unqualified(group, module, teacher.id)
            if guards.falls(unfit):
                continue
            for run in fitting:
                if draft.there[teacher.id].issuperset(run) and (left is None or (module.id, run, teacher.id) in left):
                    sitting = draft.x[group.id, module.id, run, teacher.id] = draft.flag()
                    clauses = [*unfit, *facts.against_run(group, module, run)]
                    clauses += [one for slot in run for one in against[slot]]
                    clauses += [one for slot in run for one in facts.against_teacher(teacher, slot)]
                    guards.forbid(sitting, clauses)


def grouped(draft: Draft) -> dict[str, Groups]:
    """The sittings by class (c), module (m), slot (s) and teacher (t) in the combinations that are asked for."""
    found: dict[str, Groups] = {name: defaultdict(list) for name in ("cms", "cs", "ts")}
    for (c, m, run, t), sitting in draft.x.items():
        for s in run:
            found["cms"][c, m, s].append(sitting)
            found["cs"][c, s].append(sitting)
            found["ts"][t, s].append(sitting)
    return found


def write_days(draft: Draft, group: ClassGroup) -> None:
    """Each day of a class is one pattern; a slot of the pattern has exactly one lesson, any other none."""
    for day, places in draft.facts.days.items():
        usable = [slot for slot in places if draft.present(group.id, slot)]
        if not usable:
            continue
        patterns = {pattern: draft.flag() for pattern in patterns_of(draft, group, usable)}
        draft.patterns[group.id, day] = patterns
        draft.model.add_exactly_one(patterns.values())
        for slot in usable:
            chosen = [one for pattern, one in patterns.items() if slot in pattern]
            draft.model.add(sum(draft.present(group.id, slot)) == sum(chosen))
        for pattern, variable in patterns.items():
            draft.guards.forbid(variable, against_pattern(draft.facts, group, pattern))


def patterns_of(draft: Draft, group: ClassGroup, usable: list[int]) -> Iterator[tuple[int, ...]]:
    for size in range(len(usable) + 1):
        for pattern in combinations(usable, size):
            if not draft.guards.falls(against_pattern(draft.facts, group, pattern)):
                yield pattern


def against_pattern(facts: Facts, group: ClassGroup, pattern: tuple[int, ...]) -> list[Clause]:
    """The caps of a class that a day would break."""
    found = []
    if group.max_a_day is not None and len(pattern) > group.max_a_day:
        found.append(Clause(Rule.CLASS_DAY_CAP, class_id=group.id, limit=group.max_a_day))
    halves = [facts.slots[slot].half for slot in pattern]
    if group.max_a_half is not None and any(halves.count(half) > group.max_a_half for half in halves):
        found.append(Clause(Rule.CLASS_HALF_CAP, class_id=group.id, limit=group.max_a_half))
    return found


def write_modules(draft: Draft, group: ClassGroup) -> None:
    """Every module has its number of lessons, less those missing; two sittings of a module are never side by side."""
    sittings: dict[int, list[tuple[tuple[int, ...], Any]]] = defaultdict(list)
    for (c, m, run, _t), sitting in draft.x.items():
        if c == group.id:
            sittings[m].append((run, sitting))
    for module in group.modules:
        placed = sum(len(run) * sitting for run, sitting in sittings[module.id])
        if draft.partial:
            missing = draft.missing[group.id, module.id] = draft.model.new_int_var(0, module.slots, "")
            placed += missing
        draft.model.add(placed == module.slots)
        if module.slots > 1:
            keep_apart(draft, sittings[module.id])


def keep_apart(draft: Draft, sittings: list[tuple[tuple[int, ...], Any]]) -> None:
    for places in draft.facts.halves.values():
        for earlier, later in pairwise(places):
            ending = [one for run, one in sittings if run[-1] == earlier]
            starting = [one for run, one in sittings if run[0] == later]
            if ending and starting:
                draft.model.add_at_most_one([*ending, *starting])


def write_order(draft: Draft, group: ClassGroup) -> None:
    """Once the later module has begun, no lesson of the earlier one follows."""
    slots = range(len(draft.facts.slots))
    for after in sorted({later for _earlier, later in group.order}):
        begun, before = {}, None
        for slot in (s for s in slots if draft.present(group.id, s)):
            begun[slot] = draft.flag()
            draft.model.add(sum(draft.taught(group.id, after, slot)) <= begun[slot])
            if before is not None:
                draft.model.add_implication(before, begun[slot])
            before = begun[slot]
        for earlier, _later in (pair for pair in group.order if pair[1] == after):
            clause = Clause(Rule.ORDER, class_id=group.id, module_id=earlier, after_id=after)
            for slot, variable in begun.items():
                lessons = draft.taught(group.id, earlier, slot)
                if lessons:
                    draft.guards.require(sum(lessons) + variable <= 1, clause)


def write_teachers(draft: Draft) -> None:
    """A teacher is in one place at a time."""
    for (teacher, _slot), lessons in draft.groups["ts"].items():
        clause = Clause(Rule.TEACHER_ONCE, teacher_id=teacher)
        draft.guards.require(sum(lessons) <= 1, clause)


def write_apart(draft: Draft) -> None:
    """Classes with learners in common are not taught at the same time."""
    for one, other in draft.problem.apart:
        clause = draft.facts.kin[one][other]
        for slot in range(len(draft.facts.slots)):
            lessons, beside = draft.present(one, slot), draft.present(other, slot)
            if lessons and beside:
                draft.guards.require(sum(lessons) + sum(beside) <= 1, clause)


def write_pins(draft: Draft) -> None:
    """What is settled stays; in a partial timetable a settled lesson may be missing, but not be elsewhere."""
    for pin in draft.problem.pins:
        clause = Clause(
            Rule.PIN, pin.class_id, pin.module_id, teacher_id=pin.teacher_id, venue_id=pin.venue_id, slot=pin.slot
        )
        for (c, m, run, t), sitting in draft.x.items():
            if (c, m) != (pin.class_id, pin.module_id) or pin.slot not in (None, *run):
                continue
            if pin.teacher_id not in (None, t):
                draft.guards.forbid(sitting, [clause])
            for slot in run if pin.slot is None else (pin.slot,):
                if pin.venue_id is not None:
                    room = draft.rooms.get((c, slot, pin.venue_id))
                    draft.guards.require(sitting <= (0 if room is None else room), clause)
        if pin.slot is not None:
            write_settled(draft, (pin.class_id, pin.module_id, pin.slot), clause)


def write_settled(draft: Draft, key: tuple[int, int, int], clause: Clause) -> None:
    lessons = draft.taught(*key)
    if not draft.partial:
        draft.guards.require(sum(lessons) >= 1 if lessons else draft.model.new_constant(0) >= 1, clause)
        return
    if not draft.guards.binds(clause):
        return
    loose = draft.flag()
    draft.unpinned.append(loose)
    draft.model.add(sum(lessons) + loose >= 1)
    draft.model.add(draft.missing[key[:2]] >= loose)
