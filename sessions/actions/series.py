"""Putting many sessions on the timetable at once: all of them, or only those with nothing in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from core.db import db
from courses.models import ClassOffering
from sessions.actions import timetable
from sessions.actions.bookings import Registers, take_turns_for, write_facts
from sessions.models import ClassSession
from sessions.rules.conflicts import Finding
from sessions.rules.timetable import SessionFacts


@dataclass(frozen=True, slots=True)
class Series:
    """What became of it: the sessions planned, and each refused one by code with what stood in its way."""

    planned: tuple[ClassSession, ...]
    refused: dict[str, tuple[Finding, ...]]


def schedule_series(
    offering: ClassOffering,
    wanted: Sequence[SessionFacts],
    *,
    by: User | None,
    waiver: str = "",
    only_good: bool = False,
) -> Series:
    """Put these sessions on the timetable in one transaction.

    When one is refused nothing goes in, unless `only_good` asks for the others all the same. A code that the class has
    already used is refused without findings. The caller commits.
    """
    registers = Registers(offering)
    take_turns_for([_sketch(offering, one, registers) for one in wanted], registers)
    whole = db.session.begin_nested()
    planned: list[ClassSession] = []
    refused: dict[str, tuple[Finding, ...]] = {}
    for facts in wanted:
        try:
            planned.append(timetable.schedule_session(offering, facts, by=by, waiver=waiver))
        except timetable.ScheduleConflict as conflict:
            refused[facts.code] = tuple(conflict.findings)
        except timetable.CodeTaken:
            refused[facts.code] = ()
    if refused and not only_good:
        whole.rollback()
        return Series((), refused)
    whole.commit()
    return Series(tuple(planned), refused)


def _sketch(offering: ClassOffering, facts: SessionFacts, registers: Registers) -> ClassSession:
    """A session that is never stored: only asked what it takes."""
    sketch = ClassSession(offering_id=offering.id, code=facts.code)
    write_facts(sketch, facts, registers)
    return sketch
