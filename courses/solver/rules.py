"""The hard rules by family, and one clause of a rule as people know it ("teacher 7 is on leave on 5 March")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rule(StrEnum):
    CLASS_DATES = "class_dates"
    CLASS_ALLOWED = "class_allowed"
    CLASS_DAY_CAP = "class_day_cap"
    CLASS_HALF_CAP = "class_half_cap"
    CLASS_ONCE = "class_once"
    CLASS_OCCUPIED = "class_occupied"
    CLASS_TRAVEL = "class_travel"
    CLASSES_APART = "classes_apart"
    ORDER = "order"
    BLOCK_MIN = "block_min"
    BLOCK_MAX = "block_max"
    BLOCK_TEACHER = "block_teacher"
    QUALIFIED = "qualified"
    TEACHER_AVAILABLE = "teacher_available"
    TEACHER_LEAVE = "teacher_leave"
    TEACHER_OCCUPIED = "teacher_occupied"
    TEACHER_ONCE = "teacher_once"
    TEACHER_DAY_CAP = "teacher_day_cap"
    TEACHER_WEEK_CAP = "teacher_week_cap"
    TEACHER_TOTAL_CAP = "teacher_total_cap"
    TEACHER_TRAVEL = "teacher_travel"
    VENUE_CAPACITY = "venue_capacity"
    VENUE_FEATURES = "venue_features"
    VENUE_OPENING = "venue_opening"
    VENUE_CLOSED = "venue_closed"
    VENUE_OCCUPIED = "venue_occupied"
    VENUE_ONCE = "venue_once"
    PIN = "pin"


ALL = frozenset(Rule)

BUILT_IN = frozenset({Rule.CLASS_ONCE, Rule.BLOCK_TEACHER})
"""Families that the model cannot do without: a class has one lesson at a time, a sitting has one teacher."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule for one subject; what does not belong to it stays None.

    `limit` is the figure of a cap or block, `other_id` the other one of two classes.
    """

    rule: Rule
    class_id: int | None = None
    module_id: int | None = None
    after_id: int | None = None
    teacher_id: int | None = None
    venue_id: int | None = None
    day: date | None = None
    slot: int | None = None
    limit: int | None = None
    other_id: int | None = None
