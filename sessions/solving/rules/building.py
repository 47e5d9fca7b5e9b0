"""Facts become a problem for the solver, with a key to read its answer by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from courses.solver.checker import violations
from courses.solver.problem import (
    ClassGroup,
    Holder,
    Module,
    Occupation,
    Pin,
    Placement,
    Problem,
    Slot,
    Teacher,
    Venue,
)
from courses.solver.rules import Rule
from sessions.solving.rules.facts import Around, ClassFacts, Lesson, ModuleFacts, Stay, TeacherFacts, VenueFacts
from sessions.solving.rules.grid import Grid, half_of, slots_of
from sessions.solving.rules.groups import FAST, Group, groups_of

ANY_SIZE = 10**6


@dataclass(frozen=True)
class Built:
    """The problem, and what its numbers mean. `fixed` are sessions that are left alone, with the reason."""

    around: Around
    problem: Problem
    groups: dict[int, Group]
    places: dict[int, Placement]
    fixed: tuple[tuple[int, Lesson], ...]


def build(around: Around) -> Built:
    """The problem; a session held fast where a rule speaks against it is left alone instead of settled.

    So are two that are held fast at the same time in classes with learners in common: somebody has let that pass.
    """
    built = _build(around)
    bare = replace(built.problem, pins=())
    settled = [lesson.session_id for group in built.groups.values() for lesson in group.lessons if lesson.stay in FAST]
    held = {one: built.places[one] for one in settled if one in built.places}
    met = {
        one
        for found in violations(bare, held.values())
        if found.clause.rule is Rule.CLASSES_APART
        for one in found.lessons
    }
    wrong = {one for one, place in held.items() if place in met or violations(bare, (place,))}
    return _build(_left_alone(around, wrong)) if wrong else built


def _left_alone(around: Around, wrong: set[int]) -> Around:
    classes = [
        replace(
            group,
            lessons=tuple(replace(one, stay=Stay.BLOCKED) if one.session_id in wrong else one for one in group.lessons),
        )
        for group in around.classes
    ]
    return replace(around, classes=tuple(classes))


def _build(around: Around) -> Built:
    grid = Grid(slots_of(around.days, around.settings.periods))
    groups: dict[int, Group] = {}
    fixed: list[tuple[int, Lesson]] = []
    for one in around.classes:
        found, left = groups_of(around, one, grid, first=len(groups) + 1)
        groups |= {group.number: group for group in found}
        fixed += [(one.id, lesson) for lesson in left]
    places = dict(_places(groups.values(), grid))
    taken = tuple(dict.fromkeys(_occupied(around, grid, fixed)))
    problem = Problem(
        grid.slots,
        tuple(_class(around, one, grid, groups.values(), fixed, places) for one in around.classes),
        tuple(
            _teacher(one, grid, groups.values(), taken, [lesson for _key, lesson in fixed]) for one in around.teachers
        ),
        tuple(_venue(around, one, grid) for one in around.venues),
        around.travel,
        taken,
        tuple(_pins(groups.values(), grid)),
        tuple(places.values()),
        around.settings.weights,
        around.apart,
    )
    return Built(around, problem, groups, places, tuple(fixed))


def _places(groups: Iterable[Group], grid: Grid) -> Iterator[tuple[int, Placement]]:
    """Where sessions stand now, for those that stand in a slot with a teacher and, on site, a venue."""
    for group in groups:
        for one in group.lessons:
            slot = grid.place_of(one.starts_at, one.ends_at) if one.starts_at and one.ends_at else None
            if slot is not None and one.whole and one.teacher_id is not None:
                venue = None if one.online else one.venue_id
                yield one.session_id, Placement(group.kind.class_id, group.number, slot, one.teacher_id, venue)


def _occupied(around: Around, grid: Grid, fixed: Iterable[tuple[int, Lesson]]) -> Iterator[Occupation]:
    campus = {venue.id: venue.campus for venue in around.venues}
    for one in around.taken:
        for slot in grid.touched(one.starts_at, one.ends_at):
            where = campus.get(one.venue_id or 0)
            yield from (Occupation(Holder.CLASS, key, slot, where) for key in one.class_ids)
            yield from _taking(one.teacher_ids, one.venue_id, slot, where)
    for class_id, lesson in fixed:
        where = campus.get(lesson.venue_id or 0)
        with_them = [key for pair in around.apart if class_id in pair for key in pair]
        for slot in _touched(grid, lesson):
            yield from (Occupation(Holder.CLASS, key, slot, where) for key in with_them or [class_id])
            yield from _taking(lesson.teacher_ids, lesson.venue_id, slot, where)


def _touched(grid: Grid, lesson: Lesson) -> list[int]:
    return grid.touched(lesson.starts_at, lesson.ends_at) if lesson.starts_at and lesson.ends_at else []


def _taking(teachers: Iterable[int], venue: int | None, slot: int, campus: int | None) -> Iterator[Occupation]:
    yield from (Occupation(Holder.TEACHER, key, slot, campus) for key in teachers)
    if venue is not None:
        yield Occupation(Holder.VENUE, venue, slot, campus)


def _class(
    around: Around,
    one: ClassFacts,
    grid: Grid,
    groups: Iterable[Group],
    fixed: Iterable[tuple[int, Lesson]],
    places: dict[int, Placement],
) -> ClassGroup:
    own = [group for group in groups if group.kind.class_id == one.id]
    exams = [group.number for group in own if group.kind.exam]
    others = [group.number for group in own if not group.kind.exam]
    here = {place.slot for place in places.values() if place.class_id == one.id}
    days = [grid.slots[place].day for place in here]
    held = [lesson for key, lesson in fixed if key == one.id]
    return ClassGroup(
        one.id,
        one.size,
        min([one.first, *days]),
        max([one.last, *days]),
        tuple(_module(around, one, group) for group in own),
        tuple((before, after) for after in exams for before in others),
        _allowed(around, one, grid, _room(one, grid, held, longest(own)), here),
        in_slots(one.hours_per_day, own, lambda at: at.date()),
        in_slots(one.hours_per_half_day, own, lambda at: (at.date(), half_of(at.time()))),
    )


def longest(groups: Iterable[Group]) -> Decimal:
    """Credit hours of the longest lesson."""
    return max((group.kind.hours for group in groups if group.kind.hours > 0), default=Decimal(1))


def in_slots(limit: Decimal | None, groups: Iterable[Group], key: Callable[[datetime], object]) -> int | None:
    """A limit of hours as a number of lessons of the longest kind, or of as many as stand together within it now."""
    if limit is None:
        return None
    together: defaultdict[object, list[Decimal]] = defaultdict(list)
    lessons = (lesson for group in groups for lesson in group.lessons)
    for starts_at, hours in ((one.starts_at, one.hours) for one in lessons if one.starts_at is not None):
        together[key(starts_at)].append(hours)
    now = max((len(stood) for stood in together.values() if sum(stood) <= limit), default=0)
    return max(now, int(limit // longest(groups)))


Room = Callable[[Slot], bool]


def _room(one: ClassFacts, grid: Grid, held: Iterable[Lesson], unit: Decimal) -> Room:
    """Says of slots, asked in order of time, whether the limits leave room for one more beside what is left alone."""
    hours: defaultdict[object, Decimal] = defaultdict(Decimal)
    for lesson in held:
        for place in _touched(grid, lesson)[:1]:
            slot = grid.slots[place]
            hours[slot.day] += lesson.hours
            hours[slot.day, slot.half] += lesson.hours
    busy = frozenset(hours)

    def room(slot: Slot) -> bool:
        keys = ((slot.day, one.hours_per_day), ((slot.day, slot.half), one.hours_per_half_day))
        if any(limit is not None and key in busy and hours[key] + unit > limit for key, limit in keys):
            return False
        for key, _limit in keys:
            hours[key] += unit
        return True

    return room


def _allowed(around: Around, one: ClassFacts, grid: Grid, room: Room, here: set[int]) -> frozenset[int] | None:
    """Slots within the days and limits of the class; what stands now may stay."""
    found = set(here)
    for place, slot in enumerate(grid.slots):
        if (slot.day, slot.half) not in around.shut and one.first <= slot.day <= one.last and room(slot):
            found.add(place)
    return None if len(found) == len(grid.slots) else frozenset(found)


def _module(around: Around, one: ClassFacts, group: Group) -> Module:
    able = {each.id for each in around.teachers if each.may_teach(group.kind.module)}
    able |= {lesson.teacher_id for lesson in group.lessons if lesson.teacher_id is not None}
    seats = frozenset({f"exam {one.id}"}) if group.kind.exam and one.exam_seats else frozenset()
    return Module(group.number, group.slots, frozenset(able), seats, group.kind.online)


def _teacher(
    one: TeacherFacts, grid: Grid, groups: Iterable[Group], taken: Iterable[Occupation], fixed: Iterable[Lesson]
) -> Teacher:
    own = [replace(group, lessons=[each for each in group.lessons if each.teacher_id == one.id]) for group in groups]
    busy = sum(1 for each in taken if (each.holder, each.id) == (Holder.TEACHER, one.id))
    total = None
    if one.yearly_hours is not None:
        spent = one.hours_elsewhere + sum((each.hours for each in fixed if one.id in each.teacher_ids), Decimal(0))
        total = busy + (in_slots(max(Decimal(0), one.yearly_hours - spent), own, lambda _at: "all") or 0)
    return Teacher(
        one.id,
        _open(
            grid.slots, lambda slot: one.appointed(slot.day) and one.availability.holds(slot.starts_at, slot.ends_at)
        ),
        frozenset(_where(grid.slots, lambda slot: bool(one.availability.absences(slot.starts_at, slot.ends_at)))),
        max_a_day=in_slots(one.daily_hours, own, lambda at: at.date()),
        max_total=total,
    )


def _venue(around: Around, one: VenueFacts, grid: Grid) -> Venue:
    capacity = ANY_SIZE if one.capacity is None else one.capacity
    return Venue(
        one.id,
        capacity,
        one.campus,
        frozenset(f"exam {each.id}" for each in around.classes if capacity >= each.exam_seats),
        _open(grid.slots, lambda slot: one.openness.holds(slot.starts_at, slot.ends_at)),
        frozenset(_where(grid.slots, lambda slot: bool(one.openness.absences(slot.starts_at, slot.ends_at)))),
    )


def _where(slots: Iterable[Slot], fits: Callable[[Slot], bool]) -> Iterator[int]:
    return (place for place, slot in enumerate(slots) if fits(slot))


def _open(slots: Sequence[Slot], fits: Callable[[Slot], bool]) -> frozenset[int] | None:
    """The slots that fit; None when all do."""
    found = frozenset(_where(slots, fits))
    return None if len(found) == len(slots) else found


def _pins(groups: Iterable[Group], grid: Grid) -> Iterator[Pin]:
    for group in groups:
        for one in group.lessons:
            if one.stay in FAST and one.starts_at and one.ends_at:
                slot = grid.place_of(one.starts_at, one.ends_at)
                venue = None if one.online else one.venue_id
                yield Pin(group.kind.class_id, group.number, slot, one.teacher_id, venue)


def unrestricted(around: Around) -> list[TeacherFacts]:
    """Teachers of whom no subjects are recorded: they may teach anything."""
    return [one for one in around.teachers if not one.subjects]


def untaught(around: Around) -> list[ModuleFacts]:
    """Modules that no teacher of the register may teach."""
    plans = {plan.name: plan for one in around.classes for plan in one.modules if not plan.recorded}
    return [plan for name, plan in plans.items() if not any(each.may_teach(name) for each in around.teachers)]
