"""Accreditations: put on record, renewed, suspended; who sees the files; two people at once."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from io import BytesIO

import pytest
from pikepdf import Pdf

from accounts.models import AuditEntry
from accounts.rules import Role
from core.clock import today
from trainer.accreditation.models import AccreditationEntry, AccreditationFile, AccreditationRecord


@cache
def pdf():
    made, out = Pdf.new(), BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def record(make, institution):
    made = make.AccreditationRecord(institution=institution, number="陕质培 001", authority="省局")
    make.AccreditationEntry(accreditation=made)
    return made


def show(browser, record, **kw):
    return browser.get(
        "trainer.show_accreditation", institution_id=record.institution_id, accreditation_id=record.id, **kw
    )


def test_an_accreditation_is_put_on_record_with_its_file(browser, coordinator, institution, db_session):
    page = browser.get("trainer.new_accreditation", institution_id=institution.id)
    page = page.form.fill(
        number="陕质培 001", authority="省局", training_types="任职培训、继续教育", valid_from="2026-01-01",
        valid_until="2099-12-31", files=(pdf(), "证书.pdf"),
    ).submit("保存")  # fmt: skip
    assert page.flashes == ["认定已登记。"]
    assert (page.facts()["状态"], page.facts()["培训类型"]) == ("有效", "任职培训、继续教育")
    assert db_session.query(AuditEntry).one().action == "trainer.accreditation_added"
    kept = db_session.query(AccreditationFile).one()
    place = {"institution_id": institution.id, "accreditation_id": kept.accreditation_id, "file_id": kept.id}
    assert browser.download("trainer.download_accreditation_file", **place).data == pdf()


def test_a_file_that_is_none_is_refused_and_nothing_is_written(browser, coordinator, institution, db_session):
    page = browser.get("trainer.new_accreditation", institution_id=institution.id)
    page = page.form.fill(
        number="A", valid_from="2026-01-01", valid_until="2099-12-31", files=(b"no pdf", "证书.pdf")
    ).submit("保存")
    assert page.errors
    assert db_session.query(AccreditationRecord).count() == 0


@pytest.mark.parametrize(
    ("since", "until", "error"),
    [("2026-02-01", "2026-01-31", True), ("0206-01-01", "2026-01-31", True), ("", "2026-01-31", True)],
)
def test_a_period_that_cannot_be_is_refused(browser, coordinator, institution, since, until, error):
    page = browser.get("trainer.new_accreditation", institution_id=institution.id)
    assert bool(page.form.fill(number="A", valid_from=since, valid_until=until).submit("保存").errors) is error


def test_a_suspension_shows_at_once_and_a_resumption_lifts_it(browser, coordinator, record):
    page = show(browser, record).form_named("entry")
    page = page.fill(kind="suspended", reason="整改通知 3 号").submit()
    assert page.facts()["状态"] == "暂停"
    assert "已暂停" in browser.get("trainer.show_institution", institution_id=record.institution_id).text
    page = page.form_named("entry").fill(kind="resumed", reason="整改合格").submit()
    assert page.facts()["状态"] == "有效"


def test_what_does_not_fit_the_state_is_refused(browser, coordinator, record):
    page = show(browser, record).form_named("entry").fill(kind="resumed", reason="误").submit()
    assert page.errors == ["与该日的认定状态不符，请核对上方变更记录。"]


def test_a_renewal_needs_a_period(browser, coordinator, record):
    page = show(browser, record).form_named("entry").fill(kind="renewed", reason="续期").submit()
    assert page.errors == ["请在下方填写有效期首日和末日。"]


def test_two_people_who_add_an_entry_are_told(browser, coordinator, record, db_session):
    form = show(browser, record).form_named("entry")
    form.fill(kind="suspended", reason="整改").submit()
    page = form.fill(kind="withdrawn", reason="撤销").submit()
    assert page.errors == ["其他人刚刚修改过此内容，请先刷新页面核对。"]
    assert db_session.query(AccreditationEntry).count() == 2


def test_a_correction_keeps_what_it_said_before_in_the_trail(browser, coordinator, record, db_session):
    place = {"institution_id": record.institution_id, "accreditation_id": record.id}
    form = browser.get("trainer.edit_accreditation", **place).form
    assert form.fill(number="陕质培 002").submit("保存").h1 == "陕质培 002"
    detail = db_session.query(AuditEntry).one().detail
    assert (detail["number"], detail["number_before"]) == ("陕质培 002", "陕质培 001")
    assert form.fill(number="陕质培 003").submit("保存").errors == ["其他人刚刚修改过此内容，请先刷新页面核对。"]


def test_a_file_handed_in_by_mistake_is_marked_and_stays(browser, coordinator, make, record, db_session):
    make.AccreditationFile(accreditation=record)
    page = show(browser, record).press("作废")
    assert "已作废" in page.text
    assert db_session.query(AccreditationFile).one().withdrawn_at


def test_a_foreign_accreditation_does_not_exist(browser, coordinator, make, institution):
    other = make.AccreditationRecord()
    foreign = make.AccreditationFile(accreditation=other)
    place = {"accreditation_id": foreign.accreditation_id, "institution_id": institution.id}
    browser.get("trainer.show_accreditation", **place, status=404)
    browser.get("trainer.edit_accreditation", **place, status=404)
    browser.download("trainer.download_accreditation_file", **place, file_id=foreign.id, status=404)
    place["institution_id"] = other.institution_id
    browser.download("trainer.download_accreditation_file", **place, file_id=foreign.id, status=404)


@pytest.mark.parametrize(("region", "status"), [("61", 200), ("62", 404)])
def test_a_regulator_reads_those_of_the_region_and_changes_nothing(browser, make, sign_in, record, region, status):
    sign_in(make.User(role=Role.REGULATOR, region=region))
    page = show(browser, record, status=status)
    assert "登记变更" not in page.text
    place = {"institution_id": record.institution_id, "accreditation_id": record.id}
    browser.get("trainer.edit_accreditation", **place, status=403)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.REGULATOR])
def test_the_start_page_says_what_ends(browser, make, sign_in, institution, role):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    made = make.AccreditationRecord(institution=institution)
    make.AccreditationEntry(accreditation=made, valid_until=today() + timedelta(days=20))
    user = make.User(role=role, region="61")
    if role is Role.COORDINATOR:
        make.StaffMember(user=user, institution=institution)
    sign_in(user)
    assert "机构认定提醒" in browser.get("accounts.home").text


def test_an_empty_institution_says_what_to_do_first(browser, coordinator, make, institution):
    page = browser.get("trainer.show_institution", institution_id=institution.id)
    assert "共 7 步，已完成 0 步" in page.text
    assert page.follow("登记认定").h1 == "登记认定"
    make.ClassOffering(institution=institution)
    assert "从这里开始" not in browser.get("trainer.show_institution", institution_id=institution.id).text


@pytest.mark.parametrize("endpoint", ["trainer.show_institution", "trainer.list_posts", "trainer.list_documents"])
def test_pages_take_as_many_queries_for_twenty_as_for_one(
    browser, coordinator, make, institution, count_queries, endpoint
):
    def add():
        record = make.AccreditationRecord(institution=institution)
        make.AccreditationEntry(accreditation=record)
        make.AccreditationFile(accreditation=record)
        make.PostHolding(at=institution, file_id=make.StoredFile().id, user_id=make.User().id)
        make.DocumentVersion(document=make.InstitutionDocument(at=institution))

    add()
    address = browser.url(endpoint, institution_id=institution.id)
    browser.client.get(address)
    one = count_queries(lambda: browser.client.get(address))
    for _number in range(19):
        add()
    assert count_queries(lambda: browser.client.get(address)) == one
