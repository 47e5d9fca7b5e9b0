"""Whether venue and teacher can be there at all: opening hours, closures, availability, leave, appointment, subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.weekly import Availability
from sessions.rules.conflicts import Finding, FindingCode, Slot


@dataclass(frozen=True, slots=True)
class TeacherFacts:
    """What the register says of a teacher. No subjects means that none are recorded, not that none may be taught."""

    valid_from: date | None = None
    valid_to: date | None = None
    availability: Availability = field(default_factory=Availability)
    subjects: frozenset[str] = frozenset()
    hours_per_day: Decimal | None = None
    hours_per_year: Decimal | None = None
    hours_elsewhere: Mapping[int, Decimal] = field(default_factory=dict)  # by year, in other classes


def find_closed_venues(slots: Iterable[Slot], openness: Mapping[str, Availability]) -> list[Finding]:
    """Sessions outside the opening hours of their venue, or while it is closed."""
    found = []
    for slot in slots:
        hours = openness.get(slot.venue)
        if hours is not None:
            found += _absent(slot, slot.venue, hours, FindingCode.TT_VENUE_HOURS, FindingCode.TT_VENUE_CLOSED)
    return found


def find_absent_teachers(slots: Iterable[Slot], teachers: Mapping[str, TeacherFacts]) -> list[Finding]:
    """Sessions outside the hours in which their teacher can teach, or during leave."""
    return [
        finding
        for slot in slots
        for name in slot.teachers
        if name in teachers
        for finding in _absent(
            slot, name, teachers[name].availability, FindingCode.TT_TEACHER_HOURS, FindingCode.TT_TEACHER_AWAY
        )
    ]


def _absent(slot: Slot, name: str, hours: Availability, outside: FindingCode, away: FindingCode) -> list[Finding]:
    day = slot.starts_at.date()
    found = []
    if not hours.holds(slot.starts_at, slot.ends_at):
        open_at = "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in hours.windows_on(day))
        found.append(Finding(outside, (slot.code,), name, day=day, detail=open_at))
    for one in hours.absences(slot.starts_at, slot.ends_at):
        until = f"{one.starts_at:%Y-%m-%d %H:%M} – {one.ends_at:%Y-%m-%d %H:%M}"
        detail = f"{one.reason}，{until}" if one.reason else until
        found.append(Finding(away, (slot.code,), name, day=day, detail=detail))
    return found


def find_lapsed_terms(
    slots: Iterable[Slot], teachers: Mapping[str, TeacherFacts], *, first_day: date | None = None
) -> list[Finding]:
    """Sessions on a day for which their teacher is not appointed.

    A teacher whose appointment ended before the first day of the class is left to `find_expired_teachers`.
    """
    found = []
    for slot in slots:
        day = slot.starts_at.date()
        for name in slot.teachers:
            facts = teachers.get(name, TeacherFacts())
            told = first_day is not None and facts.valid_to is not None and facts.valid_to < first_day
            if not told and _outside_term(facts, day):
                term = f"{facts.valid_from or ''} – {facts.valid_to or ''}"
                found.append(Finding(FindingCode.TT_TEACHER_TERM, (slot.code,), name, day=day, detail=term))
    return found


def _outside_term(facts: TeacherFacts, day: date) -> bool:
    return bool((facts.valid_from and day < facts.valid_from) or (facts.valid_to and facts.valid_to < day))


def find_uncovered_subjects(slots: Iterable[Slot], teachers: Mapping[str, TeacherFacts]) -> list[Finding]:
    """Sessions of a module that the register does not let their teacher teach; anybody may watch an examination."""
    return [
        Finding(FindingCode.TT_TEACHER_SUBJECT, (slot.code,), name, detail=slot.subject)
        for slot in slots
        for name in slot.teachers
        if not slot.exam and not covers(teachers.get(name, TeacherFacts()), slot.subject)
    ]


def covers(facts: TeacherFacts, subject: str) -> bool:
    """Whether a teacher may teach that module; without recorded subjects, or without a module, nobody is refused."""
    return not subject or not facts.subjects or subject in facts.subjects
