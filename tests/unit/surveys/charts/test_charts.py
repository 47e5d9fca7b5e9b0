"""The pictures: every format, the same bytes each time, and surveys with little or nothing in them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.fonts import chinese_font
from surveys.charts import Style, canvas, dimension_chart, distribution_chart, gap_chart, index_chart, matrix_chart
from surveys.scores import analyse
from tests.unit.surveys.samples import POLICY, QUESTIONNAIRE, lenient, questionnaire, responses, sample_responses


class Words(dict):
    """Answers with the key itself, so that a picture needs no catalogue."""

    def __missing__(self, key):
        return key


STYLE = Style(chinese_font(), Words(n="n = {n}", n_missing="n = {n}，缺 {missing}", gap="差距 {gap}"))
SAMPLE = analyse(sample_responses(), QUESTIONNAIRE, POLICY, 42)
EMPTY = analyse([], questionnaire(), lenient(), 40)
ONE = analyse(responses(a1=[4], b1=[2], weight_a=[5], weight_b=[4], overall=[3]), questionnaire(), lenient(), 40)
ALIKE = analyse(
    responses(a1=[4, 5, 3], b1=[4, 5, 3], weight_a=[4, 5, 5], weight_b=[4, 5, 5], overall=[4, 5, 3]),
    questionnaire(scale_max=6),
    lenient(),
    40,
)


def distribution(figures, style, fmt):
    return distribution_chart(
        figures, style, Words((item.field, f"{item.field} $x$ 题目") for item in figures.items), fmt
    )


CHARTS = [index_chart, dimension_chart, gap_chart, matrix_chart, distribution]
STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF-"}


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_each_chart_comes_in_each_format(chart, fmt):
    assert chart(SAMPLE, STYLE, fmt).startswith(STARTS[fmt])


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("figures", [EMPTY, ONE, ALIKE], ids=["no response", "one response", "all alike"])
def test_a_survey_with_little_in_it_is_drawn_too(chart, figures):
    assert chart(figures, STYLE, "svg").startswith(b"<?xml")


@pytest.mark.parametrize("chart", CHARTS)
def test_the_same_figures_give_the_same_bytes_also_from_several_threads(chart):
    once = chart(SAMPLE, STYLE, "svg")
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(lambda _: chart(SAMPLE, STYLE, "svg"), range(2))) == {once}


def test_pictures_carry_no_date():
    assert b"<dc:date>" not in index_chart(SAMPLE, STYLE, "svg")
    assert b"CreationDate" not in index_chart(SAMPLE, STYLE, "pdf")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("课程内容", 18, ["课程内容"]),
        ("课程内容与岗位需要的符合程度及更新程度", 18, ["课程内容与岗位", "需要的符合程度", "及更新程度"]),
        ("研讨室、教室", 6, ["研讨室、", "教室"]),
        ("QC/FMEA/SPC 应用", 10, ["QC/FMEA/SPC", "应用"]),
        ("one two  three", 7, ["one two", "three"]),
        ("收费 $5 与 $6", 20, [r"收费 \$5 与 \$6"]),
        ("", 10, [""]),
    ],
)
def test_labels_break_into_even_lines_and_never_before_closing_punctuation(text, width, lines):
    assert canvas.wrapped(text, width).split("\n") == lines
