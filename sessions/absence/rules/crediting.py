"""Each learner by the learner's own timetable: make-up sessions only for those named, and cut down to what lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sessions.absence.rules.makeups import MakeUp, capped_units, own_units
from sessions.rules.elsewhere import NOWHERE, Abroad
from sessions.rules.evaluation import (
    Earned,
    PersonResult,
    Records,
    Timetable,
    Unit,
    build_timetable,
    claims_of,
    evaluate_person,
)
from sessions.rules.policy import DeliveryPolicy
from sessions.rules.precedence import Taken


def gross_hours(earned: Earned) -> Decimal:
    """What a unit brought before caps on online shares."""
    return earned.hours + sum((one.hours for one in earned.withheld), Decimal(0))


class Crediting:
    """Evaluates the people of one class. Without make-up sessions everybody shares one timetable."""

    def __init__(
        self,
        units: Sequence[Unit],
        policy: DeliveryPolicy,
        makeups: Sequence[MakeUp],
        most: Decimal,
        abroad: Mapping[int, Abroad] | None = None,
    ) -> None:
        self.policy = policy
        self.makeups = makeups
        self.most = most
        self.abroad = abroad or {}
        self.everything = self._timetable(units)
        self.common = self._timetable(own_units(units, makeups, 0)) if makeups else self.everything
        self.own: dict[int, Timetable] = {}

    def _timetable(self, units: Sequence[Unit]) -> Timetable:
        return build_timetable(units, self.policy, (one.code for one in self.makeups))

    def timetable_of(self, person: int) -> Timetable:
        """The timetable by which this person was evaluated."""
        return self.own.get(person, self.common)

    def evaluate(self, person: int, records: Records) -> PersonResult:
        """What the records of a person earn."""
        named = [one for one in self.makeups if person in one.people]
        elsewhere = self.abroad.get(person, NOWHERE)
        if not named:
            return evaluate_person(self.common, records, self.policy, elsewhere)
        units = own_units(self.everything.units, self.makeups, person)
        first = evaluate_person(self._timetable(units), records, self.policy, elsewhere)
        brought = {one.code: gross_hours(one) for one in first.earned}
        self.own[person] = self._timetable(capped_units(units, named, brought, self.most))
        return evaluate_person(self.own[person], records, self.policy, elsewhere)

    def claims(self, person: int, records: Records) -> list[Taken]:
        """The time that a person claims here, for the other classes of that person."""
        units = own_units(self.everything.units, self.makeups, person)
        return claims_of(self._timetable(units), records, self.policy)
