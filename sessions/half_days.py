"""Units and half-days of a class by the times that hours follow: one answer for check-in, sheets, hours and the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courses.models import ClassOffering
from sessions import queries
from sessions.models import ClassSession
from sessions.rollcall import queries as roll_call_queries
from sessions.rollcall.rules.logs import reckoned
from sessions.rules.evaluation import Unit, build_timetable
from sessions.rules.halfdays import HalfDay


def units_with(
    sessions: Sequence[ClassSession],
    held: Mapping[int, tuple[datetime, datetime]],
    tolerance_of: Callable[[], timedelta],
) -> list[Unit]:
    """The units of a class with the times that hours follow: those of a confirmed teaching log where it differs.

    `held` are real times by session (`rollcall.queries.held_times`); the tolerance is asked for only where there are.
    """
    units = {one.id: queries.facts_of(one).to_unit() for one in sessions}
    there = held.keys() & units.keys()
    tolerance = tolerance_of() if there else timedelta(0)
    for session_id in there:
        unit = units[session_id]
        if unit.starts_at and unit.ends_at:
            starts_at, ends_at = reckoned((unit.starts_at, unit.ends_at), held[session_id], tolerance)
            units[session_id] = replace(unit, starts_at=starts_at, ends_at=ends_at)
    return list(units.values())


def units_of(offering: ClassOffering, sessions: Sequence[ClassSession]) -> list[Unit]:
    """The units of one class. Raises ParameterMissing."""
    held = roll_call_queries.held_times([one.id for one in sessions])
    return units_with(sessions, held, lambda: roll_call_queries.policy_of(offering).tolerance)


def halves_of(offering: ClassOffering) -> tuple[HalfDay, ...]:
    """The half-days of a class with the sessions held in them, in order of time. Raises ParameterMissing."""
    units = units_of(offering, queries.sessions_of(offering.id))
    return build_timetable(units, queries.policy_of(offering)).halves
