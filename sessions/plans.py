"""A timetable as its page shows it: days, recorded units, modules against the plan, and where a session could go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Protocol

from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries
from sessions.models import ClassSession
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts, module_hours
from standards import queries as standard_queries

REQUIRED_HOURS = "completion.required_hours"


@dataclass(frozen=True, slots=True)
class Entry:
    """One session of a page: its facts, and its number for addresses."""

    id: int
    facts: SessionFacts


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one date in order of start."""

    on: date
    rest_day: bool
    entries: tuple[Entry, ...]

    @property
    def hours(self) -> Decimal:
        return sum((one.facts.planned_hours for one in self.entries), Decimal(0))


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """Scheduled hours of a module against the curriculum's; `planned` is None where it does not name the module."""

    name: str
    scheduled: Decimal
    planned: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a timetable page shows of the sessions themselves."""

    days: tuple[Day, ...]
    recorded: tuple[Entry, ...]
    modules: tuple[ModulePlan, ...]
    offline_hours: Decimal
    online_hours: Decimal
    required: Decimal | None

    @property
    def total(self) -> Decimal:
        return self.offline_hours + self.online_hours

    @property
    def count(self) -> int:
        return len(self.recorded) + sum(len(day.entries) for day in self.days)


class AboutSessions(Protocol):
    """Something in words that is about sessions."""

    @property
    def sessions(self) -> tuple[str, ...]: ...


def plan_of(offering: ClassOffering, sessions: Sequence[ClassSession]) -> Plan:
    """The page's view of these sessions. Five queries at most."""
    entries = [Entry(one.id, queries.facts_of(one)) for one in sessions]
    facts = [one.facts for one in entries]
    timed = sorted((one.facts.starts_at, one.facts.code, one) for one in entries if one.facts.starts_at)
    days = groupby(timed, key=lambda one: one[0].date())
    is_workday = queries.calendar_of(sessions)
    return Plan(
        days=tuple(Day(on, not is_workday(on), tuple(one for *_, one in group)) for on, group in days),
        recorded=tuple(one for one in entries if one.facts.starts_at is None),
        modules=tuple(_modules(offering, facts)),
        offline_hours=_hours(facts, SessionKind.OFFLINE),
        online_hours=_hours(facts, SessionKind.LIVE, SessionKind.RECORDED),
        required=required_hours(offering),
    )


def _hours(facts: Iterable[SessionFacts], *kinds: SessionKind) -> Decimal:
    return sum((one.planned_hours for one in facts if one.kind in kinds), Decimal(0))


def required_hours(offering: ClassOffering) -> Decimal | None:
    """The hours the class must offer: its own figure, else its rule-set's; None while that leaves it open."""
    if offering.required_hours is not None:
        return offering.required_hours
    found = standard_queries.parameters_of(offering.rule_set_version_id).get(REQUIRED_HOURS)
    return Decimal(str(found.value)) if found and found.value is not None else None


def _modules(offering: ClassOffering, facts: Sequence[SessionFacts]) -> list[ModulePlan]:
    """Modules of the curriculum in its order, then those that only the timetable names."""
    scheduled = module_hours(facts)
    curriculum = course_queries.curriculum_of(offering)
    planned = {one.name: one.planned_hours for one in curriculum.modules} if curriculum else {}
    names = [*planned, *(name for name in scheduled if name not in planned)]
    return [ModulePlan(name, scheduled.get(name, Decimal(0)), planned.get(name)) for name in names]


def module_names(offering: ClassOffering) -> list[str]:
    """Names to offer for the module of a session: the curriculum's, and those in use."""
    return [one.name for one in _modules(offering, [queries.facts_of(s) for s in queries.sessions_of(offering.id)])]


def by_session(words: Iterable[AboutSessions]) -> dict[str, list[Any]]:
    """What is said about each session, by its code."""
    about: defaultdict[str, list[Any]] = defaultdict(list)
    for one in words:
        for code in one.sessions:
            about[code].append(one)
    return dict(about)
