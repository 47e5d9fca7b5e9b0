"""A sheet of the roll call as a page shows it (values in, values out)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clock import to_local
from courses.models import Enrolment
from sessions.grids import Person
from sessions.models import ClassSession
from sessions.results import ClassResults
from sessions.rollcall.rules.marks import Cell, Standing, write_mark
from sessions.rollcall.rules.term import RollCallPolicy, Term, term_of
from sessions.rules.attendance import AttendanceStatus


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A session with the term of its roll call; `asked` when it can be called now."""

    session: ClassSession
    starts_at: datetime
    ends_at: datetime
    term: Term
    asked: bool

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What was called, and what all records together say. No status: nothing can be said yet."""

    cell: Cell
    text: str
    status: AttendanceStatus | None
    arrived: datetime | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One learner across the sessions of the day."""

    person: Person
    cells: tuple[SheetCell, ...]


def columns_of(
    sessions: Sequence[ClassSession], policy: RollCallPolicy, now: datetime, *, closed: bool
) -> list[SheetColumn]:
    """The sessions in order of time. Nothing can be called in a class whose records are closed."""
    found = []
    for one in sessions:
        if one.starts_at is None or one.ends_at is None:
            continue
        starts, ends = to_local(one.starts_at), to_local(one.ends_at)
        term = term_of(starts, ends, policy)
        found.append(SheetColumn(one, starts, ends, term, term.is_open(now) and not closed))
    return sorted(found, key=lambda column: (column.starts_at, column.session.id))


def rows_of(
    columns: Sequence[SheetColumn],
    people: Sequence[tuple[Enrolment, Person]],
    computed: ClassResults,
    standing: Mapping[Cell, Standing],
    given: Mapping[Cell, str],
    now: datetime,
) -> list[SheetRow]:
    """A row a learner. `given` is what was typed and not taken, shown again."""
    rows = []
    for enrolment, person in people:
        result = computed.people[enrolment.id]
        halves = {one.code: (half, one) for half in result.half_days for one in half.sessions}
        cells = []
        for column in columns:
            cell = (column.session.id, enrolment.id)
            half, judged = halves.get(column.session.code, (None, None))
            arrived = half.presence_of(column.session.code).arrival if half else None
            open_still = judged is None or (judged.status is AttendanceStatus.ABSENT and column.ends_at > now)
            text = given.get(cell, write_mark(standing[cell].called) if cell in standing else "")
            cells.append(SheetCell(cell, text, None if open_still or judged is None else judged.status, arrived))
        rows.append(SheetRow(person, tuple(cells)))
    return rows
