"""The register of teachers: whose appointment stands, and whose mobile number nobody sees without a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from core.clock import today
from trainer.models import Teacher


def rows(browser, institution):
    return browser.get("trainer.list_teachers", institution_id=institution.id).table("师资").rows


@pytest.mark.parametrize(
    ("days", "badge"), [(None, "未注明期限"), (-1, "已到期"), (0, "60 天内到期"), (60, "60 天内到期"), (61, "有效")]
)
def test_the_list_says_how_each_appointment_stands(browser, coordinator, make, institution, days, badge):
    make.Teacher(institution=institution, valid_to=today() + timedelta(days=days) if days is not None else None)
    assert rows(browser, institution)[0]["聘期"].startswith(badge)


def test_an_appointment_that_has_not_begun_says_so(browser, coordinator, make, institution):
    make.Teacher(institution=institution, valid_from=today() + timedelta(days=1))
    assert rows(browser, institution)[0]["聘期"] == "未开始"


def test_the_list_counts_the_sessions_that_a_teacher_holds(browser, coordinator, make, institution):
    teacher = make.Teacher(institution=institution)
    make.many(2).ClassSession(teacher=teacher)
    make.ClassSession(teacher=teacher, status="cancelled")
    assert rows(browser, institution)[0]["课次"] == "2"


def test_mobile_numbers_are_masked_everywhere(browser, coordinator, make, institution):
    teacher = make.Teacher(institution=institution, phone="13812345678")
    assert rows(browser, institution)[0]["手机号"] == "138****5678"
    for endpoint in ("trainer.show_teacher", "trainer.edit_teacher"):
        page = browser.get(endpoint, institution_id=institution.id, teacher_id=teacher.id)
        assert "13812345678" not in page.response.text


def test_a_mobile_number_is_shown_once_for_a_reason_that_the_trail_keeps(
    browser, coordinator, make, institution, db_session
):
    teacher = make.Teacher(institution=institution, name="崔砚秋", phone="13812345678")
    page = browser.get("trainer.show_teacher", institution_id=institution.id, teacher_id=teacher.id)
    page = page.form.fill(reason="通知调课").submit()
    assert page.soup.select_one(".secret").text == "13812345678"
    assert browser.open(page.path).soup.select_one(".secret") is None
    entry = db_session.query(AuditEntry).one()
    assert (entry.action, entry.subject_kind, entry.detail) == (
        "learners.revealed",
        "teacher",
        {"name": "崔砚秋", "reason": "通知调课"},
    )


@pytest.mark.parametrize("reason", ["", "查"])
def test_without_a_reason_nothing_is_shown_and_nothing_is_written(
    browser, coordinator, make, institution, db_session, reason
):
    teacher = make.Teacher(institution=institution, phone="13812345678")
    page = browser.get("trainer.show_teacher", institution_id=institution.id, teacher_id=teacher.id)
    page = page.form.fill(reason=reason).submit()
    assert page.errors
    assert page.soup.select_one(".secret") is None
    assert db_session.query(AuditEntry).count() == 0


def test_an_auditor_sees_masked_numbers_and_cannot_reveal_them(browser, make, sign_in, institution):
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=institution)
    sign_in(user)
    teacher = make.Teacher(institution=institution, phone="13812345678")
    page = browser.get("trainer.show_teacher", institution_id=institution.id, teacher_id=teacher.id)
    assert page.facts()["手机号"] == "138****5678"
    browser.post(
        "trainer.reveal_teacher",
        {"reason": "通知调课"},
        institution_id=institution.id,
        teacher_id=teacher.id,
        status=403,
    )


def test_a_teacher_is_added_and_changed_and_an_empty_number_keeps_the_known_one(
    browser, coordinator, institution, db_session
):
    page = browser.get("trainer.new_teacher", institution_id=institution.id)
    page.form.fill(name=" 崔砚秋 ", phone="13812345678", years="15.5", valid_to="2099-12-31").submit()
    teacher = db_session.query(Teacher).one()
    assert (teacher.name, str(teacher.years)) == ("崔砚秋", "15.5")
    page = browser.get("trainer.edit_teacher", institution_id=institution.id, teacher_id=teacher.id)
    assert page.form.fill(title="教授").submit().flashes == ["崔砚秋 已保存。"]
    db_session.refresh(teacher)
    assert (teacher.title, teacher.phone) == ("教授", "13812345678")


def test_an_appointment_must_not_end_before_it_begins(browser, coordinator, institution):
    page = browser.get("trainer.new_teacher", institution_id=institution.id)
    page = page.form.fill(name="崔砚秋", valid_from="2026-02-01", valid_to="2026-01-31").submit()
    assert page.errors == ["聘期止不得早于聘期起。"]


def test_an_account_belongs_to_one_teacher(browser, coordinator, make, institution):
    user = make.User(role=Role.TEACHER, username="cui")
    make.Teacher(institution=institution, user_id=user.id)
    form = browser.get("trainer.new_teacher", institution_id=institution.id).form
    assert form.fill(name="屈文翰", username="cui").submit().errors == ["此账户已关联另一位教师。"]
    assert form.fill(username="nobody").submit().errors == ["没有此登录名的账户，请先在账户管理中创建。"]


def test_a_teacher_of_another_institution_does_not_exist(browser, coordinator, make, institution):
    foreign = make.Teacher()
    browser.get("trainer.show_teacher", institution_id=institution.id, teacher_id=foreign.id, status=404)
    browser.get("trainer.edit_teacher", institution_id=institution.id, teacher_id=foreign.id, status=404)


def test_the_list_takes_as_many_queries_for_twenty_teachers_as_for_one(
    browser, coordinator, make, institution, count_queries
):
    make.Teacher(institution=institution)
    address = browser.url("trainer.list_teachers", institution_id=institution.id)
    browser.client.get(address)
    one = count_queries(lambda: browser.client.get(address))
    make.many(19).Teacher(institution=institution)
    assert count_queries(lambda: browser.client.get(address)) == one
