"""Published examples, and what the formulas say where there is nothing to say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.scores import formulas as f

VALUES = st.lists(st.integers(1, 5), min_size=1, max_size=30)
ROWS = st.lists(st.tuples(*[st.integers(1, 5)] * 4), min_size=2, max_size=20)
ANSCOMBE_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE_Y = (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)


def test_weights_are_rounded_last():
    weighted = f.weighted_mean((8, 4, 8, 3, 4), (7, 5, 9, 3, 6))
    assert weighted == pytest.approx(181 / 30)
    assert f.on_hundred(weighted, 1, 10) == pytest.approx(55.925926)
    assert f.on_hundred(weighted, 0, 10) == pytest.approx(60.333333)


@pytest.mark.parametrize(
    ("values", "weights", "index"),
    [
        ((8, 7, 7), (0.3885, 0.3190, 0.2925), 70.9833),
        ((8, 7, 7), (1, 1, 1), 70.3704),
        ((1, 1, 1), (0.3885, 0.3190, 0.2925), 0),
        ((10, 10, 10), (0.3885, 0.3190, 0.2925), 100),
    ],
)
def test_the_american_index_on_ten_points(values, weights, index):
    assert f.on_hundred(f.weighted_mean(values, weights), 1, 10) == pytest.approx(index, abs=1e-4)


@pytest.mark.parametrize(
    ("rows", "alpha"),
    [
        (list(zip((4, 3, 5, 2), (5, 4, 5, 3), (4, 3, 5, 2), strict=True)), 0.979592),
        ([(3, 4, 3), (2, 3, 4), (4, 4, 5), (3, 2, 3), (4, 4, 4)], 0.732558),
        ([(1, 5), (5, 2), (3, 3), (2, 3)], -11.5),
        ([(1, 1), (1, 2), (2, 1), (2, 2)], 0),
    ],
)
def test_cronbach_may_be_high_zero_or_negative(rows, alpha):
    assert f.cronbach(rows) == pytest.approx(alpha, abs=1e-6)


@pytest.mark.parametrize("rows", [[], [(3, 4)], [(3,), (4,)], [(3, 3), (3, 3)], [(1, 5), (5, 1)]])
def test_there_is_no_alpha_without_two_rows_two_items_and_spread_of_the_totals(rows):
    assert f.cronbach(rows) is None


@given(ROWS, st.randoms())
def test_alpha_never_exceeds_one_and_ignores_the_order_of_rows_and_items(rows, random):
    alpha = f.cronbach(rows)
    items = random.sample(range(4), 4)
    mixed = [tuple(row[i] for i in items) for row in random.sample(rows, len(rows))]
    again = f.cronbach(mixed)
    assert alpha is None or alpha <= 1 + 1e-12
    assert again == (alpha if alpha is None else pytest.approx(alpha, abs=1e-9))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (45, 50, 0.7864, 0.9565), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1)],
)
def test_wilson_intervals(hits, n, low, high):
    assert f.wilson(hits / n, n, 0.95) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500), st.data())
def test_a_wilson_interval_holds_its_share_and_stays_between_0_and_1(n, data):
    share = data.draw(st.integers(0, n)) / n
    low, high = f.wilson(share, n, 0.95)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_no_answers_give_no_share():
    assert f.wilson(0, 0, 0.95) is None


def test_welch_on_published_groups():
    verdict = f.welch(4.2, 0.8, 40, 4.5, 0.7, 38)
    assert (verdict.statistic, verdict.df) == pytest.approx((1.7649, 75.50), abs=5e-3)
    assert verdict.p > 0.05


@pytest.mark.parametrize("groups", [(4, 1, 1, 5, 1, 9), (4, 1, 9, 5, 1, 1), (4, 0, 9, 5, 0, 9)])
def test_welch_needs_two_answers_on_each_side_and_spread(groups):
    assert f.welch(*groups) is None


def test_two_shares_on_published_groups():
    verdict = f.two_shares(32, 40, 36, 38)
    assert verdict.statistic == pytest.approx(1.9459, abs=5e-5)
    assert 0.05 < verdict.p < 0.06


@pytest.mark.parametrize("groups", [(0, 0, 1, 2), (1, 2, 0, 0), (3, 3, 5, 5)])
def test_two_shares_need_answers_on_each_side_that_are_not_all_alike(groups):
    assert f.two_shares(*groups) is None


def test_the_line_through_the_first_anscombe_set():
    assert f.least_squares(ANSCOMBE_X, ANSCOMBE_Y) == pytest.approx((0.816421, 0.500091, 3.000091), abs=1e-6)


@pytest.mark.parametrize(("x", "y"), [((), ()), ((1,), (2,)), ((3, 3), (1, 2)), ((1, 2), (4.1, 4.1))])
def test_there_is_no_line_without_spread_on_both_sides(x, y):
    assert f.least_squares(x, y) is None


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=30))
def test_a_correlation_lies_between_minus_one_and_one(pairs):
    line = f.least_squares([a for a, _ in pairs], [b for _, b in pairs])
    assert line is None or -1 <= line.r <= 1


def test_the_interval_of_a_correlation_is_fishers():
    assert f.interval_of_correlation(0.816421, 11, 0.95) == pytest.approx((0.424391, 0.950693), abs=1e-5)


@pytest.mark.parametrize(("r", "n"), [(0.5, 3), (1.0, 9), (-1.0, 9)])
def test_a_correlation_of_three_pairs_or_a_perfect_one_has_no_interval(r, n):
    assert f.interval_of_correlation(r, n, 0.95) is None


@pytest.mark.parametrize(("population", "ends"), [(45, (3.0241, 4.3759)), (None, (2.9422, 4.4578)), (10, (3.7, 3.7))])
def test_the_interval_of_a_mean_shrinks_with_the_share_of_people_who_answered(population, ends):
    assert f.interval_of_mean(3.7, 1.059350, 10, 0.95, population) == pytest.approx(ends, abs=5e-5)


def test_one_answer_has_no_interval():
    assert f.interval_of_mean(3, 0, 1, 0.95, 45) is None


@pytest.mark.parametrize(("n", "population"), [(0, 5), (5, 5), (6, 5), (1, 1)])
def test_there_is_no_sampling_error_when_nobody_or_everybody_is_asked(n, population):
    assert f.finite_correction(n, population) == 0


@pytest.mark.parametrize(
    ("confidence", "z", "t9"), [(0.90, 1.6449, 1.8331), (0.95, 1.95996, 2.262157), (0.99, 2.5758, 3.2498)]
)
def test_quantiles(confidence, z, t9):
    assert f.z_of(confidence) == pytest.approx(z, abs=5e-5)
    assert f.t_of(confidence, 9) == pytest.approx(t9, abs=5e-5)


@pytest.mark.parametrize(
    ("values", "mean", "sd"), [([], None, None), ([4], 4, None), ([4.1] * 3, 4.1, 0), ([1, 3], 2, math.sqrt(2))]
)
def test_mean_and_deviation(values, mean, sd):
    assert f.mean(values) == (mean if mean is None else pytest.approx(mean))
    assert f.deviation(values) == sd


@given(VALUES, st.randoms())
def test_mean_and_deviation_ignore_the_order_to_the_last_bit(values, random):
    mixed = random.sample(values, len(values))
    assert (f.mean(mixed), f.deviation(mixed)) == (f.mean(values), f.deviation(values))


@given(VALUES)
def test_weights_add_up_to_one(values):
    assert math.fsum(f.shares_of(values)) == pytest.approx(1)
