"""The roster as judged: who is in, who is not and why, and whole numbers only for a reason."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from learners.roster import RosterOutcome

PHONE = "13812345678"


@pytest.fixture
def batch(make, offering):
    return make.ImportBatch(offering=offering)


@pytest.fixture
def enrolment(make, offering, batch):
    line = make.RosterLine(batch=batch, codes=["W_SAME_NAME", "N_ID_LOWER_X"], row=7)
    learner = make.Learner(name="阿依古丽·买买提", id_number="610101198001010011", phone=PHONE)
    return make.Enrolment(offering=offering, learner=learner, roster_line=line, position=7)


def page_of(browser, offering):
    return browser.get("courses.roster", offering_id=offering.id)


def test_numbers_are_masked_and_codes_are_worded(browser, coordinator, offering, enrolment):
    (row,) = page_of(browser, offering).table("在册学员").rows
    assert row["姓名"] == "阿依古丽·买买提"
    assert (row["身份证号"], row["手机号"]) == ("610***********0011", "138****5678")
    assert row["备注"].split()[0] == "与另一名学员同名。"
    assert "W_" not in row["备注"]


def test_refused_lines_name_row_column_reason_and_remedy(browser, coordinator, offering, make, batch):
    details = {"column": "D 身份证号", "value": "610101198001010012"}
    make.RosterLine(
        batch=batch, outcome=RosterOutcome.REJECTED, codes=["E_ID_CHECK"], name="吕莹", row=38, details=details
    )
    page = page_of(browser, offering)
    assert (
        "吕莹 第 38 行 · D 身份证号 · 610***********0012 身份证号校验码不正确。 有数字录错，请与身份证核对。"
        in page.text
    )
    assert "610101198001010012" not in page.response.text


def test_lines_left_out_are_told_apart(browser, coordinator, offering, make, batch, enrolment):
    make.RosterLine(batch=batch, outcome=RosterOutcome.IGNORED, codes=["I_TOTAL_ROW"], row=51)
    assert "第 51 行" in page_of(browser, offering).text


def test_an_empty_roster_says_what_to_do(browser, coordinator, offering):
    assert "导入文件" in page_of(browser, offering).links


def test_a_number_is_shown_once_for_a_reason_that_the_trail_keeps(
    browser, coordinator, offering, enrolment, db_session
):
    page = page_of(browser, offering).follow("阿依古丽·买买提")
    page = page.form.fill(reason="核对证书信息").submit()
    assert [secret.text for secret in page.soup.select(".secret")] == ["610101198001010011", PHONE]
    assert browser.open(page.path).soup.select(".secret") == []
    entry = db_session.query(AuditEntry).one()
    assert (entry.action, entry.detail["reason"], entry.institution_id) == (
        "learners.revealed",
        "核对证书信息",
        offering.institution_id,
    )
    assert "610101" not in str(entry.detail)


def test_revealed_numbers_cannot_be_read_in_the_cookie(browser, client, coordinator, offering, enrolment):
    data = {"reason": "核对证书信息", "csrf_token": browser.csrf_token()}
    client.post(f"/classes/{offering.id}/learners/{enrolment.id}/reveal", data=data)
    with client.session_transaction() as session:
        assert PHONE not in str(dict(session))
        assert "core.revealed" in session


def test_numbers_of_one_learner_do_not_show_on_the_page_of_another(
    browser, client, coordinator, offering, enrolment, make
):
    other = make.Enrolment(offering=offering)
    data = {"reason": "核对证书信息", "csrf_token": browser.csrf_token()}
    client.post(f"/classes/{offering.id}/learners/{enrolment.id}/reveal", data=data)
    for shown in (other, enrolment):
        page = browser.get("courses.show_enrolment", offering_id=offering.id, enrolment_id=shown.id)
        assert page.soup.select(".secret") == []


def test_a_learner_of_another_class_does_not_exist_here(browser, coordinator, offering, make):
    foreign = make.Enrolment()
    browser.get("courses.show_enrolment", offering_id=offering.id, enrolment_id=foreign.id, status=404)
    browser.post(
        "courses.reveal_enrolment",
        {"reason": "核对证书信息"},
        offering_id=offering.id,
        enrolment_id=foreign.id,
        status=404,
    )


def cells(content):
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_workbook_is_masked(browser, coordinator, offering, enrolment, db_session):
    response = browser.download("courses.export_roster", offering_id=offering.id)
    found = cells(response.data)
    assert {"阿依古丽·买买提", "610***********0011"} <= set(found)
    assert PHONE not in found
    assert db_session.query(AuditEntry).count() == 0


def test_a_workbook_with_full_numbers_asks_why_and_is_written_down(
    browser, client, coordinator, offering, enrolment, db_session
):
    address = browser.url("courses.export_full_roster", offering_id=offering.id)
    assert browser.open(address).form.fill(reason="").submit().errors == ["请填写需要完整号码的原因。"]
    response = client.post(address, data={"reason": "报送主管部门", "csrf_token": browser.csrf_token()})
    assert PHONE in cells(response.data)
    assert db_session.query(AuditEntry).one().action == "courses.roster_exported"


@pytest.mark.parametrize(
    ("role", "reads", "reveals"),
    [
        (Role.ADMINISTRATOR, 200, 200),
        (Role.COORDINATOR, 200, 200),
        (Role.AUDITOR, 200, 403),
        (Role.REGULATOR, 403, 403),
        (Role.TEACHER, 403, 403),
    ],
)
def test_who_sees_learners_and_who_may_reveal(browser, make, sign_in, offering, role, reads, reveals):
    user = make.User(role=role, region="61")
    make.StaffMember(user=user, institution=offering.institution)
    sign_in(user)
    browser.get("courses.roster", offering_id=offering.id, status=reads)
    browser.get("courses.export_full_roster", offering_id=offering.id, status=reveals)


def test_the_roster_takes_as_many_queries_for_a_hundred_learners_as_for_one(
    browser, coordinator, offering, make, enrolment, count_queries
):
    address = browser.url("courses.roster", offering_id=offering.id)
    page_of(browser, offering)
    one = count_queries(lambda: browser.client.get(address))
    make.many(99).Enrolment(offering=offering)
    assert count_queries(lambda: browser.client.get(address)) == one
    assert len(page_of(browser, offering).table("在册学员")) == 100
