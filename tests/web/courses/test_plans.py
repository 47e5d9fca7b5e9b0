"""Annual plans: drafted from needs, approved by a second person, changed as new versions, held against the year."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import AuditEntry
from courses.models import ClassOffering
from courses.planning.models import AnnualPlan, PlanItem, PlannedClass
from courses.planning.rules import PlanState
from courses.rules import ClassState

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def plan(make, coordinator, offering):
    return make.AnnualPlan(institution=offering.institution, drafted_by_id=coordinator.id)


@pytest.fixture
def colleague(make, offering):
    return make.StaffMember(institution=offering.institution).user


def approve(make, db_session, plan):
    plan.state, plan.approved_by_id, plan.approved_by = PlanState.APPROVED, make.User().id, "主任"
    db_session.commit()
    return plan


def show(browser, plan, **values):
    return browser.get("planning.show_plan", plan_id=plan.id, **values)


def test_a_plan_is_drafted_from_the_needs_of_its_year(browser, coordinator, offering, make, db_session):
    make.many(7).TrainingNeed(institution=offering.institution, months=[4])
    make.TrainingNeed(institution=offering.institution, training_type="继续教育")
    make.TrainingNeed()
    browser.get("planning.new_plan").form.fill(year="2027", class_size="60").submit()
    items = db_session.query(PlanItem).order_by(PlanItem.position).all()
    assert [(one.title, one.people, one.classes, one.month) for one in items] == [
        ("任职培训", 70, 2, 4),
        ("继续教育", 10, 1, None),
    ]


def test_a_year_has_one_plan_in_the_making(browser, plan, db_session):
    page = browser.get("planning.new_plan").form.fill(year="2027").submit()
    assert page.flashes == ["该年度已有尚未批准的计划。"]
    assert db_session.query(AnnualPlan).count() == 1


def test_lines_are_written_and_left_out(browser, plan, make, db_session):
    make.PlanItem(plan=plan, title="甲")
    form = browser.get("planning.edit_plan", plan_id=plan.id).form
    form.fill(**{"items-0-title": "", "items-1-title": "乙", "items-1-classes": "2", "items-1-month": "5"}).submit(
        "保存"
    )
    (item,) = db_session.query(PlanItem).all()
    assert (item.title, item.classes, item.month, item.people) == ("乙", 2, 5, 0)


def test_more_lines_come_without_scripts(browser, plan, db_session):
    page = browser.get("planning.edit_plan", plan_id=plan.id).form.fill(**{"items-0-title": "甲"}).submit("增加行")
    assert page.form.values["items-0-title"] == "甲"
    assert "items-3-title" in page.form.values
    assert db_session.query(PlanItem).count() == 0


def test_a_wrong_number_names_its_line(browser, plan):
    form = browser.get("planning.edit_plan", plan_id=plan.id).form
    page = form.fill(**{"items-1-title": "甲", "items-1-classes": "0"}).submit("保存")
    assert page.errors == ["第 2 行：请填写 1 到 9999 之间的数。"]


def test_two_people_who_save_one_plan_are_told(browser, plan, db_session):
    form = browser.get("planning.edit_plan", plan_id=plan.id).form
    plan.edition = 2
    db_session.commit()
    assert form.fill(**{"items-0-title": "甲"}).submit("保存").errors == [
        "您打开之后，已有其他人修改了本计划。请重新打开并核对。"
    ]


def test_the_drafter_hands_in_and_a_colleague_approves(browser, plan, make, colleague, sign_in, db_session):
    make.PlanItem(plan=plan)
    page = show(browser, plan).press("提交审批")
    assert "须由其他同事审批" in page.text
    page = browser.post("planning.approve_plan", {"edition": 2}, plan_id=plan.id)
    assert page.flashes == ["编制人不能审批自己编制的计划，请由其他同事审批。"]
    sign_in(colleague)
    show(browser, plan).press("批准")
    db_session.refresh(plan)
    assert (plan.state, plan.approved_by_id) == (PlanState.APPROVED, colleague.id)
    assert "courses.plan_approved" in [one.action for one in db_session.query(AuditEntry)]


def test_a_plan_that_changed_meanwhile_is_not_handed_in_or_approved(
    browser, plan, make, colleague, sign_in, db_session
):
    make.PlanItem(plan=plan)
    assert browser.post("planning.submit_plan", {"edition": 9}, plan_id=plan.id).flashes[0].startswith("您打开之后")
    plan.state = PlanState.SUBMITTED
    db_session.commit()
    sign_in(colleague)
    assert browser.post("planning.approve_plan", {"edition": 9}, plan_id=plan.id).flashes[0].startswith("您打开之后")


def test_a_plan_is_handed_back_with_a_reason(browser, plan, colleague, sign_in, db_session):
    plan.state = PlanState.SUBMITTED
    db_session.commit()
    sign_in(colleague)
    page = show(browser, plan).follow("退回修改").form.fill(reason="请补充预算").submit()
    assert "退回意见：请补充预算" in page.text
    browser.get("planning.return_plan", plan_id=plan.id, status=404)


def test_an_approved_plan_changes_by_a_new_version_that_keeps_its_lines(
    browser, plan, make, colleague, sign_in, db_session
):
    item = make.PlanItem(plan=plan)
    approve(make, db_session, plan)
    browser.get("planning.edit_plan", plan_id=plan.id, status=404)
    show(browser, plan).follow("变更计划").form.fill(reason="新增需求").submit()
    later = db_session.query(AnnualPlan).filter_by(version=2).one()
    assert (later.reason, later.state) == ("新增需求", PlanState.DRAFT)
    assert [one.key for one in db_session.query(PlanItem).filter_by(plan_id=later.id)] == [item.key]
    show(browser, later).press("提交审批")
    sign_in(colleague)
    show(browser, later).press("批准")
    db_session.refresh(plan)
    assert plan.state is PlanState.SUPERSEDED


def test_a_class_is_opened_from_a_line_and_counts_for_it(browser, plan, make, offering, db_session):
    version = make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    item = make.PlanItem(plan=plan, title="任职培训", training_type="任职培训")
    approve(make, db_session, plan)
    page = browser.get("planning.open_planned_class", plan_id=plan.id, item_id=item.id)
    assert (page.form.values["starts_on"], page.form.values["name"]) == ("2027-04-05", "任职培训")
    page.form.fill(code=offering.code).submit()
    page.form.fill(code="P-01").submit()
    made = db_session.query(ClassOffering).filter_by(code="P-01").one()
    assert (made.training_type, made.rule_set_version_id, made.state) == ("任职培训", version.id, ClassState.DRAFT)
    assert db_session.query(PlannedClass).one().key == item.key
    (row,) = show(browser, plan).table("计划与执行").rows
    counts = [row[name].split()[0] for name in ("计划", "已开班", "已完成")]
    assert (counts, "P-01" in row["培训班与说明"]) == (["1", "1", "0"], True)


def test_a_class_before_every_rule_set_is_refused_at_its_first_day(browser, plan, make, offering, db_session):
    item = make.PlanItem(plan=plan)
    approve(make, db_session, plan)
    page = browser.get("planning.open_planned_class", plan_id=plan.id, item_id=item.id)
    page = page.form.fill(code="P-01", starts_on="1927-04-05", ends_on="1927-04-09").submit(status=200)
    assert page.errors == ["当日没有生效的规则集版本，请核对年份。"]


def test_the_year_is_held_against_its_plan_with_reasons(browser, plan, make, offering, db_session):
    item = make.PlanItem(plan=plan)
    approve(make, db_session, plan)
    days = {"starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 9), "institution": offering.institution}
    done = make.ClassOffering(state=ClassState.COMPLETED, **days)
    make.PlannedClass(offering=done, item=item)
    make.many(3).Enrolment(offering=done)
    make.ClassSession(offering=done, planned_hours=36)
    make.ClassOffering(code="OUT-1", **days)
    browser.get("planning.remark_item", plan_id=plan.id, item_id=item.id).form.fill(reason="报名不足").submit()
    page = show(browser, plan)
    (row,) = page.table("计划与执行").rows
    assert [row[name].split()[1:] for name in ("计划", "已开班", "已完成")] == [["60", "40"], ["3", "36"], ["3", "36"]]
    assert "报名不足" in row["培训班与说明"]
    assert "OUT-1" in page.links


def test_the_page_takes_as_many_queries_for_twenty_lines_as_for_one(browser, plan, make, count_queries, offering):
    make.PlannedClass(item=make.PlanItem(plan=plan), offering=offering)
    show(browser, plan)
    one = count_queries(lambda: browser.client.get(f"/plans/{plan.id}"))
    for _number in range(19):
        made = make.ClassOffering(institution=offering.institution)
        make.PlannedClass(item=make.PlanItem(plan=plan), offering=made)
    assert count_queries(lambda: browser.client.get(f"/plans/{plan.id}")) <= one


def test_a_foreign_plan_does_not_exist(browser, coordinator, make):
    foreign = make.AnnualPlan(drafted_by_id=make.User().id)
    show(browser, foreign, status=404)
    browser.get("planning.edit_plan", plan_id=foreign.id, status=404)
    assert "还没有年度计划" in browser.get("planning.list_plans").text
