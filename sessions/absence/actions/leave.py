"""Leave requests: sending, deciding, withdrawing, revoking. An approval writes leave slips, its end withdraws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.clock import local_now, to_utc
from core.db import db
from core.stored_files import keep_file
from courses import actions as course_actions
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment
from learners.rows import Place
from sessions import traces
from sessions.absence import queries
from sessions.absence.models import AbsenceFile, LeaveEntry, LeaveRequest, LeaveSpan
from sessions.absence.outlook import forecast_of, leave_spans
from sessions.absence.rules.forecast import Forecast, Risk
from sessions.absence.rules.leave import (
    NEEDS_A_REASON,
    LeaveAct,
    LeaveRemark,
    LeaveState,
    Span,
    after,
    covered,
    hours_of,
    is_late,
)
from sessions.absence.rules.policy import levels_for
from sessions.actions import ledger
from sessions.models import LeaveSlip
from sessions.rules.evaluation import Unit
from sessions.rules.kinds import LeaveDecision

Upload = tuple[str, bytes]
STANDING = (LeaveState.PENDING, LeaveState.APPROVED)


class NothingMissed(Exception):
    """No session of the class falls into the time asked for."""


class AlreadyAsked(Exception):
    """There is a request for that time which is waiting or approved."""

    def __init__(self, known: LeaveRequest) -> None:
        super().__init__(known.id)
        self.known = known


class ReasonMissing(Exception):
    """This act needs a reason."""


class ChangedMeanwhile(Exception):
    """Somebody else has done something to the request since it was shown."""


class AlreadyBegun(Exception):
    """Approved leave can be withdrawn by the learner only before it begins."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a request would mean: the sessions missed, who approves, what to look at, and what could be reached."""

    units: tuple[Unit, ...]
    levels: tuple[str, ...]
    remarks: tuple[LeaveRemark, ...]
    forecast: Forecast


def review(
    offering: ClassOffering, enrolment: Enrolment, spans: Sequence[Span], *, files: int = 0, now: datetime | None = None
) -> Review:
    """Look at a request before it is sent. Raises NothingMissed, AlreadyAsked, ParameterMissing. Writes nothing."""
    now = now or local_now()
    policy = queries.leave_policy_of(offering)
    computed = traces.results_of_person(offering, enrolment.id)
    timetable = computed.timetable_of(enrolment.id).units
    units = covered(timetable, spans)
    if not units:
        raise NothingMissed
    before = [one for one in queries.leave_by_learner([enrolment.id]) if one.state in STANDING]
    for one in before:
        if any(span.overlaps(other) for span in spans for other in one.stretches):
            raise AlreadyAsked(one)
    hours, of_all = hours_of(units), hours_of(timetable)
    leave = leave_spans(queries.slips_that_count(offering.id, enrolment.id)).get(enrolment.id, [])
    missed = {unit.code for unit in units}
    forecast = forecast_of(computed, enrolment.id, leave, last_day=offering.ends_on, now=now, missed=missed)
    asked = hours + sum((one.hours for one in before), start=hours * 0)
    found = {
        LeaveRemark.LATE: is_late(min(span.starts_at for span in spans), now, policy.latest_hours_before),
        LeaveRemark.PROOF_MISSING: hours >= policy.proof_from_hours and not files,
        LeaveRemark.OVER_SHARE: asked > policy.max_share * max(of_all, computed.policy.required_hours),
        LeaveRemark.OUT_OF_REACH: forecast.risk is Risk.OUT_OF_REACH,
    }
    remarks = tuple(remark for remark, holds in found.items() if holds)
    return Review(units, levels_for(policy.levels, hours, of_all), remarks, forecast)


def send_request(
    offering: ClassOffering,
    enrolment: Enrolment,
    *,
    spans: Sequence[Span],
    kind: str,
    reason: str,
    uploads: Sequence[Upload] = (),
    by: User,
    at_desk: bool = False,
    now: datetime | None = None,
) -> LeaveRequest:
    """Hand in a request with its proofs. Raises as `review` does, and UploadRefused."""
    seen = review(offering, enrolment, spans, files=len(uploads), now=now)
    ordered = sorted(spans, key=lambda span: span.starts_at)
    request = LeaveRequest(
        offering_id=offering.id,
        enrolment_id=enrolment.id,
        by_user_id=by.id,
        by_name=by.display_name,
        at_desk=at_desk,
        kind=kind,
        reason=reason,
        starts_at=to_utc(ordered[0].starts_at),
        ends_at=to_utc(max(span.ends_at for span in ordered)),
        units=[unit.code for unit in seen.units],
        hours=hours_of(seen.units),
        levels=list(seen.levels),
        remarks=[remark.value for remark in seen.remarks],
        outlook=described(seen.forecast),
        spans=[LeaveSpan(starts_at=to_utc(one.starts_at), ends_at=to_utc(one.ends_at)) for one in ordered],
        entries=[],
        files=[],
    )
    db.session.add(request)
    db.session.flush()
    add_files(request, uploads, by=by)
    note("absence.leave_sent", offering, request, by=by, kind=kind, hours=str(request.hours))
    return request


def described(forecast: Forecast) -> dict[str, str]:
    """The three figures as they are kept with a request."""
    return {"so_far": str(forecast.so_far), "at_most": str(forecast.at_most), "needed": str(forecast.needed)}


def add_files(request: LeaveRequest, uploads: Sequence[Upload], *, by: User) -> None:
    """Keep proofs of a request, also those brought later. Raises UploadRefused."""
    for name, content in uploads:
        stored = keep_file(name, content, by_name=by.display_name, private=True)
        request.files.append(AbsenceFile(file_id=stored.id, file=stored))
    db.session.flush()


def remarks_now(request: LeaveRequest) -> list[LeaveRemark]:
    """The remarks of a request; a proof that was brought later is no longer missing."""
    found = [LeaveRemark(one) for one in request.remarks]
    return [one for one in found if not (one is LeaveRemark.PROOF_MISSING and request.files)]


def decide(
    offering: ClassOffering,
    request: LeaveRequest,
    act: LeaveAct,
    *,
    by: User,
    reason: str = "",
    seen: int | None = None,
) -> LeaveEntry:
    """Do an act: its entry, the leave slips it brings or ends, and the ledger. `seen`: how many entries were shown.

    Raises IllegalAct, SamePerson, ReasonMissing, ChangedMeanwhile.
    """
    if seen is not None and seen != len(request.entries):
        raise ChangedMeanwhile
    before = request.standing
    then = after(before, act, by.id)
    if not reason and (act in NEEDS_A_REASON or (act is LeaveAct.APPROVE and remarks_now(request))):
        raise ReasonMissing
    level = request.levels[before.passed] if act is LeaveAct.APPROVE else ""
    entry = LeaveEntry(
        request_id=request.id, number=len(request.entries) + 1, act=act, state=then.state,
        level=level, by_user_id=by.id, by_name=by.display_name, reason=reason,
    )  # fmt: skip
    gains, loses = then.state is LeaveState.APPROVED, before.state is LeaveState.APPROVED
    try:
        with db.session.begin_nested():
            if gains or loses:
                entry.batch_id = (_grant if gains else _end)(offering, request, by=by, reason=reason)
            db.session.add(entry)
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    request.entries.append(entry)
    if gains or loses:
        ledger.evaluate_offering(offering, by=by, reason="leave")
    note(f"absence.leave_{act.value}", offering, request, by=by, reason=reason)
    return entry


def withdraw(
    offering: ClassOffering, request: LeaveRequest, *, by: User, reason: str = "", seen: int | None = None
) -> LeaveEntry:
    """The learner takes a request back. Raises AlreadyBegun, and as `decide` does."""
    begun = local_now() >= min(span.starts_at for span in request.stretches)
    if begun and request.state is LeaveState.APPROVED:
        raise AlreadyBegun
    return decide(offering, request, LeaveAct.WITHDRAW, by=by, reason=reason, seen=seen)


def may_withdraw(request: LeaveRequest, now: datetime) -> bool:
    """Whether the learner can still take it back."""
    if request.state is LeaveState.PENDING:
        return True
    return request.state is LeaveState.APPROVED and now < min(span.starts_at for span in request.stretches)


def _grant(offering: ClassOffering, request: LeaveRequest, *, by: User, reason: str) -> int:
    batch = course_actions.start_batch(offering, by=by, report={"leave": request.id, "stands_alone": True})
    drafts = [
        Draft(
            Place("", "", 0),
            {
                "name": request.enrolment.learner.name,
                "enrolment_id": request.enrolment_id,
                "settled_by": by.display_name,
                "starts_at": to_utc(span.starts_at),
                "ends_at": to_utc(span.ends_at),
                "reason": request.kind,
                "decision": LeaveDecision.APPROVED,
                "approver": by.display_name[:80],
            },
            says=("leave request", request.id, batch.id, span.starts_at, span.ends_at),
        )
        for span in request.stretches
    ]
    course_actions.store_lines(LeaveSlip, batch, drafts, present=[])
    return batch.id


def _end(offering: ClassOffering, request: LeaveRequest, *, by: User, reason: str) -> int:
    granted = [one.batch_id for one in request.entries if one.state is LeaveState.APPROVED and one.batch_id]
    slips = queries.slips_of_batch(granted)
    report: dict[str, Any] = {"leave": request.id, "stands_alone": True, "correction": reason}
    batch = course_actions.start_batch(offering, by=by, report={**report, "withdraws": [one.id for one in slips]})
    for slip in slips:
        slip.superseded_by_id = batch.id
    db.session.flush()
    return batch.id


def note(action: str, offering: ClassOffering, request: LeaveRequest, *, by: User, **detail: Any) -> None:
    """Write an act to the audit trail."""
    told = {name: value for name, value in detail.items() if value}
    audit.record(action, by=by, subject=("leave", request.id), institution_id=offering.institution_id, **told)
