"""The satisfaction report of a class on its page."""

from __future__ import annotations

import json

import pytest

from accounts.rules import Role
from standards.models import RuleSet
from surveys.models import SurveyResponse
from tests.db.surveys.sample import FOLDER, hand_in, sample_class, surveyed_class
from tests.factories.surveys import answers
from tests.thawing import set_figure

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def administrator(make, sign_in):
    return sign_in(make.User(role=Role.ADMINISTRATOR))


@pytest.fixture
def surveyed(app, make):
    return surveyed_class(app, make)


@pytest.fixture
def page(browser, administrator, surveyed):
    return browser.get("surveys.show_survey", offering_id=surveyed.id)


def test_the_finding_comes_first(page):
    first = page.soup.select_one(".finding").get_text(strip=True)
    assert first.startswith("满意度指数 80.4（满分 100，95% 置信区间 [79.4, 81.3]；有效答卷 37 份，应答 42 人）。")
    assert page.text.index("满意度指数 80.4") < page.text.index("两种加权下的指数")


def test_every_key_figure_stands_with_what_it_rests_on(page):
    figures = [
        tuple(part.get_text(strip=True) for part in one.find_all("p")) for one in page.soup.select(".key-figure")
    ]
    assert figures == [
        ("指数（自评加权）", "80.4", "[79.4, 81.3] · n = 37"),
        ("指数（推导加权）", "76.6", "[74.9, 78.4] · n = 37"),
        ("回收率", "92.9%", "收到 39 份，应答 42 人"),
        ("有效率", "88.1%", "有效 37 份，应答 42 人 · ±5.6%"),
        ("净推荐值（NPS）", "30.6", "[21.8, 39.3] · n = 36"),
        ("内部一致性（Cronbach α）", "0.775", "良好 · n = 29"),
    ]


def test_both_weightings_have_their_interval_and_n(page):
    assert page.table("两种加权下的指数").rows == [
        {"加权方式": "自评重要度加权", "n": "37", "指数": "80.4", "95% 置信区间": "[79.4, 81.3]", "加权均值": "4.215"},
        {"加权方式": "推导重要度加权", "n": "37", "指数": "76.6", "95% 置信区间": "[74.9, 78.4]", "加权均值": "4.066"},
    ]


def test_drivers_are_ranked_and_disagreement_is_marked(page):
    cells = [
        [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        for row in page.table("自评与推导重要度对照，驱动由强到弱").tag.select("tbody tr")
    ]
    assert [(row[0], row[3], row[7], row[4], row[8], row[9]) for row in cells] == [
        ("组织服务", "3", "1", "机会", "重点改进", "不一致"),
        ("场地设施", "4", "2", "机会", "重点改进", "不一致"),
        ("课程内容", "2", "3", "重点保持", "重点保持", "一致"),
        ("师资水平", "1", "4", "重点保持", "维持", "不一致"),
    ]


def test_items_are_worded_as_the_learners_read_them_without_notes_in_brackets(page):
    rows = page.table("各题得分与分布").rows
    assert len(rows) == 12
    assert rows[7]["题目"] == "8、教学设备与网络"
    assert (rows[7]["n"], rows[7]["缺失"], rows[7]["均值"], rows[7]["满意率"]) == ("36", "1", "3.42", "47.2%")


def test_every_chart_says_what_it_shows_and_is_followed_by_a_table(page):
    charts = page.soup.select("main img")
    assert [chart["src"].rpartition("/")[2] for chart in charts] == [
        "index.svg", "matrix.svg", "gap.svg", "dimensions.svg", "distribution.svg",
    ]  # fmt: skip
    for chart in charts:
        assert "数据见下表" in chart["alt"]
        assert chart.find_parent("section").find("table")


def test_what_was_left_out_stands_with_row_reason_and_the_beginning_of_its_code(page):
    assert page.table("未计入的答卷").rows == [
        {"行号": "10", "原因": "同一填答码重复提交，以最后一份为准", "填答码": "DNXP…"},
        {"行号": "25", "原因": "作答题数不足", "填答码": "PZBZ…"},
        {"行号": "36", "原因": "各题答案全部相同且用时过短", "填答码": "GQ2K…"},
    ]


def test_no_response_code_is_shown_whole(page, db_session):
    assert [token for (token,) in db_session.query(SurveyResponse.token) if token in page.text] == []


def test_answers_outside_their_scale_are_listed(page):
    assert [(row["行号"], row["原答案"]) for row in page.table("超出量表、按缺失处理的答案").rows] == [
        ("4", "11"),
        ("29", "6"),
    ]


def test_reliability_has_a_word_beside_its_number(page):
    rows = [(row["量表"], row["题数"], row["α"], row["评价"]) for row in page.table("信度（Cronbach α）").rows]
    assert rows[:2] == [("全部题目", "12", "0.775", "良好"), ("课程内容", "3", "0.692", "可接受")]


def test_comments_stand_under_their_question_without_a_name(page):
    assert "20、意见与建议（n = 28）" in page.text
    assert "停车不方便（5 人）" in page.text
    assert "意见不显示填写人" in page.text


def test_the_method_names_edition_rule_set_and_that_it_is_a_sample(browser, administrator, app, make):
    version = make.RuleSetVersion(rule_set__name="陕西-示例", version=3)
    offering = surveyed_class(app, make, rule_set_version=version)
    page = browser.get("surveys.show_survey", offering_id=offering.id)
    line = page.soup.select_one(".method .with-badge").get_text(" ", strip=True)
    assert "GB/Z 27907-2011" in line
    assert "规则集 陕西-示例 v3" in line
    assert line.endswith("示例")


def test_an_official_rule_set_has_no_sample_badge(browser, administrator, surveyed, db_session):
    db_session.query(RuleSet).update({"is_sample": False})
    page = browser.get("surveys.show_survey", offering_id=surveyed.id)
    assert "示例" not in page.text


def test_the_page_speaks_english_too(browser, make, sign_in, surveyed):
    sign_in(make.User(role=Role.ADMINISTRATOR, language="en"))
    page = browser.get("surveys.show_survey", offering_id=surveyed.id)
    assert page.text.index("The satisfaction index is 80.4 of 100") < page.text.index("Priority matrix")
    assert page.table("Reliability (Cronbach's α)").rows[0]["Assessment"] == "good"


def test_nobody_has_answered_yet(browser, administrator, make):
    page = browser.get("surveys.show_survey", offering_id=sample_class(make).id)
    assert "尚无答卷" in page.text
    assert page.links["导入文件"]
    assert page.soup.select("main img") == []


def test_who_may_not_import_is_not_sent_there(browser, make, sign_in):
    offering = sample_class(make)
    sign_in(make.User(role=Role.AUDITOR, region=offering.institution.region))
    page = browser.get("surveys.show_survey", offering_id=offering.id)
    assert "尚无答卷" in page.text
    assert page.soup.select(".nothing-here a") == []


@pytest.mark.parametrize("responses", [1, 4])
def test_too_few_responses_show_neither_figures_nor_charts_nor_comments(app, make, browser, administrator, responses):
    offering = surveyed_class(app, make, responses=responses)
    page = browser.get("surveys.show_survey", offering_id=offering.id)
    assert page.soup.select_one(".finding").get_text(strip=True).startswith(f"有效答卷仅 {responses} 份")
    assert "有效答卷达到 5 份后" in page.text
    assert page.soup.select("main img") == []
    assert [table.caption.get_text() for table in page.soup.find_all("table")] == []
    assert "教室空调偏冷" not in page.text


def test_responses_that_are_all_left_out_are_named_with_their_reasons(make, browser, administrator):
    batch = make.ImportBatch()
    make.many(6).SurveyResponse(batch=batch, answers=answers(None))
    page = browser.get("surveys.show_survey", offering_id=batch.offering_id)
    assert len(page.table("未计入的答卷")) == 6


def test_a_survey_without_importance_and_comments_says_what_is_missing(make, browser, administrator):
    batch = make.ImportBatch()
    make.many(6).SurveyResponse(
        batch=batch, answers=answers(overall=None, nps=None, **{f"importance{i}": None for i in range(1, 5)})
    )
    page = browser.get("surveys.show_survey", offering_id=batch.offering_id)
    assert "数据不足以计算满意度指数" in page.text
    assert "没有文字意见。" in page.text
    assert page.table("各题得分与分布").rows[0]["题目"] == "第 1 题"


def test_a_figure_that_the_rule_set_leaves_open_is_named(browser, administrator, surveyed, db_session):
    set_figure(db_session, "survey.top_box_from", None)
    page = browser.get("surveys.show_survey", offering_id=surveyed.id)
    assert "survey.top_box_from" in page.text


def test_markup_and_formulas_in_comments_are_only_text(make, browser, administrator):
    batch = make.ImportBatch()
    make.many(5).SurveyResponse(batch=batch, texts={"text1": "<b>=1+1</b>"})
    page = browser.get("surveys.show_survey", offering_id=batch.offering_id)
    assert "<b>=1+1</b>（5 人）" in page.text


def test_more_responses_do_not_take_more_queries(app, make, browser, administrator, count_queries):
    offering = sample_class(make)
    hand_in(app, make.ImportBatch(offering=offering), 6)
    few = count_queries(lambda: browser.get("surveys.show_survey", offering_id=offering.id))
    hand_in(app, make.ImportBatch(offering=offering))
    assert count_queries(lambda: browser.get("surveys.show_survey", offering_id=offering.id)) == few


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200), (Role.COORDINATOR, 200), (Role.AUDITOR, 200),
        (Role.TEACHER, 403), (Role.LEARNER, 403), (Role.REGULATOR, 403),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["", "/index.svg", "/report.pdf", "/figures.xlsx"])
def test_who_may_read_the_survey(client, make, sign_in, surveyed, role, status, address):
    user = sign_in(make.User(role=role))
    make.StaffMember(user=user, institution=surveyed.institution)
    assert client.get(f"/classes/{surveyed.id}/survey{address}").status_code == status


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
@pytest.mark.parametrize("address", ["", "/index.svg", "/report.pdf", "/figures.xlsx"])
def test_a_class_of_another_institution_is_not_there(client, make, sign_in, surveyed, role, address):
    make.StaffMember(user=sign_in(make.User(role=role)))
    assert client.get(f"/classes/{surveyed.id}/survey{address}").status_code == 404


def test_the_published_figures_have_not_moved():
    published = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["survey"]
    assert published["kept"] == 37
