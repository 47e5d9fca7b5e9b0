"""The figures of a rule-set that check-in needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from standards.rules import Parameter, figure


@dataclass(frozen=True, slots=True)
class CheckInPolicy:
    """Lives of codes and passes, and how far clocks may be off; seconds unless named otherwise."""

    code_life: int
    drift: int
    pass_life: int
    own_life: int
    late: int
    clock: int
    remember_days: int


def check_in_policy(parameters: Mapping[str, Parameter]) -> CheckInPolicy:
    """The check-in figures of a rule-set. Raises ParameterMissing when it leaves one open."""

    def whole(key: str) -> int:
        return int(str(figure(parameters, key)))

    return CheckInPolicy(
        code_life=whole("checkin.code_seconds"),
        drift=whole("checkin.drift_seconds"),
        pass_life=whole("checkin.pass_minutes") * 60,
        own_life=whole("checkin.own_code_seconds"),
        late=whole("checkin.late_minutes") * 60,
        clock=whole("checkin.clock_minutes") * 60,
        remember_days=whole("checkin.remember_days"),
    )
