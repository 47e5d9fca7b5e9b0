"""How far a learner has come, in three lines (results in, values out)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.clock import to_local
from sessions.models import ClassSession
from sessions.rules.kinds import SessionKind
from sessions.stories import HoursRow, UnitStory


@dataclass(frozen=True, slots=True)
class Progress:
    """Hours against the target, what is missing, and what can still be earned until the class ends.

    `percent` is a whole number rounded down, so that 100 means reached.
    """

    percent: int
    total: Decimal
    missing: Decimal
    open_units: tuple[UnitStory, ...]
    possible: Decimal
    is_over: bool


def progress_of(row: HoursRow, units: Iterable[UnitStory], last_day: date, now: datetime) -> Progress:
    """Progress as of `now` (naive site time) in a class that ends on `last_day`."""
    is_over = now.date() > last_day
    still = () if is_over else tuple(one for one in units if can_still_earn(one))
    percent = 100 if row.required == 0 else int(min(row.ledger.total * 100 / row.required, Decimal(100)))
    possible = sum((one.session.planned_hours - one.hours for one in still), Decimal(0))
    return Progress(percent, row.ledger.total, row.missing, still, possible, is_over)


def can_still_earn(unit: UnitStory) -> bool:
    """Whether a unit can bring more hours: it is still to come, or a recorded lesson not watched to the end."""
    if unit.earned is None or unit.hours >= unit.session.planned_hours:
        return False
    return unit.upcoming or unit.session.kind is SessionKind.RECORDED


def next_session(sessions: Sequence[ClassSession], now: datetime) -> ClassSession | None:
    """The session that goes on now or begins next."""
    ahead = [one for one in sessions if one.starts_at and one.ends_at and to_local(one.ends_at) > now]
    return min(ahead, key=lambda one: (one.starts_at, one.id), default=None)
