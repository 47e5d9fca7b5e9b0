"""The sample class: every figure of the published results."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from surveys.scores import analyse, as_figures, headline
from tests.unit.surveys.samples import POLICY, QUESTIONNAIRE, expected, sample_responses


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{path}/{key}")
    elif isinstance(value, list):
        yield f"{path}/length", len(value)
        for position, inner in enumerate(value):
            yield from flat(inner, f"{path}/{position}")
    else:
        yield path, value


@pytest.fixture(scope="module")
def figures():
    return analyse(sample_responses(), QUESTIONNAIRE, POLICY, population=42)


@pytest.fixture(scope="module")
def computed(figures):
    return dict(flat(as_figures(figures)))


def test_the_layout_has_exactly_the_published_keys(computed):
    assert list(computed) == [path for path, _ in flat(expected())]


@pytest.mark.parametrize(("path", "value"), list(flat(expected())))
def test_every_published_figure_is_reached(computed, path, value):
    assert computed[path] == pytest.approx(value, abs=1e-6)


def test_the_order_of_the_responses_changes_no_figure(figures):
    shuffled = random.Random(7).sample(sample_responses(), k=40)
    assert analyse(shuffled, QUESTIONNAIRE, POLICY, population=42) == figures


def test_the_first_sentence_knows_that_stated_and_derived_importance_disagree(figures):
    opening = headline(figures)
    assert (opening.strongest, opening.weakest) == (("d2",), ("d3",))
    assert (opening.improve_stated, opening.improve_derived) == ((), ("d3", "d4"))
    assert opening.disagree == ("d2", "d3", "d4")


def test_the_index_lies_inside_its_interval(figures):
    for index in (figures.stated, figures.derived):
        assert 0 < index.interval.low < index.score < index.interval.high < 100


def test_gaps_and_drivers_are_ranked(figures):
    assert [one.key for one in figures.gaps] == ["d1", "d2", "d4", "d3"]
    assert [one.key for one in figures.drivers] == ["d4", "d3", "d1", "d2"]


def test_the_realised_margin_of_37_of_42_is_stated(figures):
    assert figures.margin == pytest.approx(0.056265, abs=1e-5)


def test_texts_do_not_show_the_order_of_the_responses(figures):
    assert len(figures.texts["text2"]) == 28
    assert list(figures.texts["text2"]) == sorted(figures.texts["text2"])
