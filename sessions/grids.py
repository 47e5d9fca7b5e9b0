"""The attendance grid: learners down, offline sessions across (pure: results in, rows out)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sessions.rules.attendance import AbsenceReason, AttendanceStatus, HalfDayAttendance
from sessions.rules.evaluation import Earned, PersonResult, Timetable, Unit
from sessions.rules.halfdays import HalfDayFlag

# How an attended session may count; the rest is absence, leave, or a session still to come.
LATE_OR_EARLY = (AttendanceStatus.LATE, AttendanceStatus.EARLY, AttendanceStatus.LATE_EARLY)
CAME = (AttendanceStatus.PRESENT, *LATE_OR_EARLY)


@dataclass(frozen=True, slots=True)
class Person:
    """A learner as a grid names him or her."""

    enrolment_id: int
    number: int
    name: str
    employer: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One person in one session. No status: the session is not over and nobody has signed in yet.

    Flags belong to the half-day and stand at its first session.
    """

    session_id: int
    status: AttendanceStatus | None
    why: AbsenceReason | None
    minutes: int
    flags: tuple[HalfDayFlag, ...] = ()
    foreign: bool = False  # a make-up session of others

    @property
    def is_problem(self) -> bool:
        return bool(self.flags) or self.status not in (None, AttendanceStatus.PRESENT)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person across all offline sessions."""

    person: Person
    cells: tuple[Cell, ...]
    half_days: tuple[HalfDayAttendance, ...]
    hours: Decimal

    @property
    def counts(self) -> Counter[AttendanceStatus]:
        return Counter(cell.status for cell in self.cells if cell.status)

    @property
    def came(self) -> int:
        return sum(cell.status in CAME for cell in self.cells)

    @property
    def late_or_early(self) -> int:
        return sum(cell.status in LATE_OR_EARLY for cell in self.cells)

    @property
    def is_problem(self) -> bool:
        return any(cell.is_problem for cell in self.cells)

    @property
    def flagged(self) -> list[HalfDayAttendance]:
        """The half-days that somebody should look at."""
        return [half for half in self.half_days if half.flags]


@dataclass(frozen=True, slots=True)
class Column:
    """One offline session, with how many came, were absent, were on leave."""

    session_id: int
    code: str
    title: str
    starts_at: datetime
    ends_at: datetime
    opens_half: bool
    counts: Counter[AttendanceStatus]

    @property
    def came(self) -> int:
        return sum(self.counts[status] for status in CAME)


@dataclass(frozen=True, slots=True)
class HalfHead:
    """The head above the sessions of one half-day."""

    on: date
    part: str
    columns: int


@dataclass(frozen=True, slots=True)
class AttendanceGrid:
    """A class at a glance."""

    heads: tuple[HalfHead, ...]
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]

    @property
    def counts(self) -> Counter[AttendanceStatus]:
        """Sessions by status over all learners."""
        return sum((column.counts for column in self.columns), Counter())

    @property
    def flags(self) -> int:
        """How many flags there are on half-days."""
        return sum(len(half.flags) for row in self.rows for half in row.half_days)

    def narrowed(self, *, text: str = "", only_problems: bool = False) -> list[GridRow]:
        """The rows whose learner has the text in name or employer, and if wanted only those with a problem."""
        wanted = text.casefold()
        return [
            row
            for row in self.rows
            if (not only_problems or row.is_problem)
            and (wanted in row.person.name.casefold() or wanted in row.person.employer.casefold())
        ]


def flagged_halves(rows: Iterable[GridRow]) -> list[tuple[GridRow, HalfDayAttendance]]:
    """The half-days that somebody should look at, learner by learner."""
    return [(row, half) for row in rows for half in row.flagged]


def build_grid(
    timetable: Timetable,
    session_ids: dict[str, int],
    titles: dict[str, str],
    people: Iterable[tuple[Person, PersonResult]],
    now: datetime,
) -> AttendanceGrid:
    """The grid of a class as it stands at `now` (naive site time)."""
    units = {unit.code: unit for unit in timetable.units}
    codes = [one.code for half in timetable.halves for one in half.sessions]
    rows = tuple(_row(person, result, codes, session_ids, units, now) for person, result in people)
    columns: list[Column] = []
    for half in timetable.halves:
        for place, session in enumerate(half.sessions):
            number = len(columns)
            counts = Counter(row.cells[number].status for row in rows)
            held = Counter({status: count for status, count in counts.items() if status})
            columns.append(
                Column(
                    session_ids[session.code],
                    session.code,
                    titles[session.code],
                    session.starts_at,
                    session.ends_at,
                    place == 0,
                    held,
                )
            )
    heads = tuple(HalfHead(half.on, half.part, len(half.sessions)) for half in timetable.halves)
    return AttendanceGrid(heads, tuple(columns), rows)


def _row(
    person: Person,
    result: PersonResult,
    codes: Sequence[str],
    session_ids: dict[str, int],
    units: dict[str, Unit],
    now: datetime,
) -> GridRow:
    earned = {one.code: one for one in result.earned}
    flags = {half.sessions[0].code: half.flags for half in result.half_days}
    cells = [
        _cell(earned[code], session_ids[code], flags.get(code, ()), units[code], now)
        if code in earned
        else Cell(session_ids[code], None, None, 0, foreign=True)
        for code in codes
    ]
    return GridRow(person, tuple(cells), result.half_days, result.offline_hours)


def _cell(earned: Earned, session_id: int, flags: Sequence[HalfDayFlag], unit: Unit, now: datetime) -> Cell:
    attendance = earned.attendance
    if attendance is None or is_open(attendance.status, unit.ends_at, now):
        return Cell(session_id, None, None, 0, tuple(flags))
    return Cell(session_id, attendance.status, attendance.why, earned.minutes, tuple(flags))


def is_open(status: AttendanceStatus, ends_at: datetime | None, now: datetime) -> bool:
    """Whether nothing can be said yet: the session is not over, and what it would be called is absent."""
    return status is AttendanceStatus.ABSENT and ends_at is not None and ends_at > now
