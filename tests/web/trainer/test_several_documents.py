"""Several internal documents handed in at once."""

from __future__ import annotations

from core.stored_files import StoredFile
from tests.web.trainer.test_accreditations import pdf
from trainer.accreditation.models import InstitutionDocument

NAMES = ("考勤管理办法V1.2.pdf", "突发事件应急预案.pdf", "便条.pdf")


def hand_in(browser, institution, *files):
    form = browser.get("trainer.new_documents", institution_id=institution.id).form
    return form.fill(files=list(files)).submit()


def test_files_are_sorted_by_their_names_and_corrected_before_they_are_filed(
    browser, coordinator, institution, db_session
):
    page = hand_in(browser, institution, *((pdf(), name) for name in NAMES))
    address = page.path
    values = page.form.values
    assert (values["lines-0-title"], values["lines-0-number"], values["lines-1-kind"]) == (
        "考勤管理办法", "V1.2", "emergency",
    )  # fmt: skip
    assert db_session.query(InstitutionDocument).count() == 0
    page = page.form.fill(**{"lines-0-kind": "management", "lines-2-title": "", "approver": "令狐远舟"}).submit()
    assert page.flashes == ["已登记 2 份文件。"]
    found = {one.title: one.kind.value for one in db_session.query(InstitutionDocument)}
    assert found == {"考勤管理办法": "management", "突发事件应急预案": "emergency"}
    assert {one["文件名称"] for one in page.table("制度与预案").rows} == set(found)
    form = browser.open(address).form
    assert form.values["lines-0-title"] == "便条"  # the one that was left out waits
    form.fill(**{"lines-0-title": "便条管理"}).submit()
    assert form.submit().flashes == ["这些文件已登记。"]  # pressed twice


def test_a_file_of_the_wrong_kind_is_named_and_none_is_kept(browser, coordinator, institution, db_session):
    page = hand_in(browser, institution, (pdf(), "考勤.pdf"), (b"MZ" * 50, "病毒.exe"))
    assert page.errors[0].startswith("病毒.exe")
    assert hand_in(browser, institution).errors == ["请选择文件。"]
    assert db_session.query(StoredFile).count() == 0


def test_a_title_that_is_taken_is_named_by_its_line_and_nothing_is_filed(browser, coordinator, institution, db_session):
    hand_in(browser, institution, (pdf(), "考勤办法.pdf")).form.submit()
    page = hand_in(browser, institution, (pdf(), "财务制度.pdf"), (pdf(), "考勤办法.pdf")).form.submit()
    assert page.errors == ["第 2 行：已有同名文件，请在该文件下新增版本。"]
    assert db_session.query(InstitutionDocument).count() == 1


def test_files_that_somebody_else_handed_in_have_no_page(browser, coordinator, institution, make, sign_in):
    address = hand_in(browser, institution, (pdf(), "考勤办法.pdf")).path
    sign_in(make.StaffMember(institution=institution).user)
    browser.open(address, status=404)
