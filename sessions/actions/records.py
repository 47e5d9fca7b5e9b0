"""Writing who is behind a record, and corrections of attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from accounts.models import User
from core.clock import to_utc
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment, ImportBatch
from courses.rules import Replacement
from learners.matching import Candidate, Directory, Match, MatchCode
from learners.rows import Place
from sessions import queries, results
from sessions.models import AttendanceEvent, RecordMixin, ViewingSegment
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource


def settle_records(offering_id: int) -> int:
    """Work out who is behind every record of a class; choices made by hand stay. Returns how many changed.

    Somebody who has left at the enrolment desk keeps every record from before; a record that speaks of nobody who is
    in the class now may still speak of them.
    """
    here = course_queries.enrolments_of(offering_id)
    gone = course_queries.enrolments_left_at_the_desk(offering_id)
    present, directories = {one.id for one in here}, (_directory(here), _directory(gone))
    left = {one.id for one in gone}
    return sum(
        _settle(record, directories, present)
        for record in results.records_of(offering_id).everything()
        if record.enrolment_id not in left and not (isinstance(record, ViewingSegment) and record.is_proved_here)
    )


def _directory(enrolments: Sequence[Enrolment]) -> Directory:
    return Directory(
        Candidate(
            one.id,
            one.roster_line.name if one.roster_line else one.learner.name,
            (one.roster_line.phone if one.roster_line else one.learner.phone) or "",
            one.learner.id_number,
            one.employer.name if one.employer else "",
        )
        for one in enrolments
    )


def _settle(record: RecordMixin, directories: tuple[Directory, Directory], present: set[int]) -> bool:
    if record.settled_by and record.enrolment_id in present:
        return False
    here, gone = directories
    match = _find(record, here)
    if match.code is MatchCode.UNMATCHED:
        former = _find(record, gone)
        match = former if former.person else match
    code = match.code.value if match.code else ""
    if (record.enrolment_id, record.match_code) == (match.person, code):
        return False
    record.enrolment_id, record.match_code, record.settled_by = match.person, code, ""
    return True


def _find(record: RecordMixin, directory: Directory) -> Match:
    if isinstance(record, AttendanceEvent) and record.source is EventSource.LIVE_IMPORT:
        return directory.find_nickname(record.name)
    return directory.find(record.name, results.key_of(record))


def settle_by_hand(record: RecordMixin, *, enrolment_id: int, by: User) -> None:
    """Say who is behind a record that the rule could not settle."""
    record.enrolment_id = enrolment_id
    record.match_code = ""
    record.settled_by = by.display_name
    db.session.flush()


def add_settled(model: type[RecordMixin], batch: ImportBatch, drafts: Sequence[Draft], *, by: User) -> None:
    """Store lines whose person is known from the start (`enrolment_id` is among their values), beside what is there."""
    known = [replace(one, values={**one.values, "settled_by": by.display_name}) for one in drafts]
    course_actions.store_lines(model, batch, known, present=(), force=Replacement.ADDITION)


def correct_attendance(
    offering: ClassOffering,
    *,
    enrolment_id: int,
    name: str,
    at: datetime,
    direction: Direction,
    reason: str,
    by: User,
    unit: str = "",
    stands_alone: bool = False,
) -> AttendanceEvent:
    """Add a sign-in or sign-out by hand (naive site time), with the reason; nothing recorded before is changed.

    Where the roll of the session `unit` was called, a sign-in at the door would say nothing about it any more: the
    correction then speaks of that session, beside what was called. One that `stands_alone` came by a decision, and is
    never taken back as an import is.
    """
    report = {"correction": reason, **({"stands_alone": True} if stands_alone else {})}
    batch = course_actions.start_batch(offering, by=by, report=report)
    draft = Draft(
        Place("", "", 0),
        {
            "source": EventSource.CORRECTION,
            "direction": direction,
            "at": to_utc(at),
            "name": name,
            "enrolment_id": enrolment_id,
            "recorder": by.display_name,
            "reason": reason,
            "unit": unit if queries.is_called(offering.id, enrolment_id, unit) else "",
        },
        says=("correction", batch.id, enrolment_id, at, direction),
    )
    add_settled(AttendanceEvent, batch, [draft], by=by)
    return db.session.scalars(select(AttendanceEvent).where(AttendanceEvent.batch_id == batch.id)).one()


def withdraw_event(offering: ClassOffering, event: AttendanceEvent, *, reason: str, by: User) -> None:
    """Let a wrong event no longer count; it stays on file with who withdrew it and why."""
    batch = course_actions.start_batch(offering, by=by, report={"correction": reason, "withdraws": event.id})
    event.superseded_by_id = batch.id
    db.session.flush()
