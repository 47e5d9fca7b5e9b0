"""What a person asks of a run, as JSON keeps it with the job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from courses.solver.problem import Half
from courses.solver.weights import Weights
from sessions.solving.rules.facts import Settings
from sessions.solving.rules.grid import Period


class Level(StrEnum):
    """How much a preference matters."""

    OFF = "off"
    USUAL = "usual"
    STRONG = "strong"


FACTORS: Mapping[Level, int] = {Level.OFF: 0, Level.USUAL: 1, Level.STRONG: 3}
PREFERENCES = (
    "weekend", "evening", "gap", "scatter", "same_teacher", "venue_change", "campus_change", "load", "finish", "change",
)  # fmt: skip
"""The preferences that a person is asked about: fields of `Weights`, in the order of the form."""


def weights_of(levels: Mapping[str, Level]) -> Weights:
    """The usual weight of each preference, times how much it matters."""
    usual = asdict(Weights())
    return Weights(
        **{one.name: usual[one.name] * FACTORS[levels.get(one.name, Level.USUAL)] for one in fields(Weights)}
    )


def to_json(settings: Settings, *, now: datetime) -> dict[str, Any]:
    """Settings and the moment of asking, as JSON holds them."""
    return {
        "periods": [[f"{one.starts:%H:%M}", f"{one.ends:%H:%M}", one.half.value] for one in settings.periods],
        "first": settings.first.isoformat(),
        "last": settings.last.isoformat(),
        "halves": sorted([day, half.value] for day, half in settings.halves),
        "holidays": settings.holidays,
        "keep": settings.keep,
        "repair": settings.repair,
        "weights": asdict(settings.weights),
        "now": now.isoformat(),
    }


def from_json(told: Mapping[str, Any]) -> tuple[Settings, datetime]:
    """The settings and the moment that `to_json` wrote down."""
    clock = datetime.strptime
    periods = tuple(
        Period(clock(start, "%H:%M").time(), clock(end, "%H:%M").time(), Half(half))
        for start, end, half in told["periods"]
    )
    settings = Settings(
        periods,
        date.fromisoformat(told["first"]),
        date.fromisoformat(told["last"]),
        frozenset((day, Half(half)) for day, half in told["halves"]),
        told["holidays"],
        told["keep"],
        told["repair"],
        Weights(**told["weights"]),
    )
    return settings, datetime.fromisoformat(told["now"])
