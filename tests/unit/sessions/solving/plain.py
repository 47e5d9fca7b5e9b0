"""A class of two modules on two days of March 2026, as plain values; short ways to vary it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from courses.solver.problem import Half
from sessions.solving.rules.facts import (
    Around,
    ClassFacts,
    Lesson,
    ModuleFacts,
    Settings,
    TeacherFacts,
    VenueFacts,
)
from sessions.solving.rules.grid import read_periods

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
PERIODS = (
    *read_periods("08:30-10:00 10:20-11:50", Half.MORNING),
    *read_periods("14:00-15:30", Half.AFTERNOON),
)
SETTINGS = Settings(PERIODS, MONDAY, TUESDAY)


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


def lesson(number: int = 1, start: str = "08:30", day: date = MONDAY, **facts: Any) -> Lesson:
    """Two credit hours of 战略 by teacher 1 in venue 1."""
    known = {"teacher_id": 1, "teacher_ids": (1,), "venue_id": 1}
    begins = at(start, day)
    ends = begins + timedelta(minutes=facts.pop("minutes", 90))
    hours = Decimal(facts.pop("hours", 2))
    return Lesson(number, 1, f"S{number:02}", "战略", "战略", hours, begins, ends, **{**known, **facts})


def group(*lessons: Lesson, **facts: Any) -> ClassFacts:
    """A class of 30 with four hours of 战略 and three of 法律."""
    modules = (ModuleFacts("战略", Decimal(4)), ModuleFacts("法律", Decimal(3)))
    plain = ClassFacts(1, "SX-1", "第1期", MONDAY, TUESDAY, 30, 45, modules, lessons)
    return replace(plain, **facts)


def around(*classes: ClassFacts, settings: Settings = SETTINGS, **facts: Any) -> Around:
    plain = Around(
        settings,
        (MONDAY, TUESDAY),
        classes or (group(),),
        (TeacherFacts(1, "晏若谷"), TeacherFacts(2, "屈文翰", subjects=frozenset({"法律"}))),
        (VenueFacts(1, "报告厅", 50), VenueFacts(2, "小教室", 10)),
    )
    return replace(plain, **facts)
