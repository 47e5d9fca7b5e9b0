"""From seconds to credit hours: the one definition of the hour and the one place where anything is rounded (R1, R2)."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import lru_cache

from sessions.rules.policy import HourPolicy, Rounding

_MODES = {Rounding.DOWN: ROUND_DOWN, Rounding.NEAREST: ROUND_HALF_UP, Rounding.UP: ROUND_UP}


def whole_minutes(seconds: int) -> int:
    """Seconds rounded down to whole minutes."""
    return seconds // 60


def credit_hours(minutes: int, planned: Decimal, policy: HourPolicy) -> Decimal:
    """Credit hours of whole minutes of one session: a multiple of the step, at most the planned hours.

    With 45 minutes and steps of 0.25 rounded down: 11 min → 0, 12 → 0.25, 89 → 1.75, 90 → 2, 210 of 4 planned → 4.
    """
    return min(_whole_steps(minutes, policy), planned)


@lru_cache(maxsize=4096)  # a class has few different lengths of stay
def _whole_steps(minutes: int, policy: HourPolicy) -> Decimal:
    # The planned hours are no part of the key: equal decimals may be written differently, 0 and 0.00.
    steps = Decimal(minutes) / (policy.minutes_per_hour * policy.step)
    return steps.quantize(Decimal(1), rounding=_MODES[policy.rounding]) * policy.step
