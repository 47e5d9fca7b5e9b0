"""Moving a session on a calendar: another time, venue or teacher, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.models import User
from courses.models import ClassOffering
from sessions import queries
from sessions.actions import timetable
from sessions.clashes import queries as clash_queries
from sessions.clashes.suggestions import suggestions_for
from sessions.models import ClassSession
from sessions.rules.alternatives import Alternatives
from sessions.rules.conflicts import Finding
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts
from trainer.models import Teacher, Venue


@dataclass(frozen=True, slots=True)
class Move:
    """What came of it; `facts` is what was asked for.

    Not `done`: the findings in the way, whether an authorised person may let them all pass, and what could be had
    instead. Done: what is still to be said about the session (let pass, or a mere warning).
    """

    done: bool
    facts: SessionFacts
    findings: tuple[Finding, ...] = ()
    waivable: bool = False
    instead: Alternatives = field(default_factory=Alternatives)


def move_session(
    offering: ClassOffering,
    session: ClassSession,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    venue: Venue | None = None,
    teacher: Teacher | None = None,
    by: User | None,
    reason: str,
    version: int | None = None,
    waiver: str = "",
) -> Move:
    """Give a session another start (naive site time), end, venue or teacher; what is not named stays, its length too.

    What stands in the way comes back as findings, and nothing is changed unless `waiver` gives the reason for letting
    pass what can be (the caller checks Permission.FINDINGS_WAIVE). Raises SessionChangedMeanwhile when the
    session is no longer of the `version` that the person saw. A recorded unit has no time: ValueError.
    """
    facts = moved(queries.facts_of(session), starts_at, ends_at, venue, teacher)
    try:
        timetable.reschedule_session(offering, session, facts, by=by, reason=reason, version=version, waiver=waiver)
    except timetable.ScheduleConflict as conflict:
        instead = suggestions_for(offering, facts, but=session)
        return Move(False, facts, tuple(conflict.findings), conflict.waivable, instead)
    about = clash_queries.findings_about(offering, [facts], but=session)
    return Move(True, facts, tuple(about.get(facts.code, ())))


def moved(
    facts: SessionFacts,
    starts_at: datetime | None,
    ends_at: datetime | None,
    venue: Venue | None,
    teacher: Teacher | None,
) -> SessionFacts:
    """The session as it would be. Raises ValueError for a recorded unit, or an end before the start."""
    if facts.starts_at is None or facts.ends_at is None:
        raise ValueError("a recorded unit has no time")
    start = starts_at or facts.starts_at
    end = ends_at or start + (facts.ends_at - facts.starts_at)
    if end <= start:
        raise ValueError("a session ends after it has started")
    facts = replace(facts, starts_at=start, ends_at=end)
    if venue is not None:
        facts = replace(facts, venue_name=venue.name, kind=SessionKind.OFFLINE)
    return replace(facts, teacher_name=teacher.name) if teacher is not None else facts
