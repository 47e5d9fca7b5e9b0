"""Published sample sizes, with the customary rounded quantiles."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.scores.sampling import allocate, invitations, realised_margin, sample_size, sample_size_of_mean

TABLE = [
    # people, exact, ceiling, then the ceilings of 95 % ± 10 %, 90 % ± 5 %, 99 % ± 5 %
    (10, 9.771, 10, 10, 10, 10),
    (20, 19.057, 20, 17, 19, 20),
    (30, 27.894, 28, 24, 28, 29),
    (40, 36.313, 37, 29, 35, 38),
    (50, 44.344, 45, 34, 43, 47),
    (60, 52.012, 53, 38, 50, 56),
    (80, 66.355, 67, 44, 62, 72),
    (100, 79.510, 80, 50, 74, 88),
    (120, 91.619, 92, 54, 84, 102),
    (200, 131.751, 132, 66, 116, 154),
    (220, 140.121, 141, 68, 122, 166),
    (500, 217.492, 218, 81, 176, 286),
    (1000, 277.741, 278, 88, 214, 400),
    (1200, 291.185, 292, 89, 221, 428),
    (2800, 337.918, 338, 93, 247, 537),
    (10000, 369.984, 370, 96, 264, 623),
    (None, 384.160, 385, 97, 271, 664),
]


@pytest.mark.parametrize(("people", "exact", "ceiling", "wide", "sure90", "sure99"), TABLE)
def test_sample_sizes_of_a_share(people, exact, ceiling, wide, sure90, sure99):
    wanted = ((0.05, 1.96), (0.1, 1.96), (0.05, 1.645), (0.05, 2.576))
    assert sample_size(0.05, 1.96, people) == pytest.approx(exact, abs=5e-4)
    assert [math.ceil(sample_size(e, z, people)) for e, z in wanted] == [ceiling, wide, sure90, sure99]


def test_a_share_that_is_known_roughly_needs_fewer():
    assert sample_size(0.03, 1.96, share=0.72) == pytest.approx(860.52, abs=5e-3)
    assert sample_size(0.03, 1.96, 2500) == pytest.approx(748.09, abs=5e-3)


def test_sample_size_of_a_mean():
    assert sample_size_of_mean(0.2, 1.96, 1.0) == pytest.approx(96.04)
    assert sample_size_of_mean(0.2, 1.96, 1.0, 120) == pytest.approx(53.59, abs=5e-3)


@pytest.mark.parametrize(
    ("needed", "rate", "people", "asked"), [(28, 0.8, 120, 35), (28, 0.8, 30, 30), (27.894, 1, 30, 28)]
)
def test_more_are_invited_than_needed_but_never_more_than_there_are(needed, rate, people, asked):
    assert invitations(needed, rate, people) == asked


@pytest.mark.parametrize(
    ("n", "people", "margin"), [(30, 40, 0.0906), (38, 45, 0.0634), (97, 120, 0.0437), (45, 45, 0), (0, 45, None)]
)
def test_the_realised_margin(n, people, margin):
    assert realised_margin(n, people, 1.96) == (margin if margin is None else pytest.approx(margin, abs=5e-5))


@pytest.mark.parametrize(
    ("total", "strata", "at_least", "parts"),
    [
        (180, (500, 300, 300, 250, 150), 1, [60, 36, 36, 30, 18]),
        (10, (5, 5, 5), 1, [4, 3, 3]),
        (10, (97, 2, 1), 2, [7, 2, 1]),
        (2, (50, 50, 50), 1, [1, 1, 1]),
        (99, (3, 4), 1, [3, 4]),
    ],
)
def test_a_sample_is_shared_out_by_largest_remainder(total, strata, at_least, parts):
    assert allocate(total, strata, at_least) == parts


@given(st.lists(st.integers(1, 200), min_size=1, max_size=8), st.data())
def test_the_parts_of_a_sample_add_up_and_fit_their_strata(strata, data):
    total = data.draw(st.integers(len(strata), sum(strata))) if sum(strata) > len(strata) else sum(strata)
    parts = allocate(total, strata)
    assert sum(parts) == total
    assert all(1 <= part <= size for part, size in zip(parts, strata, strict=True))
