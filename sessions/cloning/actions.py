"""Cloning a class with its timetable. Nothing is committed here: a preview is the same act, rolled back by the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from accounts import audit
from accounts.models import User
from core.db import db
from courses import edits
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries
from sessions.actions import timetable
from sessions.cloning.models import ClassClone
from sessions.cloning.rules import Carried, Shift, shift_days
from sessions.rules.conflicts import Finding
from sessions.rules.timetable import SessionFacts
from standards.holidays.queries import working_days
from standards.models import RuleSetVersion
from trainer.models import Institution

COPIED = (
    "training_type",
    "class_teacher",
    "curriculum_version_id",
    "required_hours",
    "pass_mark",
    "planned_offline_hours",
    "planned_online_hours",
)


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one session: its facts as placed, what stood in the way, what else to look at."""

    facts: SessionFacts
    carried: Carried
    findings: tuple[Finding, ...] = ()
    day_off: str = ""  # name of the holiday, or "-" for a plain day off
    module_gone: bool = False


Words = Callable[[Line], dict[str, Any]]


def clone_class(
    source: ClassOffering,
    *,
    facts: Mapping[str, Any],
    version: RuleSetVersion,
    shift: Shift,
    words: Words,
    by: User,
) -> tuple[ClassOffering, list[Line]]:
    """Make a draft like the source at a new date, session by session, and keep the report in `words`.

    A session whose teacher or venue is not free is placed without them, else left out. Raises courses.edits.CodeTaken.
    """
    sessions = [queries.facts_of(one) for one in queries.sessions_of(source.id)]
    moved = _moved(sessions, facts["starts_on"], shift)
    ends_on = max([*moved.values(), facts["starts_on"] + (source.ends_on - source.starts_on)])
    said = {**{name: getattr(source, name) for name in COPIED}, **facts, "ends_on": ends_on}
    institution = db.session.get_one(Institution, source.institution_id)
    offering = edits.new_class(institution, rule_set_version=version, facts=said, by=by)
    db.session.flush()
    followed = course_queries.curriculum_of(offering)
    names = {one.name for one in followed.modules} if followed else None
    lines = [_place(offering, one, moved, names, by) for one in sessions]
    report = [words(line) for line in lines]
    db.session.add(ClassClone(offering_id=offering.id, source_id=source.id, by_name=by.display_name, report=report))
    audit.record(
        "sessions.class_cloned",
        by=by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        name=source.code,
    )
    db.session.flush()
    return offering, lines


def _moved(sessions: list[SessionFacts], start: date, shift: Shift) -> dict[date, date]:
    days = [one.starts_at.date() for one in sessions if one.starts_at]
    first, last = min([*days, start]), max([*days, start]) + timedelta(days=400)
    return shift_days(days, start, shift, working_days(first, last))


def _place(
    offering: ClassOffering, facts: SessionFacts, moved: Mapping[date, date], names: set[str] | None, by: User
) -> Line:
    gone = bool(names is not None and facts.module and facts.module not in names)
    if facts.starts_at is None or facts.ends_at is None:
        timetable.schedule_session(offering, facts, by=by)
        return Line(facts, Carried.WHOLE, module_gone=gone)
    old = facts.starts_at.date()
    new = moved[old]
    placed = replace(facts, starts_at=_at(new, facts.starts_at), ends_at=_at(new, facts.ends_at))
    calendar = working_days(min(old, new), max(old, new))
    day_off = (calendar.name_of(new) or "-") if calendar(old) and not calendar(new) else ""
    line = _scheduled(offering, placed, by)
    return replace(line, day_off=day_off, module_gone=gone)


def _at(day: date, moment: datetime) -> datetime:
    return datetime.combine(day, moment.time())


def _scheduled(offering: ClassOffering, facts: SessionFacts, by: User) -> Line:
    """The session with teacher and venue; without those that stand in the way; or not at all."""
    try:
        timetable.schedule_session(offering, facts, by=by)
    except timetable.ScheduleConflict as conflict:
        found = tuple(conflict.findings)
    else:
        return Line(facts, Carried.WHOLE)
    about = {facts.teacher_name, facts.venue_name}
    teacher = any("TEACHER" in one.code or one.subject in facts.teacher_name for one in found if one.subject)
    venue = any("VENUE" in one.code or one.subject == facts.venue_name for one in found if one.subject)
    attempts = [
        replace(
            facts, teacher_name="" if teacher else facts.teacher_name, venue_name="" if venue else facts.venue_name
        ),
        replace(facts, teacher_name="", venue_name=""),
    ]
    for attempt in attempts if any(about) else []:
        try:
            timetable.schedule_session(offering, attempt, by=by)
        except timetable.ScheduleConflict:
            continue
        return Line(attempt, Carried.IN_PART, found)
    return Line(facts, Carried.LEFT_OUT, found)
