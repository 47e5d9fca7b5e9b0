"""The satisfaction report: what it says, what it keeps to itself, and that it becomes a paper."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.fonts import chinese_font
from surveys.paper import render, survey_charts, survey_report_data
from surveys.paper.wording import Wording
from surveys.scores import analyse
from tests.unit.surveys.paper.words import FACTS, WORDS
from tests.unit.surveys.samples import POLICY, QUESTIONNAIRE, lenient, questionnaire, responses, sample_responses

SAMPLE = analyse(sample_responses(), QUESTIONNAIRE, POLICY, 42)
EMPTY = analyse([], QUESTIONNAIRE, POLICY, 42)
FEW = analyse(sample_responses()[:4], QUESTIONNAIRE, POLICY, 42)
NAMES = {"a1": "甲题", "b1": "乙题", "wish": "愿望", "overall": "总体"}
SMALL_FACTS = replace(FACTS, questions=NAMES)


def small(**columns):
    asked = questionnaire(overall="overall" if "overall" in columns else None, recommendation=None)
    return analyse(responses(**columns), asked, lenient(), 9)


def report(figures, facts=FACTS):
    return survey_report_data(figures, WORDS, facts)


def section(data, title):
    return next(one for one in data["sections"] if WORDS[f"section.{title}"] == one["title"])


def table(data, title, position=0):
    return section(data, title)["tables"][position]["rows"]


def test_the_finding_comes_first_and_names_index_ends_priorities_and_disagreement():
    assert report(SAMPLE)["finding"] == (
        "满意度指数 80.4（满分 100，95% 置信区间 [79.4, 81.3]；有效答卷 37 份，应答 42 人）。师资水平得分最高，场地设施最低。"
        "按推导重要度，场地设施、组织服务需重点改进。两种重要度对师资水平、场地设施、组织服务的判断不一致，请一并参考。"
    )


@pytest.mark.parametrize(
    ("figures", "finding"), [(EMPTY, "尚无答卷（应答 42 人）"), (FEW, "有效答卷仅 4 份（应答 42 人），为保护填答人")]
)
def test_too_few_responses_show_the_finding_and_the_method_only(figures, finding):
    data = report(figures)
    assert data["finding"].startswith(finding)
    assert [one["title"] for one in data["sections"]] == [WORDS["section.method"]]
    assert survey_charts(figures, WORDS, FACTS, font=chinese_font()) == {}


def test_the_report_names_the_edition_and_every_exclusion_with_its_reason():
    data = report(SAMPLE)
    assert "GB/Z 27907-2011" in section(data, "method")["paragraphs"][0]
    assert table(data, "method") == [
        ["10", WORDS["exclusion.S_DUPLICATE"]],
        ["25", WORDS["exclusion.S_INCOMPLETE"]],
        ["36", WORDS["exclusion.S_STRAIGHT"]],
    ]
    assert table(data, "method", 1)[1] == ["29", "4. 教师专业水平", "6"]


def test_no_token_of_a_response_reaches_the_paper():
    shown = json.dumps(report(SAMPLE), ensure_ascii=False)
    assert not [one.token for one in sample_responses() if one.token in shown]


def test_every_table_has_as_many_cells_as_columns_and_every_chart_its_table():
    for one in report(SAMPLE)["sections"]:
        assert not one.get("charts") or one["tables"]
        for shown in one.get("tables", ()):
            assert {len(row) for row in shown["rows"]} == {len(shown["columns"])}


def test_index_and_matrix_show_both_readings_with_their_n():
    data = report(SAMPLE)
    assert [row[1:4] for row in table(data, "index")] == [
        ["37", "80.4", "[79.4, 81.3]"],
        ["37", "76.6", "[74.9, 78.4]"],
    ]
    assert table(data, "matrix")[2] == ["场地设施", "3.75", "36", "3.43", "37", "机会", "0.575", "35", "重点改进"]


def test_equal_texts_are_counted_once():
    (lists,) = [section(report(SAMPLE), "texts")["lists"]]
    assert [one["title"] for one in lists] == ["印象最深的收获（n = 28）", "意见与建议（n = 28）"]
    assert "停车不方便（5 人）" in lists[1]["items"]


def test_a_survey_without_weights_overall_and_texts_says_what_is_missing():
    data = report(small(a1=[4, 5], b1=[3, 3]), SMALL_FACTS)
    assert data["finding"].startswith("有效答卷 2 份（应答 9 人），数据不足")
    assert table(data, "index")[0] == ["自评重要度加权", "2", "—", "—", "—"]
    assert [row[0] for row in table(data, "index", 1)] == ["回收率", "有效率", "内部一致性（Cronbach α）"]
    assert table(data, "matrix")[0][5] == "—"
    assert section(data, "texts")["paragraphs"] == [WORDS["no_texts"]]
    assert section(data, "method")["tables"] == []


def test_a_text_of_one_person_stands_alone():
    written = [replace(one, texts={"wish": "早点下课"}) for one in responses(a1=[4])]
    data = report(analyse(written, questionnaire(recommendation=None), lenient(), 9), SMALL_FACTS)
    assert section(data, "texts")["lists"][0]["items"] == ["早点下课"]


def test_dimensions_that_need_improving_by_their_own_account_are_named():
    figures = small(a1=[2, 3, 2], b1=[5, 4, 5], weight_a=[5, 5, 4], weight_b=[3, 3, 3], overall=[3, 4, 3])
    assert "按自评重要度，A需重点改进。" in report(figures, SMALL_FACTS)["finding"]


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(None, 2, "—"), (1.005, 1, "1.0"), (-0.322, 2, "−0.32"), (-0.001, 2, "0.00"), (80, 1, "80.0")],
)
def test_numbers_have_fixed_places_and_no_negative_zero(value, digits, shown):
    assert Wording(WORDS, SAMPLE).number(value, digits) == shown


@pytest.mark.parametrize("show", ["percent", "percents", "interval"])
def test_what_is_not_known_has_its_word(show):
    assert getattr(Wording(WORDS, SAMPLE), show)(None) == "—"


def test_the_paper_has_all_pictures_and_is_the_same_each_time():
    once = render(SAMPLE, WORDS, FACTS, font=chinese_font())
    assert once.startswith(b"%PDF-")
    assert render(SAMPLE, WORDS, FACTS, font=chinese_font()) == once


def test_a_hidden_survey_becomes_a_paper_too():
    assert render(FEW, WORDS, FACTS, font=chinese_font()).startswith(b"%PDF-")
