"""A second reading of the rules, for one finished timetable: it shares no code with the model and trusts nothing of it.

`violations` lists every broken hard rule, `missing` what is not placed, `costs` what the timetable costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, groupby

from courses.solver.problem import ClassGroup, Holder, Module, Pin, Placement, Problem, Teacher, Venue
from courses.solver.rules import Clause, Rule
from courses.solver.tally import costs

__all__ = ["Violation", "costs", "missing", "violations"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A clause that does not hold, and the lessons that break it."""

    clause: Clause
    lessons: tuple[Placement, ...]


class Book:
    """The lessons of a timetable with what they refer to."""

    def __init__(self, problem: Problem, lessons: Iterable[Placement]) -> None:
        self.problem, self.lessons = problem, tuple(lessons)
        self.groups = {one.id: one for one in problem.classes}
        self.modules = {(one.id, module.id): module for one in problem.classes for module in one.modules}
        self.teachers = {one.id: one for one in problem.teachers}
        self.venues = {one.id: one for one in problem.venues}

    def by(self, *names: str) -> dict[tuple[object, ...], list[Placement]]:
        found: dict[tuple[object, ...], list[Placement]] = defaultdict(list)
        for one in self.lessons:
            found[tuple(getattr(one, name) for name in names)].append(one)
        return found

    def campus(self, one: Placement) -> int | None:
        return None if one.venue_id is None else self.venues[one.venue_id].campus


def violations(problem: Problem, lessons: Iterable[Placement]) -> list[Violation]:
    book = Book(problem, lessons)
    checks = (lone_lessons, doubles, shared_learners, class_caps, teacher_caps, blocks, orders, journeys, pins)
    return [found for check in checks for found in check(book)]


def missing(problem: Problem, lessons: Iterable[Placement]) -> dict[tuple[int, int], int]:
    """(class, module) → lessons that are not there; negative if there are too many."""
    there = Counter((one.class_id, one.module_id) for one in lessons)
    wanted = {(group.id, module.id): module.slots for group in problem.classes for module in group.modules}
    return {key: number - there[key] for key, number in wanted.items() if number != there[key]}


def lone_lessons(book: Book) -> Iterator[Violation]:
    taken = {(one.holder, one.id, one.slot) for one in book.problem.occupied}
    for one in book.lessons:
        group, module = book.groups[one.class_id], book.modules[one.class_id, one.module_id]
        clauses = [*of_class(book, group, one), *of_teacher(book, book.teachers[one.teacher_id], module, one)]
        if one.venue_id is not None:
            clauses += of_venue(book, book.venues[one.venue_id], group, module, one)
        elif not module.online:
            clauses.append(Clause(Rule.VENUE_FEATURES, class_id=group.id, module_id=module.id))
        holders = ((Holder.CLASS, one.class_id), (Holder.TEACHER, one.teacher_id), (Holder.VENUE, one.venue_id))
        clauses += [of_booking(holder, key, one) for holder, key in holders if (holder, key, one.slot) in taken]
        yield from (Violation(clause, (one,)) for clause in clauses)


def of_booking(holder: Holder, key: int | None, one: Placement) -> Clause:
    if holder is Holder.CLASS:
        return Clause(Rule.CLASS_OCCUPIED, class_id=key, slot=one.slot)
    if holder is Holder.TEACHER:
        return Clause(Rule.TEACHER_OCCUPIED, teacher_id=key, slot=one.slot)
    return Clause(Rule.VENUE_OCCUPIED, venue_id=key, slot=one.slot)


def of_class(book: Book, group: ClassGroup, one: Placement) -> Iterator[Clause]:
    day = book.problem.slots[one.slot].day
    if day < group.first_day:
        yield Clause(Rule.CLASS_DATES, class_id=group.id, day=group.first_day)
    if day > group.last_day:
        yield Clause(Rule.CLASS_DATES, class_id=group.id, day=group.last_day)
    if group.allowed is not None and one.slot not in group.allowed:
        yield Clause(Rule.CLASS_ALLOWED, class_id=group.id)


def of_teacher(book: Book, teacher: Teacher, module: Module, one: Placement) -> Iterator[Clause]:
    day = book.problem.slots[one.slot].day
    if teacher.id not in module.teachers:
        yield Clause(Rule.QUALIFIED, class_id=one.class_id, module_id=one.module_id, teacher_id=teacher.id)
    if teacher.available is not None and one.slot not in teacher.available:
        yield Clause(Rule.TEACHER_AVAILABLE, teacher_id=teacher.id, day=day)
    if one.slot in teacher.leave:
        yield Clause(Rule.TEACHER_LEAVE, teacher_id=teacher.id, day=day)


def of_venue(book: Book, venue: Venue, group: ClassGroup, module: Module, one: Placement) -> Iterator[Clause]:
    day = book.problem.slots[one.slot].day
    if venue.capacity < group.size:
        yield Clause(Rule.VENUE_CAPACITY, class_id=group.id, venue_id=venue.id, limit=venue.capacity)
    if not module.features <= venue.features:
        yield Clause(Rule.VENUE_FEATURES, class_id=group.id, module_id=module.id)
    if venue.opening is not None and one.slot not in venue.opening:
        yield Clause(Rule.VENUE_OPENING, venue_id=venue.id, day=day)
    if one.slot in venue.closed:
        yield Clause(Rule.VENUE_CLOSED, venue_id=venue.id, day=day)


def doubles(book: Book) -> Iterator[Violation]:
    """One class, teacher or venue in two lessons at once."""
    for name, rule in (
        ("class_id", Rule.CLASS_ONCE),
        ("teacher_id", Rule.TEACHER_ONCE),
        ("venue_id", Rule.VENUE_ONCE),
    ):
        for (key, _slot), lessons in book.by(name, "slot").items():
            if key is not None and len(lessons) > 1:
                yield Violation(Clause(rule, **{name: key}), tuple(lessons))  # type: ignore[arg-type]


def shared_learners(book: Book) -> Iterator[Violation]:
    """Two classes with learners in common at the same time."""
    held = book.by("class_id", "slot")
    for one, other in book.problem.apart:
        for lesson in (lesson for lesson in book.lessons if lesson.class_id == one):
            beside = held.get((other, lesson.slot), [])
            if beside:
                yield Violation(Clause(Rule.CLASSES_APART, class_id=one, other_id=other), (lesson, *beside))


def class_caps(book: Book) -> Iterator[Violation]:
    for (class_id,), lessons in book.by("class_id").items():
        group, days, halves = book.groups[class_id], defaultdict(list), defaultdict(list)  # type: ignore[index]
        for one in lessons:
            slot = book.problem.slots[one.slot]
            days[slot.day].append(one)
            halves[slot.day, slot.half].append(one)
        for rule, limit, stretches in (
            (Rule.CLASS_DAY_CAP, group.max_a_day, days.values()),
            (Rule.CLASS_HALF_CAP, group.max_a_half, halves.values()),
        ):
            for those in stretches:
                if limit is not None and len(those) > limit:
                    yield Violation(Clause(rule, class_id=group.id, limit=limit), tuple(those))


def teacher_caps(book: Book) -> Iterator[Violation]:
    """Fixed bookings count; a stretch in which they alone are too many is not the timetable's fault."""
    slots = book.problem.slots
    for teacher in book.problem.teachers:
        own = [one for one in book.lessons if one.teacher_id == teacher.id]
        booked = [one.slot for one in book.problem.occupied if (one.holder, one.id) == (Holder.TEACHER, teacher.id)]
        for rule, limit, key in (
            (Rule.TEACHER_DAY_CAP, teacher.max_a_day, lambda slot: slots[slot].day),
            (Rule.TEACHER_WEEK_CAP, teacher.max_a_week, lambda slot: monday(slots[slot].day)),
            (Rule.TEACHER_TOTAL_CAP, teacher.max_total, lambda _slot: None),
        ):
            held: dict[object, list[Placement]] = defaultdict(list)
            for one in own:
                held[key(one.slot)].append(one)
            fixed = Counter(key(slot) for slot in set(booked))
            for stretch, lessons in held.items():
                if limit is not None and len(lessons) + fixed[stretch] > limit:
                    week = stretch if rule is Rule.TEACHER_WEEK_CAP else None
                    yield Violation(Clause(rule, teacher_id=teacher.id, limit=limit, day=week), tuple(lessons))  # type: ignore[arg-type]


def monday(day):  # type: ignore[no-untyped-def]
    return day - timedelta(days=day.weekday())


def blocks(book: Book) -> Iterator[Violation]:
    """A sitting is what follows on in one half-day: neither too short nor too long, held by one teacher."""
    for (class_id, module_id), lessons in book.by("class_id", "module_id").items():
        module = book.modules[class_id, module_id]  # type: ignore[index]
        about = {"class_id": class_id, "module_id": module_id}
        for sitting in sittings(book.problem, lessons):
            if len(sitting) < module.min_block:
                yield Violation(Clause(Rule.BLOCK_MIN, **about, limit=module.min_block), sitting)  # type: ignore[arg-type]
            if module.max_block is not None and len(sitting) > module.max_block:
                yield Violation(Clause(Rule.BLOCK_MAX, **about, limit=module.max_block), sitting)  # type: ignore[arg-type]
            if len({one.teacher_id for one in sitting}) > 1:
                yield Violation(Clause(Rule.BLOCK_TEACHER, **about), sitting)  # type: ignore[arg-type]


def sittings(problem: Problem, lessons: list[Placement]) -> Iterator[tuple[Placement, ...]]:
    ordered = sorted(lessons, key=lambda one: one.slot)

    def stretch(pair: tuple[int, Placement]) -> tuple[object, ...]:
        place, one = pair
        return one.slot - place, problem.slots[one.slot].day, problem.slots[one.slot].half

    for _key, members in groupby(enumerate(ordered), stretch):
        yield tuple(one for _place, one in members)


def orders(book: Book) -> Iterator[Violation]:
    held = book.by("class_id", "module_id")
    for group in book.problem.classes:
        for before, after in group.order:
            earlier, later = held.get((group.id, before), []), held.get((group.id, after), [])
            begin = min((one.slot for one in later), default=len(book.problem.slots))
            late = tuple(one for one in earlier if one.slot >= begin)
            if late:
                yield Violation(Clause(Rule.ORDER, class_id=group.id, module_id=before, after_id=after), late)


def journeys(book: Book) -> Iterator[Violation]:
    """Two places on one day that are further apart than the time between."""
    for holder, name, rule in (
        (Holder.CLASS, "class_id", Rule.CLASS_TRAVEL),
        (Holder.TEACHER, "teacher_id", Rule.TEACHER_TRAVEL),
    ):
        for (key,), lessons in book.by(name).items():
            stops = [(one.slot, book.campus(one), one) for one in lessons]
            stops += [(b.slot, b.campus, None) for b in book.problem.occupied if (b.holder, b.id) == (holder, key)]  # type: ignore[misc]
            for (first, here, one), (later, there, other) in combinations(sorted(stops, key=lambda s: s[0]), 2):
                if (one or other) and out_of_reach(book.problem, first, here, later, there):
                    yield Violation(Clause(rule, **{name: key}), tuple(x for x in (one, other) if x))  # type: ignore[arg-type]


def out_of_reach(problem: Problem, first: int, here: int | None, later: int, there: int | None) -> bool:
    start, end = problem.slots[first], problem.slots[later]
    if here is None or there is None or start.day != end.day:
        return False
    return timedelta(minutes=problem.travel.get((here, there), 0)) > end.starts_at - start.ends_at


def pins(book: Book) -> Iterator[Violation]:
    """What is settled is as settled; a settled lesson that is not there may be among those missing."""
    short = missing(book.problem, book.lessons)
    for pin in book.problem.pins:
        own = [one for one in book.lessons if (one.class_id, one.module_id) == (pin.class_id, pin.module_id)]
        there = [one for one in own if pin.slot in (None, one.slot)]
        wrong = tuple(one for one in there if not as_settled(pin, one))
        lost = pin.slot is not None and not there and short.get((pin.class_id, pin.module_id), 0) <= 0
        if wrong or lost:
            about = Clause(
                Rule.PIN, pin.class_id, pin.module_id, teacher_id=pin.teacher_id, venue_id=pin.venue_id, slot=pin.slot
            )
            yield Violation(about, wrong)


def as_settled(pin: Pin, one: Placement) -> bool:
    return pin.teacher_id in (None, one.teacher_id) and pin.venue_id in (None, one.venue_id)
