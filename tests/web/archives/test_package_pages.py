"""Sealing by a button, the list of packages, one package, its check and its download."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from archives.fixity.checking import check_path
from archives.models import ArchivePackage
from core.db import will_write
from tests.thawing import set_figure

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def sealed(browser, offering, staff, db_session):
    """The class, sealed by its coordinator: the page that followed, and the package."""
    staff()
    page = browser.get("archives.show_dossier", offering_id=offering.id).press("Seal the dossier")
    return page, db_session.scalars(select(ArchivePackage)).one()


def test_sealing_leads_to_the_package_and_says_that_it_is_incomplete(sealed):
    page, package = sealed
    assert page.h1 == package.reference == "CQO1-ZY·2026-CQO·9-001"
    assert page.flashes == [f"Sealed as {package.reference}. It is incomplete and says what is missing."]
    assert "培训通知" in page.text


def test_the_package_lies_whole_under_the_archive_of_the_site(sealed, app):
    _page, package = sealed
    assert Path(package.location).is_relative_to(app.config["ARCHIVE_DIR"])
    assert check_path(Path(package.location), seal=package.manifest_digest).is_whole


def test_papers_are_drawn_without_the_write_lock_of_the_database(browser, offering, staff, monkeypatch):
    seen = []
    from archives import actions

    real = actions.draw
    monkeypatch.setattr(actions, "draw", lambda *given: (seen.append(will_write.get()), real(*given))[1])
    staff()
    browser.post("archives.seal_class", offering_id=offering.id)
    assert seen == [False]


def test_the_page_shows_the_four_properties_as_tested(sealed):
    page, _package = sealed
    results = {row["Check"]: row["Result"] for row in page.table("Four-property test").rows}
    assert results["Files open"] == "Test passed"
    assert results["Virus scan"] == "Not tested"
    assert results["Nothing of the filing list is missing"] == "Test failed"


def test_verifying_a_whole_package_says_so_and_keeps_the_check(sealed):
    page, _package = sealed
    page = page.press("Verify now")
    assert page.flashes == ["The package is whole: every file is as it was sealed."]
    assert [row["Result"] for row in page.table("Fixity checks").rows] == ["Whole", "Whole"]


def test_verifying_a_spoiled_package_names_the_file(sealed):
    page, package = sealed
    file = next(Path(package.location).glob("data/*-roster/*.csv"))
    file.write_bytes(file.read_bytes() + b" ")
    page = page.press("Verify now")
    path = file.relative_to(package.location).as_posix()
    assert path in page.flashes[0]
    assert path in page.table("Fixity checks").rows[0]["Findings"]
    assert page.table("Fixity checks").rows[0]["Result"] == "Not whole"


def test_a_package_whose_folder_is_gone_is_said_to_be_missing(browser, make, offering, staff):
    package = make.ArchivePackage(offering=offering, location="/nowhere/at/all")
    staff()
    page = browser.get("archives.show_package", offering_id=offering.id, package_id=package.id).press("Verify now")
    assert "/nowhere/at/all" in page.flashes[0]
    browser.post("archives.download_package", offering_id=offering.id, package_id=package.id, status=404)


def test_the_download_is_the_package_as_a_zip_and_on_the_audit_trail(sealed, browser, tmp_path, db_session):
    _page, package = sealed
    address = browser.url("archives.download_package", offering_id=package.offering_id, package_id=package.id)
    answers = [browser.client.post(address, data={"csrf_token": browser.csrf_token()}).data for _ in range(2)]
    assert answers[0] == answers[1]
    (tmp_path / "package.zip").write_bytes(answers[0])
    assert check_path(tmp_path / "package.zip", seal=package.manifest_digest).is_whole
    assert len(zipfile.ZipFile(io.BytesIO(answers[0])).namelist()) == package.file_count
    assert db_session.scalars(select(AuditEntry.action)).all().count("archives.downloaded") == 2


@pytest.mark.parametrize("role", list(Role))
def test_who_may_seal_and_who_may_verify(browser, make, offering, staff, role):
    package = make.ArchivePackage(offering=offering)
    staff(role)
    may_seal = role in (Role.ADMINISTRATOR, Role.COORDINATOR)
    may_read = may_seal or role is Role.AUDITOR
    if not may_seal:
        browser.post("archives.seal_class", offering_id=offering.id, status=403)
    address = {"offering_id": offering.id, "package_id": package.id}
    browser.post("archives.verify_package", **address, status=200 if may_read else 403)
    browser.get("archives.list_packages", status=200 if may_read else 403)


def test_a_rule_set_without_a_fonds_is_refused_in_words(browser, offering, staff, db_session):
    version = offering.rule_set_version
    set_figure(db_session, "archive.fonds", None, version.id)
    db_session.commit()
    staff()
    page = browser.get("archives.show_dossier", offering_id=offering.id).press("Seal the dossier")
    assert page.flashes == ["The rule-set leaves archive.fonds open: it is needed for reference numbers."]


def test_an_auditor_sees_the_packages_of_his_region_and_no_others(browser, make, offering, sign_in):
    near = make.ArchivePackage(offering=offering)
    far = make.ArchivePackage(offering__institution__region="620100")
    sign_in(make.User(role=Role.AUDITOR, region="61", language="en"))
    page = browser.get("archives.list_packages")
    assert [row["Reference number"] for row in page.table("Packages").rows] == [near.reference]
    browser.get("archives.show_package", offering_id=far.offering_id, package_id=far.id, status=404)


def test_a_package_is_reached_through_its_own_class_only(browser, make, offering, staff):
    other = make.ArchivePackage()
    staff()
    browser.get("archives.show_package", offering_id=offering.id, package_id=other.id, status=404)


def test_a_site_without_packages_says_so(browser, staff):
    staff()
    assert "Nothing has been sealed yet." in browser.get("archives.list_packages").text


def test_the_list_asks_as_many_queries_for_many_as_for_one(browser, make, offering, staff, count_queries):
    staff()
    make.FixityCheck(package=make.ArchivePackage(offering=offering))
    few = count_queries(lambda: browser.get("archives.list_packages"))
    for package in make.many(20).ArchivePackage(offering__institution=offering.institution):
        make.FixityCheck(package=package)
    assert count_queries(lambda: browser.get("archives.list_packages")) == few


def test_a_disk_that_cannot_be_written_is_said_in_words(browser, offering, staff, app, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setitem(app.config, "ARCHIVE_DIR", tmp_path / "file")
    staff()
    page = browser.get("archives.show_dossier", offering_id=offering.id).press("Seal the dossier")
    assert page.flashes == ["The package could not be written to the disk. Nothing has been sealed."]
    assert "This class has not been sealed yet." in page.text
