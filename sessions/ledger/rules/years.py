"""A year of the account: which one a day belongs to, what counts in it, what is missing, what can still come."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sessions.ledger.rules.policy import LatePostings, LedgerPolicy

NOTHING = Decimal(0)
CALENDAR_YEAR = (1, 1)


class CountReason(StrEnum):
    """Why hours of a category count, or do not."""

    WHOLE = "whole"
    CAPPED = "capped"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """What one category earned, and what of it counts toward the year."""

    name: str
    earned: Decimal
    cap: Decimal | None
    counted: Decimal
    reason: CountReason

    @property
    def cut(self) -> Decimal:
        return self.earned - self.counted


@dataclass(frozen=True, slots=True)
class YearCount:
    """One person's year: by category after caps, what came over from the year before, and the target."""

    categories: tuple[CategoryCount, ...]
    carried: Decimal
    target: Decimal

    @property
    def earned(self) -> Decimal:
        return sum((one.earned for one in self.categories), NOTHING)

    @property
    def own(self) -> Decimal:
        """What counts of this year's own hours."""
        return sum((one.counted for one in self.categories), NOTHING)

    @property
    def total(self) -> Decimal:
        return self.own + self.carried

    @property
    def missing(self) -> Decimal:
        return max(self.target - self.total, NOTHING)

    @property
    def reached(self) -> bool:
        return self.total >= self.target

    @property
    def percent(self) -> int:
        """A whole number rounded down, so that 100 means reached."""
        return 100 if self.reached else max(int(self.total * 100 / self.target), 0)


def year_of(day: date, starts: tuple[int, int]) -> int:
    """The year of the account in which a day lies; a year is named after the calendar year in which it begins."""
    return day.year if (day.month, day.day) >= starts else day.year - 1


def span_of(year: int, starts: tuple[int, int]) -> tuple[date, date]:
    """First and last day of a year of the account."""
    return date(year, *starts), date(year + 1, *starts) - timedelta(days=1)


def posting_year(own: int, closed: Collection[int], late: LatePostings, now: int) -> int:
    """The year that a posting goes to: its own, unless that is closed; then the next open one.

    Only an adjustment that two people stand for goes into a closed year.
    """
    if own not in closed:
        return own
    year = own + 1 if late is LatePostings.NEXT else max(own + 1, now)
    while year in closed:
        year += 1
    return year


def count_year(earned: Mapping[str, Decimal], policy: LedgerPolicy, carried: Decimal = NOTHING) -> YearCount:
    """What counts of the hours earned by category. Postings stay as they are: caps only say what counts."""
    listed = [_count(name, earned.get(name, NOTHING), policy) for name in policy.names]
    others = [
        CategoryCount(name, hours, None, NOTHING, CountReason.NOT_LISTED)
        for name, hours in sorted(earned.items())
        if name not in policy.names and hours
    ]
    return YearCount((*listed, *others), carried, policy.target)


def _count(name: str, earned: Decimal, policy: LedgerPolicy) -> CategoryCount:
    cap = policy.cap_of(name)
    if cap is not None and earned > cap:
        return CategoryCount(name, earned, cap, cap, CountReason.CAPPED)
    return CategoryCount(name, earned, cap, earned, CountReason.WHOLE)


def carried_over(before: YearCount, policy: LedgerPolicy) -> Decimal:
    """What a year hands on: its own hours above the target, up to the limit. What came over does not go on again."""
    return min(max(before.own - before.target, NOTHING), policy.carry_over)


def add_up(*parts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Sums by category."""
    found: dict[str, Decimal] = {}
    for part in parts:
        for name, hours in part.items():
            found[name] = found.get(name, NOTHING) + hours
    return found


class Standing(StrEnum):
    """How a person stands in a year."""

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"  # what is still to come is enough
    BEHIND = "behind"


def standing_of(now: YearCount, by_end: YearCount) -> Standing:
    """Reached, on the way there, or behind what can still come."""
    if now.reached:
        return Standing.REACHED
    return Standing.ON_THE_WAY if by_end.reached else Standing.BEHIND


def reminder_due(today: date, last_day: date, days: Iterable[int]) -> int | None:
    """Of the days before the end of the year at which to remind, the one reached last; None while it is early."""
    left = (last_day - today).days
    return min((one for one in days if 0 <= left <= one), default=None)


def digest_of(facts: Any) -> str:
    """SHA-256 of facts in one fixed writing: keys sorted, decimals in full, no spaces."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
