"""Who of an area has reached the hours of a year, who is short and by how much; pure counting of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sessions.ledger.rules.years import NOTHING, YearCount

PROVINCE, CITY, COUNTY = 2, 4, 6  # digits of a region code (GB/T 2260)


class Band(StrEnum):
    """How far a person is from the hours of the year, in quarters of the target."""

    REACHED = "reached"
    QUARTER = "quarter"  # at most a quarter is missing
    HALF = "half"
    THREE_QUARTERS = "three_quarters"
    MORE = "more"  # more than three quarters are missing, but there is something
    NOTHING = "nothing"


_QUARTERS = {Band.QUARTER: 1, Band.HALF: 2, Band.THREE_QUARTERS: 3}


def band_of(total: Decimal, target: Decimal) -> Band:
    """Where hours lie against the target; the upper end of missing hours belongs to a band."""
    if total >= target:
        return Band.REACHED
    if total <= 0:
        return Band.NOTHING
    missing = (target - total) * 4
    return next((band for band, quarters in _QUARTERS.items() if missing <= target * quarters), Band.MORE)


def missing_in(band: Band, target: Decimal) -> tuple[Decimal, Decimal] | None:
    """Hours missing in a band: more than the first, at most the second; None where nothing or everything is missing."""
    if band in _QUARTERS:
        return target * (_QUARTERS[band] - 1) / 4, target * _QUARTERS[band] / 4
    return (target * 3 / 4, target) if band is Band.MORE else None


@dataclass(frozen=True, slots=True)
class Covered:
    """One registered person of a year: what counts, and the institutions where the person is registered."""

    learner_id: int
    total: Decimal
    target: Decimal
    places: frozenset[int]

    @property
    def band(self) -> Band:
        return band_of(self.total, self.target)

    @property
    def missing(self) -> Decimal:
        return max(self.target - self.total, NOTHING)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people there are in each band, and how many hours they lack together."""

    bands: Mapping[Band, int]
    missing: Decimal

    @property
    def everybody(self) -> int:
        return sum(self.bands.values())

    @property
    def reached(self) -> int:
        return self.bands[Band.REACHED]

    @property
    def short(self) -> int:
        return self.everybody - self.reached

    @property
    def percent(self) -> int | None:
        """Who has reached it, in whole per cent rounded down: 100 means everybody. None of nobody."""
        return self.reached * 100 // self.everybody if self.everybody else None


def tally(people: Iterable[Covered]) -> Tally:
    """Count people by band."""
    listed = list(people)
    found = [one.band for one in listed]
    return Tally({band: found.count(band) for band in Band}, sum((one.missing for one in listed), NOTHING))


def cover(places: Mapping[int, Iterable[int]], counts: Mapping[int, YearCount], target: Decimal) -> list[Covered]:
    """Everybody registered, those without any hours too; who lacks most comes first."""
    found = [
        Covered(person, counts[person].total if person in counts else NOTHING, target, frozenset(where))
        for person, where in places.items()
    ]
    return sorted(found, key=lambda one: (-one.missing, one.learner_id))


def area_of(region: str, scope: str) -> str:
    """The area under which an institution is listed: a province by cities, a city by counties."""
    return region[: COUNTY if len(scope) >= CITY else CITY]
