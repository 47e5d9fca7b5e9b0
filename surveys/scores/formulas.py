"""Statistics on plain numbers. A figure that cannot be had (too few values, no spread) is None, never a guess.

Sums go through `math.fsum`, which rounds once: no figure depends on the order of the responses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """A confidence interval, both ends included."""

    low: float
    high: float


class Line(NamedTuple):
    """A least-squares line and its correlation."""

    r: float
    slope: float
    intercept: float


class Verdict(NamedTuple):
    """A test statistic, its degrees of freedom (infinite for a normal one) and the two-sided probability."""

    statistic: float
    df: float
    p: float


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean."""
    return math.fsum(values) / len(values) if values else None


def deviation(values: Sequence[float]) -> float | None:
    """The sample standard deviation (n - 1); exactly 0 where all values are equal."""
    if len(values) < 2:
        return None
    if min(values) == max(values):
        return 0.0
    centre = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1))


def z_of(confidence: float) -> float:
    """The two-sided normal quantile: 1.959964 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def t_of(confidence: float, df: int) -> float:
    """The two-sided quantile of Student's t: 2.262157 for 0.95 with 9 degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + confidence) / 2))


def finite_correction(n: int, population: int) -> float:
    """The factor sqrt((N - n) / (N - 1)) by which an interval shrinks when n of N people are known; 0 if all are."""
    return math.sqrt((population - n) / (population - 1)) if 1 <= n < population else 0.0


def interval_of_mean(centre: float, sd: float, n: int, confidence: float, population: int | None) -> Interval | None:
    """Student interval of a mean, with the finite-population factor if the population is known."""
    if n < 2:
        return None
    factor = 1.0 if population is None else finite_correction(n, population)
    half = t_of(confidence, n - 1) * sd / math.sqrt(n) * factor
    return Interval(centre - half, centre + half)


def wilson(share: float, n: float, confidence: float) -> Interval | None:
    """Wilson interval of a share out of n; stays inside 0 and 1 even for 0 of n and n of n."""
    if n <= 0:
        return None
    z = z_of(confidence)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre, scale = share + z * z / (2 * n), 1 + z * z / n
    return Interval(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def least_squares(x: Sequence[float], y: Sequence[float]) -> Line | None:
    """The line of y on x; None below two pairs or if either side has no spread."""
    if len(x) < 2 or min(x) == max(x) or min(y) == max(y):
        return None
    x_mean, y_mean = math.fsum(x) / len(x), math.fsum(y) / len(y)
    xx = math.fsum((value - x_mean) ** 2 for value in x)
    yy = math.fsum((value - y_mean) ** 2 for value in y)
    xy = math.fsum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True))
    slope = xy / xx
    return Line(max(-1.0, min(1.0, xy / math.sqrt(xx * yy))), slope, y_mean - slope * x_mean)


def interval_of_correlation(r: float, n: int, confidence: float) -> Interval | None:
    """Fisher's interval of a correlation; None below four pairs and for a perfect one."""
    if n < 4 or abs(r) >= 1:
        return None
    half = z_of(confidence) / math.sqrt(n - 3)
    return Interval(math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))


def cronbach(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of complete rows, sample variances (GB/T 19038-2009 Annex C); may be 0 or negative."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    items = len(rows[0])
    total = (deviation([math.fsum(row) for row in rows]) or 0.0) ** 2
    if not total:
        return None
    parts = math.fsum((deviation(column) or 0.0) ** 2 for column in zip(*rows, strict=True))
    return items / (items - 1) * (1 - parts / total)


def shares_of(parts: Sequence[float]) -> list[float]:
    """Each part over the sum of all: weights that add up to 1."""
    return [part / math.fsum(parts) for part in parts]


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """The mean under weights that need not add up to 1; rounded nowhere on the way."""
    return math.fsum(w * v for w, v in zip(weights, values, strict=True)) / math.fsum(weights)


def on_hundred(value: float, lowest: float, highest: float) -> float:
    """A scale value between 0 (lowest) and 100 (highest); an index is normalised after weighting, not before."""
    return (value - lowest) / (highest - lowest) * 100


def welch(mean1: float, sd1: float, n1: int, mean2: float, sd2: float, n2: int) -> Verdict | None:
    """Welch's test whether the second mean differs from the first; None if neither group has spread."""
    from scipy.special import stdtr

    if n1 < 2 or n2 < 2 or not (sd1 or sd2):
        return None
    v1, v2 = sd1 * sd1 / n1, sd2 * sd2 / n2
    t = (mean2 - mean1) / math.sqrt(v1 + v2)
    df = (v1 + v2) ** 2 / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1))
    return Verdict(t, df, 2 * float(stdtr(df, -abs(t))))


def two_shares(hits1: int, n1: int, hits2: int, n2: int) -> Verdict | None:
    """Test whether the second share differs from the first, pooled; None without answers or with one answer only."""
    if not n1 or not n2:
        return None
    pooled = (hits1 + hits2) / (n1 + n2)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    if not error:
        return None
    z = (hits2 / n2 - hits1 / n1) / error
    return Verdict(z, math.inf, 2 * NormalDist().cdf(-abs(z)))
