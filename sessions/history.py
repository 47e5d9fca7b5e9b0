"""The history of a timetable: what each change changed, worked out from what sessions said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sessions import queries
from sessions.models import SessionChange

# The facts that the history tells, in this order; others follow from them or say nothing to people.
TOLD = (
    "status",
    "kind",
    "starts_at",
    "ends_at",
    "title",
    "module",
    "teacher_name",
    "venue_name",
    "planned_hours",
    "note",
)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of a session before and after a change; both as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeStory:
    """One change of a session: when, by whom, why, and which facts it changed."""

    code: str
    at: datetime
    by_name: str
    reason: str
    facts: tuple[FactChange, ...]


def history_of(offering_id: int) -> list[ChangeStory]:
    """Every change of a class's timetable, the latest first. Two queries."""
    later = {
        one.id: {**queries.facts_of(one).described(), "status": one.status.value}
        for one in queries.every_session(offering_id).values()
    }
    told = []
    for change in queries.changes_of(offering_id):
        told.append(_story(change, later[change.session_id]))
        later[change.session_id] = change.before
    return told


def _story(change: SessionChange, after: Mapping[str, str]) -> ChangeStory:
    before = change.before
    facts = tuple(
        FactChange(field, before.get(field, ""), after.get(field, ""))
        for field in TOLD
        if before.get(field, "") != after.get(field, "")
    )
    return ChangeStory(before.get("code", ""), change.at, change.by_name, change.reason, facts)
