"""The figures as a plain table of numbers for exchange, and the few that a first sentence needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveys.rules import Quadrant
from surveys.scores.figures import DimensionFigures, Rating, SatisfactionIndex, SurveyFigures
from surveys.scores.formulas import Interval

QUADRANT_TERMS = {
    Quadrant.KEEP: "重点保持",
    Quadrant.IMPROVE: "重点改进",
    Quadrant.MAINTAIN: "维持",
    Quadrant.OPPORTUNITY: "机会",
}
"""The quadrants as the exchange layout names them."""


def as_figures(figures: SurveyFigures) -> dict[str, Any]:
    """The figures in the exchange layout: fields as keys, dimensions under their names, null for what is not known."""
    prepared, nps = figures.prepared, figures.recommendation
    return {
        "rows": prepared.rows,
        "distinct_tokens": prepared.distinct_tokens,
        "kept": figures.kept,
        "learners": figures.population,
        "response_rate": figures.response_rate,
        "valid_rate": figures.valid_rate,
        "excluded": [{"row": one.row, "token": one.token, "code": one.code.value} for one in prepared.excluded],
        "out_of_range": [{"row": one.row, "field": one.field, "value": one.value} for one in prepared.out_of_range],
        "items": {item.field: _rating(item) for item in figures.items},
        "dimensions": {dimension.name: _dimension(dimension) for dimension in figures.dimensions},
        "overall": _rating(figures.overall) if figures.overall else None,
        "csi_stated": _index(figures.stated),
        "csi_derived": _index(figures.derived),
        "alpha": {"k": figures.alpha.k, "n": figures.alpha.n, "value": figures.alpha.value},
        "nps": nps
        and {
            "n": nps.n,
            "promoters": nps.promoters,
            "passives": nps.passives,
            "detractors": nps.detractors,
            "score": nps.score,
        },
        "cut_lines": {
            "satisfaction": figures.cut_lines.satisfaction,
            "importance_stated": figures.cut_lines.stated,
            "importance_derived": figures.cut_lines.derived,
        },
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {"n": rating.summary.n, "mean": rating.summary.mean, "sd": rating.summary.sd, "top2": rating.top.value}


def _dimension(figures: DimensionFigures) -> dict[str, Any]:
    return {
        "n": figures.summary.n,
        "mean": figures.summary.mean,
        "sd": figures.summary.sd,
        "top2": figures.top.value,
        "top2_n": figures.top.n,
        "importance_n": figures.importance.n,
        "importance_mean": figures.importance.mean,
        "r_n": figures.driver.n,
        "r": figures.driver.r,
        "alpha": figures.alpha.value,
        "alpha_n": figures.alpha.n,
        "weight_stated": figures.stated.weight,
        "weight_derived": figures.derived.weight,
        "gap": figures.gap,
        "quadrant_stated": figures.stated.quadrant and QUADRANT_TERMS[figures.stated.quadrant],
        "quadrant_derived": figures.derived.quadrant and QUADRANT_TERMS[figures.derived.quadrant],
    }


def _index(index: SatisfactionIndex | None) -> dict[str, float] | None:
    return None if index is None else {"weighted_mean": index.weighted_mean, "score": index.score}


class Finding(StrEnum):
    """How much a first sentence can say."""

    NO_RESPONSES = "no_responses"
    HIDDEN = "hidden"  # too few responses to show any figure
    NO_INDEX = "no_index"  # responses, but no weights or a dimension without answers
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Headline:
    """What the report opens with; dimensions by key, in the order asked.

    `strongest` and `weakest` name every dimension at that end (several on a tie; both empty if all are equal).
    `disagree` names the dimensions that stand in another quadrant when importance is derived instead of stated.
    """

    finding: Finding
    kept: int
    population: int
    score: float | None = None
    interval: Interval | None = None
    strongest: tuple[str, ...] = ()
    weakest: tuple[str, ...] = ()
    improve_stated: tuple[str, ...] = ()
    improve_derived: tuple[str, ...] = ()
    disagree: tuple[str, ...] = ()


def headline(figures: SurveyFigures) -> Headline:
    """The values of the first sentence, under stated weights; nothing but the numbers of responses if hidden."""
    if figures.hidden or not figures.kept:
        finding = Finding.HIDDEN if figures.kept else Finding.NO_RESPONSES
        return Headline(finding, figures.kept, figures.population)
    strongest, weakest = _extremes(figures.dimensions)
    index = figures.stated
    return Headline(
        finding=Finding.INDEX if index else Finding.NO_INDEX,
        kept=figures.kept,
        population=figures.population,
        score=index.score if index else None,
        interval=index.interval if index else None,
        strongest=strongest,
        weakest=weakest,
        improve_stated=tuple(one.key for one in figures.dimensions if one.stated.quadrant is Quadrant.IMPROVE),
        improve_derived=tuple(one.key for one in figures.dimensions if one.derived.quadrant is Quadrant.IMPROVE),
        disagree=tuple(one.key for one in figures.dimensions if _disagrees(one)),
    )


def _extremes(dimensions: tuple[DimensionFigures, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    means = {one.key: one.summary.mean for one in dimensions if one.summary.mean is not None}
    if len(set(means.values())) < 2:
        return (), ()
    best, worst = max(means.values()), min(means.values())
    strongest = tuple(key for key, value in means.items() if value == best)
    return strongest, tuple(key for key, value in means.items() if value == worst)


def _disagrees(dimension: DimensionFigures) -> bool:
    stated, derived = dimension.stated.quadrant, dimension.derived.quadrant
    return stated is not None and derived is not None and stated is not derived
