"""Whether the hours can still be reached: what there is, what there can be at most, and what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

# What of the hours of each unit counts in all; a share that online hours may not pass is cut off here.
Total = Callable[[Mapping[str, Decimal]], Decimal]


class Risk(StrEnum):
    """How it stands with the hours of one person."""

    REACHED = "reached"
    SAFE = "safe"
    AT_RISK = "at_risk"  # something is lost already, and one absence more would be too many
    OUT_OF_REACH = "out_of_reach"
    UNPLANNED = "unplanned"  # the timetable itself does not hold the hours (yet): nobody can be blamed


@dataclass(frozen=True, slots=True)
class Chance:
    """One unit: what it has brought, and what it can bring at most. They are the same once nothing can be added."""

    code: str
    earned: Decimal
    possible: Decimal
    starts_at: datetime | None = None
    planned: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The three figures side by side, and which absence would be one too many.

    `last_straw` is the unit with which the target gets out of reach when everything from now on is missed up to and
    with it; `can_miss` is how many units to come could be missed one after the other before that.
    """

    so_far: Decimal
    at_most: Decimal
    needed: Decimal
    risk: Risk
    open_codes: tuple[str, ...] = ()
    last_straw: str = ""
    can_miss: int = 0

    @property
    def short_by(self) -> Decimal:
        return max(self.needed - self.at_most, Decimal(0))

    @property
    def spare(self) -> Decimal:
        return max(self.at_most - self.needed, Decimal(0))


def plain_total(hours: Mapping[str, Decimal]) -> Decimal:
    """Every hour counts."""
    return sum(hours.values(), Decimal(0))


def look_ahead(
    chances: Sequence[Chance], needed: Decimal, *, total: Total = plain_total, missed: Collection[str] = ()
) -> Forecast:
    """What the figures say when the units of `missed` bring nothing more than they have."""
    best = {one.code: one.earned if one.code in missed else one.possible for one in chances}
    so_far = total({one.code: one.earned for one in chances})
    at_most = total(best)
    ahead = sorted((one for one in chances if best[one.code] > one.earned), key=_when)
    straw, can_miss = _last_straw(ahead, best, needed, total)
    lost = any(one.planned > best[one.code] for one in chances)
    risk = _risk(so_far, at_most, needed, lost and _one_is_too_many(ahead, best, needed, total))
    if risk is Risk.OUT_OF_REACH and total({one.code: max(one.planned, best[one.code]) for one in chances}) < needed:
        risk = Risk.UNPLANNED
    return Forecast(so_far, at_most, needed, risk, tuple(one.code for one in ahead), straw, can_miss)


def _when(chance: Chance) -> tuple[bool, str, str]:
    """In order of time; what has none comes last."""
    return chance.starts_at is None, chance.starts_at.isoformat() if chance.starts_at else "", chance.code


def _last_straw(ahead: Sequence[Chance], best: Mapping[str, Decimal], needed: Decimal, total: Total) -> tuple[str, int]:
    if total(best) < needed:
        return "", 0
    left = dict(best)
    for number, one in enumerate(ahead):
        left[one.code] = one.earned
        if total(left) < needed:
            return one.code, number
    return "", len(ahead)


def _one_is_too_many(ahead: Sequence[Chance], best: Mapping[str, Decimal], needed: Decimal, total: Total) -> bool:
    return any(total({**best, one.code: one.earned}) < needed for one in ahead)


def _risk(so_far: Decimal, at_most: Decimal, needed: Decimal, fragile: bool) -> Risk:
    if so_far >= needed:
        return Risk.REACHED
    if at_most < needed:
        return Risk.OUT_OF_REACH
    return Risk.AT_RISK if fragile else Risk.SAFE
