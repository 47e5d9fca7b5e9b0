"""Make-up sessions (补课): for whom a session stands in for another one, and how many hours it may bring.

A make-up session brings at most what the session it stands in for still lacks, and all make-up sessions of a person
together at most what the rule-set allows. Nobody else sees it: for them it is not on the timetable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sessions.rules.evaluation import Unit


@dataclass(frozen=True, slots=True)
class MakeUp:
    """One session that stands in for another, for these learners (enrolments)."""

    code: str
    stands_for: str
    people: frozenset[int]


def own_units(units: Sequence[Unit], makeups: Iterable[MakeUp], person: int) -> tuple[Unit, ...]:
    """The timetable of one person: without the make-up sessions of others."""
    foreign = {one.code for one in makeups if person not in one.people}
    return tuple(unit for unit in units if unit.code not in foreign)


def capped_units(
    units: Sequence[Unit], makeups: Iterable[MakeUp], brought: Mapping[str, Decimal], most: Decimal
) -> tuple[Unit, ...]:
    """The units of one person with each make-up session cut down to what it may bring.

    `brought` is what each unit brings by itself; `most` is what make-up sessions may bring in all. Several that stand
    in for one session share what it lacks, in timetable order; one that brought nothing takes nothing from the next.
    """
    stands_for = {one.code: one.stands_for for one in makeups}
    lacking = {unit.code: unit.planned_hours - brought.get(unit.code, Decimal(0)) for unit in units}
    left = most
    capped = []
    for unit in units:
        original = stands_for.get(unit.code)
        if original is not None:
            hours = max(min(unit.planned_hours, lacking.get(original, Decimal(0)), left), Decimal(0))
            taken = min(hours, brought.get(unit.code, Decimal(0)))
            lacking[original] = lacking.get(original, Decimal(0)) - taken
            left -= taken
            unit = replace(unit, planned_hours=hours)
        capped.append(unit)
    return tuple(capped)
