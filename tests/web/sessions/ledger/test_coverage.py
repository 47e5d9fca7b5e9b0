"""The coverage of a year for a regulator: counted by area and institution, opened down to the records, names masked."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from tests.pdf_text import text_of
from tests.thawing import set_figure

pytestmark = pytest.mark.one_engine  # The reads behind it are tried on both in tests/db.


@pytest.fixture
def province(make, small, db_session):
    """The small class lies in one district, a second institution in another city, a third in another province."""
    small.offering.institution.region = "610112"
    yan = make.Institution(name="延安质量培训中心", region="610602")
    make.Enrolment(offering=make.ClassOffering(institution=yan), learner=make.Learner(name="高远"))
    make.Enrolment(offering=make.ClassOffering(institution=yan), learner=small.learners["李明"].learner)
    make.Enrolment(offering=make.ClassOffering(institution=make.Institution(region="510104")))
    db_session.commit()
    return yan


@pytest.fixture
def regulator(make, sign_in, province):
    def of(region="61"):
        return sign_in(make.User(role=Role.REGULATOR, region=region))

    return of


def test_a_province_sees_who_has_reached_the_hours_by_area_and_institution(browser, regulator, small):
    regulator()
    page = browser.get("ledger.coverage", year=2026)
    areas = {
        row["地区"]: (row["在册人数"], row["未达标"], row["合计缺学时"]) for row in page.table("各地区覆盖情况").rows
    }
    assert areas == {"西安市 6101": ("2", "2", "69"), "延安市 6106": ("2", "2", "73.5")}  # 李明 6.5, 王芳 4.5, 高远 0
    assert [row["学员"] for row in page.table("在册人员按所缺学时分布").rows] == ["0", "0", "0", "0", "2", "1"]
    card = next(one for one in browser.get("accounts.home").soup.select(".home-card") if "未达标" in one.get_text())
    assert "在册 3 人，已达标 0 人" in card.get_text()


def test_a_city_sees_its_own_institutions_only_and_elsewhere_people_are_not_there(browser, regulator, small):
    regulator("6106")
    rows = browser.get("ledger.coverage_list", year=2026).table("年度学时人员名单").rows
    assert sorted(row["学员"].split()[0] for row in rows) == ["李*", "高*"]
    assert browser.get("ledger.coverage", year=2026).table("各地区覆盖情况").rows[0]["地区"] == "610602"
    browser.get("ledger.coverage_account", year=2026, learner_id=small.learners["王芳"].learner_id, status=404)


def test_the_figures_open_down_to_the_events_without_a_name(browser, regulator, small):
    regulator()
    page = browser.get("ledger.coverage_list", year=2026, band="more")
    assert len(page.table("年度学时人员名单")) == 2
    account = browser.get("ledger.coverage_account", year=2026, learner_id=small.learners["李明"].learner_id)
    links = [one["href"] for one in account.soup.select(".posted-for a")]
    opened = [browser.open(one) for one in links]
    assert any("签到记录.xlsx" in one.text for one in opened)
    assert any("参会记录.xlsx" in one.text for one in opened)
    assert not [one for one in [page, account, *opened] if "李明" in one.text]
    paper = browser.download("ledger.coverage_statement", year=2026, learner_id=small.learners["李明"].learner_id)
    assert "李*" in text_of(paper.data)
    assert "李明" not in text_of(paper.data)


def test_names_are_shown_once_for_a_reason_which_stands_in_the_audit_trail(browser, regulator, db_session):
    regulator()
    page = browser.get("ledger.coverage_list", year=2026, area="6106")
    assert page.form.submit().errors
    shown = page.form.fill(reason="年度检查抽样核对").submit()
    assert {row["学员"].split()[0] for row in shown.table("年度学时人员名单").rows} == {"李明", "高远"}
    assert "高远" not in browser.get("ledger.coverage_list", year=2026, area="6106").text
    entries = db_session.scalars(select(AuditEntry).where(AuditEntry.action == "sessions.names_revealed")).all()
    assert {one.detail["reason"] for one in entries} == {"年度检查抽样核对"}
    assert sorted(len(one.detail["learners"]) for one in entries) == [1, 2]  # 李明 at both institutions


def test_a_person_can_be_named_on_the_page_or_on_the_statement(browser, regulator, small):
    regulator()
    person = {"year": 2026, "learner_id": small.learners["李明"].learner_id}
    form = browser.get("ledger.coverage_account", **person).form
    assert form.submit("显示姓名").errors
    assert "李明" in form.fill(reason="核对个人学时").submit("显示姓名").h1
    assert "李*" in browser.get("ledger.coverage_account", **person).h1


def test_the_workbook_has_the_sums_and_masked_people(browser, regulator):
    regulator()
    book = openpyxl.load_workbook(BytesIO(browser.download("ledger.export_coverage", year=2026, band="short").data))
    areas, places, people, _basis = book.worksheets
    assert [row[1] for row in areas.iter_rows(min_row=2, values_only=True)] == [2, 2, 3]
    assert places.max_row == 3
    assert {row[0] for row in people.iter_rows(min_row=2, values_only=True)} == {"李*", "王*", "高*"}


def test_who_has_no_permission_and_an_empty_area(browser, regulator, as_):
    regulator("6199")
    assert "没有" in browser.get("ledger.coverage", year=2026).text
    as_("李静")
    browser.get("ledger.coverage", status=403)
    regulator()
    assert "本年度暂无在册人员" in browser.get("ledger.coverage", year=2020).text


def test_the_year_of_a_class_is_that_of_the_rule_set(browser, as_, figures, small, db_session):
    set_figure(db_session, "ledger.year_starts", "07-01", figures.id)
    db_session.commit()
    as_("李静")
    page = browser.get("sessions.show_hours", offering_id=small.offering.id, enrolment_id=small.learner("李明"))
    assert page.soup.select_one("a[href*='/hours/learners/']")["href"].endswith("/2025")
    as_("李明")
    assert browser.get("sessions.my_hours").soup.select_one("a.btn[href*='/my/year/']")["href"].endswith("/2025")
