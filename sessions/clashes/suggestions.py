"""Where a session could go instead: the nearest free times, other venues, other teachers. Reads, never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import local_now, to_local
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries
from sessions.clashes import queries as clash_queries
from sessions.clashes import registers
from sessions.clashes.registers import KnownRegisters
from sessions.models import ClassSession
from sessions.rules.alternatives import FREE, Alternatives, VenueChoice, can_come, free_teachers, free_venues
from sessions.rules.free_slots import Busy, Span, nearest_openings
from sessions.rules.kinds import Resource, SessionKind
from sessions.rules.presence import TeacherFacts
from sessions.rules.timetable import SessionFacts, split_teachers
from standards.holidays.queries import working_days

LOOKED_AROUND = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken around a session: its class, and every venue and teacher of the institution by name."""

    own: Busy
    venues: dict[str, Busy]
    teachers: dict[str, Busy]


def suggestions_for(offering: ClassOffering, facts: SessionFacts, *, but: ClassSession | None = None) -> Alternatives:
    """Up to three other times, venues and teachers; nothing for a unit without a time. Queries never grow."""
    if facts.starts_at is None or facts.ends_at is None or facts.ends_at <= facts.starts_at:
        return Alternatives()
    wanted = facts.starts_at, facts.ends_at
    first, last = wanted[0].date() - LOOKED_AROUND, wanted[0].date() + LOOKED_AROUND
    known = registers.read(offering.institution_id, first, last)
    taken = _taken(offering, known, first, last, but)
    teachers = known.teacher_facts({})
    return Alternatives(
        slots=tuple(_other_times(facts, wanted, known, teachers, taken)),
        venues=_other_venues(offering, facts, wanted, known, taken),
        teachers=_other_teachers(facts, wanted, teachers, taken),
    )


def _other_times(
    facts: SessionFacts, wanted: Span, known: KnownRegisters, teachers: dict[str, TeacherFacts], taken: Taken
) -> list[Span]:
    venue = facts.venue_name if facts.kind is SessionKind.OFFLINE else ""
    names = [name for name in split_teachers(facts.teacher_name) if name in teachers]
    busy = [taken.own, taken.venues.get(venue, FREE), *(taken.teachers.get(name, FREE) for name in names)]
    open_at = known.openness.get(venue)

    def fits(start: datetime, end: datetime) -> bool:
        return (
            all(one.is_free(start, end) for one in busy)
            and (open_at is None or open_at.allows(start, end))
            and all(can_come(teachers[name], start, end) for name in names)
        )

    now = local_now()
    day = wanted[0].date()
    around = [day + timedelta(days=shift) for shift in range(-LOOKED_AROUND.days, LOOKED_AROUND.days + 1)]
    calendar = working_days(around[0], around[-1])
    days = [one for one in around if calendar(one)]
    return nearest_openings(wanted, days, fits, earliest=now if wanted[0] >= now else None)


def _other_venues(
    offering: ClassOffering, facts: SessionFacts, wanted: Span, known: KnownRegisters, taken: Taken
) -> tuple[str, ...]:
    if facts.kind is not SessionKind.OFFLINE:
        return ()
    choices = [
        VenueChoice(
            name, one.capacity, known.campuses.get(name), known.openness.get(name), taken.venues.get(name, FREE)
        )
        for name, one in known.venues.items()
        if name != facts.venue_name
    ]
    heads = course_queries.learner_count([offering.id]).get(offering.id, 0)
    return free_venues(wanted, choices, heads=heads, campus=known.campuses.get(facts.venue_name))


def _other_teachers(
    facts: SessionFacts, wanted: Span, teachers: dict[str, TeacherFacts], taken: Taken
) -> tuple[str, ...]:
    named = split_teachers(facts.teacher_name)
    others = {name: one for name, one in teachers.items() if name not in named}
    return free_teachers(wanted, others, taken.teachers, subject=facts.module)


def _taken(offering: ClassOffering, known: KnownRegisters, first: date, last: date, but: ClassSession | None) -> Taken:
    spans: defaultdict[tuple[Resource, int], list[Span]] = defaultdict(list)
    for one in clash_queries.bookings_of_institution(offering.institution_id, first, last):
        if but is None or one.session_id != but.id:
            spans[one.resource, one.resource_id].append((to_local(one.starts_at), to_local(one.ends_at)))
    own = [
        (to_local(one.starts_at), to_local(one.ends_at))
        for one in queries.sessions_of(offering.id)
        if one.starts_at and one.ends_at and (but is None or one.id != but.id)
    ]
    return Taken(
        Busy(own),
        {name: Busy(spans[Resource.VENUE, one.id]) for name, one in known.venues.items()},
        {name: Busy(spans[Resource.TEACHER, one.id]) for name, one in known.teachers.items()},
    )


def slot_value(span: Span, day: date) -> str:
    """A slot as the value of a button: 09:00-11:00, with its date in front when that is another day."""
    clock = f"{span[0]:%H:%M}-{span[1]:%H:%M}"
    return clock if span[0].date() == day else f"{span[0]:%Y-%m-%d} {clock}"


def slot_values(spans: Iterable[Span], day: date) -> list[str]:
    return [slot_value(one, day) for one in spans]
