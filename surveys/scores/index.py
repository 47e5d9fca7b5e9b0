"""The satisfaction index under stated and under derived weights, its interval, and the strategy matrix."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveys.rules import Quadrant
from surveys.scores import formulas
from surveys.scores.figures import Interval, SatisfactionIndex
from surveys.scores.table import Column, Table

if TYPE_CHECKING:
    import numpy as np

_TIE = 1e-9  # Rounding noise of sums: a value this close to a cut line lies on it.


def stated_weights(importances: Sequence[float | None]) -> list[float] | None:
    """Mean importance over the sum of all; None unless every dimension was rated."""
    known = [value for value in importances if value is not None]
    return formulas.shares_of(known) if known and len(known) == len(importances) else None


def derived_weights(correlations: Sequence[float | None]) -> list[float] | None:
    """Correlation over the sum of all; None unless every one is positive, as a negative weight has no meaning."""
    known = [value for value in correlations if value is not None and value > 0]
    return formulas.shares_of(known) if known and len(known) == len(correlations) else None


def cut_line(values: Sequence[float | None]) -> float | None:
    """The mean of the dimensions that have a value."""
    return formulas.mean([value for value in values if value is not None])


def quadrant(
    satisfaction: float | None, importance: float | None, satisfaction_cut: float | None, importance_cut: float | None
) -> Quadrant | None:
    """The place in the matrix; a value on a cut line counts as high."""
    if satisfaction is None or importance is None or satisfaction_cut is None or importance_cut is None:
        return None
    satisfied = satisfaction >= satisfaction_cut - _TIE
    if importance >= importance_cut - _TIE:
        return Quadrant.KEEP if satisfied else Quadrant.IMPROVE
    return Quadrant.MAINTAIN if satisfied else Quadrant.OPPORTUNITY


def satisfaction_index(
    table: Table, means: Sequence[float | None], weights: Sequence[float] | None, jackknife: Sequence[float]
) -> SatisfactionIndex | None:
    """The index under the given weights, normalised to 0 to 100 after weighting; None without weights or means."""
    known = [value for value in means if value is not None]
    if weights is None or len(known) != len(means):
        return None
    lowest, highest = table.questionnaire.scale_min, table.questionnaire.scale_max
    weighted = formulas.weighted_mean(known, weights)
    score = formulas.on_hundred(weighted, lowest, highest)
    half = _half_width(table, [formulas.on_hundred(value, lowest, highest) for value in jackknife])
    interval = None if half is None else Interval(max(0.0, score - half), min(100.0, score + half))
    return SatisfactionIndex(weighted, score, interval)


def _half_width(table: Table, indices: Sequence[float]) -> float | None:
    """Half the interval by the delete-one jackknife, with Student's t and the finite-population factor.

    The index is a ratio of means with answers missing here and there, and its weights are estimated from the same
    people, so no closed formula fits. Leaving out each response in turn carries all of that; unlike a bootstrap it
    needs no random numbers and gives the same ends whatever the order of the responses. Where some index without one
    response cannot be had (a derived weight no longer positive), there is no interval.
    """
    n = len(indices)
    if n < 2 or not all(math.isfinite(value) for value in indices):
        return None
    centre = math.fsum(indices) / n
    error = math.sqrt((n - 1) / n * math.fsum((value - centre) ** 2 for value in indices))
    correction = formulas.finite_correction(n, table.population)
    return formulas.t_of(table.policy.confidence, n - 1) * error * correction


def stated_without_each(scores: Sequence[Column], importances: Sequence[Column]) -> list[float]:
    """The weighted mean under stated weights, each response left out in turn (not a number where it cannot be had)."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        means, weights = _mean_without_each(_array(scores)), _mean_without_each(_array(importances))
        result = (means * weights).sum(axis=0) / weights.sum(axis=0)
    return [float(value) for value in result]


def derived_without_each(scores: Sequence[Column], overall: Column) -> list[float]:
    """The weighted mean under derived weights, each response left out in turn."""
    import numpy as np

    x = _array(scores)
    y = np.broadcast_to(_array([overall]), x.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        means, weights = _mean_without_each(x), _correlation_without_each(x, y)
        result = (means * weights).sum(axis=0) / weights.sum(axis=0)
    return [float(value) for value in np.where((weights > 0).all(axis=0), result, np.nan)]


def _array(columns: Sequence[Column]) -> np.ndarray:
    """One row per column, missing as not-a-number."""
    import numpy as np

    return np.array([[np.nan if value is None else value for value in column] for column in columns], dtype=float)


def _mean_without_each(values: np.ndarray) -> np.ndarray:
    return _sum_without_each(values) / _count_without_each(values)


def _correlation_without_each(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Pearson's r from sums of products about the centre of the pairs, each pair left out in turn."""
    import numpy as np

    missing = np.isnan(x) | np.isnan(y)
    x, y = np.where(missing, np.nan, x), np.where(missing, np.nan, y)
    x = x - np.nansum(x, axis=1, keepdims=True) / (~missing).sum(axis=1, keepdims=True)
    y = y - np.nansum(y, axis=1, keepdims=True) / (~missing).sum(axis=1, keepdims=True)
    n = _count_without_each(x)
    sx, sy = _sum_without_each(x), _sum_without_each(y)
    xx, yy, xy = _sum_without_each(x * x), _sum_without_each(y * y), _sum_without_each(x * y)
    spread = (xx - sx * sx / n) * (yy - sy * sy / n)
    return np.where(spread > _TIE, (xy - sx * sy / n) / np.sqrt(spread), np.nan)


def _sum_without_each(values: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.nansum(values, axis=1, keepdims=True) - np.nan_to_num(values)


def _count_without_each(values: np.ndarray) -> np.ndarray:
    import numpy as np

    present = ~np.isnan(values)
    return present.sum(axis=1, keepdims=True) - present
