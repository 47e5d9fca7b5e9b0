"""The page of a dossier: what is there, what is missing, handing in and explaining."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from archives import actions
from archives.models import DossierDocument, DossierNote
from core.uploads import judge_upload
from tests.unit.core.test_uploads import JPG, pdf

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

SEALERS = (Role.ADMINISTRATOR, Role.COORDINATOR)
READERS = (*SEALERS, Role.AUDITOR)


def entry(page, title):
    for table in page.soup.find_all("table"):
        for row in page.table(" ".join(table.caption.get_text().split())).rows:
            if row.get("Entry") == title:
                return row
    raise AssertionError(title)


def test_the_dossier_says_what_is_there_and_what_is_missing(browser, offering, staff):
    staff()
    page = browser.get("archives.show_dossier", offering_id=offering.id)
    assert page.h1 == "Archive"
    assert "The dossier is incomplete. Missing:" in page.text
    assert entry(page, "学员名册")["State"] == "In the dossier"
    assert "2 records" in entry(page, "学员名册")["What it holds"]
    assert entry(page, "培训通知")["State"] == "Lacking"
    assert entry(page, "请假记录")["State"] == "Not applicable"
    assert entry(page, "学员名册")["Keep"] == "30 years"


def test_every_missing_entry_leads_to_where_it_is_filled(browser, offering, staff):
    staff()
    page = browser.get("archives.show_dossier", offering_id=offering.id).follow("培训通知")
    assert page.h1 == "培训通知"


@pytest.mark.parametrize(("role", "status"), [(role, 200 if role in READERS else 403) for role in Role])
def test_who_may_see_the_dossier(browser, offering, staff, role, status):
    staff(role)
    browser.get("archives.show_dossier", offering_id=offering.id, status=status)


@pytest.mark.parametrize(("role", "status"), [(role, 200 if role in SEALERS else 403) for role in Role])
def test_who_may_fill_it(browser, offering, staff, role, status):
    staff(role)
    browser.get("archives.fill_entry", offering_id=offering.id, code="notice", status=status)


def test_an_auditor_sees_no_button_he_may_not_press(browser, offering, staff):
    staff(Role.AUDITOR)
    page = browser.get("archives.show_dossier", offering_id=offering.id)
    assert "Seal the dossier" not in page.text
    assert "Hand in or explain" not in page.text


def test_a_class_of_another_institution_does_not_exist(browser, make, offering, sign_in):
    stranger = make.User(role=Role.COORDINATOR)
    make.StaffMember(user=stranger)
    sign_in(stranger)
    browser.get("archives.show_dossier", offering_id=offering.id, status=404)
    browser.get("archives.fill_entry", offering_id=offering.id, code="notice", status=404)
    browser.post("archives.explain_entry", {"reason": "x"}, offering_id=offering.id, code="notice", status=404)
    browser.post("archives.seal_class", offering_id=offering.id, status=404)


def test_an_entry_that_the_filing_list_does_not_know_does_not_exist(browser, offering, staff):
    staff()
    browser.get("archives.fill_entry", offering_id=offering.id, code="nothing", status=404)


def test_a_document_is_handed_in_and_downloaded(browser, offering, staff, db_session):
    staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="notice")
    page = page.form_named("hand-in").fill(document=(pdf(), "培训通知.pdf")).submit()
    assert page.flashes == ["The document is in the dossier."]
    assert "1 document" in entry(page, "培训通知")["What it holds"]
    document = db_session.scalars(select(DossierDocument)).one()
    answer = browser.download("archives.download_document", offering_id=offering.id, document_id=document.id)
    assert (answer.data, answer.mimetype) == (pdf(), "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"MZ", "a.exe", "Hand in a PDF, Word (.docx) or Excel (.xlsx) document, or a JPG or PNG image."),
        (JPG, "a.pdf", "The content does not fit the ending of the file name."),
        (pdf("secret"), "a.pdf", "The document is protected by a password. Save it without one."),
        (b"", "a.pdf", "The file is empty."),
    ],
)
def test_a_refused_document_says_why(browser, offering, staff, db_session, content, name, error):
    staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="notice")
    page = page.form_named("hand-in").fill(document=(content, name)).submit(status=422)
    assert page.errors == [error]
    assert db_session.scalars(select(DossierDocument)).all() == []


def test_handing_in_without_a_file_asks_for_one(browser, offering, staff):
    staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="notice")
    assert page.form_named("hand-in").submit(status=422).errors == ["Choose a file."]


def test_a_document_too_large_is_refused(browser, offering, staff, monkeypatch):
    monkeypatch.setattr(actions, "judge_upload", partial(judge_upload, max_bytes=10))
    staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="notice")
    page = page.form_named("hand-in").fill(document=(pdf(), "a.pdf")).submit(status=422)
    assert page.errors == ["The file is larger than 20 MB."]


def test_a_document_is_withdrawn_and_stays_on_record(browser, make, offering, staff, db_session):
    document = make.DossierDocument(offering=offering)
    user = staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="notice")
    page = page.press("Withdraw")
    assert "No document has been handed in." in page.text
    db_session.refresh(document)
    assert document.withdrawn_by == user.display_name
    trail = db_session.scalars(select(AuditEntry.action)).all()
    assert "archives.document_withdrawn" in trail


def test_an_entry_is_explained_and_the_reason_taken_back(browser, offering, staff, db_session):
    staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="summary")
    page = page.form_named("explain").fill(reason="由主管部门统一总结").submit()
    assert entry(page, "培训总结")["State"] == "Not applicable"
    assert "由主管部门统一总结" in entry(page, "培训总结")["What it holds"]
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="summary").press("Withdraw the reason")
    assert page.facts()["State"] == "Lacking"
    assert len(db_session.scalars(select(DossierNote)).all()) == 2


def test_an_empty_reason_is_asked_for(browser, offering, staff):
    staff()
    page = browser.get("archives.fill_entry", offering_id=offering.id, code="summary")
    page = page.form_named("explain").fill(reason=" ").submit(status=422)
    assert page.errors == ["Write why this entry stays empty."]


def test_a_document_of_another_class_does_not_exist(browser, make, offering, staff):
    other = make.DossierDocument()
    staff()
    address = {"offering_id": offering.id, "document_id": other.id}
    browser.download("archives.download_document", **address, status=404)
    browser.post("archives.withdraw_document", **address, status=404)


def test_the_page_asks_as_many_queries_for_many_packages_as_for_one(browser, make, offering, staff, count_queries):
    staff()
    first = make.ArchivePackage(offering=offering)
    make.FixityCheck(package=first)
    few = count_queries(lambda: browser.get("archives.show_dossier", offering_id=offering.id))
    for package in make.many(20).ArchivePackage(offering=offering):
        make.FixityCheck(package=package)
    make.many(20).DossierDocument(offering=offering)
    assert count_queries(lambda: browser.get("archives.show_dossier", offering_id=offering.id)) == few
