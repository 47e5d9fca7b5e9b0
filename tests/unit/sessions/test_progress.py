"""How far a learner has come, and what can still be earned."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.clock import to_utc
from sessions.progress import can_still_earn, next_session, progress_of
from sessions.rules.kinds import SessionKind

LAST_DAY = date(2026, 3, 30)
DURING = datetime(2026, 3, 30, 23, 59)


def row(total, required=40):
    """A learner with so many of the required hours."""
    missing = max(Decimal(required) - Decimal(total), Decimal(0))
    return SimpleNamespace(ledger=SimpleNamespace(total=Decimal(total)), required=Decimal(required), missing=missing)


def unit(hours="0", planned="2", kind=SessionKind.OFFLINE, upcoming=False, earned=True):
    """A unit of which so many of the planned hours are earned."""
    session = SimpleNamespace(planned_hours=Decimal(planned), kind=kind)
    return SimpleNamespace(hours=Decimal(hours), session=session, upcoming=upcoming, earned=earned or None)


@pytest.mark.parametrize(
    ("total", "required", "percent"),
    [("0", 40, 0), ("20", 40, 50), ("39.75", 40, 99), ("40", 40, 100), ("47.5", 40, 100), ("0", 0, 100)],
)
def test_the_ring_is_full_only_when_the_hours_are_reached(total, required, percent):
    assert progress_of(row(total, required), [], LAST_DAY, DURING).percent == percent


@pytest.mark.parametrize(
    ("one", "open_still"),
    [
        (unit(upcoming=True), True),
        (unit(), False),
        (unit(kind=SessionKind.RECORDED), True),
        (unit(hours="1.5", kind=SessionKind.RECORDED), True),
        (unit(hours="2", kind=SessionKind.RECORDED), False),
        (unit(kind=SessionKind.LIVE), False),
        (unit(kind=SessionKind.LIVE, upcoming=True), True),
        (unit(kind=SessionKind.RECORDED, earned=False), False),
        (unit(planned="0", upcoming=True), False),
    ],
)
def test_what_is_to_come_and_recorded_lessons_can_still_bring_hours(one, open_still):
    assert can_still_earn(one) is open_still


def test_what_can_still_be_earned_is_added_up():
    units = [unit(upcoming=True), unit(hours="0.5", kind=SessionKind.RECORDED), unit()]
    assert progress_of(row("30"), units, LAST_DAY, DURING).possible == Decimal("3.5")


def test_nothing_can_be_earned_after_the_last_day():
    found = progress_of(row("30"), [unit(kind=SessionKind.RECORDED)], LAST_DAY, datetime(2026, 3, 31))
    assert (found.is_over, found.possible, found.open_units) == (True, Decimal(0), ())


def session(number, start, end):
    times = [to_utc(datetime.fromisoformat(f"2026-03-02T{clock}")) if clock else None for clock in (start, end)]
    return SimpleNamespace(id=number, starts_at=times[0], ends_at=times[1])


@pytest.mark.parametrize(
    ("clock", "number"), [("08:00", 1), ("09:59:59", 1), ("10:00", 2), ("11:59", 2), ("12:00", None)]
)
def test_the_next_session_is_the_one_that_is_not_over(clock, number):
    sessions = [session(2, "10:20", "12:00"), session(1, "08:30", "10:00"), session(3, None, None)]
    found = next_session(sessions, datetime.fromisoformat(f"2026-03-02T{clock}"))
    assert (found.id if found else None) == number
