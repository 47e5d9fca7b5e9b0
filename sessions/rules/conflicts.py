"""The clash engine: what a timetable, its teachers and its venues get wrong (data rules of section 5; design D5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations


class FindingCode(StrEnum):
    """Which rule a finding comes from."""

    TEACHER_EXPIRED = "TEACHER_EXPIRED"
    TT_CLASS_OVERLAP = "TT_CLASS_OVERLAP"
    TT_REST_DAY = "TT_REST_DAY"
    TT_TEACHER_CLASH = "TT_TEACHER_CLASH"
    TT_VENUE_CLASH = "TT_VENUE_CLASH"
    VENUE_TOO_SMALL = "VENUE_TOO_SMALL"


@dataclass(frozen=True, slots=True)
class Slot:
    """A session with a date, half-open [starts_at, ends_at); `venue` is empty unless it is held at a place."""

    code: str
    starts_at: datetime
    ends_at: datetime
    teachers: tuple[str, ...]
    venue: str
    class_code: str = ""

    def overlaps(self, other: Slot) -> bool:
        """Whether the two share time; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def shared_minutes(self, other: Slot) -> int:
        shared = min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at)
        return max(0, int(shared.total_seconds())) // 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a timetable: the rule, the culprit, the sessions, and the figures that prove it."""

    code: FindingCode
    sessions: tuple[str, ...]
    subject: str = ""
    minutes: int | None = None
    day: date | None = None
    capacity: int | None = None
    learners: int | None = None


def find_overlaps(slots: Sequence[Slot]) -> list[Finding]:
    """Pairs of sessions that share a class, a teacher or a venue at the same time."""
    found: list[Finding] = []
    for one, other in combinations(sorted(slots, key=lambda slot: (slot.starts_at, slot.code)), 2):
        if not one.overlaps(other):
            continue
        names, minutes = tuple(sorted((one.code, other.code))), one.shared_minutes(other)
        if one.class_code == other.class_code:
            found.append(Finding(FindingCode.TT_CLASS_OVERLAP, names, "", minutes))
        found += [
            Finding(FindingCode.TT_TEACHER_CLASH, names, teacher, minutes)
            for teacher in one.teachers
            if teacher in other.teachers
        ]
        if one.venue and one.venue == other.venue:
            found.append(Finding(FindingCode.TT_VENUE_CLASH, names, one.venue, minutes))
    return found


def find_rest_days(slots: Iterable[Slot], is_workday: Callable[[date], bool]) -> list[Finding]:
    """Sessions on a weekend or holiday which the official calendar does not make a working day."""
    return [
        Finding(FindingCode.TT_REST_DAY, (slot.code,), day=slot.starts_at.date())
        for slot in slots
        if not is_workday(slot.starts_at.date())
    ]


def find_expired_teachers(slots: Sequence[Slot], ends: dict[str, date], first_day: date) -> list[Finding]:
    """Teachers whose appointment ended before the first day of the class, with their sessions after that end."""
    return [
        Finding(
            FindingCode.TEACHER_EXPIRED,
            tuple(slot.code for slot in slots if teacher in slot.teachers and slot.starts_at.date() > valid_to),
            teacher,
            day=valid_to,
        )
        for teacher, valid_to in ends.items()
        if valid_to < first_day
    ]


def find_small_venues(slots: Sequence[Slot], capacities: dict[str, int], learners: int) -> list[Finding]:
    """Venues with fewer seats than learners, with the sessions held there; a venue that is not used is no fault."""
    found = []
    for venue, capacity in capacities.items():
        held = tuple(slot.code for slot in slots if slot.venue == venue)
        if held and capacity < learners:
            found.append(Finding(FindingCode.VENUE_TOO_SMALL, held, venue, capacity=capacity, learners=learners))
    return found
