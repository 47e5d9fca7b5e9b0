"""From responses to figures: the worked class, and everything that may be missing."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cleaning import prepare
from surveys.rules import Quadrant
from surveys.scores import Finding, analyse, as_figures, by_group, headline
from surveys.scores.index import quadrant
from tests.unit.surveys.samples import lenient, questionnaire, responses

WORKED = {
    "a1": (5, 4, 4, 3, 5, 4, 2, 5, 3, 4),
    "b1": (5, 5, 4, 4, 5, 4, 3, 5, 4, 4),
    "c1": (3, 3, 2, 3, 4, 3, 2, 4, 3, 2),
    "d1": (4, 4, 3, 3, 5, 4, 2, 4, 3, 3),
    "overall": (5, 4, 3, 3, 5, 4, 2, 5, 3, 3),
    "weight_a": (5, 5, 5, 4, 5, 5, 4, 5, 4, 5),
    "weight_b": (5, 4, 5, 4, 5, 5, 5, 4, 5, 5),
    "weight_c": (3, 3, 4, 3, 3, 2, 3, 4, 3, 3),
    "weight_d": (4, 3, 4, 4, 4, 3, 4, 4, 3, 4),
}


def figures(population=10, policy=None, asked=None, **columns):
    return analyse(responses(**columns), asked or questionnaire(), policy or lenient(), population)


@pytest.fixture(scope="module")
def worked():
    return figures(population=45, asked=questionnaire(dimensions=4), **WORKED)


def each(survey, path):
    values = survey.dimensions
    for name in path.split("."):
        values = [getattr(value, name) for value in values]
    return values


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("summary.mean", (3.9, 4.3, 2.9, 3.5)),
        ("summary.sd", (0.994429, 0.674949, 0.737865, 0.849837)),
        ("importance.mean", (4.7, 4.7, 3.1, 3.7)),
        ("stated.weight", (0.290123, 0.290123, 0.191358, 0.228395)),
        ("driver.r", (0.917621, 0.916852, 0.810245, 0.925644)),
        ("derived.weight", (0.257011, 0.256795, 0.226936, 0.259258)),
        ("top.value", (0.7, 0.9, 0.2, 0.5)),
        ("gap", (0.8, 0.4, 0.2, 0.2)),
    ],
)
def test_the_worked_class_dimension_by_dimension(worked, path, values):
    assert each(worked, path) == pytest.approx(list(values), abs=1e-6)


def test_the_worked_class_as_a_whole(worked):
    assert worked.stated.weighted_mean == pytest.approx(3.733333, abs=1e-6)
    assert worked.stated.score == pytest.approx(68.3333, abs=5e-5)
    assert worked.derived.weighted_mean == pytest.approx(3.672079, abs=1e-6)
    assert worked.alpha.value == pytest.approx(0.928689, abs=1e-6)
    assert (worked.cut_lines.satisfaction, worked.cut_lines.stated) == pytest.approx((3.65, 4.05))
    assert worked.cut_lines.derived == pytest.approx(0.892591, abs=1e-6)


def test_the_overall_mean_of_the_worked_class_has_its_corrected_interval(worked):
    overall = worked.overall.summary
    assert (overall.mean, overall.sd) == pytest.approx((3.7, 1.059350), abs=1e-6)
    assert overall.interval == pytest.approx((3.0241, 4.3759), abs=5e-5)
    assert worked.overall.counts == {1: 0, 2: 1, 3: 4, 4: 2, 5: 3}


def test_the_two_readings_of_importance_disagree_about_the_worked_class(worked):
    keep, chance = Quadrant.KEEP, Quadrant.OPPORTUNITY
    assert each(worked, "stated.quadrant") == [keep, keep, chance, chance]
    assert each(worked, "derived.quadrant") == [keep, keep, chance, Quadrant.IMPROVE]
    assert headline(worked).disagree == ("d",)


def test_the_jackknife_interval_is_that_of_a_mean_where_the_index_is_one():
    survey = figures(population=30, asked=questionnaire(1), a1=[5, 4, 3, 4, 2], weight_a=[4, 4, 4, 4, 4])
    low, high = survey.dimensions[0].summary.interval
    assert survey.stated.interval == pytest.approx(((low - 1) * 25, (high - 1) * 25))


@given(st.lists(st.tuples(*[st.sampled_from([1, 2, 3, 4, 5, None])] * 6), max_size=12), st.randoms())
@settings(deadline=None, max_examples=60)
def test_no_answers_whatever_break_the_figures_or_depend_on_their_order(rows, rng):
    names = ("a1", "b1", "weight_a", "weight_b", "overall", "nps")
    given_rows = responses(**{name: [row[i] for row in rows] for i, name in enumerate(names)})
    survey = analyse(given_rows, questionnaire(), lenient(), 15)
    assert analyse(rng.sample(given_rows, len(given_rows)), questionnaire(), lenient(), 15) == survey
    for index in (survey.stated, survey.derived):
        assert index is None or 0 <= index.score <= 100
        assert index is None or index.interval is None or index.interval.low <= index.interval.high
    for dimension in survey.dimensions:
        assert dimension.summary.interval is None or dimension.summary.interval.low >= 1


def test_no_responses_give_no_figures_but_all_keys():
    survey = figures(population=0)
    layout = as_figures(survey)
    assert (survey.margin, survey.response_rate, survey.stated, survey.derived) == (None,) * 4
    assert layout["dimensions"]["A"]["mean"] is None
    assert layout["csi_stated"] is None
    assert layout["nps"]["score"] is None
    assert headline(survey).finding is Finding.NO_RESPONSES


def test_one_response_has_means_without_spread():
    survey = figures(a1=[4], b1=[2], weight_a=[5], weight_b=[5], overall=[4], nps=[9])
    assert survey.stated.score == 50
    assert survey.stated.interval is None
    assert survey.dimensions[0].summary.sd is None
    assert survey.derived is None


@pytest.mark.parametrize(
    "overall",
    [(3, 3, 3, 3), (5, 4, 3, 1), (None,) * 4],
    ids=["no spread", "falls while the first dimension rises", "not answered"],
)
def test_derived_weights_need_a_positive_correlation_everywhere(overall):
    survey = figures(a1=[1, 2, 3, 5], b1=[5, 4, 3, 1], weight_a=[4] * 4, weight_b=[5] * 4, overall=overall)
    assert each(survey, "derived.weight") == [None, None]
    assert survey.derived is None
    assert survey.stated is not None


def test_a_derived_index_that_hangs_on_one_response_has_no_interval():
    survey = figures(a1=[3, 3, 3, 5], b1=[1, 2, 4, 5], overall=[1, 2, 3, 5])
    assert survey.derived is not None
    assert survey.derived.interval is None


def test_a_survey_without_overall_recommendation_and_importance_still_has_means():
    asked = questionnaire(overall=None, recommendation=None)
    bare = replace(asked, dimensions=tuple(replace(one, importance=None) for one in asked.dimensions))
    survey = figures(asked=bare, a1=[4, 5], b1=[3, 3])
    assert each(survey, "summary.mean") == [4.5, 3]
    assert (survey.overall, survey.recommendation, survey.stated, survey.derived) == (None,) * 4
    assert each(survey, "stated.quadrant") == [None, None]
    assert as_figures(survey)["overall"] is None
    assert headline(survey).finding is Finding.NO_INDEX
    assert (survey.gaps, survey.drivers) == ((), ())


def test_a_dimension_that_nobody_answered_leaves_no_index():
    survey = figures(a1=[4, 5], weight_a=[4, 5], weight_b=[3, 3])
    assert survey.dimensions[1].top.value is None
    assert survey.dimensions[1].gap is None
    assert survey.stated is None


def test_a_dimension_score_needs_enough_answered_items():
    asked = questionnaire(1, items=3)
    columns = {"a1": [5, 5], "a2": [4, None], "a3": [None, None]}
    survey = figures(asked=asked, policy=lenient(min_items_per_dimension=2), **columns)
    assert (survey.dimensions[0].summary.n, survey.dimensions[0].summary.mean) == (1, 4.5)
    assert (survey.dimensions[0].top.count, survey.dimensions[0].top.n) == (3, 3)


@pytest.mark.parametrize(
    ("answers", "score"), [([10, 9, 8, 7, 6, 0], 0), ([9, 10], 100), ([6, 0], -100), ([7, 8], 0), ([9, 8, 8, 6, 9], 20)]
)
def test_recommendation_is_promoters_less_detractors(answers, score):
    survey = figures(population=60, a1=[4] * len(answers), nps=answers)
    low, high = survey.recommendation.interval
    assert survey.recommendation.score == pytest.approx(score)
    assert -100 <= low <= score <= high <= 100


def test_a_survey_below_the_size_says_so_and_its_headline_shows_nothing():
    survey = figures(policy=lenient(suppress_below=3), a1=[4, 5], b1=[1, 2], weight_a=[3, 3], weight_b=[4, 4])
    assert survey.hidden
    assert headline(survey).finding is Finding.HIDDEN
    assert headline(survey).score is None


def test_dimensions_that_are_all_equal_have_neither_a_strongest_nor_a_weakest():
    survey = figures(a1=[4, 5], b1=[5, 4], weight_a=[3, 4], weight_b=[4, 3])
    assert (headline(survey).strongest, headline(survey).weakest) == ((), ())


def test_equal_dimensions_lie_on_the_cut_line_and_count_as_high():
    same = [4, 4, 5]
    survey = figures(asked=questionnaire(3), a1=same, b1=same, c1=same, weight_a=same, weight_b=same, weight_c=same)
    assert each(survey, "stated.quadrant") == [Quadrant.KEEP] * 3


@pytest.mark.parametrize(
    ("satisfaction", "importance", "place"),
    [
        (4, 4, Quadrant.KEEP),
        (3, 4, Quadrant.IMPROVE),
        (4, 3, Quadrant.MAINTAIN),
        (3, 3, Quadrant.OPPORTUNITY),
        (None, 4, None),
        (4, None, None),
    ],
)
def test_quadrants(satisfaction, importance, place):
    assert quadrant(satisfaction, importance, 4, 4) is place


@pytest.mark.parametrize("cuts", [(None, 4), (4, None)])
def test_there_is_no_quadrant_without_cut_lines(cuts):
    assert quadrant(4, 4, *cuts) is None


def test_texts_are_trimmed_sorted_and_empty_ones_left_out():
    given_rows = [
        replace(one, texts={"wish": text}) for one, text in zip(responses(a1=[4] * 3), ("b ", "", "a"), strict=True)
    ]
    assert analyse(given_rows, questionnaire(), lenient(), 9).texts == {"wish": ("a", "b")}


def test_a_clustered_share_has_a_wider_interval_than_as_many_independent_answers():
    asked = questionnaire(1, items=3)
    clustered = figures(asked=asked, a1=[5, 5, 1], a2=[5, 5, 1], a3=[5, 5, 1]).dimensions[0].top
    single = figures(asked=questionnaire(1), a1=[5, 5, 1]).dimensions[0].top
    assert clustered.value == single.value
    assert clustered.interval == single.interval


def groups_of(sizes, suppress_below=5, **more):
    count = sum(sizes.values())
    rng = random.Random(1)
    given_rows = responses(a1=[rng.randint(1, 5) for _ in range(count)], overall=[4] * count)
    group_of, row = {}, 2
    for name, size in sizes.items():
        for _ in range(size):
            group_of[row] = name
            row += 1
    asked = questionnaire(1, **more)
    prepared = prepare(given_rows, asked, lenient())
    found = by_group(prepared, asked, lenient(suppress_below=suppress_below), group_of, dict.fromkeys(sizes, 20))
    return {one.group: one for one in found}


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"x": 6, "y": 5}, set()),
        ({"x": 6, "y": 4, "z": 9}, {"x", "y"}),
        ({"x": 6, "y": 4, "z": 1}, {"y", "z"}),
        ({"x": 6, "y": 0}, {"y"}),
        ({"x": 3}, {"x"}),
    ],
)
def test_a_small_group_is_hidden_and_with_it_what_would_betray_it(sizes, hidden):
    found = groups_of(sizes)
    assert {name for name, one in found.items() if one.hidden} == hidden
    assert all(one.n is None and not one.dimensions and one.overall is None for one in found.values() if one.hidden)


def test_a_shown_group_has_its_means():
    shown = groups_of({"x": 6, "y": 7})["y"]
    assert shown.n == shown.dimensions["a"].n == 7
    assert shown.overall.mean == 4
    assert groups_of({"x": 6}, overall=None)["x"].overall is None


def test_rows_of_no_group_are_in_none():
    asked = questionnaire(1)
    prepared = prepare(responses(a1=[4, 5, 3]), asked, lenient())
    (only,) = by_group(prepared, asked, lenient(), {2: "x", 4: "x"}, {"x": 9})
    assert only.n == 2
    assert math.isclose(only.dimensions["a"].mean, 3.5)
