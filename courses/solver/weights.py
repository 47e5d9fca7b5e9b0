"""What a timetable is judged by: one weight per preference. The defaults are the product's only table of weights."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost per unit (in brackets); zero switches a preference off. Whole numbers only: costs are compared exactly."""

    evening: int = 4
    """[slot] a class is taught in the evening."""
    weekend: int = 6
    """[slot] a class is taught on a Saturday or Sunday."""
    gap: int = 3
    """[slot] idle periods between the first and the last slot of a class on one day."""
    scatter: int = 1
    """[day] days beyond the first on which one module of a class is taught."""
    teacher_avoids: int = 3
    """[slot] a teacher teaches in a slot they would rather not have."""
    venue_change: int = 2
    """[venue] venues beyond the first that one class uses."""
    campus_change: int = 5
    """[campus] campuses beyond the first that one class uses, or that one teacher teaches at on one day."""
    load: int = 2
    """[slot] slots a teacher has above the fair share (all lessons by all teachers and a tenth more, rounded up)."""
    finish: int = 1
    """[day] calendar days from the first possible day of a class to its last lesson."""
    same_teacher: int = 4
    """[teacher] teachers beyond the first of one module of a class."""
    change: int = 5
    """[lesson] lessons of the previous timetable that are not kept exactly (slot, teacher, venue)."""

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not isinstance(value, int) or value < 0:
                raise ValueError(f"weight {one.name} must be a whole number from 0, not {value!r}")
