"""A problem turned into look-ups for the model: days, adjacency, and what speaks against a candidate."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from itertools import combinations

from courses.solver.problem import ClassGroup, Half, Holder, Module, Problem, Teacher, Venue
from courses.solver.rules import Clause, Rule

WEEKEND = 5
"""Saturday and the day after it."""


class Facts:
    def __init__(self, problem: Problem, *, both_travel: bool = True) -> None:
        """`both_travel`: the rules on travel hold for classes and teachers; half-days can then be looked at whole."""
        self.problem, self.both_travel = problem, both_travel
        self.slots = problem.slots
        self.teachers = {one.id: one for one in problem.teachers}
        self.venues = {one.id: one for one in problem.venues}
        self.classes = {one.id: one for one in problem.classes}
        self.busy = {(one.holder, one.id, one.slot): one for one in problem.occupied}

    @cached_property
    def kin(self) -> dict[int, dict[int, Clause]]:
        """Classes that a class must not meet, by class, each with the clause that says so."""
        found: dict[int, dict[int, Clause]] = defaultdict(dict)
        for one, other in self.problem.apart:
            clause = Clause(Rule.CLASSES_APART, class_id=one, other_id=other)
            found[one][other] = found[other][one] = clause
        return dict(found)

    @cached_property
    def days(self) -> dict[date, list[int]]:
        """Slots by date, in order."""
        found: dict[date, list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            found[slot.day].append(place)
        return dict(found)

    @cached_property
    def halves(self) -> dict[tuple[date, Half], list[int]]:
        found: dict[tuple[date, Half], list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            found[slot.day, slot.half].append(place)
        return dict(found)

    @cached_property
    def runs(self) -> list[tuple[int, ...]]:
        """Every stretch of slots in a row within one half-day: the sittings that are possible."""
        found = []
        for places in self.halves.values():
            for first in range(len(places)):
                found += [tuple(places[first : last + 1]) for last in range(first, len(places))]
        return found

    @cached_property
    def weeks(self) -> dict[tuple[int, int], list[int]]:
        """Slots by ISO year and week."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            found[slot.day.isocalendar()[:2]].append(place)
        return dict(found)

    @cached_property
    def campuses(self) -> list[int]:
        known = {venue.campus for venue in self.problem.venues} | {one.campus for one in self.problem.occupied}
        return sorted(campus for campus in known if campus is not None)

    def against_class(self, group: ClassGroup, slot: int) -> list[Clause]:
        day, found = self.slots[slot].day, []
        if day < group.first_day:
            found.append(Clause(Rule.CLASS_DATES, class_id=group.id, day=group.first_day))
        if day > group.last_day:
            found.append(Clause(Rule.CLASS_DATES, class_id=group.id, day=group.last_day))
        if group.allowed is not None and slot not in group.allowed:
            found.append(Clause(Rule.CLASS_ALLOWED, class_id=group.id))
        if (Holder.CLASS, group.id, slot) in self.busy:
            found.append(Clause(Rule.CLASS_OCCUPIED, class_id=group.id, slot=slot))
        return found

    def against_teacher(self, teacher: Teacher, slot: int) -> list[Clause]:
        day, found = self.slots[slot].day, []
        if teacher.available is not None and slot not in teacher.available:
            found.append(Clause(Rule.TEACHER_AVAILABLE, teacher_id=teacher.id, day=day))
        if slot in teacher.leave:
            found.append(Clause(Rule.TEACHER_LEAVE, teacher_id=teacher.id, day=day))
        if (Holder.TEACHER, teacher.id, slot) in self.busy:
            found.append(Clause(Rule.TEACHER_OCCUPIED, teacher_id=teacher.id, slot=slot))
        return found

    def against_venue(self, venue: Venue, slot: int) -> list[Clause]:
        day, found = self.slots[slot].day, []
        if venue.opening is not None and slot not in venue.opening:
            found.append(Clause(Rule.VENUE_OPENING, venue_id=venue.id, day=day))
        if slot in venue.closed:
            found.append(Clause(Rule.VENUE_CLOSED, venue_id=venue.id, day=day))
        if (Holder.VENUE, venue.id, slot) in self.busy:
            found.append(Clause(Rule.VENUE_OCCUPIED, venue_id=venue.id, slot=slot))
        return found

    def against_pair(self, group: ClassGroup, venue: Venue) -> list[Clause]:
        """A venue that is too small for a class."""
        if venue.capacity >= group.size:
            return []
        return [Clause(Rule.VENUE_CAPACITY, class_id=group.id, venue_id=venue.id, limit=venue.capacity)]

    def against_run(self, group: ClassGroup, module: Module, run: tuple[int, ...]) -> list[Clause]:
        """A sitting that is too short or too long."""
        found = []
        if len(run) < module.min_block:
            found.append(Clause(Rule.BLOCK_MIN, group.id, module.id, limit=module.min_block))
        if module.max_block is not None and len(run) > module.max_block:
            found.append(Clause(Rule.BLOCK_MAX, group.id, module.id, limit=module.max_block))
        return found

    def unqualified(self, group: ClassGroup, module: Module, teacher: int) -> list[Clause]:
        if teacher in module.teachers:
            return []
        return [Clause(Rule.QUALIFIED, class_id=group.id, module_id=module.id, teacher_id=teacher)]

    @cached_property
    def stays(self) -> list[list[int]]:
        """Slots in which one is on one campus: half-days if nobody can change within and everybody can in between."""
        found = []
        for places in self.days.values():
            halves = [[s for s in places if self.slots[s].half is half] for half in Half]
            whole = all(self.all_far(*pair) for stay in halves for pair in combinations(stay, 2)) and not any(
                self.any_far(s, later) for s, later in combinations(places, 2) if not self.share_half(s, later)
            )
            found += [stay for stay in halves if stay] if whole and self.both_travel else [[slot] for slot in places]
        return found

    def share_half(self, slot: int, other: int) -> bool:
        return self.slots[slot].half is self.slots[other].half

    def all_far(self, first: int, later: int) -> bool:
        return all(self.too_far(first, later, a, b) for a in self.campuses for b in self.campuses if a != b)

    def any_far(self, first: int, later: int) -> bool:
        return any(self.too_far(first, later, a, b) for a in self.campuses for b in self.campuses if a != b)

    @cached_property
    def stay_of(self) -> dict[int, int]:
        return {slot: place for place, stay in enumerate(self.stays) for slot in stay}

    def too_far(self, first: int, later: int, here: int, there: int) -> bool:
        """Whether going from one campus to the other takes longer than the time between two slots of one day."""
        gap = self.slots[later].starts_at - self.slots[first].ends_at
        return self.problem.travel.get((here, there), 0) * 60 > gap.total_seconds()

    @cached_property
    def far_pairs(self) -> list[tuple[int, int, int, list[int]]]:
        """(earlier stay, campus, later stay, campuses that cannot be reached in time); these stays are single slots."""
        found = []
        for places in self.days.values():
            for first in places:
                for later in (s for s in places if s > first and self.stay_of[s] != self.stay_of[first]):
                    for here in self.campuses:
                        out = [c for c in self.campuses if c != here and self.too_far(first, later, here, c)]
                        if out:
                            found.append((self.stay_of[first], here, self.stay_of[later], out))
        return found
