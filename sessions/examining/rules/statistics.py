"""How questions did: difficulty, discrimination, options chosen, and how well a paper hangs together.

Difficulty is the mean share of the points (p for right or wrong). Discrimination is the difference of that share
between the upper and the lower 27 % by total (Kelley 1939), and the correlation of the question with the rest of the
paper. Reliability is Cronbach's alpha; for questions that are right or wrong it is KR-20.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

TAIL = 0.27


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Figures of one question; None where they cannot be reckoned."""

    people: int
    difficulty: float | None = None
    upper_lower: float | None = None
    correlation: float | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)


def mean(values: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return sum(values) / len(values) if values else None


def tail_size(people: int) -> int:
    """How many are the upper, and the lower, 27 %: at least one of two."""
    return max(1, round(people * TAIL)) if people >= 2 else 0


def upper_lower(shares: Sequence[float], totals: Sequence[float]) -> float | None:
    """Mean share among those with the highest totals less that among those with the lowest; ties as they stand."""
    size = tail_size(len(shares))
    if not size:
        return None
    ranked = sorted(range(len(shares)), key=lambda one: (totals[one], one))
    lower, upper = ranked[:size], ranked[-size:]
    return sum(shares[one] for one in upper) / size - sum(shares[one] for one in lower) / size


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r; of a question that is right or wrong the point-biserial one. None where nothing varies."""
    if len(xs) < 2:
        return None
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    sxx, syy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    if sxx <= 1e-12 or syy <= 1e-12:
        return None
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sqrt(sxx * syy)


def alpha(points: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of people by questions; None for fewer than two of either, or when totals do not vary."""
    if len(points) < 2 or len(points[0]) < 2:
        return None
    questions = len(points[0])
    spread = _variance([sum(row) for row in points])
    if spread <= 1e-12:
        return None
    parts = sum(_variance([row[each] for row in points]) for each in range(questions))
    return questions / (questions - 1) * (1 - parts / spread)


def _variance(values: Sequence[float]) -> float:
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / len(values)


def item_figures(
    earned: Sequence[float], highest: float, totals: Sequence[float], said: Sequence[Sequence[str]] = ()
) -> ItemFigures:
    """Figures of one question: points earned by each person, the most there are, and everybody's totals.

    The question is taken out of the totals before it is correlated with them, or it would agree with itself.
    """
    shares = [points / highest for points in earned]
    rest = [total - points for total, points in zip(totals, earned, strict=True)]
    chosen = Counter(letter for answer in said for letter in answer)
    return ItemFigures(
        len(earned), mean(shares), upper_lower(shares, totals), correlation(shares, rest), dict(sorted(chosen.items()))
    )
