"""Questions about leave requests, appeals and make-up sessions. Scope is applied here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from accounts.models import User
from accounts.rules import PERMISSIONS, Permission, Role
from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.queries import counts
from courses.rules import ClassState
from sessions.absence.models import AbsenceFile, Appeal, AppealEntry, LeaveEntry, LeaveRequest, MakeUpSession
from sessions.absence.rules.appeals import Decider, Recorders
from sessions.absence.rules.leave import LeaveState
from sessions.absence.rules.policy import (
    AppealPolicy,
    LeavePolicy,
    MakeUpPolicy,
    appeal_policy,
    leave_policy,
    makeup_policy,
)
from sessions.models import AttendanceEvent, Evaluation, LeaveSlip
from sessions.rollcall.models import RollCallMark
from sessions.rules.kinds import EventSource
from sessions.stories import UnitStory
from sessions.traces import Trace
from standards import queries as standard_queries
from trainer.models import Institution, StaffMember
from trainer.queries import Scope

# What a person writes down; what a device or a meeting exported was recorded by nobody.
BY_HAND = frozenset({EventSource.ROLL_CALL, EventSource.CORRECTION, EventSource.STAFF_SCAN, EventSource.SHEET})
CLOSED = (ClassState.FILED, ClassState.CANCELLED)

_PERSON = (joinedload(LeaveRequest.enrolment).joinedload(Enrolment.learner), joinedload(LeaveRequest.offering))
_LEAVE = (
    *_PERSON,
    selectinload(LeaveRequest.spans),
    selectinload(LeaveRequest.entries),
    selectinload(LeaveRequest.files).joinedload(AbsenceFile.file),
)
_APPEAL = (
    joinedload(Appeal.enrolment).joinedload(Enrolment.learner),
    joinedload(Appeal.offering),
    joinedload(Appeal.class_session),
    joinedload(Appeal.ending),
    selectinload(Appeal.files).joinedload(AbsenceFile.file),
)


def leave_policy_of(offering: ClassOffering) -> LeavePolicy:
    """What the rule-set of the class says of leave. Raises ParameterMissing."""
    return leave_policy(standard_queries.parameters_of(offering.rule_set_version_id))


def appeal_policy_of(offering: ClassOffering) -> AppealPolicy:
    """The terms of appeals in that class. Raises ParameterMissing."""
    return appeal_policy(standard_queries.parameters_of(offering.rule_set_version_id))


def makeup_policy_of(offering: ClassOffering) -> MakeUpPolicy:
    """What may be made up for in that class. Raises ParameterMissing."""
    return makeup_policy(standard_queries.parameters_of(offering.rule_set_version_id))


def leave_of(offering_id: int, request_id: int) -> LeaveRequest | None:
    """One leave request of that class with everything about it."""
    statement = select(LeaveRequest).where(LeaveRequest.id == request_id, LeaveRequest.offering_id == offering_id)
    return db.session.scalar(statement.options(*_LEAVE))


def appeal_of(offering_id: int, appeal_id: int) -> Appeal | None:
    """One appeal of that class with everything about it."""
    statement = select(Appeal).where(Appeal.id == appeal_id, Appeal.offering_id == offering_id)
    return db.session.scalar(statement.options(*_APPEAL))


def leave_by_ids(request_ids: Sequence[int]) -> list[LeaveRequest]:
    """These leave requests with everything about them."""
    statement = select(LeaveRequest).where(LeaveRequest.id.in_(request_ids)).options(*_LEAVE)
    return list(db.session.scalars(statement.order_by(LeaveRequest.id)))


def appeals_by_ids(appeal_ids: Sequence[int]) -> list[Appeal]:
    """These appeals with everything about them."""
    statement = select(Appeal).where(Appeal.id.in_(appeal_ids)).options(*_APPEAL)
    return list(db.session.scalars(statement.order_by(Appeal.id)))


def leave_by_learner(enrolment_ids: Sequence[int]) -> list[LeaveRequest]:
    """The leave requests of these enrolments, the latest first."""
    statement = select(LeaveRequest).where(LeaveRequest.enrolment_id.in_(enrolment_ids)).options(*_LEAVE)
    return list(db.session.scalars(statement.order_by(LeaveRequest.id.desc())))


def appeals_by_learner(enrolment_ids: Sequence[int]) -> list[Appeal]:
    """The appeals of these enrolments, the latest first."""
    statement = select(Appeal).where(Appeal.enrolment_id.in_(enrolment_ids)).options(*_APPEAL)
    return list(db.session.scalars(statement.order_by(Appeal.id.desc())))


def appeals_about(enrolment_id: int, session_id: int) -> list[Appeal]:
    """The appeals of one learner about one session, the latest first."""
    statement = select(Appeal).where(Appeal.enrolment_id == enrolment_id, Appeal.session_id == session_id)
    return list(db.session.scalars(statement.options(*_APPEAL).order_by(Appeal.round.desc())))


def file_of(offering_id: int, file_id: int, *, enrolment_id: int | None = None) -> AbsenceFile | None:
    """A proof that belongs to a request or an appeal of that class (and of that learner)."""
    matters = []
    for model, column in ((LeaveRequest, AbsenceFile.request_id), (Appeal, AbsenceFile.appeal_id)):
        own = select(model.id).where(model.offering_id == offering_id)
        if enrolment_id is not None:
            own = own.where(model.enrolment_id == enrolment_id)
        matters.append(column.in_(own))
    statement = select(AbsenceFile).where(AbsenceFile.id == file_id, or_(*matters))
    return db.session.scalar(statement.options(joinedload(AbsenceFile.file)))


def slips_that_count(offering_id: int, enrolment_id: int | None = None) -> list[LeaveSlip]:
    """The leave slips of a class, or of one learner in it, that count."""
    statement = select(LeaveSlip).where(counts(LeaveSlip, offering_id))
    if enrolment_id is not None:
        statement = statement.where(LeaveSlip.enrolment_id == enrolment_id)
    return list(db.session.scalars(statement.order_by(LeaveSlip.id)))


def slips_of_batch(batch_ids: Iterable[int]) -> list[LeaveSlip]:
    """The leave slips that these hand-ins brought and that nothing has ended."""
    statement = select(LeaveSlip).where(LeaveSlip.batch_id.in_(list(batch_ids)), LeaveSlip.superseded_by_id.is_(None))
    return list(db.session.scalars(statement.order_by(LeaveSlip.id)))


def events_of_batch(batch_id: int) -> list[AttendanceEvent]:
    """The attendance events that one hand-in brought."""
    return list(db.session.scalars(select(AttendanceEvent).where(AttendanceEvent.batch_id == batch_id)))


def first_run_after(offering_id: int, moment: datetime) -> datetime | None:
    """When the rules were first run over a class after that moment."""
    statement = select(func.min(Evaluation.at)).where(Evaluation.offering_id == offering_id, Evaluation.at >= moment)
    return db.session.scalar(statement)


def makeup_rows(offering_id: int) -> list[MakeUpSession]:
    """The make-up sessions of a class with both sessions and everybody ever named."""
    statement = (
        select(MakeUpSession)
        .where(MakeUpSession.offering_id == offering_id)
        .options(
            joinedload(MakeUpSession.class_session),
            joinedload(MakeUpSession.stands_for),
            selectinload(MakeUpSession.entries),
        )
        .order_by(MakeUpSession.id)
    )
    return list(db.session.scalars(statement))


# The lists of the desk.


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What of the lists somebody wants to see."""

    only: str = "open"  # open, overdue, all
    offering_id: int | None = None


def _in_reach(model: type[LeaveRequest] | type[Appeal], scope: Scope, wanted: DeskFilter) -> Select[Any]:
    statement = (
        select(model)
        .join(ClassOffering, ClassOffering.id == model.offering_id)
        .join(Institution, Institution.id == ClassOffering.institution_id)
        .where(scope.allows())
    )
    if wanted.offering_id is not None:
        statement = statement.where(model.offering_id == wanted.offering_id)
    return statement


def leave_statement(scope: Scope, wanted: DeskFilter, now: datetime) -> Select[Any]:
    """The leave requests in scope; what began without a decision first, then by beginning."""
    later = aliased(LeaveEntry)
    last = and_(
        LeaveEntry.request_id == LeaveRequest.id,
        ~select(later.id).where(later.request_id == LeaveRequest.id, later.number > LeaveEntry.number).exists(),
    )
    statement = _in_reach(LeaveRequest, scope, wanted).outerjoin(LeaveEntry, last)
    if wanted.only != "all":
        waits = or_(LeaveEntry.id.is_(None), LeaveEntry.state == LeaveState.PENDING)
        statement = statement.where(waits, ClassOffering.state.not_in(CLOSED))
    if wanted.only == "overdue":
        statement = statement.where(LeaveRequest.starts_at <= now)
    newest = LeaveRequest.id.desc() if wanted.only == "all" else LeaveRequest.starts_at
    return statement.order_by(newest, LeaveRequest.id)


def appeal_statement(scope: Scope, wanted: DeskFilter, now: datetime) -> Select[Any]:
    """The appeals in scope; open ones whose time is over first."""
    statement = _in_reach(Appeal, scope, wanted).outerjoin(AppealEntry, AppealEntry.appeal_id == Appeal.id)
    if wanted.only != "all":
        statement = statement.where(AppealEntry.id.is_(None), ClassOffering.state.not_in(CLOSED))
    if wanted.only == "overdue":
        statement = statement.where(Appeal.decide_by <= now)
    newest: ColumnElement[Any] | Any = Appeal.id.desc() if wanted.only == "all" else Appeal.decide_by
    return statement.order_by(newest, Appeal.id)


def count_of(statement: Select[Any]) -> int:
    """How many rows a list has."""
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def leave_page(statement: Select[Any], *, offset: int = 0, size: int = 50) -> list[LeaveRequest]:
    """One page of leave requests."""
    return list(db.session.scalars(statement.options(*_LEAVE).offset(offset).limit(size)))


def appeal_page(statement: Select[Any], *, offset: int = 0, size: int = 50) -> list[Appeal]:
    """One page of appeals."""
    return list(db.session.scalars(statement.options(*_APPEAL).offset(offset).limit(size)))


# Who may decide an appeal.


def deciders_of(institution_id: int) -> list[Decider]:
    """The staff of an institution who may decide, by name."""
    roles = [role for role in Role if Permission.ABSENCE_DECIDE in PERMISSIONS[role]]
    statement = (
        select(User.id, User.display_name)
        .join(StaffMember, StaffMember.user_id == User.id)
        .where(StaffMember.institution_id == institution_id, User.is_active, User.role.in_(roles))
        .order_by(User.display_name, User.id)
    )
    return [Decider(number, name) for number, name in db.session.execute(statement)]


def roll_calls_of(session_id: int, enrolment_id: int) -> list[RollCallMark]:
    """What was ever called for one learner in one session."""
    statement = select(RollCallMark).where(
        RollCallMark.session_id == session_id, RollCallMark.enrolment_id == enrolment_id
    )
    return list(db.session.scalars(statement.order_by(RollCallMark.id)))


def recorders_of(unit: UnitStory, enrolment_id: int) -> Recorders:
    """Who has called, recorded, corrected or withdrawn a mark of that unit by hand. One query."""
    calls = roll_calls_of(unit.session.id, enrolment_id)
    traces: list[Trace[Any]] = [*(one.trace for one in unit.taps), *unit.stays]
    by_hand = [one for one in traces if one.line.source in BY_HAND]
    ids = {one.brought.by_user_id for one in by_hand}
    ids |= {one.ended.by_user_id for one in traces if one.ended is not None and one.ended.report.get("withdraws")}
    ids |= {one.by_user_id for one in calls}
    names = {one.line.recorder for one in by_hand if one.line.recorder} | {one.by_name for one in calls if one.by_name}
    return Recorders(frozenset(number for number in ids if number is not None), frozenset(names))
