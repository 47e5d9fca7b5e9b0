"""Where: one venue for each lesson that is not online, and nobody on two campuses with too little time between."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from courses.solver.model import Draft
from courses.solver.problem import ClassGroup, Holder
from courses.solver.rules import Clause, Rule

Where = dict[tuple[int, int, int], Any]
"""(owner, stay, campus) → variable; a stay is a place in `Facts.stays`."""


def write_venues(draft: Draft) -> None:
    for group in draft.problem.classes:
        write_rooms(draft, group)
    users: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for (_c, slot, venue), room in draft.rooms.items():
        users[venue, slot].append(room)
    for (venue, _slot), rooms in users.items():
        draft.guards.require(sum(rooms) <= 1, Clause(Rule.VENUE_ONCE, venue_id=venue))
    if len(draft.facts.campuses) > 1:
        draft.where_class = campuses_of_classes(draft)
        draft.where_teacher = campuses_of_teachers(draft)
        write_travel(draft, Holder.CLASS, draft.where_class)
        write_travel(draft, Holder.TEACHER, draft.where_teacher)


def write_rooms(draft: Draft, group: ClassGroup) -> None:
    """A class has exactly one venue while it is taught on site, one with what its module needs."""
    facts, guards = draft.facts, draft.guards
    left = None if draft.within is None else draft.within[group.id].rooms
    onsite = [module for module in group.modules if not module.online]
    fitting = [(venue, facts.against_pair(group, venue)) for venue in draft.problem.venues]
    for slot in range(len(facts.slots)):
        lessons = [one for module in onsite for one in draft.taught(group.id, module.id, slot)]
        if not lessons:
            continue
        rooms = {}
        for venue, small in fitting:
            against = [*small, *facts.against_venue(venue, slot)]
            if guards.falls(against) or (left is not None and (slot, venue.id) not in left):
                continue
            rooms[venue.id] = draft.rooms[group.id, slot, venue.id] = draft.flag()
            guards.forbid(rooms[venue.id], against)
        draft.model.add(sum(rooms.values()) == sum(lessons))
        for module in onsite:
            lacking = [room for venue, room in rooms.items() if module.features - facts.venues[venue].features]
            held = draft.taught(group.id, module.id, slot)
            if lacking and held:
                clause = Clause(Rule.VENUE_FEATURES, class_id=group.id, module_id=module.id)
                guards.require(sum(lacking) + sum(held) <= 1, clause)


def campuses_of_classes(draft: Draft) -> Where:
    """A variable for (class, stay, campus), 1 if the class has a room there then."""
    found: Where = {}
    for (class_id, slot, venue), room in draft.rooms.items():
        campus = draft.facts.venues[venue].campus
        if campus is not None:
            key = (class_id, draft.facts.stay_of[slot], campus)
            if key not in found:
                found[key] = draft.flag()
            draft.model.add_implication(room, found[key])
    return found


def campuses_of_teachers(draft: Draft) -> Where:
    """A variable for (teacher, stay, campus), 1 if a class is there then that they teach on site."""
    found: Where = {}
    for (class_id, stay, teacher), teaching in pairs_of_stays(draft).items():
        for campus in draft.facts.campuses:
            placed = draft.where_class.get((class_id, stay, campus))
            if placed is not None:
                key = (teacher, stay, campus)
                if key not in found:
                    found[key] = draft.flag()
                draft.model.add_bool_or(~teaching, ~placed, found[key])
    return found


def pairs_of_stays(draft: Draft) -> dict[tuple[int, int, int], Any]:
    """A variable for (class, stay, teacher), 1 if the teacher teaches the class on site then."""
    online = {(group.id, module.id) for group in draft.problem.classes for module in group.modules if module.online}
    held: dict[tuple[int, int, int], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for (c, m, run, t), sitting in draft.x.items():
        for slot in run if (c, m) not in online else ():
            held[c, draft.facts.stay_of[slot], t][slot].append(sitting)
    found = {}
    for key, by_slot in held.items():
        found[key] = draft.flag()
        for sittings in by_slot.values():
            draft.model.add(sum(sittings) <= found[key])
    return found


def write_travel(draft: Draft, holder: Holder, where: Where) -> None:
    """One campus in a stay, and no two stays of one day on campuses further apart than the time between them."""
    rule = Rule.CLASS_TRAVEL if holder is Holder.CLASS else Rule.TEACHER_TRAVEL
    booked = bookings(draft, holder)
    for owner in sorted({key[0] for key in where}):
        clause = Clause(rule, class_id=owner) if holder is Holder.CLASS else Clause(rule, teacher_id=owner)
        sides = [(stay, campuses) for stay, campuses in enumerate(split(draft))]
        for stay, groups in sides:
            bound(draft, clause, [at(where, booked, (owner, stay, campus)) for campus in groups])
        for first, here, later, out in draft.facts.far_pairs:
            start = at(where, booked, (owner, first, here))
            ends = [term for campus in out for term in at(where, booked, (owner, later, campus))]
            if start and ends:
                bound(draft, clause, [start, ends])


def split(draft: Draft) -> list[list[int]]:
    """The campuses between which one cannot change within each stay: all of them, or none in a stay of one slot."""
    return [draft.facts.campuses if len(stay) > 1 else [] for stay in draft.facts.stays]


def bound(draft: Draft, clause: Clause, sides: list[list[Any]]) -> None:
    """At most one of all terms; bookings of others are constants, and clash among themselves as they like."""
    terms = [term for side in sides for term in side]
    variables = [term for term in terms if not isinstance(term, int)]
    if len(terms) > 1 and variables:
        draft.guards.require(sum(variables) <= max(0, 1 - (len(terms) - len(variables))), clause)


def bookings(draft: Draft, holder: Holder) -> set[tuple[int, int, int | None]]:
    """(owner, stay, campus) of what others have booked."""
    taken = (one for one in draft.problem.occupied if one.holder is holder)
    return {(one.id, draft.facts.stay_of[one.slot], one.campus) for one in taken}


def at(where: Where, booked: set[tuple[int, int, int | None]], key: tuple[int, int, int]) -> list[Any]:
    """What says that somebody is on a campus then: a variable, or 1 for a fixed booking there."""
    if key in booked:
        return [1]
    return [where[key]] if key in where else []
