"""The figures of a survey. Each carries its n; what cannot be computed is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.cleaning import Prepared
from surveys.rules import Quadrant, Questionnaire, SurveyPolicy
from surveys.scores.formulas import Interval


@dataclass(frozen=True, slots=True)
class Summary:
    """Mean and sample deviation of n values, with the interval of the mean."""

    n: int
    mean: float | None
    sd: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `n`, with Wilson's interval."""

    count: int
    n: int
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Rating:
    """A question on the satisfaction scale: `counts` has every scale value, also those nobody chose."""

    field: str
    summary: Summary
    top: Share
    counts: Mapping[int, int]
    missing: int


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha of k items over the n responses that answered all of them."""

    k: int
    n: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Driver:
    """How a dimension moves with overall satisfaction: Pearson's r over n responses having both."""

    n: int
    r: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the two readings of importance (as stated, or derived): a weight and a place in the matrix."""

    importance: float | None
    weight: float | None
    quadrant: Quadrant | None


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """One dimension: `summary` is over response scores, `top` over single answers; `gap` is importance less mean."""

    key: str
    name: str
    summary: Summary
    top: Share
    importance: Summary
    driver: Driver
    alpha: Alpha
    gap: float | None
    stated: Standing
    derived: Standing


@dataclass(frozen=True, slots=True)
class SatisfactionIndex:
    """CSI (满意度指数): weighted mean on the scale, and the same between 0 and 100 with its interval."""

    weighted_mean: float
    score: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Net promoter score, -100 to 100: share of promoters less share of detractors."""

    n: int
    promoters: int
    passives: int
    detractors: int
    score: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class CutLines:
    """Where the matrix is cut: the mean of the dimensions on each axis. A value on the line counts as high."""

    satisfaction: float | None
    stated: float | None
    derived: float | None


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """Everything computed from the responses of one survey.

    `hidden` says that so few responses are left that showing their figures or texts would betray single answers.
    `margin` is the realised margin of a share, with `kept` of `population` people.
    """

    questionnaire: Questionnaire
    policy: SurveyPolicy
    prepared: Prepared
    population: int
    hidden: bool
    response_rate: float | None
    valid_rate: float | None
    margin: float | None
    items: tuple[Rating, ...]
    dimensions: tuple[DimensionFigures, ...]
    overall: Rating | None
    stated: SatisfactionIndex | None
    derived: SatisfactionIndex | None
    alpha: Alpha
    recommendation: Recommendation | None
    cut_lines: CutLines
    texts: Mapping[str, tuple[str, ...]]

    @property
    def kept(self) -> int:
        """Responses that count."""
        return len(self.prepared.kept)

    @property
    def gaps(self) -> tuple[DimensionFigures, ...]:
        """Dimensions with a gap, the widest first."""
        known = [dimension for dimension in self.dimensions if dimension.gap is not None]
        return tuple(sorted(known, key=lambda dimension: -(dimension.gap or 0.0)))

    @property
    def drivers(self) -> tuple[DimensionFigures, ...]:
        """Dimensions with a correlation, the strongest driver of overall satisfaction first."""
        known = [dimension for dimension in self.dimensions if dimension.driver.r is not None]
        return tuple(sorted(known, key=lambda dimension: -(dimension.driver.r or 0.0)))


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The means of one group of respondents; a hidden group shows neither its figures nor its size."""

    group: str
    hidden: bool
    n: int | None
    dimensions: Mapping[str, Summary]
    overall: Summary | None
