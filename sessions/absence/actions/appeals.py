"""Appeals: raising one in time, deciding it by somebody else, putting the record right through a correction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.clock import local_now, to_local, to_utc
from core.db import db
from core.stored_files import keep_file
from courses import actions as course_actions
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment
from learners.rows import Place
from sessions.absence import queries
from sessions.absence.actions.leave import ChangedMeanwhile, ReasonMissing, Upload
from sessions.absence.models import AbsenceFile, Appeal, AppealEntry
from sessions.absence.rules.appeals import AppealAct, AppealState, Decider, Recorders, end_of_term, last_day
from sessions.absence.rules.policy import AppealPolicy
from sessions.actions import ledger, records
from sessions.models import AttendanceEvent, ViewingSegment
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource, SessionKind
from sessions.stories import UnitStory
from sessions.traces import Trace


class AlreadyOpen(Exception):
    """An appeal of that learner about that session waits for a decision."""


class TooLate(Exception):
    """The time to appeal is over."""


class NotYet(Exception):
    """The session is still to come or going on: there is nothing to dispute."""


class HasRecorded(Exception):
    """Whoever recorded or corrected the mark does not decide about it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What puts a mark right: sign-in and sign-out or a stay online, in site time; or how much was watched."""

    arrival: datetime | None = None
    departure: datetime | None = None
    watched: int | None = None  # seconds of a recorded lesson, from its beginning

    @property
    def taps(self) -> list[tuple[Direction, datetime]]:
        pairs = ((Direction.IN, self.arrival), (Direction.OUT, self.departure))
        return [(direction, at) for direction, at in pairs if at is not None]


def moments_of(unit: UnitStory) -> Iterable[datetime]:
    """When the session ended and when anything about it was recorded or posted, in site time."""
    if unit.session.ends_at is not None:
        yield to_local(unit.session.ends_at)
    traces: list[Trace[Any]] = [*(one.trace for one in unit.taps), *unit.stays, *unit.segments]
    for trace in traces:
        yield to_local((trace.ended or trace.brought).applied_at)
    for one in unit.postings:
        yield to_local(one.posting.posted_at)


def last_day_to_raise(offering: ClassOffering, enrolment: Enrolment, unit: UnitStory, policy: AppealPolicy) -> date:
    """Until which day an appeal about that unit can be raised: after its end, the latest record, or the first run of
    the rules after its end, which is when an absence without any record could first be seen. Two queries.
    """
    moments = [*moments_of(unit), *(to_local(one.at) for one in queries.roll_calls_of(unit.session.id, enrolment.id))]
    over = unit.session.ends_at or to_utc(datetime.combine(offering.ends_on, time.max))
    if seen := queries.first_run_after(offering.id, over):
        moments.append(to_local(seen))
    return last_day(moments, offering.ends_on, policy.days_to_raise)


def raise_appeal(
    offering: ClassOffering,
    enrolment: Enrolment,
    unit: UnitStory,
    *,
    reason: str,
    uploads: Sequence[Upload] = (),
    by: User,
    now: datetime | None = None,
) -> Appeal:
    """Dispute what stands about one session. Raises NotYet, TooLate, AlreadyOpen, UploadRefused, ParameterMissing."""
    now = now or local_now()
    policy = queries.appeal_policy_of(offering)
    if unit.upcoming:
        raise NotYet
    if now.date() > last_day_to_raise(offering, enrolment, unit, policy):
        raise TooLate
    before = queries.appeals_about(enrolment.id, unit.session.id)
    if any(one.state is AppealState.OPEN for one in before):
        raise AlreadyOpen
    appeal = Appeal(
        offering_id=offering.id, enrolment_id=enrolment.id, session_id=unit.session.id, round=len(before) + 1,
        reason=reason, mark=mark_of(unit), by_user_id=by.id, by_name=by.display_name, sent_at=to_utc(now),
        decide_by=to_utc(end_of_term(now, policy.days_to_decide)), files=[],
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(appeal)
    except IntegrityError as error:
        raise AlreadyOpen from error
    add_files(appeal, uploads, by=by)
    note("absence.appeal_raised", offering, appeal, by=by)
    return appeal


def mark_of(unit: UnitStory) -> dict[str, str]:
    """What stands in dispute, as it stood when the appeal was raised."""
    status = unit.status.value if unit.status else ""
    return {"status": status, "minutes": str(unit.minutes), "hours": str(unit.hours)}


def add_files(appeal: Appeal, uploads: Sequence[Upload], *, by: User) -> None:
    """Keep proofs of an appeal. Raises UploadRefused."""
    for name, content in uploads:
        stored = keep_file(name, content, by_name=by.display_name, private=True)
        appeal.files.append(AbsenceFile(file_id=stored.id, file=stored))
    db.session.flush()


def accept(
    offering: ClassOffering,
    appeal: Appeal,
    correction: Correction,
    *,
    by: User,
    reason: str,
    named: str,
    recorders: Recorders,
) -> AppealEntry:
    """Put the record right and end the appeal. `named`: the reason of the correction, with the appeal in it.

    Raises HasRecorded, ChangedMeanwhile, ReasonMissing.
    """
    refuse_decision(appeal, by, recorders)
    if not reason:
        raise ReasonMissing
    events = _correct(offering, appeal, correction, by=by, named=named)
    entry = _end(appeal, AppealAct.ACCEPT, by=by, reason=reason, events=[one.id for one in events])
    ledger.evaluate_offering(offering, by=by, reason="appeal")
    note("absence.appeal_accepted", offering, appeal, by=by, reason=reason)
    return entry


def refuse(offering: ClassOffering, appeal: Appeal, *, by: User, reason: str, recorders: Recorders) -> AppealEntry:
    """Let the mark stand, and say why. Raises HasRecorded, ChangedMeanwhile, ReasonMissing."""
    refuse_decision(appeal, by, recorders)
    if not reason:
        raise ReasonMissing
    entry = _end(appeal, AppealAct.REFUSE, by=by, reason=reason)
    note("absence.appeal_refused", offering, appeal, by=by, reason=reason)
    return entry


def withdraw(offering: ClassOffering, appeal: Appeal, *, by: User) -> AppealEntry:
    """The learner takes the appeal back. Raises ChangedMeanwhile when it was decided before."""
    entry = _end(appeal, AppealAct.WITHDRAW, by=by, reason="")
    note("absence.appeal_withdrawn", offering, appeal, by=by)
    return entry


def refuse_decision(appeal: Appeal, by: User, recorders: Recorders) -> None:
    """Raise ChangedMeanwhile for an appeal that has ended, HasRecorded for somebody who had a hand in the mark."""
    if appeal.ending is not None:
        raise ChangedMeanwhile
    if recorders.holds(Decider(by.id, by.display_name)):
        raise HasRecorded


def _end(appeal: Appeal, act: AppealAct, *, by: User, reason: str, events: Sequence[int] = ()) -> AppealEntry:
    if appeal.ending is not None:
        raise ChangedMeanwhile
    entry = AppealEntry(
        appeal_id=appeal.id,
        act=act,
        by_user_id=by.id,
        by_name=by.display_name,
        reason=reason,
        events=list(events),
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    appeal.ending = entry
    return entry


def _correct(
    offering: ClassOffering, appeal: Appeal, correction: Correction, *, by: User, named: str
) -> list[AttendanceEvent]:
    name = appeal.enrolment.learner.name
    if appeal.class_session.kind is SessionKind.RECORDED:
        if correction.watched:
            _add_viewing(offering, appeal, correction.watched, by=by, named=named)
        return []
    if appeal.class_session.kind is SessionKind.OFFLINE:
        return [
            records.correct_attendance(
                offering,
                enrolment_id=appeal.enrolment_id,
                name=name,
                at=at,
                direction=direction,
                unit=appeal.class_session.code,
                reason=named,
                by=by,
                stands_alone=True,
            )
            for direction, at in correction.taps
        ]
    if correction.arrival is None or correction.departure is None:
        return []
    return [_add_stay(offering, appeal, correction.arrival, correction.departure, by=by, named=named)]


def _add_stay(
    offering: ClassOffering, appeal: Appeal, start: datetime, end: datetime, *, by: User, named: str
) -> AttendanceEvent:
    """A stay in a live unit added by hand, as `records.correct_attendance` adds a tap."""
    batch = course_actions.start_batch(offering, by=by, report={"correction": named, "stands_alone": True})
    values = {
        "source": EventSource.CORRECTION,
        "at": to_utc(start),
        "until": to_utc(end),
        "unit": appeal.class_session.code,
        "name": appeal.enrolment.learner.name,
        "enrolment_id": appeal.enrolment_id,
        "recorder": by.display_name,
        "reason": named,
    }
    draft = Draft(Place("", "", 0), values, says=("stay", batch.id, appeal.enrolment_id, start, end))
    records.add_settled(AttendanceEvent, batch, [draft], by=by)
    return next(one for one in queries.events_of_batch(batch.id))


def _add_viewing(offering: ClassOffering, appeal: Appeal, watched: int, *, by: User, named: str) -> None:
    """A stretch of a recorded lesson added by hand, from its beginning and at normal speed."""
    batch = course_actions.start_batch(offering, by=by, report={"correction": named, "stands_alone": True})
    values = {
        "unit": appeal.class_session.code,
        "title": appeal.class_session.title,
        "start_second": 0,
        "end_second": watched,
        "played_at": appeal.sent_at,
        "rate": Decimal(1),
        "name": appeal.enrolment.learner.name,
        "enrolment_id": appeal.enrolment_id,
    }
    draft = Draft(Place("", "", 0), values, says=("viewing", batch.id, appeal.enrolment_id, watched))
    records.add_settled(ViewingSegment, batch, [draft], by=by)


def note(action: str, offering: ClassOffering, appeal: Appeal, *, by: User, **detail: Any) -> None:
    """Write an act to the audit trail."""
    audit.record(action, by=by, subject=("appeal", appeal.id), institution_id=offering.institution_id, **detail)
