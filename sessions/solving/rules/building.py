"""Facts become a problem for the solver, with a key to read its answer by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
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
from sessions.solving.rules.facts import Around, ClassFacts, Lesson, ModuleFacts, Stay, TeacherFacts, VenueFacts
from sessions.solving.rules.grid import Grid, slots_of

ANY_SIZE = 10**6
STEP = Decimal("0.5")
FAST = frozenset({Stay.PINNED, Stay.KEPT})


@dataclass(frozen=True, slots=True)
class Kind:
    """Lessons that can stand for one another: what is taught, how long, how."""

    class_id: int
    module: str
    hours: Decimal
    minutes: int
    online: bool = False
    exam: bool = False


@dataclass
class Group:
    """The lessons of a kind: those on the timetable, and how many credit hours are still to come."""

    kind: Kind
    number: int
    lessons: list[Lesson] = field(default_factory=list)
    missing: Decimal = Decimal(0)

    @property
    def new(self) -> int:
        return int(-(-self.missing // self.kind.hours)) if self.missing > 0 else 0

    @property
    def slots(self) -> int:
        return len(self.lessons) + self.new

    def rest(self) -> Decimal:
        """Credit hours of the last new lesson."""
        return self.missing - self.kind.hours * (self.new - 1)


@dataclass(frozen=True)
class Built:
    """The problem, and what its numbers mean. `fixed` are sessions that are left alone, with the reason."""

    around: Around
    problem: Problem
    groups: dict[int, Group]
    places: dict[int, Placement]
    fixed: tuple[tuple[int, Lesson], ...]


def build(around: Around) -> Built:
    """The problem; a session held fast where a rule speaks against it is left alone instead of settled."""
    built = _build(around)
    bare = replace(built.problem, pins=())
    settled = [lesson.session_id for group in built.groups.values() for lesson in group.lessons if lesson.stay in FAST]
    wrong = {one for one in settled if one in built.places and violations(bare, (built.places[one],))}
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
        tuple(_teacher(around, one, grid, groups.values(), taken) for one in around.teachers),
        tuple(_venue(around, one, grid) for one in around.venues),
        around.travel,
        taken,
        tuple(_pins(groups.values(), grid)),
        tuple(places.values()),
        around.settings.weights,
    )
    return Built(around, problem, groups, places, tuple(fixed))


def period_hours(around: Around, one: ClassFacts) -> Decimal:
    """Credit hours of one lesson: what the shortest period holds, in half hours."""
    shortest = min(period.minutes for period in around.settings.periods)
    return max(STEP, Decimal(shortest) / one.minutes_per_hour // STEP * STEP)


def groups_of(around: Around, one: ClassFacts, grid: Grid, first: int) -> tuple[list[Group], list[Lesson]]:
    """Lessons of a class by kind with what is missing; and the sessions that are left alone."""
    groups: dict[Kind, Group] = {}

    def group_of(kind: Kind) -> Group:
        return groups.setdefault(kind, Group(kind, first + len(groups)))

    fixed = []
    plans = {plan.name: plan for plan in one.modules}
    shortest = min(period.minutes for period in around.settings.periods)
    for lesson in one.lessons:
        stay = _stay(lesson, grid, shortest)
        if stay is Stay.FREE or stay in FAST:
            plan = next((plan for name, plan in plans.items() if lesson.belongs_to(name)), None)
            exam = lesson.exam or bool(plan and plan.exam)
            name = plan.name if plan else lesson.module or lesson.title
            group_of(Kind(one.id, name, lesson.hours, lesson.minutes, lesson.online, exam)).lessons.append(lesson)
        else:
            fixed.append(replace(lesson, stay=stay))
    if not around.settings.repair:
        hours = period_hours(around, one)
        for plan in (plan for plan in one.modules if not plan.recorded):
            missing = plan.hours - sum((each.hours for each in one.lessons if each.belongs_to(plan.name)), Decimal(0))
            if missing > 0:
                kind = Kind(one.id, plan.name, hours, int(hours * one.minutes_per_hour), plan.online, plan.exam)
                group_of(kind).missing = missing
    return list(groups.values()), fixed


def _stay(lesson: Lesson, grid: Grid, shortest: int) -> Stay:
    """Whether a session can be part of the problem; what starts and ends within no slot and is long cannot."""
    if lesson.stay is not Stay.FREE and lesson.stay not in FAST:
        return lesson.stay
    if lesson.starts_at is None or lesson.ends_at is None:
        return Stay.RECORDED
    if grid.place_of(lesson.starts_at, lesson.ends_at) is not None:
        return lesson.stay
    if lesson.stay is not Stay.FREE:
        return Stay.BLOCKED
    return Stay.FREE if lesson.minutes <= shortest else Stay.LENGTH


def _places(groups: Iterable[Group], grid: Grid) -> Iterator[tuple[int, Placement]]:
    """Where sessions stand now, for those that stand in a slot with a teacher and, on site, a venue."""
    for group in groups:
        for one in group.lessons:
            slot = grid.place_of(one.starts_at, one.ends_at) if one.starts_at and one.ends_at else None
            whole = one.teacher_id is not None and (one.online or one.venue_id is not None)
            if slot is not None and whole and one.teacher_id is not None:
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
        if lesson.starts_at and lesson.ends_at:
            where = campus.get(lesson.venue_id or 0)
            for slot in grid.touched(lesson.starts_at, lesson.ends_at):
                yield Occupation(Holder.CLASS, class_id, slot, where)
                yield from _taking(lesson.teacher_ids, lesson.venue_id, slot, where)


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
    unit = min((group.kind.hours for group in own if group.kind.hours > 0), default=Decimal(1))
    exams = [group.number for group in own if group.kind.exam]
    others = [group.number for group in own if not group.kind.exam]
    here = {place.slot for place in places.values() if place.class_id == one.id}
    held = [lesson for key, lesson in fixed if key == one.id]
    days = [slot.day for place, slot in enumerate(grid.slots) if place in here]
    return ClassGroup(
        one.id,
        one.size,
        min([one.first, *days]),
        max([one.last, *days]),
        tuple(_module(around, one, group) for group in own),
        tuple((before, after) for after in exams for before in others),
        _allowed(around, one, grid, held, unit, here),
        _in_slots(one.hours_per_day, unit),
        _in_slots(one.hours_per_half_day, unit),
    )


def _in_slots(hours: Decimal | None, unit: Decimal) -> int | None:
    return None if hours is None else int(hours // unit)


def _allowed(
    around: Around, one: ClassFacts, grid: Grid, fixed: Iterable[Lesson], unit: Decimal, here: set[int]
) -> frozenset[int] | None:
    """Slots within the days and limits of the class, beside what is left alone; what stands now may stay."""
    held: Counter[object] = Counter()
    for lesson in fixed:
        for slot in (grid.touched(lesson.starts_at, lesson.ends_at) if lesson.starts_at and lesson.ends_at else ())[:1]:
            held[grid.slots[slot].day] += lesson.hours  # type: ignore[assignment]
            held[grid.slots[slot].day, grid.slots[slot].half] += lesson.hours  # type: ignore[assignment]
    seen: Counter[object] = Counter()
    found = set(here)
    for place, slot in enumerate(grid.slots):
        keys = ((slot.day, one.hours_per_day), ((slot.day, slot.half), one.hours_per_half_day))
        room = all(limit is None or not held[key] or held[key] + unit * (seen[key] + 1) <= limit for key, limit in keys)
        if room and slot.day not in around.rest and one.first <= slot.day <= one.last:
            found.add(place)
            seen.update(key for key, _limit in keys)
    return None if len(found) == len(grid.slots) else frozenset(found)


def _module(around: Around, one: ClassFacts, group: Group) -> Module:
    able = {each.id for each in around.teachers if each.may_teach(group.kind.module)}
    able |= {lesson.teacher_id for lesson in group.lessons if lesson.teacher_id is not None}
    seats = frozenset({f"exam {one.id}"}) if group.kind.exam and one.exam_seats else frozenset()
    return Module(group.number, group.slots, frozenset(able), seats, group.kind.online)


def _teacher(
    around: Around, one: TeacherFacts, grid: Grid, groups: Iterable[Group], taken: Iterable[Occupation]
) -> Teacher:
    units = [group.kind.hours for group in groups if group.kind.hours > 0]
    unit = min(units, default=Decimal(1))
    busy = sum(1 for each in taken if (each.holder, each.id) == (Holder.TEACHER, one.id))
    total = None
    if one.yearly_hours is not None:
        total = busy + max(0, int((one.yearly_hours - one.hours_elsewhere) // unit))
    return Teacher(
        one.id,
        _open(
            grid.slots, lambda slot: one.appointed(slot.day) and one.availability.holds(slot.starts_at, slot.ends_at)
        ),
        frozenset(_where(grid.slots, lambda slot: bool(one.availability.absences(slot.starts_at, slot.ends_at)))),
        max_a_day=_in_slots(one.daily_hours, unit),
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


def _where(slots, fits) -> Iterator[int]:  # type: ignore[no-untyped-def]
    return (place for place, slot in enumerate(slots) if fits(slot))


def _open(slots, fits) -> frozenset[int] | None:  # type: ignore[no-untyped-def]
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


__all__ = ["Built", "Group", "Kind", "Slot", "build", "period_hours", "unrestricted", "untaught"]
