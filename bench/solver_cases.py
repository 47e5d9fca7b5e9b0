"""Believable instances for the solver, by seed: CQO classes of 20 double hours, teachers who are there in stretches.

`term` is a term as institutions run it: classes start in waves, three side by side, over a quarter of a year. `case` is
harder than life: all classes crowd into a few weeks and may use any two of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

from courses.solver.problem import ClassGroup, Half, Module, Problem, Slot, Teacher, Venue

PERIODS = (
    (time(8, 30), time(10, 0), Half.MORNING),
    (time(10, 10), time(11, 40), Half.MORNING),
    (time(14, 0), time(15, 30), Half.AFTERNOON),
    (time(15, 40), time(17, 10), Half.AFTERNOON),
    (time(19, 0), time(20, 30), Half.EVENING),
)
COMPULSORY = (2, 3, 2, 2, 2, 2, 2, 2)
ELECTIVES = (1, 1)
EXAM = 100
FIRST_DAY = date(2026, 3, 2)


def horizon(weeks: int) -> tuple[Slot, ...]:
    days = [FIRST_DAY + timedelta(days=n) for n in range(7 * weeks)]
    return tuple(Slot(day, starts, ends, half) for day in days for starts, ends, half in PERIODS)


def case(seed: int, *, classes: int = 12, teachers: int = 12, venues: int = 6, weeks: int = 5) -> Problem:
    """`classes` classes of 20 slots over `weeks` weeks; each may use ten days, evenings and weekends cost."""
    dice = Random(seed)  # noqa: S311 - cases, not secrets
    slots = horizon(weeks)
    staff = tuple(teacher(dice, one, slots, weeks) for one in range(1, teachers + 1))
    able = qualified(dice, teachers)
    rooms = tuple(
        Venue(one, dice.choice((40, 50, 60)) if one > 2 else 60, campus=1 + (one - 1) % 3,
              features=frozenset({"computers"}) if one % 2 else frozenset(),
              closed=frozenset(range(start := dice.randrange(len(slots)), min(len(slots), start + 10))))
        for one in range(1, venues + 1)
    )  # fmt: skip
    groups = tuple(group(dice, one, able, weeks) for one in range(1, classes + 1))
    travel = {(a, b): 20 + 25 * abs(a - b) for a in range(1, 4) for b in range(1, 4) if a != b}
    return Problem(slots, groups, staff, rooms, travel)


def teacher(dice: Random, one: int, slots: tuple[Slot, ...], weeks: int) -> Teacher:
    """Most are there on three to five weekdays, some lead a firm and have whole weeks away."""
    weekdays = set(dice.sample(range(7), dice.choice((4, 5, 6))))
    evenings = dice.random() < 0.5
    gone = dice.randrange(weeks) if dice.random() < 0.4 else None
    avoided = dice.choice((Half.MORNING, Half.AFTERNOON, None, None))
    available = frozenset(
        place for place, slot in enumerate(slots)
        if slot.day.weekday() in weekdays and (evenings or slot.half is not Half.EVENING)
    )  # fmt: skip
    away = frozenset(p for p, s in enumerate(slots) if gone is not None and (s.day - FIRST_DAY).days // 7 == gone)
    avoids = frozenset(p for p, s in enumerate(slots) if s.half is avoided)
    return Teacher(one, available, away, avoids, max_a_day=4, max_a_week=14, max_total=30)


def qualified(dice: Random, teachers: int) -> dict[int, frozenset[int]]:
    """Each module by about a third of the teachers."""
    modules = [*range(1, len(COMPULSORY) + len(ELECTIVES) + 1), EXAM]
    size = max(3, teachers // 3)
    return {module: frozenset(dice.sample(range(1, teachers + 1), size)) for module in modules}


def group(dice: Random, one: int, able: dict[int, frozenset[int]], weeks: int) -> ClassGroup:
    first = FIRST_DAY + timedelta(days=7 * dice.randrange(max(1, weeks - 1)))
    sizes = (*COMPULSORY, *ELECTIVES)
    modules = [
        Module(m, n, able[m], online=m == len(sizes), max_block=2,
               features=frozenset({"computers"}) if m == 5 else frozenset(), min_block=2 if n == 2 else 1)
        for m, n in enumerate(sizes, 1)
    ]  # fmt: skip
    modules.append(Module(EXAM, 20 - sum(sizes), able[EXAM]))
    order = ((1, 2), (1, 3), *((m, EXAM) for m in range(1, len(sizes) + 1)))
    last = first + timedelta(days=13)
    return ClassGroup(one, dice.choice((32, 38, 45, 55)), first, last, tuple(modules), order, max_a_day=4, max_a_half=2)


def term(seed: int, *, classes: int = 12, teachers: int = 12, venues: int = 6, abreast: int = 3) -> Problem:
    """Waves of `abreast` classes, a new one every three weeks; each class has 7 to 12 days for its 20 slots."""
    dice = Random(seed)  # noqa: S311 - cases, not secrets
    waves = -(-classes // abreast)
    weeks = 3 * waves
    slots = horizon(weeks)
    staff = tuple(lecturer(dice, one, slots) for one in range(1, teachers + 1))
    able = shared_out(dice, teachers)
    rooms = tuple(room(dice, one, slots) for one in range(1, venues + 1))
    groups = tuple(in_wave(dice, group(dice, one, able, weeks), (one - 1) // abreast) for one in range(1, classes + 1))
    travel = {(a, b): 20 + 25 * abs(a - b) for a in range(1, 4) for b in range(1, 4) if a != b}
    return Problem(slots, groups, staff, rooms, travel)


def lecturer(dice: Random, one: int, slots: tuple[Slot, ...]) -> Teacher:
    """There on four to six fixed weekdays, some in the evening; two journeys of two to five days."""
    weekdays = {*dice.sample(range(5), dice.choice((4, 5))), *dice.sample((5, 6), dice.choice((0, 1)))}
    evenings = dice.random() < 0.5
    days = (slots[-1].day - FIRST_DAY).days
    gone = {first + n for first in dice.sample(range(days), 2) for n in range(dice.choice((2, 3, 5)))}
    avoided = dice.choice((Half.MORNING, Half.AFTERNOON, None, None))
    available = frozenset(
        place for place, slot in enumerate(slots)
        if slot.day.weekday() in weekdays and (evenings or slot.half is not Half.EVENING)
    )  # fmt: skip
    away = frozenset(place for place, slot in enumerate(slots) if (slot.day - FIRST_DAY).days in gone)
    avoids = frozenset(place for place, slot in enumerate(slots) if slot.half is avoided)
    return Teacher(one, available, away, avoids, max_a_day=4, max_a_week=14, max_total=30)


def shared_out(dice: Random, teachers: int) -> dict[int, frozenset[int]]:
    """Two or three teachers for each module (as many times more as there are dozens of teachers), evenly."""
    found: dict[int, frozenset[int]] = {}
    waiting: list[int] = []
    for module in [*range(1, len(COMPULSORY) + len(ELECTIVES) + 1), EXAM]:
        wanted, chosen = dice.choice((2, 3)) * max(1, teachers // 12), set[int]()
        while len(chosen) < wanted:
            waiting = waiting or dice.sample(range(1, teachers + 1), teachers)
            chosen.add(waiting.pop())
        found[module] = frozenset(chosen)
    return found


def room(dice: Random, one: int, slots: tuple[Slot, ...]) -> Venue:
    """Every second one has computers; each is closed for one stretch of two to four days."""
    start = dice.randrange(len(slots))
    closed = frozenset(range(start, min(len(slots), start + len(PERIODS) * dice.choice((2, 3, 4)))))
    features = frozenset({"computers"}) if one % 2 else frozenset()
    return Venue(one, 60 if one < 3 else dice.choice((40, 50, 60)), 1 + (one - 1) % 3, features, None, closed)


def in_wave(dice: Random, given: ClassGroup, wave: int) -> ClassGroup:
    first = FIRST_DAY + timedelta(days=21 * wave + dice.choice((0, 0, 1, 2)))
    return replace(given, first_day=first, last_day=first + timedelta(days=dice.choice((6, 8, 11))))
