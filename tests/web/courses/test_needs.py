"""Training needs: entered, taken in as a table, counted, withdrawn."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from courses.planning.models import TrainingNeed
from tests.web.courses.conftest import needs_workbook

TABLE = "单位名称\t培训类型\t培训需求\t预计人数\t期望月份\n甲厂\t任职培训\t质量战略、品牌\t30\t3-4月\n乙厂\t任职培训\t质量战略\t10\t4月"


def test_a_need_is_entered_and_counted(browser, coordinator, offering, db_session):
    form = browser.get("planning.new_need", year=2027).form
    page = form.fill(employer="甲厂", people="12", topics="质量战略、品牌", months="3-4月", phone="13812345678").submit(
        "保存"
    )
    assert [row["主题"] for row in page.table("按主题统计").rows] == ["品牌", "质量战略"]
    assert [row["月份"] for row in page.table("按月份统计").rows] == ["3 月", "4 月"]
    assert "138****5678" in page.text
    assert db_session.query(TrainingNeed).one().months == [3, 4]


def test_what_is_missing_or_no_month_is_said(browser, coordinator):
    form = browser.get("planning.new_need", year=2027).form
    assert form.fill(months="13月").submit("保存").errors == [
        "请填写单位名称。",
        "请填写预计人数。",
        "月份请写成“3月、4月”或“3-5月”。",
    ]


def test_a_choice_that_is_none_is_told_in_plain_words(browser, coordinator, offering):
    form = browser.get("planning.new_need", year=2027).form.fill(employer="甲厂", people="3", delivery="?")
    assert "请从列表中选择一项。" in form.submit("保存").errors[0]


def test_a_pasted_table_is_looked_at_and_taken_over(browser, coordinator, db_session):
    page = browser.get("planning.new_need_table", year=2027).form.fill(text=TABLE).submit("查看结果")
    assert [row["单位名称"] if "单位名称" in row else row["单位"] for row in page.table("识别结果").rows] == [
        "甲厂",
        "乙厂",
    ]
    assert db_session.query(TrainingNeed).count() == 0
    page.form.submit("导入")
    assert [one.people for one in db_session.query(TrainingNeed).order_by(TrainingNeed.id)] == [30, 10]


def test_an_excel_file_is_taken_in(browser, coordinator, db_session):
    content = needs_workbook([["单位名称", "预计人数"], ["甲厂", 8]])
    form = browser.get("planning.new_need_table", year=2027).form
    page = form.fill(document=(content, "需求.xlsx")).submit("查看结果")
    page.form.submit("导入")
    assert db_session.query(TrainingNeed).one().people == 8


def test_cells_that_are_not_understood_are_named(browser, coordinator, db_session):
    page = (
        browser.get("planning.new_need_table", year=2027).form.fill(text=TABLE.replace("10", "若干")).submit("查看结果")
    )
    (row,) = page.table("须更正的单元格").rows
    assert (row["行"], row["列"], row["原内容"]) == ("3", "人数", "若干")
    assert db_session.query(TrainingNeed).count() == 0


@pytest.mark.parametrize("content", [b"nothing", b"%PDF-1.4"])
def test_a_file_that_is_no_table_is_answered(browser, coordinator, content):
    form = browser.get("planning.new_need_table", year=2027).form
    assert len(form.fill(document=(content, "a.xlsx")).submit("查看结果").table("须更正的单元格")) == 1


def test_neither_file_nor_text_is_said(browser, coordinator):
    assert browser.get("planning.new_need_table").form.submit("查看结果").errors == ["请选择文件，或粘贴表格内容。"]


def test_a_need_is_withdrawn_with_a_reason(browser, coordinator, offering, make, db_session):
    need = make.TrainingNeed(institution=offering.institution)
    browser.get("planning.withdraw_need", need_id=need.id).form.fill(reason="重复填报").submit()
    db_session.refresh(need)
    assert (need.withdrawn_reason, need.withdrawn_at is not None) == ("重复填报", True)
    assert "还没有培训需求" in browser.get("planning.list_needs", year=2027).text
    browser.get("planning.withdraw_need", need_id=need.id, status=404)


def test_foreign_needs_do_not_exist(browser, coordinator, make):
    foreign = make.TrainingNeed()
    browser.get("planning.withdraw_need", need_id=foreign.id, status=404)
    assert foreign.employer not in browser.get("planning.list_needs", year=2027).text


def test_the_page_takes_as_many_queries_for_twenty_needs_as_for_one(
    browser, coordinator, offering, make, count_queries
):
    make.TrainingNeed(institution=offering.institution, topics=["甲"], months=[1])
    browser.get("planning.list_needs", year=2027)
    one = count_queries(lambda: browser.client.get("/needs?year=2027"))
    make.many(19).TrainingNeed(institution=offering.institution, topics=["乙"], months=[2])
    assert count_queries(lambda: browser.client.get("/needs?year=2027")) == one


@pytest.mark.parametrize(("role", "reads", "enters"), [(Role.AUDITOR, 200, 403), (Role.TEACHER, 403, 403)])
def test_who_reads_and_who_enters_needs(browser, make, sign_in, role, reads, enters):
    sign_in(make.User(role=role))
    browser.get("planning.list_needs", status=reads)
    browser.get("planning.new_need", status=enters)
