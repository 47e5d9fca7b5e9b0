"""Papers of delivery: the attendance grid, taps, leave, and learning online."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from archives.rendering.preparation import moment
from archives.rendering.sheets import Column, Sheet, Table, columns_of
from archives.rendering.wording import Value, plain, say, word
from core.clock import to_local
from sessions.models import ClassSession, RecordMixin
from sessions.rules.evaluation import Earned, PersonResult
from sessions.rules.kinds import SessionKind

if TYPE_CHECKING:
    from archives.gathering import Gathered

SESSIONS_ACROSS = 19  # as many columns as an A4 sheet on its side can hold


def attendance(gathered: Gathered) -> Sheet:
    """Who attended what: a grid on paper, a line for each learner and session in the table."""
    sessions = gathered.sessions_of(SessionKind.OFFLINE)
    people = gathered.people()
    by_person = [(number, one.learner.name, _by_code(result)) for number, one, result in people]
    parts = [sessions[at : at + SESSIONS_ACROSS] for at in range(0, len(sessions), SESSIONS_ACROSS)]
    lines: list[list[Value]] = [
        [
            number,
            name,
            session.code,
            moment(session.starts_at),
            _status(earned),
            _absence(earned),
            earned.minutes,
            earned.hours,
        ]
        for number, name, by_code in by_person
        for session in sessions
        if (earned := by_code.get(session.code))
    ]
    line_columns = [Column(key) for key in ("number", "name", "session", "time", "status", "why", "minutes", "hours")]
    return Sheet(
        "attendance",
        [
            *(grid(part, by_person) for part in parts),
            Table(line_columns, lines, csv="attendance", on_paper=False),
        ],
        [("learners", len(people)), ("sessions", len(sessions))],
        notes=[say("note", "marks")],
        landscape=True,
    )


def grid(sessions: Sequence[ClassSession], people: Sequence[tuple[int, str, dict[str, Earned]]]) -> Table:
    """Learners down, sessions across; a cell shows the mark, and the hours where they are not the planned ones."""
    columns = [Column("number", mm=9, align="center"), Column("name", share=1)]
    columns += [
        Column("session", mm=11.8, align="center", title=f"{one.code}\n{to_local(one.starts_at):%m-%d}\n{_hour(one)}")
        for one in sessions
        if one.starts_at
    ]
    rows = [[number, name, *(_cell(one, by_code) for one in sessions)] for number, name, by_code in people]
    first, last = (f"{to_local(one.starts_at):%Y-%m-%d}" for one in (sessions[0], sessions[-1]) if one.starts_at)
    caption = say("caption", "grid", first=first, last=last)
    return Table(columns, rows, caption=caption, grid=True, size=7.5)


def _hour(session: ClassSession) -> str:
    return f"{to_local(session.starts_at):%H:%M}" if session.starts_at else ""


def _cell(session: ClassSession, by_code: dict[str, Earned]) -> str | None:
    earned = by_code.get(session.code)
    if earned is None or earned.attendance is None:
        return None
    mark = word("attendance_mark", earned.attendance.status.value)
    short = earned.attendance.credited is not None and earned.hours != session.planned_hours
    return f"{mark}{plain(earned.hours)}" if short else mark


def _by_code(result: PersonResult) -> dict[str, Earned]:
    return {one.code: one for one in result.earned}


def _status(earned: Earned) -> str | None:
    return word("attendance", earned.attendance.status.value) if earned.attendance else None


def _absence(earned: Earned) -> str | None:
    why = earned.attendance.why if earned.attendance else None
    return word("absence", why.value) if why else None


def sign_records(gathered: Gathered) -> Sheet:
    """Every tap as recorded, those of people who are not on the roster included."""
    who = _Who(gathered)
    taps = sorted(gathered.records.taps, key=lambda one: (one.at, one.id))
    rows: list[list[Value]] = [
        [
            number,
            moment(one.at),
            word("direction", one.direction.value) if one.direction else None,
            one.name,
            who.learner(one),
            one.point or one.device,
            word("source", one.source.value),
            place(one),
            who.remark(one, one.reason),
        ]
        for number, one in enumerate(taps, 1)
    ]
    columns = [
        Column("number", mm=11, align="right"),
        Column("at", mm=33),
        Column("direction", mm=12),
        Column("recorded_name", 2),
        Column("learner", 2),
        Column("point", 3),
        Column("source", mm=17),
        Column("place", 4),
        Column("remark", 2),
    ]
    facts = [("records", len(taps)), ("unmatched", sum(one.enrolment_id is None for one in taps))]
    return Sheet(
        "sign_records", [Table(columns, rows, csv="sign_records", size=7.5)], facts, [say("note", "unmatched")], True
    )


def leave(gathered: Gathered) -> Sheet:
    """Leave requests with their decisions."""
    who = _Who(gathered)
    rows: list[list[Value]] = [
        [
            number,
            one.name,
            who.learner(one),
            moment(one.starts_at),
            moment(one.ends_at),
            one.reason,
            word("decision", one.decision.value),
            one.approver,
            who.remark(one),
        ]
        for number, one in enumerate(gathered.records.leaves, 1)
    ]
    columns = [
        Column("number", mm=10, align="center"),
        Column("recorded_name", 2),
        Column("learner", 2),
        Column("from", mm=33),
        Column("to", mm=33),
        Column("reason", 4),
        Column("decision", mm=15),
        Column("approver", 2),
        Column("remark", 2),
    ]
    return Sheet("leave", [Table(columns, rows, csv="leave")], [("records", len(rows))], landscape=True)


def online(gathered: Gathered) -> Sheet:
    """What each unit came to for each learner, then the stays and played stretches behind it."""
    who = _Who(gathered)
    units = gathered.sessions_of(SessionKind.LIVE, SessionKind.RECORDED)
    titles = {one.code: one.title for one in units}
    judged: list[list[Value]] = [
        [number, one.learner.name, earned.code, titles.get(earned.code), earned.minutes, earned.hours]
        for number, one, result in gathered.people()
        for earned in result.earned
        if earned.code in titles
    ]
    stays: list[list[Value]] = [
        [at, one.unit, one.name, who.learner(one), moment(one.at), moment(one.until), place(one), who.remark(one)]
        for at, one in enumerate(gathered.records.stays, 1)
    ]
    played: list[list[Value]] = [
        [at, one.unit, one.name, who.learner(one), one.start_second, one.end_second, moment(one.played_at), one.rate,
         place(one), who.remark(one)]
        for at, one in enumerate(gathered.records.segments, 1)
    ]  # fmt: skip
    tables = [
        Table(
            columns_of("number:11 name unit:14 course minutes:15 hours:15"), judged, say("caption", "units"), "online",
        ),
        Table(
            columns_of("number:11 unit:14 recorded_name learner:22 from:33 to:33 place remark:26"),
            stays, say("caption", "live"), "live", size=7.5,
        ),
        Table(
            columns_of("number:11 unit:14 recorded_name learner:22 start_second:16 end_second:16 at:33 rate:12 place "
                     "remark:26"),
            played, say("caption", "recorded"), "recorded", size=7.5,
        ),
    ]  # fmt: skip
    return Sheet("online", [one for one in tables if one.rows], [("records", len(stays) + len(played))], landscape=True)


def place(record: RecordMixin) -> str:
    """Where a record came from: file, sheet and row; nothing for one made in the product."""
    return " ".join(part for part in (record.file, record.sheet, f"#{record.row}" if record.row else "") if part)


class _Who:
    """Who is behind a record, in words."""

    def __init__(self, gathered: Gathered) -> None:
        self.names = gathered.names()

    def learner(self, record: RecordMixin) -> str | None:
        return self.names.get(record.enrolment_id or 0)

    def remark(self, record: RecordMixin, more: str = "") -> str:
        return "；".join(one for one in (word("match", record.match_code) if record.match_code else "", more) if one)
