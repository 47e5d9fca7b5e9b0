"""Why a lesson has no place: every candidate for it is looked at with all other lessons as they are."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from heapq import nsmallest

from courses.solver.checker import missing, violations
from courses.solver.facts import Facts
from courses.solver.outcome import Unplaced
from courses.solver.problem import ClassGroup, Module, Placement, Problem, Venue
from courses.solver.rules import Clause, Rule

SECONDS = 5.0
"""For the reasons of all lessons together."""

LOOKED_AT = 8
"""How many of the least blocked candidates are checked against the rules on whole timetables."""


def unplaced(
    problem: Problem, placements: tuple[Placement, ...], cancelled: Callable[[], bool] = lambda: False
) -> tuple[Unplaced, ...]:
    """What is not placed, with reasons; who has stopped, or has waited for many reasons already, gets bare numbers."""
    until = time.monotonic() + SECONDS
    facts = Facts(problem)
    modules = {(group.id, module.id): (group, module) for group in problem.classes for module in group.modules}
    lacking = missing(problem, placements)
    found = []
    for key, number in ((key, number) for key, number in lacking.items() if number > 0):
        late = cancelled() or time.monotonic() > until
        found.append(Unplaced(*key, number) if late else reason(facts, *modules[key], number, placements))
    return tuple(found)


def reason(facts: Facts, group: ClassGroup, module: Module, lessons: int, placed: tuple[Placement, ...]) -> Unplaced:
    blocked: Counter[Rule] = Counter()
    tried: list[tuple[int, Placement]] = []
    for candidate, clauses in candidates(facts, group, module, placed):
        blocked.update({clause.rule for clause in clauses})
        tried.append((len(clauses), candidate))
    known = Counter(one.clause for one in violations(facts.problem, placed))
    near = nsmallest(LOOKED_AT, tried, key=lambda pair: (pair[0], pair[1].slot, pair[1].teacher_id))
    judged = [(broken(facts.problem, placed, one, known), one) for _number, one in near]
    culprits, nearest = min(judged, key=lambda pair: len(pair[0]), default=((), None))
    found = tuple(sorted(blocked.items(), key=lambda pair: -pair[1]))
    return Unplaced(group.id, module.id, lessons, found, nearest, culprits, holders(facts, placed, nearest))


def candidates(
    facts: Facts, group: ClassGroup, module: Module, placed: tuple[Placement, ...]
) -> Iterator[tuple[Placement, list[Clause]]]:
    """Every slot, teacher and venue for one lesson with what speaks against it alone or beside the other lessons."""
    busy: Busy = {("class", one.class_id, one.slot) for one in placed}
    busy |= {("teacher", one.teacher_id, one.slot) for one in placed}
    busy |= {("venue", one.venue_id, one.slot) for one in placed}
    venues = [None] if module.online else list(facts.problem.venues)
    for slot in range(len(facts.slots)):
        alone = [*facts.against_class(group, slot), *held("class", group.id, slot, busy)]
        alone += [clause for other, clause in facts.kin.get(group.id, {}).items() if ("class", other, slot) in busy]
        there = {venue: against_room(facts, group, module, venue, slot, busy) for venue in venues}
        for teacher in facts.problem.teachers:
            person = [*facts.unqualified(group, module, teacher.id), *facts.against_teacher(teacher, slot)]
            person += held("teacher", teacher.id, slot, busy)
            for venue, clauses in there.items():
                found = Placement(group.id, module.id, slot, teacher.id, venue.id if venue else None)
                yield found, [*alone, *person, *clauses]


Busy = set[tuple[str, int | None, int]]


def held(kind: str, key: int, slot: int, busy: Busy) -> list[Clause]:
    """A class, teacher or venue that has a lesson already."""
    if (kind, key, slot) not in busy:
        return []
    return [Clause(Rule(f"{kind}_once"), **{f"{kind}_id": key})]  # type: ignore[arg-type]


def against_room(
    facts: Facts, group: ClassGroup, module: Module, venue: Venue | None, slot: int, busy: Busy
) -> list[Clause]:
    if venue is None:
        return []
    lacks = [Clause(Rule.VENUE_FEATURES, class_id=group.id, module_id=module.id)]
    found = [*facts.against_pair(group, venue), *facts.against_venue(venue, slot), *held("venue", venue.id, slot, busy)]
    return found + (lacks if module.features - venue.features else [])


def broken(
    problem: Problem, placed: tuple[Placement, ...], one: Placement, known: Counter[Clause]
) -> tuple[Clause, ...]:
    """The clauses that the timetable breaks once the lesson is in it."""
    now = Counter(found.clause for found in violations(problem, (*placed, one)))
    return tuple(now - known)


def holders(facts: Facts, placed: tuple[Placement, ...], one: Placement | None) -> tuple[Placement, ...]:
    if one is None:
        return ()
    return tuple(
        other
        for other in placed
        if other.slot == one.slot
        and (
            other.class_id == one.class_id
            or other.class_id in facts.kin.get(one.class_id, ())
            or other.teacher_id == one.teacher_id
            or (other.venue_id is not None and other.venue_id == one.venue_id)
        )
    )
