"""Decisions about the training side: appointments, venues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
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


def step_reached(days_left: int, steps: Iterable[int]) -> int | None:
    """Of the days before an end on which somebody is told (60, 30, 7), the one that has come last; None before all."""
    return min((one for one in steps if days_left <= one), default=None)


def seats_missing(capacity: int | None, heads: int) -> int:
    """How many seats a venue lacks for that many people; an unknown capacity lacks none."""
    return max(0, heads - capacity) if capacity is not None else 0


def within_regions(region: str, allowed: Iterable[str]) -> bool:
    """Whether a region code (GB/T 2260) lies in one of the allowed prefixes."""
    return any(region.startswith(prefix) for prefix in allowed)


SOON = timedelta(days=60)
PASSED_WORDS = ("合格", "通过", "pass", "ok")
FAILED_WORDS = ("不合格", "未通过", "不通过", "整改", "fail")


class Validity(StrEnum):
    """Where a day stands to a period that ends."""

    OPEN = "open"
    NOT_YET = "not_yet"
    VALID = "valid"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


def validity(period: Appointment, day: date) -> Validity:
    """The state of a period on a day; it ends soon when its last day is at most sixty days away."""
    if period.expired_before(day):
        return Validity.ENDED
    if not period.covers(day):
        return Validity.NOT_YET
    if period.valid_to is None:
        return Validity.OPEN
    return Validity.ENDS_SOON if period.valid_to - day <= SOON else Validity.VALID


class SafetyState(StrEnum):
    """What the last safety check of a venue says."""

    PASSED = "passed"
    FAILED = "failed"
    UNCLEAR = "unclear"
    NOT_CHECKED = "not_checked"


def safety_state(checked_on: date | None, result: str) -> SafetyState:
    """Passed or failed as the result says in its own words; a result nobody can read counts for nothing."""
    said = result.strip().lower()
    if checked_on is None and not said:
        return SafetyState.NOT_CHECKED
    if any(word in said for word in FAILED_WORDS):
        return SafetyState.FAILED
    return SafetyState.PASSED if any(word in said for word in PASSED_WORDS) else SafetyState.UNCLEAR
