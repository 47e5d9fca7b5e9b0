"""The lessons of a class, in groups that can stand for one another; what is still to come; what is left alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal

from sessions.solving.rules.facts import Around, ClassFacts, Lesson, Stay
from sessions.solving.rules.grid import Grid

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
        return int((self.missing / self.kind.hours).to_integral_value(ROUND_CEILING)) if self.missing > 0 else 0

    @property
    def slots(self) -> int:
        return len(self.lessons) + self.new

    def rest(self) -> Decimal:
        """Credit hours of the last new lesson."""
        return self.missing - self.kind.hours * (self.new - 1)


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
    if lesson.stay in FAST and not lesson.whole:
        return Stay.BLOCKED
    if grid.place_of(lesson.starts_at, lesson.ends_at) is not None:
        return lesson.stay
    if lesson.stay is not Stay.FREE:
        return Stay.BLOCKED
    return Stay.FREE if lesson.minutes <= shortest else Stay.LENGTH
