"""Where a session could go instead: the nearest free times, other venues, other teachers. Reads, never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.clock import local_now, to_local
from courses.models import ClassOffering
from sessions import queries
from sessions.clashes import queries as clash_queries
from sessions.clashes import registers
from sessions.clashes.registers import KnownRegisters
from sessions.models import ClassSession
from sessions.rules import engine
from sessions.rules.alternatives import (
    FREE,
    OF_THE_TEACHER,
    OF_THE_VENUE,
    Alternatives,
    VenueChoice,
    free_teachers,
    free_venues,
    would_help,
)
from sessions.rules.conflicts import Slot
from sessions.rules.engine import Openings, Surroundings
from sessions.rules.free_slots import Busy, Span, nearest_openings
from sessions.rules.kinds import Resource, SessionKind
from sessions.rules.presence import TeacherFacts
from sessions.rules.timetable import SessionFacts
from sessions.rules.timetable_policy import TeachingDay, teaching_day_of
from standards import queries as standard_queries

LOOKED_AROUND = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken around a session: every venue and teacher of the institution by name."""

    venues: dict[str, Busy]
    teachers: dict[str, Busy]


def suggestions_for(offering: ClassOffering, facts: SessionFacts, *, but: ClassSession | None = None) -> Alternatives:
    """Up to three other times, and venues and teachers where they are what is wrong; nothing for a unit without a time.

    Queries never grow.
    """
    slot = facts.to_slot(offering.code)
    if slot is None or slot.ends_at <= slot.starts_at:
        return Alternatives()
    day = slot.starts_at.date()
    first, last = day - LOOKED_AROUND, day + LOOKED_AROUND
    known = registers.read(offering.institution_id, first, last)
    around = clash_queries.surroundings_between(offering, first, last, known)
    taken = _taken(offering, known, first, last, but)
    kept = [one for one in queries.sessions_of(offering.id) if one is not but and one.code != facts.code]
    own = queries.slots_of(offering, kept)
    found = engine.about(slot.code, engine.find_everything([*own, slot], around))
    return Alternatives(
        slots=tuple(_other_times(slot, own, around, teaching_day(offering))),
        venues=_other_venues(facts, slot, known, taken, around) if would_help(found, OF_THE_VENUE) else (),
        teachers=_other_teachers(slot, around.teachers, taken) if would_help(found, OF_THE_TEACHER) else (),
    )


def teaching_day(offering: ClassOffering) -> TeachingDay:
    """When the rule-set of the class lets teaching begin and end."""
    return teaching_day_of(standard_queries.parameters_of(offering.rule_set_version_id))


def _other_times(slot: Slot, own: Sequence[Slot], around: Surroundings, usual: TeachingDay) -> list[Span]:
    openings = Openings(own, around)

    def fits(start: datetime, end: datetime) -> bool:
        return openings.welcome(replace(slot, starts_at=start, ends_at=end))

    now, day = local_now(), slot.starts_at.date()
    days = [day + timedelta(days=shift) for shift in range(-LOOKED_AROUND.days, LOOKED_AROUND.days + 1)]
    return nearest_openings(
        (slot.starts_at, slot.ends_at),
        [one for one in days if around.is_workday(one)],
        fits,
        opens=usual.opens,
        closes=usual.closes,
        earliest=now if slot.starts_at >= now else None,
    )


def _other_venues(
    facts: SessionFacts, slot: Slot, known: KnownRegisters, taken: Taken, around: Surroundings
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
    heads = max(around.heads, around.exams.seats(around.heads) if slot.exam else 0)
    span = slot.starts_at, slot.ends_at
    return free_venues(span, choices, heads=heads, campus=known.campuses.get(facts.venue_name))


def _other_teachers(slot: Slot, teachers: Mapping[str, TeacherFacts], taken: Taken) -> tuple[str, ...]:
    others = {name: one for name, one in teachers.items() if name not in slot.teachers}
    subject = "" if slot.exam else slot.subject
    return free_teachers((slot.starts_at, slot.ends_at), others, taken.teachers, subject=subject)


def _taken(offering: ClassOffering, known: KnownRegisters, first: date, last: date, but: ClassSession | None) -> Taken:
    spans: defaultdict[tuple[Resource, int], list[Span]] = defaultdict(list)
    for one in clash_queries.bookings_of_institution(offering.institution_id, first, last):
        if but is None or one.session_id != but.id:
            spans[one.resource, one.resource_id].append((to_local(one.starts_at), to_local(one.ends_at)))
    return Taken(
        {name: Busy(spans[Resource.VENUE, one.id]) for name, one in known.venues.items()},
        {name: Busy(spans[Resource.TEACHER, one.id]) for name, one in known.teachers.items()},
    )


def slot_value(span: Span, day: date) -> str:
    """A slot as the value of a button: 09:00-11:00, with its date in front when that is another day."""
    clock = f"{span[0]:%H:%M}-{span[1]:%H:%M}"
    return clock if span[0].date() == day else f"{span[0]:%Y-%m-%d} {clock}"


def slot_values(spans: Iterable[Span], day: date) -> list[str]:
    return [slot_value(one, day) for one in spans]
