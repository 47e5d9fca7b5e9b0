"""The shapes of a satisfaction survey: what was asked, which policy judges it, what one person answered.

Terms follow GB/Z 27907-2011 (the same text as ISO/TS 10004:2010). Every number that an institution may set otherwise
stands in `SurveyPolicy`; nothing here or in `surveys.scores` knows a threshold of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ExclusionCode(StrEnum):
    """Why a response is kept on record but left out of every figure."""

    DUPLICATE = "S_DUPLICATE"
    INCOMPLETE = "S_INCOMPLETE"
    STRAIGHT = "S_STRAIGHT"


class Quadrant(StrEnum):
    """Where a dimension stands in the strategy matrix of GB/T 19038-2009 Annex D."""

    KEEP = "keep"  # 重点保持: important and satisfying
    IMPROVE = "improve"  # 重点改进: important and not satisfying
    MAINTAIN = "maintain"  # 维持: satisfying, less important
    OPPORTUNITY = "opportunity"  # 机会: neither


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of satisfaction items (维度); `importance` is the field that asks how much the group matters."""

    key: str
    name: str
    items: tuple[str, ...]
    importance: str | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What was asked (问卷), on scales whose ends are both valid answers.

    `edition` names the standard and edition the survey follows. `options` gives the value of an answer written as a
    word, `not_applicable` the words that are a valid answer without a value.
    """

    edition: str
    scale_min: int
    scale_max: int
    nps_max: int
    dimensions: tuple[Dimension, ...]
    overall: str | None = None
    recommendation: str | None = None
    texts: tuple[str, ...] = ()
    options: Mapping[str, int] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()

    @property
    def items(self) -> tuple[str, ...]:
        """Every satisfaction item, in the order asked."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @property
    def scales(self) -> dict[str, tuple[int, int]]:
        """Lowest and highest valid value of every field with a value, in the order asked."""
        importances = [dimension.importance for dimension in self.dimensions]
        rated = [*self.items, *importances, self.overall]
        scales = {name: (self.scale_min, self.scale_max) for name in rated if name}
        if self.recommendation:
            scales[self.recommendation] = (0, self.nps_max)
        return scales


@dataclass(frozen=True, slots=True)
class SurveyPolicy:
    """The numbers of a rule-set that decide which responses count and how they are summed up.

    `straight_seconds`: equal answers throughout, given faster than this, are excluded. `top_box_from`: a value from
    here on counts as satisfied. `promoter_from` and `detractor_to` cut the recommendation scale, both ends included.
    Groups with fewer than `suppress_below` responses are hidden. `confidence` is a share, such as 0.95.
    """

    min_items_answered: int
    straight_seconds: int
    min_items_per_dimension: int
    top_box_from: int
    promoter_from: int
    detractor_to: int
    suppress_below: int
    confidence: float


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it was given: `value` if it reads as a whole number, `text` as it stood there."""

    value: int | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One response (答卷); `token` tells duplicates apart without naming anybody, `seconds` is the time taken."""

    row: int
    token: str
    submitted_at: datetime | None
    seconds: int | None
    answers: Mapping[str, RawAnswer]
    texts: Mapping[str, str] = field(default_factory=dict)
