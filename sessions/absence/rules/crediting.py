"""Each learner by the learner's own timetable: make-up sessions only for those named, and cut down to what lacks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sessions.absence.rules.makeups import MakeUp, capped_units, own_units
from sessions.rules.evaluation import Earned, PersonResult, Records, Timetable, Unit, build_timetable, evaluate_person
from sessions.rules.policy import DeliveryPolicy


def gross_hours(earned: Earned) -> Decimal:
    """What a unit brought before caps on online shares."""
    return earned.hours + sum((one.hours for one in earned.withheld), Decimal(0))


class Crediting:
    """Evaluates the people of one class. Without make-up sessions everybody shares one timetable."""

    def __init__(self, units: Sequence[Unit], policy: DeliveryPolicy, makeups: Sequence[MakeUp], most: Decimal) -> None:
        self.policy = policy
        self.makeups = makeups
        self.most = most
        self.everything = build_timetable(units, policy)
        self.common = build_timetable(own_units(units, makeups, 0), policy) if makeups else self.everything
        self.own: dict[int, Timetable] = {}

    def timetable_of(self, person: int) -> Timetable:
        """The timetable by which this person was evaluated."""
        return self.own.get(person, self.common)

    def evaluate(self, person: int, records: Records) -> PersonResult:
        """What the records of a person earn."""
        named = [one for one in self.makeups if person in one.people]
        if not named:
            return evaluate_person(self.common, records, self.policy)
        units = own_units(self.everything.units, self.makeups, person)
        first = evaluate_person(build_timetable(units, self.policy), records, self.policy)
        brought = {one.code: gross_hours(one) for one in first.earned}
        self.own[person] = build_timetable(capped_units(units, named, brought, self.most), self.policy)
        return evaluate_person(self.own[person], records, self.policy)
