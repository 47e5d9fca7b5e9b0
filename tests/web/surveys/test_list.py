"""Satisfaction across the classes in scope."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from tests.db.surveys.sample import surveyed_class
from tests.factories.surveys import answers
from tests.thawing import set_figure

CAPTION = "各班满意度"


@pytest.fixture
def administrator(make, sign_in):
    return sign_in(make.User(role=Role.ADMINISTRATOR))


def rows_of(browser, **values):
    return browser.get("surveys.list_surveys", **values).table(CAPTION).rows


def test_each_class_shows_its_index_its_responses_and_what_to_improve_first(app, make, browser, administrator):
    surveyed_class(app, make)
    (row,) = rows_of(browser)
    assert row["指数"] == "80.4 [79.4, 81.3]"
    assert (row["回收率"], row["有效答卷"]) == ("92.9%", "37")
    assert (row["重点改进（按自评）"], row["重点改进（按推导）"]) == ("—", "场地设施 组织服务")


def test_a_class_leads_to_its_report(app, make, browser, administrator):
    offering = surveyed_class(app, make)
    assert offering.name in browser.get("surveys.list_surveys").follow(offering.name).text


def test_a_class_without_responses_says_so(make, browser, administrator):
    make.ClassOffering()
    assert rows_of(browser)[0]["重点改进（按自评）"] == "尚无答卷"


def test_too_few_responses_are_not_shown(app, make, browser, administrator):
    surveyed_class(app, make, responses=4)
    (row,) = rows_of(browser)
    assert row["重点改进（按自评）"] == "答卷过少，不公布"
    assert row["指数"] == "—"


def test_responses_without_importance_have_no_index(make, browser, administrator):
    batch = make.ImportBatch()
    nothing = {f"importance{number}": None for number in range(1, 5)}
    make.many(5).SurveyResponse(batch=batch, answers=answers(**nothing))
    assert rows_of(browser)[0]["重点改进（按自评）"] == "数据不足，未算指数"


def test_a_rule_set_with_an_open_figure_is_named_incomplete(app, make, browser, administrator, db_session):
    surveyed_class(app, make)
    set_figure(db_session, "survey.confidence", None)
    assert rows_of(browser)[0]["重点改进（按自评）"] == "规则集未填全"


def test_the_list_can_be_narrowed(make, browser, administrator):
    make.ClassOffering(name="甲班")
    make.ClassOffering(name="乙班")
    page = browser.get("surveys.list_surveys")
    found = page.form.fill(text="乙").submit()
    assert len(found.table(CAPTION)) == 1
    assert "乙班" in found.text
    assert "没有符合条件的培训班。" in page.form.fill(text="丙").submit().text


def test_a_long_list_has_pages(make, browser, administrator):
    make.many(21).ClassOffering(institution=make.Institution(), rule_set_version=make.RuleSetVersion())
    assert len(rows_of(browser)) == 20
    assert len(rows_of(browser, page=2)) == 1


def test_only_classes_in_scope_are_listed(make, browser, sign_in):
    own, _other = make.ClassOffering(name="本校班"), make.ClassOffering(name="外校班")
    make.StaffMember(user=sign_in(make.User()), institution=own.institution)
    (row,) = rows_of(browser)
    assert row["培训班"].startswith("本校班")


def test_twenty_classes_take_as_many_queries_as_one(make, browser, administrator, count_queries):
    def surveyed(number):
        for _ in range(number):
            make.many(5).SurveyResponse(batch=make.ImportBatch())

    surveyed(1)
    one = count_queries(lambda: browser.get("surveys.list_surveys"))
    surveyed(19)
    assert count_queries(lambda: browser.get("surveys.list_surveys")) == one


@pytest.mark.parametrize(
    ("role", "listed"),
    [
        (Role.ADMINISTRATOR, True), (Role.COORDINATOR, True), (Role.AUDITOR, True),
        (Role.TEACHER, False), (Role.LEARNER, False), (Role.REGULATOR, False),
    ],
)  # fmt: skip
def test_who_may_read_surveys_finds_them_in_the_menu(browser, make, sign_in, role, listed):
    sign_in(make.User(role=role))
    assert ("满意度" in browser.get("accounts.home").menu) is listed
