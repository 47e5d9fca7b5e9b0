"""What institutions look like, who may change them, and whom a post lets in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from core.clock import today
from trainer.models import Institution, StaffMember


def test_a_coordinator_of_one_institution_gets_its_page_at_once(browser, coordinator, institution):
    assert browser.get("trainer.list_institutions").h1 == institution.name


def test_an_administrator_sees_every_institution_with_the_size_of_its_registers(
    browser, administrator, make, institution
):
    make.many(3).Teacher(institution=institution)
    make.Institution(name="宝鸡质量培训中心")
    rows = browser.get("trainer.list_institutions").table("培训机构").rows
    assert [(row["机构名称"].split()[0], row["师资"]) for row in rows] == [
        ("宝鸡质量培训中心", "0"),
        (institution.name, "3"),
    ]


@pytest.mark.parametrize(("region", "seen"), [("61", ["甲", "乙"]), ("6103", ["乙"]), ("", []), ("62", [])])
def test_a_regulator_sees_the_institutions_of_the_region(browser, make, sign_in, region, seen):
    make.Institution(name="甲", region="610100")
    make.Institution(name="乙", region="610300")
    sign_in(make.User(role=Role.REGULATOR, region=region))
    page = browser.get("trainer.list_institutions")
    if len(seen) == 1:
        assert page.h1 == seen[0]
    elif seen:
        assert sorted(row["机构名称"].split()[0] for row in page.table("培训机构").rows) == sorted(seen)
    else:
        assert "您的权限范围内没有培训机构" in page.text


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "届满，续期前不得"), (0, "请尽快办理续期"), (60, "请尽快办理续期"), (61, None)],
)
def test_an_accreditation_that_ends_warns_sixty_days_ahead(browser, coordinator, make, institution, days, words):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    record = make.AccreditationRecord(institution=institution)
    make.AccreditationEntry(accreditation=record, valid_until=today() + timedelta(days=days))
    text = browser.get("trainer.show_institution", institution_id=institution.id).text
    assert (words in text) if words else ("请尽快" not in text and "届满" not in text)


def test_a_coordinator_changes_the_facts_and_the_trail_says_so(browser, coordinator, institution, db_session):
    page = browser.get("trainer.edit_institution", institution_id=institution.id)
    page = page.form.fill(phone="029-00000000").submit("保存")
    assert page.facts()["办公电话"] == "029-00000000"
    assert db_session.query(AuditEntry).one().action == "trainer.saved"


def test_who_saves_an_old_page_of_the_institution_is_told(browser, coordinator, institution, db_session):
    mine, theirs = (browser.get("trainer.edit_institution", institution_id=institution.id).form for _ in range(2))
    theirs.fill(phone="029-11111111").submit("保存")
    assert "修改" in mine.fill(phone="029-22222222").submit("保存").errors[0]
    assert db_session.get(Institution, institution.id).phone == "029-11111111"


def test_a_code_in_use_is_refused_and_nothing_is_changed(browser, coordinator, institution, make, db_session):
    make.Institution(code="CH-02")
    page = browser.get("trainer.edit_institution", institution_id=institution.id)
    assert page.form.fill(code="CH-02").submit("保存").errors == ["已有机构使用此名称或编号。"]
    assert db_session.get(Institution, institution.id).code == "CH-01"


@pytest.mark.parametrize(
    "endpoint", ["show_institution", "edit_institution", "list_teachers", "list_venues", "new_teacher", "new_venue"]
)
def test_a_foreign_institution_does_not_exist(browser, coordinator, make, endpoint):
    browser.get(f"trainer.{endpoint}", institution_id=make.Institution().id, status=404)


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [
        (Role.ADMINISTRATOR, 200, 200),
        (Role.COORDINATOR, 200, 200),
        (Role.AUDITOR, 200, 403),
        (Role.REGULATOR, 200, 403),
        (Role.TEACHER, 403, 403),
        (Role.LEARNER, 403, 403),
    ],
)
def test_who_reads_and_who_edits(browser, make, sign_in, institution, role, reads, edits):
    user = make.User(role=role, region="61")
    make.StaffMember(user=user, institution=institution)
    sign_in(user)
    browser.get("trainer.show_institution", institution_id=institution.id, status=reads)
    browser.get("trainer.edit_institution", institution_id=institution.id, status=edits)


def test_an_administrator_opens_an_institution_and_gives_a_post(browser, administrator, make, db_session):
    make.User(username="li.jing", display_name="李静")
    page = (
        browser.get("trainer.new_institution").form.fill(name="榆林质量学院", code="JG-9", region="6108").submit("保存")
    )
    page = page.follow("开通权限").form.fill(username="Li.Jing", post="archive").submit()
    assert page.table("有权限的账户").rows[0]["岗位"] == "档案"
    assert page.press("收回权限").flashes == ["岗位已撤销。"]
    assert db_session.query(StaffMember).count() == 0


def test_a_post_for_a_name_that_nobody_has_says_what_to_do(browser, administrator, institution):
    page = browser.get("trainer.new_staff_member", institution_id=institution.id).form.fill(username="nobody").submit()
    assert page.errors == ["没有此登录名的账户，请先在账户管理中创建。"]


def test_a_post_lets_a_coordinator_in_and_taking_it_away_shuts_him_out(browser, make, sign_in, institution, db_session):
    member = make.StaffMember(institution=institution)
    sign_in(member.user)
    browser.get("trainer.show_institution", institution_id=institution.id)
    db_session.delete(member)
    browser.get("trainer.show_institution", institution_id=institution.id, status=404)


def test_only_administrators_give_posts(browser, coordinator, institution):
    browser.get("trainer.new_staff_member", institution_id=institution.id, status=403)
    browser.get("trainer.new_institution", status=403)
