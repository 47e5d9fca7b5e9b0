"""Opening, changing and settling windows, and deciding what was held."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from accounts import audit
from accounts.models import User
from core.clock import to_utc
from core.db import db, utc_now
from courses import actions as course_actions
from courses.models import ClassOffering
from courses.rules import CLOSED
from sessions.actions import ledger
from sessions.checkin import queries
from sessions.checkin.actions import SETTLED_BY
from sessions.checkin.models import CheckIn, CheckInDecision, CheckInWindow, SuspicionNote
from sessions.checkin.rules.policy import CheckInPolicy
from sessions.checkin.rules.windows import usual_times
from sessions.models import AttendanceEvent
from sessions.rules.halfdays import Direction, HalfDay
from sessions.rules.policy import AttendancePolicy
from standards.rules import ParameterMissing


class AlreadyDecided(Exception):
    """Somebody else has decided about this attempt in the meantime."""


class ClassIsClosed(Exception):
    """The class is filed or cancelled: its records stay as they are."""


def open_window(
    offering: ClassOffering,
    half: HalfDay,
    direction: Direction,
    *,
    attendance: AttendancePolicy,
    policy: CheckInPolicy,
    by: User | None,
    **settings: Any,
) -> CheckInWindow:
    """Open a window for a half-day with the usual times, a batch of its own, and the figures of the rule-set.

    `settings` override columns, such as the times (aware). Raises ClassIsClosed.
    """
    if offering.state in CLOSED:
        raise ClassIsClosed
    batch = course_actions.start_batch(
        offering, by=by, report={"check_in": f"{half.label} {direction}", "stands_alone": True}
    )
    opens, closes = usual_times(half, direction, attendance)
    values = {"opens_at": to_utc(opens), "closes_at": to_utc(closes), **asdict(policy), **settings}
    window = CheckInWindow(
        offering_id=offering.id, batch_id=batch.id, day=half.on, part=half.part, direction=direction, **values
    )
    db.session.add(window)
    db.session.flush()
    _note("sessions.check_in_opened", window, offering, by, half=half.label, direction=direction.value)
    return window


def change_window(window: CheckInWindow, *, by: User, **settings: Any) -> None:
    """Change times or settings of a window. The version column refuses a change made on an old view."""
    for name, value in settings.items():
        setattr(window, name, value)
    window.settled_at = None
    db.session.flush()
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in settings.items()}
    _note("sessions.check_in_changed", window, window.offering, by, **said)


def _note(action: str, window: CheckInWindow, offering: ClassOffering, by: User | None, **detail: Any) -> None:
    audit.record(
        action, by=by, subject=("check_in_window", window.id), institution_id=offering.institution_id, **detail
    )


def settle(window: CheckInWindow, *, by: User | None) -> int:
    """Bring the ledger of the class up to date with what came through the window; how much was posted."""
    window.settled_at = utc_now()
    db.session.flush()
    if window.offering.state in CLOSED:
        return 0
    found = ledger.evaluate_offering(window.offering, by=by, reason="check_in")
    return found.posted if found else 0


def settle_ended(now: datetime) -> None:
    """Settle every window that has ended since somebody last looked: for the reminders that run every few minutes."""
    for window in queries.windows_to_settle(now):
        with suppress(ParameterMissing):  # the pages of the class ask for the figure
            settle(window, by=None)


def decide(check_in: CheckIn, window: CheckInWindow, name: str, *, counts: bool, note: str, by: User) -> None:
    """Let a held attempt count, by an event of its own, or say that it does not. Raises AlreadyDecided."""
    if queries.decision_of(check_in.id):
        raise AlreadyDecided
    event = _event_of(check_in, window, name, note, by) if counts else None
    decision = CheckInDecision(
        check_in_id=check_in.id, event_id=event.id if event else None, note=note, by_name=by.display_name
    )
    db.session.add(decision)
    db.session.flush()
    what = "sessions.check_in_counted" if counts else "sessions.check_in_refused"
    _note(what, window, window.offering, by, enrolment=check_in.enrolment_id, note=note)


def _event_of(check_in: CheckIn, window: CheckInWindow, name: str, note: str, by: User) -> AttendanceEvent:
    """The event that an attempt would have written, with who let it count."""
    event = AttendanceEvent(
        offering_id=window.offering_id,
        batch_id=window.batch_id,
        identity=f"check-in-decision-{check_in.id}",
        content=f"check-in-decision-{check_in.id}",
        name=name,
        enrolment_id=check_in.enrolment_id,
        settled_by=SETTLED_BY,
        source=check_in.source,
        direction=check_in.direction,
        at=check_in.at,
        received_at=check_in.received_at,
        serial=check_in.client_id,
        recorder=by.display_name,
        reason=note,
    )
    db.session.add(event)
    db.session.flush()
    return event


def note_suspicion(offering: ClassOffering, key: str, *, note: str, by: User) -> None:
    """Write down that somebody has looked at a suspicion. Raises AlreadyDecided when somebody has before."""
    if key in queries.notes_of(offering.id):
        raise AlreadyDecided
    db.session.add(SuspicionNote(offering_id=offering.id, key=key, note=note, by_name=by.display_name))
    db.session.flush()
    audit.record(
        "sessions.suspicion_seen",
        by=by,
        subject=("class", offering.id),
        institution_id=offering.institution_id,
        note=note,
    )
