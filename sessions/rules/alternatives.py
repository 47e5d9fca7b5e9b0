"""Who or what could stand in for a teacher or a venue that cannot be had: free, open, large enough, qualified."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.weekly import Availability
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.free_slots import OFFERED, Busy, Span
from sessions.rules.presence import TeacherFacts, covers

FREE = Busy(())
# What neither another venue nor another teacher changes.
OF_THE_CLASS = frozenset(
    {
        FindingCode.TT_CLASS_OVERLAP,
        FindingCode.TT_DAY_HOURS,
        FindingCode.TT_HALF_DAY_HOURS,
        FindingCode.TT_LEARNER_CLASH,
        FindingCode.TT_REST_DAY,
    }
)
OF_THE_VENUE = frozenset(
    {
        *(code for code in FindingCode if "VENUE" in code),
        FindingCode.TT_CLASS_TRAVEL,
        FindingCode.TT_EXAM_SEATS,
        FindingCode.TT_TEACHER_TRAVEL,
    }
)
OF_THE_TEACHER = frozenset(code for code in FindingCode if "TEACHER" in code)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What could be had instead: other times for the same venue and teachers, or another venue, or another teacher."""

    slots: tuple[Span, ...] = ()
    venues: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()


def would_help(found: Iterable[Finding], codes: Collection[FindingCode]) -> bool:
    """Whether another venue, or teacher (`codes` are the findings about it), puts right what was found.

    When nothing is found, whoever stood in the way has gone again: then everything may be offered.
    """
    said = {one.code for one in found}
    return not said or bool(said & set(codes) and not said & OF_THE_CLASS)


@dataclass(frozen=True, slots=True)
class VenueChoice:
    """A venue that could be taken."""

    name: str
    capacity: int | None = None
    campus: int | None = None
    openness: Availability | None = None
    busy: Busy = FREE


def free_venues(
    wanted: Span, choices: list[VenueChoice], *, heads: int, campus: int | None = None, limit: int = OFFERED
) -> tuple[str, ...]:
    """Venues that are open, free and large enough: those of the same campus first, then the smallest that will do."""
    fit = [
        one
        for one in choices
        if (one.capacity or 0) >= heads
        and one.busy.is_free(*wanted)
        and (one.openness is None or one.openness.allows(*wanted))
    ]
    fit.sort(key=lambda one: (campus is not None and one.campus != campus, one.capacity or 0, one.name))
    return tuple(one.name for one in fit[:limit])


def free_teachers(
    wanted: Span,
    teachers: Mapping[str, TeacherFacts],
    busy: Mapping[str, Busy],
    *,
    subject: str,
    limit: int = OFFERED,
) -> tuple[str, ...]:
    """Teachers who are appointed, may teach the module, can teach then and are free; those named for it stand first."""
    fit = [
        name
        for name, facts in teachers.items()
        if covers(facts, subject) and can_come(facts, *wanted) and busy.get(name, FREE).is_free(*wanted)
    ]
    fit.sort(key=lambda name: (subject not in teachers[name].subjects, name))
    return tuple(fit[:limit])


def can_come(facts: TeacherFacts, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a teacher is appointed and available for the whole stretch."""
    day = starts_at.date()
    if (facts.valid_from and day < facts.valid_from) or (facts.valid_to and facts.valid_to < day):
        return False
    return facts.availability.allows(starts_at, ends_at)
