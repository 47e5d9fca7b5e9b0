"""The figures of a rule-set by which watching a recorded lesson is proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from standards.rules import Parameter, ParameterMissing, figure

SEEK_FORWARD = {"是": True, "否": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class PlayerPolicy:
    """How often the player reports, how long it may be silent, how fast it may play, and when it asks something."""

    beat_ms: int
    max_gap_ms: int
    max_rate: Decimal
    idle_ms: int
    question_ms: int
    seek_forward: bool


def player_policy(parameters: Mapping[str, Parameter]) -> PlayerPolicy:
    """The player's figures. Raises ParameterMissing for one that is open, not positive, or not understood."""

    def positive(key: str, unit_ms: int) -> int:
        number = int(Decimal(str(figure(parameters, key))) * unit_ms)
        if number <= 0:
            raise ParameterMissing(key)
        return number

    seek = SEEK_FORWARD.get(str(figure(parameters, "online.seek_forward")).strip().lower())
    if seek is None:
        raise ParameterMissing("online.seek_forward")
    return PlayerPolicy(
        beat_ms=positive("online.beat_seconds", 1000),
        max_gap_ms=positive("online.max_gap", 1000),
        max_rate=Decimal(str(figure(parameters, "online.max_rate"))),
        idle_ms=positive("online.idle_minutes", 60_000),
        question_ms=positive("online.question_minutes", 60_000),
        seek_forward=seek,
    )
