"""A word for Cronbach's alpha (pure).

Sources draw the lines differently, so the number always stands beside the word, and a rule-set may set its own lines
(`survey.alpha_excellent`, `survey.alpha_good`, `survey.alpha_acceptable`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from standards.rules import Parameter


class Reliability(StrEnum):
    """How well the items of a scale hang together."""

    EXCELLENT = "excellent"
    GOOD = "good"
    ACCEPTABLE = "acceptable"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Bands:
    """The lowest alpha of each band; below the last it is poor. An alpha on a line belongs to the band above it."""

    excellent: float = 0.9
    good: float = 0.7
    acceptable: float = 0.6

    def word_for(self, alpha: float | None) -> Reliability | None:
        """The band of an alpha; None for an alpha that could not be computed."""
        if alpha is None:
            return None
        lines = (
            (self.excellent, Reliability.EXCELLENT),
            (self.good, Reliability.GOOD),
            (self.acceptable, Reliability.ACCEPTABLE),
        )
        return next((band for line, band in lines if alpha >= line), Reliability.POOR)


def bands_of(parameters: Mapping[str, Parameter]) -> Bands:
    """The lines of a rule-set; the customary ones where it sets none."""
    usual = Bands()

    def line(name: str) -> float:
        found = parameters.get(f"survey.alpha_{name}")
        return float(getattr(usual, name) if found is None or found.value is None else found.value)

    return Bands(line("excellent"), line("good"), line("acceptable"))
