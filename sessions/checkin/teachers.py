"""Which check-ins teachers may show and scan for: those of the half-days in which they hold a session themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core.clock import to_local, to_utc
from core.db import db
from sessions.checkin.models import CheckInWindow
from sessions.models import ClassSession
from sessions.rules.halfdays import part_of
from sessions.rules.kinds import SessionKind, SessionStatus
from standards import queries as standard_queries
from standards.rules import figure


@dataclass(frozen=True, slots=True)
class Half:
    """A half-day of a class."""

    offering_id: int
    day: date
    part: str


def halves_by_session(sessions: Collection[ClassSession]) -> dict[int, Half]:
    """The half-day of each face-to-face session, by session; their classes must be loaded. Raises ParameterMissing.

    One query for each rule-set version.
    """
    versions = sorted({one.offering.rule_set_version_id for one in sessions})
    noons = {number: _noon(number) for number in versions}
    found: dict[int, Half] = {}
    for one in sessions:
        if one.kind is SessionKind.OFFLINE and one.starts_at:
            start = to_local(one.starts_at)
            part = part_of(start, noons[one.offering.rule_set_version_id])
            found[one.id] = Half(one.offering_id, start.date(), part)
    return found


def _noon(version_id: int) -> time:
    return time.fromisoformat(str(figure(standard_queries.parameters_of(version_id), "attendance.noon")))


def is_taught_by(window: CheckInWindow, teacher_id: int) -> bool:
    """Whether a teacher holds a session of the window's half-day; its class must be loaded."""
    start = to_utc(datetime.combine(window.day, time()))
    statement = select(ClassSession.starts_at).where(
        ClassSession.offering_id == window.offering_id,
        ClassSession.teacher_id == teacher_id,
        ClassSession.kind == SessionKind.OFFLINE,
        ClassSession.status == SessionStatus.PLANNED,
        ClassSession.starts_at >= start,
        ClassSession.starts_at < start + timedelta(days=1),
    )
    begins = [to_local(moment) for moment in db.session.scalars(statement) if moment]
    if not begins:
        return False
    noon = _noon(window.offering.rule_set_version_id)
    return window.part in {part_of(moment, noon) for moment in begins}


def windows_for(sessions: Collection[ClassSession], now: datetime) -> dict[int, CheckInWindow]:
    """The check-in to show for each of these sessions: the one that is open, else the next, else the last.

    `now` is aware. Raises ParameterMissing.
    """
    halves = halves_by_session(sessions)
    if not halves:
        return {}
    statement = select(CheckInWindow).where(
        CheckInWindow.offering_id.in_({one.offering_id for one in halves.values()}),
        CheckInWindow.day.in_({one.day for one in halves.values()}),
    )
    windows = list(db.session.scalars(statement.order_by(CheckInWindow.opens_at, CheckInWindow.id)))
    there = {
        number: [one for one in windows if Half(one.offering_id, one.day, one.part) == half]
        for number, half in halves.items()
    }
    return {number: _matters_now(found, now) for number, found in there.items() if found}


def _matters_now(windows: Iterable[CheckInWindow], now: datetime) -> CheckInWindow:
    """Of windows in the order in which they open: the first that has not ended, or the last."""
    *_, last = windows
    return next((one for one in windows if one.closes_at >= now), last)
