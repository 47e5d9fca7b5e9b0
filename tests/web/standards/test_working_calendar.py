"""The working calendar on the screen: a year, a day, the table of a year."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from standards.holidays.models import CalendarDay
from standards.holidays.rules import DayKind

TABLE = "2027-10-01至2027-10-07,放假,国庆节\n2027-10-09,上班,国庆节\n"


@pytest.fixture
def administrator(make, sign_in):
    return sign_in(make.User(role=Role.ADMINISTRATOR))


def stretches(page):
    return {(row["节假日"], row["起"], row["天数"], row["类别"]) for row in page.table("放假与调休安排").rows}


def test_a_year_shows_its_holidays(browser, administrator):
    page = browser.get("holidays.show_year", year=2026)
    assert ("国庆节", "2026-10-01", "7", "放假") in stretches(page)
    assert ("国庆节调休上班", "2026-10-10", "1", "上班") in stretches(page)
    assert "尚无2026年" not in page.text


def test_a_year_that_is_not_known_says_so(browser, administrator):
    assert "尚无2027年的放假安排" in browser.get("holidays.show_year", year=2027).text


def test_a_year_is_entered_by_pasting_its_table(browser, administrator):
    page = browser.get("holidays.load_year", year=2027).form.fill(table=TABLE, basis="国办发明电〔2026〕7号").submit()
    assert page.flashes == ["2027年日历已登记，新增8条记录。"]
    assert ("国庆节", "2027-10-01", "7", "放假") in stretches(page)
    assert "国办发明电〔2026〕7号" in page.text


def test_a_table_as_a_file_is_read_the_same(browser, administrator):
    browser.get("holidays.load_year", year=2027)
    page = browser.post(
        "holidays.load_year", {"file": (TABLE.encode("gbk"), "2027.csv"), "basis": "通知", "table": ""}, year=2027
    )
    assert page.flashes == ["2027年日历已登记，新增8条记录。"]


def test_a_second_table_takes_back_what_it_does_not_name(browser, administrator, db_session):
    for table in (TABLE, TABLE.splitlines()[0]):
        page = browser.get("holidays.load_year", year=2027).form.fill(table=table, basis="通知").submit()
    assert page.flashes == ["2027年日历已登记，新增1条记录。"]
    kinds = [one.kind for one in db_session.query(CalendarDay).filter_by(day=date(2027, 10, 9)).order_by("serial")]
    assert kinds == [DayKind.WORKING, DayKind.AS_SHIPPED]


def test_faults_of_a_table_are_named_by_line_and_nothing_is_entered(browser, administrator, db_session):
    form = browser.get("holidays.load_year", year=2027).form
    page = form.fill(table=TABLE + "2026-01-01,放假,元旦\n2027-05-01,半天,劳动节", basis="通知").submit(status=200)
    assert any("第3行：“2026-01-01”不在本年度内。" in error for error in page.errors)
    assert any("第4行：类型“半天”无法识别" in error for error in page.errors)
    assert db_session.query(CalendarDay).count() == 0


def test_an_empty_table_is_refused(browser, administrator):
    page = browser.get("holidays.load_year", year=2027).form.fill(basis="通知").submit(status=200)
    assert any("表格为空" in error for error in page.errors)


def test_a_day_is_corrected_and_its_history_stays(browser, administrator, db_session):
    for kind, name in (("holiday", "校庆"), ("as_shipped", "")):
        page = browser.get("holidays.edit_day", day="2026-11-20")
        page.form.fill(kind=kind, name=name, basis="院长办公会").submit()
    rows = browser.get("holidays.edit_day", day="2026-11-20").table("登记记录").rows
    assert [row["类别"] for row in rows] == ["撤销登记，按内置日历", "放假"]
    assert db_session.query(AuditEntry).filter_by(action="standards.day_entered").count() == 2


def test_whoever_was_slower_is_told_and_sees_the_other_entry(browser, administrator, make):
    form = browser.get("holidays.edit_day", day="2026-11-20").form
    make.CalendarDay(day=date(2026, 11, 20), name="校庆")
    page = form.fill(kind="working", basis="通知").submit(status=200)
    assert any("已有他人登记了这一天" in error for error in page.errors)
    assert page.table("登记记录").rows[0]["节假日"] == "校庆"


@pytest.mark.parametrize("day", ["2026-02-30", "morgen", "1850-01-01"])
def test_a_day_that_does_not_exist_has_no_page(browser, administrator, day):
    browser.get("holidays.edit_day", day=day, status=404)


def test_a_year_can_be_taken_away_as_a_table(browser, administrator):
    assert browser.download("holidays.download_table", year=2026).data.startswith(b"PK")


@pytest.mark.parametrize(("role", "status"), [(Role.COORDINATOR, 403), (Role.AUDITOR, 403), (Role.ADMINISTRATOR, 200)])
def test_who_may_enter_days(browser, make, sign_in, role, status):
    sign_in(make.User(role=role))
    browser.get("holidays.show_year", year=2026)
    browser.get("holidays.edit_day", day="2026-11-20", status=status)
