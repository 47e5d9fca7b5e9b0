"""Papers of preparation: the plan of the class, its timetable, teachers, venues and roster."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from archives.rendering.sheets import Column, Sheet, Table
from archives.rendering.wording import Value, say, word
from core.clock import to_local
from core.masking import mask
from sessions.models import ClassSession
from sessions.queries import facts_of
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import module_hours

if TYPE_CHECKING:
    from archives.gathering import Gathered


def class_info(gathered: Gathered) -> Sheet:
    """The plan of the class: its facts, its modules, and the figures it is judged by."""
    offering, version = gathered.offering, gathered.version
    modules = module_hours([facts_of(one) for one in gathered.sessions])
    policy = gathered.results.policy if gathered.results else None
    return Sheet(
        "class_info",
        facts=[
            ("type", offering.training_type),
            ("class_teacher", offering.class_teacher),
            ("learners", len(gathered.enrolments)),
            ("sessions", len(gathered.sessions)),
            ("required_hours", policy.required_hours if policy else offering.required_hours),
            ("pass_mark", policy.exam.pass_mark if policy else offering.pass_mark),
            ("planned_offline", offering.planned_offline_hours),
            ("planned_online", offering.planned_online_hours),
            ("accreditation", gathered.accreditation),
            ("rule_set", f"{version.rule_set.name} v{version.version}"),
            ("effective", version.effective_from),
            ("note", offering.note),
        ],
        tables=[
            Table(
                [Column("number", mm=14, align="center"), Column("module"), Column("hours", mm=24, align="right")],
                [(number, name or None, hours) for number, (name, hours) in enumerate(modules.items(), 1)],
                caption=say("caption", "modules"),
                csv="modules",
            ),
            Table(
                [Column("item", 5), Column("value", 3), Column("measure", mm=14), Column("basis", 6)],
                [(one.name, _figure(one.value), one.unit, one.basis) for one in version.parameters],
                caption=say("caption", "parameters"),
            ),
        ],
    )


def _figure(value: object) -> str | None:
    return None if value is None else str(value)


def timetable(gathered: Gathered) -> Sheet:
    """The timetable with what is planned."""
    rows: list[list[Value]] = []
    for one in gathered.sessions:
        start = to_local(one.starts_at) if one.starts_at else None
        rows.append(
            [
                one.code,
                start.date() if start else None,
                clock_times(one),
                word("session_kind", one.kind.value),
                one.module,
                one.title,
                one.teacher_name,
                one.venue_name,
                one.planned_hours,
            ]
        )
    columns = [
        Column("session", mm=12),
        Column("date", mm=21),
        Column("time", mm=24),
        Column("kind", mm=12),
        Column("module", 3),
        Column("course", 4),
        Column("teacher", mm=18),
        Column("venue", 3),
        Column("hours", mm=11, align="right"),
    ]
    total = sum((one.planned_hours for one in gathered.sessions), Decimal(0))
    return Sheet(
        "timetable", [Table(columns, rows, csv="timetable")], [("sessions", len(rows)), ("total_hours", total)]
    )


def clock_times(session: ClassSession) -> str | None:
    """09:00–10:30, or the length of a recorded unit."""
    if session.starts_at and session.ends_at:
        return f"{to_local(session.starts_at):%H:%M}–{to_local(session.ends_at):%H:%M}"
    if session.video_seconds:
        return f"{session.video_seconds // 60}:{session.video_seconds % 60:02d}"
    return None


def teachers(gathered: Gathered) -> Sheet:
    """The teachers of the timetable with what the register says of them, and whether they are appointed that day."""
    register = {one.name: one for one in gathered.teachers}
    rows: list[list[Value]] = []
    for number, (name, taught) in enumerate(gathered.teachers_by_name().items(), 1):
        known = register.get(name)
        days = [_day(one) or gathered.offering.starts_on for one in taught]
        rows.append(
            [
                number,
                name,
                known.title if known else None,
                known.employer if known else None,
                known.education if known else None,
                known.field if known else None,
                known.years if known else None,
                known.valid_from if known else None,
                known.valid_to if known else None,
                all(known.to_appointment().covers(day) for day in days) if known else None,
                "、".join(one.code for one in taught),
            ]
        )
    columns = [
        Column("number", mm=10, align="center"),
        Column("name", mm=17),
        Column("title", 2),
        Column("employer", 4),
        Column("education", mm=19),
        Column("field", 3),
        Column("years", mm=15, align="right"),
        Column("valid_from", mm=21),
        Column("valid_to", mm=21),
        Column("covered", mm=17),
        Column("sessions", 4),
    ]
    return Sheet("teachers", [Table(columns, rows, csv="teachers")], landscape=True)


def _day(session: ClassSession) -> date | None:
    return to_local(session.starts_at).date() if session.starts_at else None


def venues(gathered: Gathered) -> Sheet:
    """The venues of the timetable with capacity and safety check."""
    register = {one.name: one for one in gathered.venues}
    used: dict[str, list[str]] = {}
    for one in gathered.sessions_of(SessionKind.OFFLINE):
        if one.venue_name:
            used.setdefault(one.venue_name, []).append(one.code)
    rows: list[list[Value]] = []
    for number, (name, codes) in enumerate(used.items(), 1):
        known = register.get(name)
        facts: list[Value] = (
            [known.capacity, known.equipment, known.address, known.safety_checked_on, known.safety_result]
            if known
            else [None] * 5
        )
        rows.append([number, name, *facts, "、".join(codes)])
    columns = [
        Column("number", mm=10, align="center"),
        Column("venue", 3),
        Column("capacity", mm=15, align="right"),
        Column("equipment", 4),
        Column("address", 4),
        Column("checked_on", mm=21),
        Column("check_result", mm=16),
        Column("sessions", 4),
    ]
    heads = [("learners", len(gathered.enrolments))]
    return Sheet("venues", [Table(columns, rows, csv="venues")], heads, landscape=True)


def roster(gathered: Gathered) -> Sheet:
    """The learners of the class. Personal numbers stand masked, on paper and in the table alike."""
    rows: list[list[Value]] = []
    for number, one in enumerate(gathered.enrolments, 1):
        person, line = one.learner, one.roster_line
        details = line.details if line else {}
        rows.append(
            [
                number,
                person.name,
                details.get("sex") or person.sex,
                mask(person.id_number),
                mask(person.phone),
                details.get("employer") or (one.employer.name if one.employer else None),
                details.get("post") or person.post,
                details.get("title") or person.title,
                details.get("education") or person.education,
                details.get("city"),
            ]
        )
    columns = [
        Column("number", mm=10, align="center"),
        Column("name", mm=28),
        Column("sex", mm=10, align="center"),
        Column("id_number", mm=36),
        Column("phone", mm=24),
        Column("employer", 5),
        Column("post", 3),
        Column("title", 2),
        Column("education", mm=19),
        Column("city", mm=16),
    ]
    return Sheet(
        "roster",
        [Table(columns, rows, csv="roster")],
        [("learners", len(rows))],
        notes=[say("note", "masked")],
        landscape=True,
    )


def moment(value: datetime | None) -> datetime | None:
    """A stored time on the site's clock."""
    return to_local(value) if value else None
