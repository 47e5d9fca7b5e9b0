"""Charts for a phone held upright: the same figures in letters of the same size."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.fonts import chinese_font
from surveys import charts
from surveys.charts import Style, canvas
from surveys.scores import analyse
from tests.unit.surveys.paper.words import QUESTIONS, WORDS
from tests.unit.surveys.samples import POLICY, QUESTIONNAIRE, sample_responses

FIGURES = analyse(sample_responses(), QUESTIONNAIRE, POLICY, 42)
STYLE = Style(chinese_font(), {key.removeprefix("chart."): word for key, word in WORDS.items()}, narrow=True)
CHARTS = {
    "index": charts.index_chart,
    "matrix": charts.matrix_chart,
    "gap": charts.gap_chart,
    "dimensions": charts.dimension_chart,
    "distribution": lambda figures, style, fmt: charts.distribution_chart(figures, style, QUESTIONS, fmt),
}


@pytest.fixture
def sheets(monkeypatch):
    """Every figure that is drawn, kept for looking at."""
    drawn = []
    save = canvas.drawn
    monkeypatch.setattr(canvas, "drawn", lambda figure, fmt: drawn.append(figure) or save(figure, fmt))
    return drawn


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_sticks_out_of_a_narrow_chart(sheets, name):
    CHARTS[name](FIGURES, STYLE, "png")
    (sheet,) = sheets
    width, height = sheet.get_size_inches()
    needed = sheet.get_tightbbox()
    assert width == canvas.NARROW_WIDTH
    assert needed.x0 >= -0.01
    assert needed.y0 >= -0.01
    assert needed.x1 <= width + 0.01
    assert needed.y1 <= height + 0.01


def test_the_panels_of_the_matrix_stand_one_below_the_other(sheets):
    charts.matrix_chart(FIGURES, STYLE, "png")
    stated, derived = sheets[0].axes
    assert stated.get_position().y0 > derived.get_position().y1


def test_a_wide_matrix_has_its_panels_side_by_side(sheets):
    charts.matrix_chart(FIGURES, replace(STYLE, narrow=False), "png")
    stated, derived = sheets[0].axes
    assert stated.get_position().x1 < derived.get_position().x0
