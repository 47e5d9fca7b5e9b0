"""Decisions about the training side: appointments, venues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StaffPost(StrEnum):
    """What a member of staff answers for (岗位)."""

    MANAGEMENT = "management"
    CLASS_TEACHER = "class_teacher"
    EXAMINATION = "examination"
    ARCHIVE = "archive"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A teacher's appointment (聘期); both days belong to it, None is an open end."""

    valid_from: date | None
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the appointment is in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def expired_before(self, day: date) -> bool:
        """Whether the appointment had ended before that day."""
        return self.valid_to is not None and self.valid_to < day


def seats_missing(capacity: int | None, heads: int) -> int:
    """How many seats a venue lacks for that many people; an unknown capacity lacks none."""
    return max(0, heads - capacity) if capacity is not None else 0


def within_regions(region: str, allowed: Iterable[str]) -> bool:
    """Whether a region code (GB/T 2260) lies in one of the allowed prefixes."""
    return any(region.startswith(prefix) for prefix in allowed)
