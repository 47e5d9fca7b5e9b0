"""How many people to ask, and how exact the answers of those who replied are.

The printed table of GB/Z 27907-2011 is not used: the formulas are, with the finite-population correction. `z` is the
normal quantile of the wanted confidence, customarily rounded to 1.645 (90 %), 1.96 (95 %) or 2.576 (99 %).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from surveys.scores.formulas import finite_correction


def sample_size(margin: float, z: float, population: int | None = None, share: float = 0.5) -> float:
    """Respondents needed to know a share within the margin, not rounded; `share` 0.5 is the cautious guess."""
    return _corrected(z * z * share * (1 - share) / (margin * margin), population)


def sample_size_of_mean(margin: float, z: float, sd: float, population: int | None = None) -> float:
    """Respondents needed to know a mean within the margin (in scale points), not rounded."""
    return _corrected(z * z * sd * sd / (margin * margin), population)


def invitations(needed: float, expected_response_rate: float, population: int) -> int:
    """People to invite so that enough reply, at most everybody."""
    return min(population, math.ceil(needed / expected_response_rate))


def realised_margin(n: int, population: int, z: float, share: float = 0.5) -> float | None:
    """The margin that n replies of a population give for a share; 0 when everybody replied, None when nobody did."""
    if not n:
        return None
    return z * math.sqrt(share * (1 - share) / n) * finite_correction(n, population)


def allocate(total: int, strata: Sequence[int], at_least: int = 1) -> list[int]:
    """Share a sample out in proportion to the strata by largest remainder; each gets `at_least` (or all it has).

    The parts add up to `total` unless the minima alone exceed it.
    """
    everybody = sum(strata)
    total = min(total, everybody)
    exact = [total * size / everybody for size in strata]
    parts = [max(min(at_least, size), math.floor(part)) for part, size in zip(exact, strata, strict=True)]
    by_remainder = sorted(range(len(strata)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: max(0, total - sum(parts))]:
        parts[i] += 1
    while sum(parts) > total and (spare := _most_over(parts, exact, strata, at_least)) is not None:
        parts[spare] -= 1
    return parts


def _most_over(parts: list[int], exact: list[float], strata: Sequence[int], at_least: int) -> int | None:
    reducible = [i for i, part in enumerate(parts) if part > min(at_least, strata[i])]
    return max(reducible, key=lambda i: (parts[i] - exact[i], i), default=None)


def _corrected(n0: float, population: int | None) -> float:
    return n0 if population is None else n0 / (1 + (n0 - 1) / population)
