"""Closing a year, opening it again, and adjusting hours: which entry may follow, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ClosingKind(StrEnum):
    """An entry about a year of an institution."""

    CLOSE = "close"
    REOPEN = "reopen"


class AdjustmentState(StrEnum):
    """What became of an adjustment that somebody proposed."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class Hindrance(StrEnum):
    """Why a year cannot be closed."""

    CLOSED_ALREADY = "closed_already"
    NOT_OVER = "not_over"
    CLAIMS_WAIT = "claims_wait"
    ADJUSTMENTS_WAIT = "adjustments_wait"


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What closing a year needs to know."""

    last_day: date
    entries: Sequence[ClosingKind]
    claims_waiting: int
    adjustments_waiting: int


def is_closed(entries: Sequence[ClosingKind]) -> bool:
    """Whether the last entry closed the year."""
    return bool(entries) and entries[-1] is ClosingKind.CLOSE


def hindrances(facts: YearFacts, today: date) -> list[Hindrance]:
    """What has to be settled before the year can be closed."""
    found = []
    if is_closed(facts.entries):
        found.append(Hindrance.CLOSED_ALREADY)
    if today <= facts.last_day:
        found.append(Hindrance.NOT_OVER)
    if facts.claims_waiting:
        found.append(Hindrance.CLAIMS_WAIT)
    if facts.adjustments_waiting:
        found.append(Hindrance.ADJUSTMENTS_WAIT)
    return found
