"""Teachers and venues of an institution as the clash rules want them: by the names that timetables use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.weekly import Availability
from sessions.rules.presence import TeacherFacts
from trainer import queries as trainer_queries
from trainer.models import Teacher, Venue
from trainer.places import queries as places
from trainer.teaching import queries as teaching
from trainer.teaching.rules import TeachingLimit


@dataclass(frozen=True, slots=True)
class KnownRegisters:
    """What the registers say for a stretch of days."""

    teachers: Mapping[str, Teacher]
    venues: Mapping[str, Venue]
    availability: Mapping[int, Availability]
    subjects: Mapping[int, frozenset[str]]
    limits: Mapping[int, TeachingLimit]
    openness: Mapping[str, Availability]
    campuses: Mapping[str, int | None]
    minutes_between: Mapping[tuple[int, int], int]

    @property
    def capacities(self) -> dict[str, int]:
        return {name: one.capacity for name, one in self.venues.items() if one.capacity}

    def teacher_facts(self, hours_elsewhere: Mapping[int, Mapping[int, Decimal]]) -> dict[str, TeacherFacts]:
        """Each teacher by name; `hours_elsewhere` by teacher and year."""
        return {name: self._facts(one, hours_elsewhere.get(one.id, {})) for name, one in self.teachers.items()}

    def _facts(self, teacher: Teacher, elsewhere: Mapping[int, Decimal]) -> TeacherFacts:
        limit = self.limits.get(teacher.id, TeachingLimit())
        return TeacherFacts(
            teacher.valid_from,
            teacher.valid_to,
            self.availability.get(teacher.id, Availability()),
            self.subjects.get(teacher.id, frozenset()),
            limit.daily_hours,
            limit.yearly_hours,
            elsewhere,
        )


def read(institution_id: int, first: date, last: date) -> KnownRegisters:
    """The registers of an institution for these days. A number of queries that never grows."""
    teachers = {one.name: one for one in trainer_queries.teachers_of([institution_id])}
    venues = {one.name: one for one in trainer_queries.venues_of([institution_id])}
    teacher_ids = [one.id for one in teachers.values()]
    venue_ids = [one.id for one in venues.values()]
    openness, campuses = places.openness_of(venue_ids, first, last), places.campus_of(venue_ids)
    return KnownRegisters(
        teachers=teachers,
        venues=venues,
        availability=teaching.availability_of(teacher_ids, first, last),
        subjects=teaching.subjects_of(teacher_ids),
        limits=teaching.limits_of(teacher_ids),
        openness={name: openness[one.id] for name, one in venues.items() if one.id in openness},
        campuses={name: campuses.get(one.id) for name, one in venues.items()},
        minutes_between=places.travel_minutes(institution_id),
    )
