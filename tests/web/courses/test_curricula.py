"""Curricula: modules in one form that works without scripts, held against the required hours."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from courses.models import Curriculum, CurriculumModule


def modules(db_session):
    found = db_session.query(CurriculumModule).order_by(CurriculumModule.position)
    return [(one.name, one.planned_hours, one.compulsory) for one in found]


def lines(*names_and_hours):
    found = {}
    for number, (name, hours) in enumerate(names_and_hours):
        found[f"modules-{number}-name"] = name
        found[f"modules-{number}-planned_hours"] = hours
    return found


def test_a_curriculum_is_made_with_its_modules_and_empty_lines_are_left_out(browser, coordinator, db_session):
    form = browser.get("courses.new_curriculum").form
    page = form.fill(name="任职培训方案", **lines(("质量战略", "8"), ("质量法律", "2.5"))).submit("保存")
    assert modules(db_session) == [("质量战略", 8, True), ("质量法律", 2.5, True)]
    assert [row["模块"] for row in page.table("课程模块").rows] == ["质量战略", "质量法律"]


def test_more_lines_are_added_without_scripts_and_nothing_is_lost_or_saved(browser, coordinator, db_session):
    form = browser.get("courses.new_curriculum").form.fill(name="任职培训方案", **lines(("质量战略", "8")))
    page = form.submit("增加行")
    assert page.form.values["modules-0-name"] == "质量战略"
    assert "modules-5-name" in page.form.values
    assert db_session.query(Curriculum).count() == 0


def test_modules_are_renamed_moved_and_removed(browser, coordinator, offering, make, db_session):
    curriculum = make.Curriculum(institution=offering.institution, name="方案")
    for name in ("甲", "乙", "丙"):
        make.CurriculumModule(curriculum=curriculum, name=name)
    form = browser.get("courses.edit_curriculum", curriculum_id=curriculum.id).form
    form.fill(**lines(("丙", "4"), ("", ""), ("甲", "6")), **{"modules-2-compulsory": None}).submit("保存")
    assert modules(db_session) == [("丙", 4, True), ("甲", 6, False)]


def test_two_modules_of_one_name_are_refused(browser, coordinator, db_session):
    form = browser.get("courses.new_curriculum").form
    page = form.fill(name="方案", **lines(("甲", "1"), ("甲", "2"))).submit("保存")
    assert page.errors == ["模块名称重复：甲。请分别命名。"]
    assert db_session.query(Curriculum).count() == 0


def test_a_wrong_number_of_hours_names_its_line(browser, coordinator):
    form = browser.get("courses.new_curriculum").form
    page = form.fill(name="方案", **lines(("甲", "1"), ("乙", "-2"))).submit("保存")
    assert page.errors == ["第 2 行：请填写 0 到 9999 之间的数。"]


def test_a_name_in_use_is_refused(browser, coordinator, offering, make):
    make.Curriculum(institution=offering.institution, name="方案")
    page = browser.get("courses.new_curriculum").form.fill(name="方案").submit("保存")
    assert page.errors == ["该机构已有同名培训方案。"]


@pytest.mark.parametrize(("hours", "missing"), [(31.5, "还差 8.5 学时"), (40, None)])
def test_the_hours_are_held_against_the_rule_set_and_a_sample_says_so(
    browser, coordinator, offering, make, hours, missing
):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    curriculum = make.Curriculum(institution=offering.institution)
    make.CurriculumModule(curriculum=curriculum, planned_hours=hours)
    text = browser.get("courses.show_curriculum", curriculum_id=curriculum.id).text
    assert "要求学时取自示例规则集" in text
    assert (missing in text) if missing else ("还差" not in text)


def test_the_list_counts_modules_and_hours(browser, coordinator, offering, make):
    curriculum = make.Curriculum(institution=offering.institution)
    make.many(3).CurriculumModule(curriculum=curriculum)
    make.Curriculum()
    (row,) = browser.get("courses.list_curricula").table("培训方案").rows
    assert (row["课程模块"], row["学时"]) == ("3", "24")


def test_a_foreign_curriculum_does_not_exist(browser, coordinator, make):
    foreign = make.Curriculum()
    browser.get("courses.show_curriculum", curriculum_id=foreign.id, status=404)
    browser.get("courses.edit_curriculum", curriculum_id=foreign.id, status=404)


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [(Role.ADMINISTRATOR, 200, 200), (Role.AUDITOR, 200, 403), (Role.REGULATOR, 200, 403), (Role.TEACHER, 403, 403)],
)
def test_who_reads_and_who_writes_curricula(browser, make, sign_in, role, reads, edits):
    sign_in(make.User(role=role))
    browser.get("courses.list_curricula", status=reads)
    browser.get("courses.new_curriculum", status=edits)
