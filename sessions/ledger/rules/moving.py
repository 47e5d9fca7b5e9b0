"""What moving a class to another version of a rule-set would change for each person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sessions.rules.evaluation import PersonResult


@dataclass(frozen=True, slots=True)
class Effect:
    """One person under both versions."""

    enrolment_id: int
    hours_before: Decimal
    hours_after: Decimal
    completed_before: bool
    completed_after: bool

    @property
    def difference(self) -> Decimal:
        return self.hours_after - self.hours_before


def effects(before: Mapping[int, PersonResult], after: Mapping[int, PersonResult]) -> list[Effect]:
    """Who gains or loses hours or completion, in the order of the class; others are left out."""
    found = [
        Effect(one, was.total_hours, after[one].total_hours, was.completed, after[one].completed)
        for one, was in before.items()
    ]
    return [one for one in found if one.difference or one.completed_before is not one.completed_after]
