"""The list of classes, opening and changing one, and which tabs a role sees."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.rules import Role
from courses.models import ClassOffering
from courses.rules import ClassState

NEW = {"code": "CQO-2026-09", "name": "第九期", "starts_on": "2026-09-01", "ends_on": "2026-09-05"}


def codes(page):
    return [row["培训班"].split()[-1] for row in page.table("培训班").rows]


def test_the_list_shows_the_classes_in_scope_with_their_learners(browser, coordinator, offering, make):
    make.many(2).Enrolment(offering=offering)
    make.ClassOffering()
    (row,) = browser.get("courses.list_classes").table("培训班").rows
    assert (row["培训班"], row["学员"], row["状态"]) == ("企业首席质量官任职培训 CQO-2026-01", "2", "实施中")


@pytest.mark.parametrize(
    ("text", "found"),
    [("任职", True), ("cqo-2026-01", True), ("研修", False), ("%", False), ("_", False), ("\\", False)],
)
def test_searching_takes_the_text_as_it_is(browser, coordinator, offering, text, found):
    page = browser.get("courses.list_classes", text=text)
    assert ("没有符合条件的培训班" not in page.text) is found


@pytest.mark.parametrize(("state", "found"), [("delivering", True), ("draft", False), ("nonsense", True)])
def test_the_list_is_narrowed_to_a_state(browser, coordinator, offering, state, found):
    assert (offering.code in browser.get("courses.list_classes", state=state).text) is found


def test_the_list_has_pages(browser, coordinator, offering, make):
    make.many(30).ClassOffering(institution=offering.institution, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 9))
    assert len(browser.get("courses.list_classes").table("培训班")) == 30
    assert codes(browser.get("courses.list_classes", page=2)) == [offering.code]


def test_the_list_takes_as_many_queries_for_twenty_classes_as_for_one(
    browser, coordinator, offering, make, count_queries
):
    browser.get("courses.list_classes")
    one = count_queries(lambda: browser.client.get("/classes"))
    make.many(19).ClassOffering(institution=offering.institution)
    assert count_queries(lambda: browser.client.get("/classes")) == one


def open_class(browser, **values):
    form = browser.get("courses.new_class").form
    return form.fill(rule_set="rules-in-force", **{**NEW, **values}).submit()


def test_a_new_class_keeps_the_version_that_is_in_force_on_its_first_day(
    browser, coordinator, offering, rule_set, make, db_session
):
    later = make.RuleSetVersion(rule_set=rule_set, version=2, effective_from=date(2026, 9, 1))
    make.RuleSetVersion(rule_set=rule_set, version=3, effective_from=date(2026, 9, 2))
    make.RuleSetVersion(rule_set=rule_set, version=4, effective_from=date(2026, 8, 1), state="draft")
    open_class(browser)
    made = db_session.query(ClassOffering).filter_by(code="CQO-2026-09").one()
    assert (made.rule_set_version_id, made.state, made.curriculum_id) == (later.id, ClassState.DRAFT, None)


def test_a_code_in_use_is_refused(browser, coordinator, offering, db_session):
    assert open_class(browser, code=offering.code).errors == ["已有培训班使用此编号，请换一个。"]
    assert db_session.query(ClassOffering).count() == 1


def test_the_last_day_does_not_lie_before_the_first(browser, coordinator, offering):
    assert len(open_class(browser, ends_on="2026-08-31").errors) == 1


def test_a_class_cannot_be_opened_for_a_foreign_institution(browser, coordinator, offering, make, db_session):
    foreign = make.Institution()
    browser.post(
        "courses.new_class",
        {**NEW, "institution_id": foreign.id, "rule_set": "rules-in-force", "state": "draft", "curriculum_id": 0},
    )
    assert db_session.query(ClassOffering).filter_by(institution_id=foreign.id).count() == 0


def test_changing_a_class_leaves_its_rules_and_its_institution(browser, coordinator, offering, db_session):
    page = browser.get("courses.edit_class", offering_id=offering.id)
    assert {"institution_id", "rule_set"}.isdisjoint(page.form.values)
    page.form.fill(name="任职培训（春）", required_hours="48").submit()
    db_session.refresh(offering)
    assert (offering.name, offering.required_hours, offering.state) == ("任职培训（春）", 48, ClassState.DELIVERING)


def test_the_form_of_a_class_does_not_move_it(browser, coordinator, offering, db_session):
    sent = {"name": "改名", "state": "filed"}
    page = browser.get("courses.edit_class", offering_id=offering.id)
    assert "state" not in page.form.values
    browser.post("courses.edit_class", {**page.form.values, **sent}, offering_id=offering.id)
    db_session.refresh(offering)
    assert offering.state is ClassState.DELIVERING


@pytest.mark.parametrize("state", [ClassState.FILED, ClassState.CANCELLED])
def test_a_closed_class_cannot_be_changed(browser, coordinator, offering, db_session, state):
    offering.state = state
    db_session.commit()
    browser.get("courses.edit_class", offering_id=offering.id, status=404)


def test_a_foreign_class_does_not_exist(browser, coordinator, make):
    foreign = make.ClassOffering()
    browser.get("courses.edit_class", offering_id=foreign.id, status=404)
    browser.get("courses.roster", offering_id=foreign.id, status=404)


@pytest.mark.parametrize(
    ("role", "lists", "opens"),
    [
        (Role.ADMINISTRATOR, 200, 200),
        (Role.COORDINATOR, 200, 200),
        (Role.TEACHER, 403, 403),
        (Role.AUDITOR, 200, 403),
        (Role.REGULATOR, 200, 403),
        (Role.LEARNER, 403, 403),
    ],
)
def test_who_lists_and_who_opens_classes(browser, make, sign_in, role, lists, opens):
    sign_in(make.User(role=role))
    browser.get("courses.list_classes", status=lists)
    browser.get("courses.new_class", status=opens)


def tabs(page):
    return [link.get_text(strip=True) for link in page.soup.select(".tabs a")]


def test_a_role_sees_the_tabs_that_it_may_open(browser, make, sign_in, offering):
    sign_in(make.User(role=Role.REGULATOR, region="61"))
    shown = tabs(browser.get("sessions.timetable", offering_id=offering.id))
    assert {"概况", "课表"} <= set(shown)
    assert "学员" not in shown


def test_a_coordinator_sees_the_learners_tab_too(browser, coordinator, offering):
    assert "学员" in tabs(browser.get("sessions.timetable", offering_id=offering.id))
