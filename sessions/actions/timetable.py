"""Writing the timetable: from a file, by hand, and taking an import back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from accounts import audit
from accounts.models import User
from core.db import db
from courses.models import ClassOffering, ImportBatch
from sessions import queries
from sessions.actions.bookings import (
    Registers,
    book_anew,
    cancel,
    keep_change,
    release,
    take_turns,
    take_turns_for,
    wanted_bookings,
    write_facts,
)
from sessions.clashes import queries as clash_queries
from sessions.clashes.actions import waive_findings
from sessions.models import ClassSession
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.engine import WEIGHTS, Weight, of_weight
from sessions.rules.intervals import shared_minutes
from sessions.rules.kinds import Resource, SessionStatus
from sessions.rules.timetable import SessionFacts, TimetableChange, compare_timetables

BOOKING_REFUSED = "booking_overlap"  # what the database's own guard says when two bookings overlap
CLASHES = {Resource.VENUE: FindingCode.TT_VENUE_CLASH, Resource.TEACHER: FindingCode.TT_TEACHER_CLASH}
# What PostgreSQL and SQLite say when a class has a session of that code.
CODE_REFUSED = ("code_is_unique_in_class", "class_session.offering_id, class_session.code")


class ScheduleConflict(Exception):
    """The venue, a teacher or the class is taken; `findings` name rule, culprit and the sessions in the way."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{one.code} {one.subject} {'/'.join(one.sessions)}" for one in findings))
        self.findings = list(findings)

    @property
    def waivable(self) -> bool:
        """Whether an authorised person may let all of it pass."""
        return all(WEIGHTS[one.code] is Weight.WAIVABLE for one in self.findings)


class SessionChangedMeanwhile(Exception):
    """Somebody else has changed or cancelled the session since it was shown."""


class CodeTaken(Exception):
    """The class has, or had, a session of that code."""


def take_in_timetable(offering: ClassOffering, batch: ImportBatch, incoming: Sequence[SessionFacts]) -> TimetableChange:
    """Bring the timetable up to date from a file; what it said before is kept as a change.

    Clashing sessions come in all the same, without a booking: an import shows clashes, it does not hide them.
    """
    take_turns([(Resource.CLASS, offering.id)])
    known = queries.every_session(offering.id)
    planned = {code: queries.facts_of(one) for code, one in known.items() if one.status is SessionStatus.PLANNED}
    change = compare_timetables(planned, incoming)
    for code in change.dropped:
        keep_change(known[code], batch=batch, reason="dropped")
        cancel(known[code])
    by_code = {one.code: one for one in incoming}
    positions = {one.code: place for place, one in enumerate(incoming, 0 if change.replaces else len(known))}
    registers = Registers(offering)
    written = []
    for code in (*change.added, *change.changed):
        session = known.get(code)
        if session is None:
            session = ClassSession(offering_id=offering.id, batch_id=batch.id, code=code, position=positions[code])
            db.session.add(session)
        else:
            keep_change(session, batch=batch, reason="changed")
        write_facts(session, by_code[code], registers)
        written.append(session)
    if change.replaces:
        for code in positions.keys() & known.keys():
            known[code].position = positions[code]
    db.session.flush()
    book_anew(written, registers)
    return change


def schedule_session(
    offering: ClassOffering,
    facts: SessionFacts,
    *,
    by: User | None,
    waiver: str = "",
    looked: Sequence[Finding] | None = None,
) -> ClassSession:
    """Put a session on the timetable and book its venue and teacher, unless one of them is taken.

    Raises ScheduleConflict with everything in the way, also when somebody books meanwhile and the database refuses;
    with a `waiver` (the reason, of somebody who may) what can be let pass is kept as that and not in the way. Raises
    CodeTaken when the class has, or had, a session of that code. The transaction can go on after either. Who writes
    many at once asks the rules about all of them first, and hands in what they find about this one (`looked`).
    """
    take_turns([(Resource.CLASS, offering.id)])
    known = queries.every_session(offering.id)
    if facts.code in known:
        raise CodeTaken(facts.code)
    session = ClassSession(offering_id=offering.id, code=facts.code, position=len(known))
    registers = Registers(offering)
    write_facts(session, facts, registers)
    take_turns_for([session], registers)
    passed = _refuse_conflicts(offering, session, registers, facts, waiver, looked)
    with _booking(offering, session, registers):
        db.session.add(session)
        db.session.flush()
        db.session.add_all(wanted_bookings(session, registers))
    _note("sessions.scheduled", offering, session, by=by)
    waive_findings(offering, passed, by=by, reason=waiver)
    return session


def reschedule_session(
    offering: ClassOffering,
    session: ClassSession,
    facts: SessionFacts,
    *,
    by: User | None,
    reason: str,
    version: int | None = None,
    waiver: str = "",
    looked: Sequence[Finding] | None = None,
) -> ClassSession:
    """Change a session; what it said before is kept. Raises ScheduleConflict as `schedule_session` does.

    Its code stays: records of attendance name it. When the change is refused, the session says what it said before.
    Facts that the session states already change nothing and leave no trace. `version` is the one that the person has
    seen: SessionChangedMeanwhile when the session has moved on since.
    """
    _hold(offering, session, version)
    if facts == queries.facts_of(session):
        return session
    registers = Registers(offering)
    wanted = ClassSession(id=session.id, offering_id=offering.id, code=session.code)  # never stored: only compared
    write_facts(wanted, facts, registers)
    take_turns_for([wanted], registers)
    passed = _refuse_conflicts(offering, wanted, registers, facts, waiver, looked)
    with _booking(offering, wanted, registers):
        keep_change(session, reason=reason, by_name=by.display_name if by else audit.COMMAND_LINE)
        release(session)
        write_facts(session, facts, registers)
        db.session.add_all(wanted_bookings(session, registers))
    _note("sessions.rescheduled", offering, session, by=by, reason=reason)
    waive_findings(offering, passed, by=by, reason=waiver)
    return session


def cancel_session(
    offering: ClassOffering, session: ClassSession, *, by: User | None, reason: str, version: int | None = None
) -> None:
    """Take a session off the timetable; it stays on file as cancelled. Raises SessionChangedMeanwhile."""
    _hold(offering, session, version)
    keep_change(session, reason=reason, by_name=by.display_name if by else audit.COMMAND_LINE)
    cancel(session)
    _note("sessions.cancelled", offering, session, by=by, reason=reason)
    db.session.flush()


def _hold(offering: ClassOffering, session: ClassSession, version: int | None) -> None:
    """Keep others from this timetable until the end of the transaction, and see the session as it is now."""
    take_turns([(Resource.CLASS, offering.id)])
    db.session.refresh(session)
    if session.status is not SessionStatus.PLANNED or version not in (None, session.version):
        raise SessionChangedMeanwhile(session.code)


def cancel_all(offering: ClassOffering, *, by: User | None, reason: str) -> None:
    """Take every session off the timetable: the class is called off."""
    for session in queries.sessions_of(offering.id):
        cancel_session(offering, session, by=by, reason=reason)


def _note(action: str, offering: ClassOffering, session: ClassSession, *, by: User | None, **detail: str) -> None:
    subject = ("session", f"{offering.code} {session.code}"[:60])
    audit.record(action, by=by, subject=subject, institution_id=offering.institution_id, **detail)


def _refuse_conflicts(
    offering: ClassOffering,
    wanted: ClassSession,
    registers: Registers,
    facts: SessionFacts,
    waiver: str,
    looked: Sequence[Finding] | None = None,
) -> list[Finding]:
    """Raise everything in the way; give back what the waiver lets pass."""
    taken = conflicts_of(offering, wanted, registers)
    about = clash_queries.findings_about(offering, [facts]).get(facts.code, []) if looked is None else looked
    waivable = of_weight(about, Weight.WAIVABLE)
    in_the_way = [*taken, *(() if waiver else waivable)]
    if in_the_way:
        raise ScheduleConflict(in_the_way)
    return waivable


@contextmanager
def _booking(offering: ClassOffering, wanted: ClassSession, registers: Registers) -> Iterator[None]:
    """A savepoint for bookings: what the database refuses is undone, looked into again, and raised in our words."""
    try:
        with db.session.begin_nested():
            yield
    except DatabaseError as error:
        if BOOKING_REFUSED in str(error):
            found = conflicts_of(offering, wanted, registers) or [_guess(offering, wanted)]
            raise ScheduleConflict(found) from error
        if any(words in str(error.orig) for words in CODE_REFUSED):
            raise CodeTaken(wanted.code) from error
        raise


def _guess(offering: ClassOffering, wanted: ClassSession) -> Finding:
    """The likely finding when whoever was in the way has gone again."""
    if wanted.venue_id:
        return Finding(FindingCode.TT_VENUE_CLASH, (), wanted.venue_name)
    if wanted.teacher_id:
        return Finding(FindingCode.TT_TEACHER_CLASH, (), wanted.teacher_name)
    return Finding(FindingCode.TT_CLASS_OVERLAP, (), offering.code)


def conflicts_of(offering: ClassOffering, session: ClassSession, registers: Registers) -> list[Finding]:
    """What stands in the way of a session: its own class at that time, and bookings of its venue and teachers."""
    if session.starts_at is None or session.ends_at is None:
        return []
    start, end = span = session.starts_at, session.ends_at
    found = [
        Finding(
            FindingCode.TT_CLASS_OVERLAP,
            (other.code,),
            offering.code,
            shared_minutes(span, (other.starts_at, other.ends_at)),
        )
        for other in queries.sessions_of(offering.id)
        if other.id != session.id and other.starts_at and other.ends_at
        if other.starts_at < end and start < other.ends_at
    ]
    for resource, number, name in registers.needs_of(session):
        if resource is Resource.CLASS:  # Its sessions say it, booked or not.
            continue
        taken = queries.bookings_between(resource, number, start, end, but_session=session.id)
        found += [
            Finding(
                CLASHES[resource],
                (f"{one.class_session.offering.code} {one.class_session.code}",),
                name,
                shared_minutes(span, (one.starts_at, one.ends_at)),
            )
            for one in taken
        ]
    return found


def restore_timetable(batch: ImportBatch) -> None:
    """Take back one import: its new sessions are cancelled, changed ones say again what they said before."""
    take_turns([(Resource.CLASS, batch.offering_id)])
    by_id = {one.id: one for one in queries.every_session(batch.offering_id).values()}
    registers = Registers(db.session.get_one(ClassOffering, batch.offering_id))
    for session in by_id.values():
        if session.batch_id == batch.id:
            cancel(session)
    restored = {}
    for change in queries.changes_by_batch(batch.id):
        restored[change.session_id] = by_id[change.session_id]
        _write_described(by_id[change.session_id], change.before, registers)
    db.session.flush()
    book_anew(list(restored.values()), registers)


def _write_described(session: ClassSession, before: dict[str, str], registers: Registers) -> None:
    facts = SessionFacts.from_description(before)
    write_facts(session, facts, registers)
    session.status = SessionStatus(before["status"])
