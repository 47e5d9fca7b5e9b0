"""Posts with their history, internal documents with their versions."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from core.clock import today
from tests.web.trainer.test_accreditations import pdf
from trainer.accreditation.models import DocumentVersion, PostHolding


@pytest.fixture
def rules(make):
    return make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))


def posts(browser, institution):
    return browser.get("trainer.list_posts", institution_id=institution.id)


def test_a_person_without_an_account_holds_a_post(browser, coordinator, institution, rules, db_session):
    page = browser.get("trainer.new_post", institution_id=institution.id, post="management")
    page = page.form.fill(name="令狐远舟", phone="13812345678", document=(pdf(), "任命.pdf")).submit("保存")
    row = page.table("在岗人员").rows[0]
    assert (row["岗位"], row["手机号"], row["任命文件"]) == ("管理", "138****5678", "任命.pdf")
    assert "今日空缺：班主任、考务、档案" in page.text.replace(" ", "").replace("\n", "")
    holding = db_session.query(PostHolding).one()
    place = {"institution_id": institution.id, "holding_id": holding.id}
    assert browser.download("trainer.download_appointment", **place).data == pdf()
    assert db_session.query(AuditEntry).one().action == "trainer.post_begun"


def test_an_account_that_nobody_has_is_refused(browser, coordinator, institution):
    page = (
        browser.get("trainer.new_post", institution_id=institution.id)
        .form.fill(name="甲", username="nobody")
        .submit("保存")
    )
    assert page.errors == ["没有此登录名的账户，请先在账户管理中创建。"]


def test_several_posts_are_filled_at_once_all_or_none(browser, coordinator, institution, rules, db_session):
    page = posts(browser, institution).follow("批量登记")
    form = page.form
    assert [form.values[f"lines-{n}-post"] for n in range(4)] == [
        "management",
        "class_teacher",
        "examination",
        "archive",
    ]
    assert form.submit("保存").errors == ["请填写姓名。"]
    two = {"lines-0-name": "令狐远舟", "lines-2-name": "郗文简", "lines-2-phone": "13812345678"}
    page = form.fill(**two, **{"lines-2-username": "nobody"}).submit("保存")
    assert page.errors == ["第 3 行：没有此登录名的账户，请先在账户管理中创建。"]
    assert db_session.query(PostHolding).count() == 0
    page = form.fill(**{"lines-2-username": ""}, started_on="2020-01-06").submit("保存")
    rows = page.table("在岗人员").rows
    assert {(row["岗位"], row["姓名"], row["手机号"]) for row in rows} == {
        ("管理", "令狐远舟", "—"),
        ("考务", "郗文简", "138****5678"),
    }


def test_a_post_that_ends_stays_on_record(browser, coordinator, make, institution):
    holding = make.PostHolding(at=institution, name="令狐远舟")
    place = {"institution_id": institution.id, "holding_id": holding.id}
    form = browser.get("trainer.show_post", **place).form_named("end")
    assert form.fill(last_day="2019-12-31", end_reason="调离").submit().errors
    page = form.fill(last_day="2020-12-31", end_reason="调离").submit()
    assert page.table("历任与待任").rows[0]["结束日期"] == "2020-12-31"
    assert form.fill(last_day="2021-12-31", end_reason="又").submit().flashes == ["其他人已结束此任职。"]


def test_a_mobile_number_is_shown_once_for_a_reason(browser, coordinator, make, institution, db_session):
    holding = make.PostHolding(at=institution, phone="13812345678")
    page = browser.get("trainer.show_post", institution_id=institution.id, holding_id=holding.id)
    assert "13812345678" not in page.response.text
    page = page.form_named("reveal").fill(reason="通知开会").submit()
    assert page.soup.select_one(".secret").text == "13812345678"
    assert browser.open(page.path).soup.select_one(".secret") is None
    assert db_session.query(AuditEntry).one().action == "learners.revealed"


def test_a_document_gets_versions_and_the_old_one_stays(browser, coordinator, institution, rules, db_session):
    page = browser.get("trainer.new_document", institution_id=institution.id)
    page = page.form.fill(
        title="学员考勤办法", kind="attendance", effective_on="2020-01-01", document=(pdf(), "考勤.pdf")
    ).submit("保存")
    form = page.form_named("add-version")
    wanted = {"number": "V2.0", "effective_on": "2021-01-01", "document": (pdf(), "考勤2.pdf")}
    page = form.fill(**wanted).submit()
    assert [(row["版本"], row["状态"]) for row in page.table("版本").rows] == [
        ("V2.0", "现行有效"),
        ("V1.0", "已被替代"),
    ]
    assert form.fill(**wanted).submit().errors == ["此文件已有相同版本号。"]
    assert form.fill(**{**wanted, "number": "V3.0"}).submit().errors == ["其他人刚刚修改过此内容，请先刷新页面核对。"]
    document = db_session.query(DocumentVersion).filter_by(sequence=1).one().document_id
    place = {"institution_id": institution.id, "document_id": document}
    assert browser.download("trainer.download_document_version", sequence=1, **place).data == pdf()
    page = browser.get("trainer.list_documents", institution_id=institution.id)
    assert "目前缺少：管理制度" in page.text.replace(" ", "").replace("\n", "")


def test_a_title_in_use_leads_to_its_versions(browser, coordinator, make, institution):
    make.InstitutionDocument(at=institution, title="学员考勤办法")
    page = browser.get("trainer.new_document", institution_id=institution.id)
    page = page.form.fill(title="学员考勤办法", document=(pdf(), "a.pdf")).submit("保存")
    assert page.errors == ["已有同名文件，请在该文件下新增版本。"]


def test_a_repealed_document_says_so_and_takes_no_version(browser, coordinator, make, institution):
    version = make.DocumentVersion(document=make.InstitutionDocument(at=institution))
    place = {"institution_id": institution.id, "document_id": version.document_id}
    page = browser.get("trainer.show_document", **place)
    page = page.form_named("repeal").fill(last_day="2025-12-31", end_reason="并入总则").submit()
    assert page.table("版本").rows[0]["状态"] == "已废止"
    assert "并入总则" in page.text
    assert "新增版本" not in page.text


def test_a_review_that_is_due_shows(browser, coordinator, make, institution):
    make.DocumentVersion(document=make.InstitutionDocument(at=institution), review_on=today())
    rows = browser.get("trainer.list_documents", institution_id=institution.id).table("制度与预案").rows
    assert rows[0]["状态"].startswith("应于")


def test_foreign_posts_and_documents_do_not_exist(browser, coordinator, make, institution):
    holding, version = make.PostHolding(), make.DocumentVersion()
    place = {"institution_id": institution.id}
    browser.get("trainer.show_post", holding_id=holding.id, **place, status=404)
    browser.download("trainer.download_appointment", holding_id=holding.id, **place, status=404)
    browser.get("trainer.show_document", document_id=version.document_id, **place, status=404)
    browser.download(
        "trainer.download_document_version", document_id=version.document_id, sequence=1, **place, status=404
    )


def test_an_auditor_reads_and_changes_nothing(browser, make, sign_in, institution):
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=institution)
    sign_in(user)
    assert "登记任职" not in browser.get("trainer.list_posts", institution_id=institution.id).text
    browser.get("trainer.new_document", institution_id=institution.id, status=403)
