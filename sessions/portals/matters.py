"""What waits for the class teacher, and where a class checks in now; a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from core.db import db
from sessions.absence.models import Appeal, AppealEntry, LeaveEntry, LeaveRequest
from sessions.absence.rules.leave import LeaveState
from sessions.checkin.models import CheckIn, CheckInDecision, CheckInWindow, SuspicionNote
from sessions.checkin.rules.judging import Mark, Outcome
from sessions.checkin.rules.suspicion import Seen, find_suspicions
from sessions.rules.kinds import EventSource


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody in each class: leave requests, appeals, check-ins held back, suspicions of the day."""

    leave: dict[int, int]
    appeals: dict[int, int]
    held: dict[int, int]
    suspicions: dict[int, int]


def waiting_in(offering_ids: Collection[int], day: date) -> Waiting:
    """Five queries."""
    decided = select(LeaveEntry.id).where(
        LeaveEntry.request_id == LeaveRequest.id, LeaveEntry.state != LeaveState.PENDING
    )
    ended = select(AppealEntry.id).where(AppealEntry.appeal_id == Appeal.id)
    settled = select(CheckInDecision.id).where(CheckInDecision.check_in_id == CheckIn.id)
    held = (
        select(CheckInWindow.offering_id, func.count())
        .join(CheckIn, CheckIn.window_id == CheckInWindow.id)
        .where(CheckInWindow.offering_id.in_(offering_ids), CheckIn.verdict == Outcome.HELD, ~settled.exists())
        .group_by(CheckInWindow.offering_id)
    )
    return Waiting(
        _by_class(_count(LeaveRequest, offering_ids).where(~decided.exists())),
        _by_class(_count(Appeal, offering_ids).where(~ended.exists())),
        _by_class(held),
        suspicions_in(offering_ids, day),
    )


def suspicions_in(offering_ids: Collection[int], day: date) -> dict[int, int]:
    """How many suspicions about the check-ins of a day nobody has looked at, by class. Two queries."""
    statement = (
        select(CheckIn, CheckInWindow)
        .join(CheckInWindow, CheckInWindow.id == CheckIn.window_id)
        .where(CheckInWindow.offering_id.in_(offering_ids), CheckInWindow.day == day)
        .where(CheckIn.source == EventSource.SELF_CHECK_IN, CheckIn.enrolment_id.isnot(None))
        .where(CheckIn.verdict.in_((Outcome.ACCEPTED, Outcome.HELD)))
        .order_by(CheckIn.id)
    )
    seen: defaultdict[int, list[Seen]] = defaultdict(list)
    for one, window in db.session.execute(statement):
        marks = tuple(Mark(mark) for mark in one.marks)
        about = Seen(one.id, window.id, one.enrolment_id or 0, one.device, one.at, marks, window.one_device)
        seen[window.offering_id].append(about)
    noted = select(SuspicionNote.offering_id, SuspicionNote.key).where(SuspicionNote.offering_id.in_(offering_ids))
    known = {(row[0], row[1]) for row in db.session.execute(noted)}
    open_ones = {
        number: sum((number, one.key) not in known for one in find_suspicions(found)) for number, found in seen.items()
    }
    return {number: count for number, count in open_ones.items() if count}


def _count(model: type[LeaveRequest] | type[Appeal], offering_ids: Collection[int]) -> Select[int, int]:
    counted = select(model.offering_id, func.count()).where(model.offering_id.in_(offering_ids))
    return counted.group_by(model.offering_id)


def _by_class(statement: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}


def open_windows(offering_ids: Collection[int], now: datetime) -> dict[int, CheckInWindow]:
    """The window through which each of these classes checks in now (an aware moment), the one opened last."""
    statement = (
        select(CheckInWindow)
        .where(CheckInWindow.offering_id.in_(offering_ids))
        .where(CheckInWindow.opens_at <= now, CheckInWindow.closes_at >= now)
        .order_by(CheckInWindow.opens_at, CheckInWindow.id)
    )
    return {one.offering_id: one for one in db.session.scalars(statement)}
