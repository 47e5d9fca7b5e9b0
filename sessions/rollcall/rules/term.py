"""Until when a roll call is open, and when somebody is reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from standards.rules import Parameter, figure


@dataclass(frozen=True, slots=True)
class RollCallPolicy:
    """Figures of the rule-set: closing after the end of a session, reminder before closing, tolerance of a log."""

    close_after: timedelta
    remind_before: timedelta
    tolerance: timedelta


def roll_call_policy(parameters: Mapping[str, Parameter]) -> RollCallPolicy:
    """The figures of a rule-set. Raises ParameterMissing."""

    def minutes(key: str) -> timedelta:
        return timedelta(minutes=int(figure(parameters, key)))

    return RollCallPolicy(
        close_after=minutes("rollcall.close_after_minutes"),
        remind_before=minutes("rollcall.remind_before_minutes"),
        tolerance=minutes("rollcall.log_tolerance_minutes"),
    )


@dataclass(frozen=True, slots=True)
class Term:
    """A roll call opens when its session begins and closes itself; what comes later is a correction with a reason."""

    opens_at: datetime
    closes_at: datetime
    reminds_at: datetime

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    def is_due(self, now: datetime) -> bool:
        """Whether it is about to close."""
        return self.reminds_at <= now < self.closes_at


def term_of(starts_at: datetime, ends_at: datetime, policy: RollCallPolicy) -> Term:
    """The term of one session."""
    closes = ends_at + policy.close_after
    return Term(starts_at, closes, max(starts_at, closes - policy.remind_before))
