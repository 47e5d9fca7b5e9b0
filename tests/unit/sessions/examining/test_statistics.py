"""Item statistics, against examples that were worked out by hand or published."""

from __future__ import annotations

import pytest

from sessions.examining.rules.statistics import (
    alpha,
    correlation,
    item_figures,
    mean,
    tail_size,
    upper_lower,
)

# Six people, five questions right or wrong: totals 5, 4, 3, 2, 1, 0 (a perfect Guttman scale).
GUTTMAN = [[1.0] * right + [0.0] * (5 - right) for right in (5, 4, 3, 2, 1, 0)]


def test_kr_20_of_a_guttman_scale_worked_out_by_hand():
    # p = 5/6, 4/6, 3/6, 2/6, 1/6; sum pq = 35/36; variance of the totals = 35/12; 5/4 × (1 − 1/3) = 5/6.
    assert alpha(GUTTMAN) == pytest.approx(5 / 6)


def test_alpha_of_questions_with_points_worked_out_by_hand():
    # Variances 2/3 and 2/3, of the totals 8/3: 2 × (1 − (4/3) / (8/3)) = 1: two questions that agree wholly.
    assert alpha([[1, 2], [2, 3], [3, 4]]) == pytest.approx(1)
    # Columns 1,2,3,4 and 2,1,4,3: variances 1.25 each, totals 3,3,7,7 with variance 4: 2 × (1 − 2.5/4) = 0.75.
    assert alpha([[1, 2], [2, 1], [3, 4], [4, 3]]) == pytest.approx(0.75)


def test_nothing_is_said_where_nothing_varies_or_there_is_too_little():
    assert alpha([[1, 0]]) is None
    assert alpha([[1], [0]]) is None
    assert alpha([[1, 0], [0, 1]]) is None
    assert correlation([1, 1], [1, 2]) is None
    assert correlation([1], [1]) is None
    assert upper_lower([1], [1]) is None
    assert mean([]) is None


def test_the_point_biserial_is_pearsons_r_of_right_and_wrong():
    # Right: totals 9, 8, 7; wrong: 6, 5, 1. Means 8 and 4, standard deviation of all sqrt(20/3), p = q = 1/2.
    right, totals = [1, 1, 1, 0, 0, 0], [9, 8, 7, 6, 5, 1]
    assert correlation(right, totals) == pytest.approx((8 - 4) / (20 / 3) ** 0.5 * 0.5)


@pytest.mark.parametrize(("people", "size"), [(1, 0), (2, 1), (10, 3), (100, 27), (370, 100)])
def test_the_upper_and_lower_27_percent(people, size):
    assert tail_size(people) == size  # 370 and 100: Kelley's own example


def test_discrimination_is_the_difference_of_the_tails():
    shares, totals = [1, 1, 1, 1, 0, 1, 0, 0, 1, 0], [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert upper_lower(shares, totals) == pytest.approx(1 - 1 / 3)


def test_a_question_is_taken_out_of_the_total_it_is_held_against():
    figures = item_figures([2, 2, 0, 0], 2, [5, 4, 3, 1], [["A"], ["A"], ["B", "C"], []])
    assert figures.difficulty == 0.5
    assert figures.correlation == pytest.approx(correlation([1, 1, 0, 0], [3, 2, 3, 1]))
    assert figures.upper_lower == 1
    assert figures.chosen == {"A": 2, "B": 1, "C": 1}
