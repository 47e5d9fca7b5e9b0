"""The modules that a class teaches, with their hours: what a paper is proportioned by."""

from __future__ import annotations

from decimal import Decimal

from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries
from sessions.rules.timetable import module_hours


def modules_of(offering: ClassOffering) -> list[tuple[str, Decimal]]:
    """Modules with hours: of the curriculum that the class follows, or else of its timetable."""
    version = course_queries.curriculum_of(offering)
    if version is not None:
        planned = [(one.name, one.planned_hours) for one in version.modules]
    else:
        planned = list(module_hours([queries.facts_of(one) for one in queries.sessions_of(offering.id)]).items())
    return [(name, hours) for name, hours in planned if name and hours > 0]
