"""Writing roll calls and teaching logs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from accounts import audit
from accounts.models import User
from core.clock import to_local, to_utc
from core.db import db
from courses import actions as course_actions
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment, ImportBatch
from learners.rows import Place
from sessions.actions import ledger, records
from sessions.models import AttendanceEvent, ClassSession
from sessions.rollcall import queries
from sessions.rollcall.models import RollCallMark, TeachingLog, TeachingLogReview
from sessions.rollcall.rules.logs import LogDecision
from sessions.rollcall.rules.marks import Called, Cell, Mark, changes, taps_of
from sessions.rules.kinds import ABSENT_METHOD, EventSource


class ChangedMeanwhile(Exception):
    """Somebody else changed marks since the sheet was shown; `cells` names them."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        super().__init__()
        self.cells = cells


class OwnLog(Exception):
    """Who wrote a log cannot confirm it."""


class AlreadyReviewed(Exception):
    """Something was said to the log already."""


def call_roll(
    offering: ClassOffering,
    sessions: Sequence[ClassSession],
    people: Mapping[int, Enrolment],
    asked: Mapping[Cell, Called | None],
    *,
    seen: int,
    by: User,
) -> int:
    """Record what a sheet changes as marks and as attendance events. Returns how many cells changed.

    Raises ChangedMeanwhile, and writes nothing then, when somebody else changed one of these cells.
    """
    found = changes(asked, queries.standing_marks([one.id for one in sessions]), seen)
    if found.stale:
        raise ChangedMeanwhile(found.stale)
    if not found.said:
        return 0
    report = {"roll_call": sorted({one for one, _who in found.said}), "stands_alone": True}
    batch = course_actions.start_batch(offering, by=by, report=report)
    for event in queries.events_of_marks(offering.id, {one.id: one.code for one in sessions}, found.said):
        event.superseded_by_id = batch.id
    _store_marks(batch, found.said, by)
    _store_events(batch, {one.id: one for one in sessions}, people, found.said, by)
    ledger.evaluate_offering(offering, by=by, reason="roll call", batch=batch)
    audit.record(
        "sessions.roll_called",
        by=by,
        subject=("class_offering", offering.id),
        institution_id=offering.institution_id,
        cells=len(found.said),
    )
    return len(found.said)


def _store_marks(batch: ImportBatch, said: Mapping[Cell, Called], by: User) -> None:
    for (session_id, enrolment_id), called in said.items():
        db.session.add(
            RollCallMark(
                session_id=session_id,
                enrolment_id=enrolment_id,
                batch_id=batch.id,
                mark=called.mark,
                late_minutes=called.late,
                early_minutes=called.early,
                by_user_id=by.id,
                by_name=by.display_name,
            )
        )


def _store_events(
    batch: ImportBatch,
    sessions: Mapping[int, ClassSession],
    people: Mapping[int, Enrolment],
    said: Mapping[Cell, Called],
    by: User,
) -> None:
    drafts = []
    for (session_id, enrolment_id), called in said.items():
        session = sessions[session_id]
        if session.starts_at is None or session.ends_at is None:
            continue
        for direction, at in taps_of(called, to_local(session.starts_at), to_local(session.ends_at)):
            values = {
                "source": EventSource.ROLL_CALL,
                "direction": direction,
                "at": to_utc(at),
                "name": people[enrolment_id].learner.name,
                "enrolment_id": enrolment_id,
                "unit": session.code,
                "recorder": by.display_name,
                "method": ABSENT_METHOD if called.mark is Mark.ABSENT else "",
            }
            says = ("roll_call", batch.id, session_id, enrolment_id, direction)
            drafts.append(Draft(Place("", "", 0), values, says=says))
    records.add_settled(AttendanceEvent, batch, drafts, by=by)


def write_log(
    offering: ClassOffering,
    session: ClassSession,
    *,
    starts_at: datetime,
    ends_at: datetime,
    taught: str,
    teacher_name: str,
    reason: str,
    remark: str,
    by: User,
) -> TeachingLog:
    """Add a log (naive site times); it counts once a second person has confirmed it."""
    log = TeachingLog(
        session_id=session.id,
        starts_at=to_utc(starts_at),
        ends_at=to_utc(ends_at),
        taught=taught,
        teacher_name=teacher_name,
        reason=reason,
        remark=remark,
        by_user_id=by.id,
        by_name=by.display_name,
    )
    db.session.add(log)
    db.session.flush()
    audit.record(
        "sessions.log_written",
        by=by,
        subject=("class_session", session.id),
        institution_id=offering.institution_id,
        log=log.id,
    )
    return log


def review_log(offering: ClassOffering, log: TeachingLog, *, decision: LogDecision, reason: str, by: User) -> None:
    """Confirm a log, so that hours follow it, or send it back. Raises OwnLog and AlreadyReviewed."""
    if log.by_user_id == by.id:
        raise OwnLog
    if log.review is not None:
        raise AlreadyReviewed
    db.session.add(
        TeachingLogReview(log=log, decision=decision, reason=reason, by_user_id=by.id, by_name=by.display_name)
    )
    db.session.flush()
    if decision is LogDecision.CONFIRMED:
        ledger.evaluate_offering(offering, by=by, reason="teaching log")
    audit.record(
        "sessions.log_reviewed",
        by=by,
        subject=("class_session", log.session_id),
        institution_id=offering.institution_id,
        log=log.id,
        decision=decision.value,
        reason=reason,
    )


def enrolled(people: Collection[Enrolment]) -> dict[int, Enrolment]:
    """People by enrolment."""
    return {one.id: one for one in people}
