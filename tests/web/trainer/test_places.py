"""Campuses, opening hours, equipment, closures and checks of venues."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.clock import today
from trainer.models import Venue
from trainer.places.models import CampusTravel, VenueCheck, VenueProfile


@pytest.fixture
def venue(make, institution):
    return make.Venue(institution=institution, name="多功能报告厅")


@pytest.fixture
def rule_set(make):
    return make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))


@pytest.fixture
def open_page(browser, coordinator, institution, venue):
    def get(endpoint="show_venue", **values):
        return browser.get(f"trainer.{endpoint}", institution_id=institution.id, venue_id=venue.id, **values)

    return get


@pytest.fixture
def listed(browser, institution):
    def get(query=""):
        return browser.open(browser.url("trainer.list_venues", institution_id=institution.id) + query)

    return get


def test_opening_hours_equipment_and_campus_are_saved_as_a_new_version(open_page, make, institution, db_session):
    campus = make.Campus(institution_id=institution.id, name="未央校区")
    form = open_page("edit_venue_profile").form
    page = form.fill(
        campus_id=str(campus.id),
        day_0="全天",
        same=True,
        **{"items-0-name": "投影", "items-0-quantity": "2", "items-1-name": "白板", "items-1-state": "repair"},
    ).submit()
    assert page.table("开放时间").rows[0]["星期二"].split() == ["08:30–12:00", "13:30–17:30"]
    assert [row["设备"] for row in page.table("设备").rows] == ["投影", "白板"]
    assert page.facts()["校区"] == "未央校区"
    assert db_session.query(Venue).one().equipment == "投影×2"
    open_page("edit_venue_profile").form.fill(day_0="").submit()
    assert [one.version for one in db_session.query(VenueProfile).order_by(VenueProfile.version)] == [1, 2]


def test_what_is_wrong_with_a_line_of_equipment_is_said_in_chinese_with_its_number(open_page):
    page = open_page("edit_venue_profile").form.fill(**{"items-0-name": "投影", "items-0-quantity": "两"}).submit()
    assert page.errors[0].startswith("第 1 行：")
    assert not any("{" in error or "valid" in error for error in page.errors)


def test_the_equipment_that_files_named_is_proposed(open_page, db_session, venue):
    venue.equipment = "投影2套、扩音"
    db_session.commit()
    form = open_page("edit_venue_profile").form
    assert (form.values["items-0-name"], form.values["items-0-quantity"]) == ("投影", "2")
    assert form.values["items-1-name"] == "扩音"


def test_who_saves_an_old_page_is_told(open_page, db_session):
    mine, theirs = open_page("edit_venue_profile"), open_page("edit_venue_profile")
    theirs.form.fill(day_0="上午").submit()
    assert mine.form.fill(day_0="下午").submit().errors[0].startswith("您打开本页后")
    assert db_session.query(VenueProfile).one().windows == [[0, "08:30", "12:00"]]


def test_facts_of_a_venue_are_not_overwritten_either(open_page, db_session, venue):
    mine, theirs = open_page("edit_venue"), open_page("edit_venue")
    theirs.form.fill(capacity="80").submit()
    assert mine.form.fill(capacity="40").submit().errors[0].startswith("您打开本页后")
    assert db_session.get(Venue, venue.id).capacity == 80


def test_a_check_is_entered_and_the_list_states_it(open_page, listed, rule_set, venue, db_session):
    page = open_page("new_check").form.fill(
        kinds=["safety"], checked_on="2026-06-01", result="failed", findings="疏散通道堵塞", inspector="李工"
    )
    page = page.submit()
    assert page.table("检查记录").rows[0]["检查结论"] == "不合格"
    assert listed().table("场地").rows[0]["安全检查"] == "不合格 2026-06-01"
    db_session.refresh(venue)
    assert (venue.safety_checked_on, venue.safety_result) == (date(2026, 6, 1), "不合格")


def test_what_the_list_stated_stays_on_file_when_a_newer_check_comes(open_page, db_session, venue):
    venue.safety_checked_on, venue.safety_result = date(2025, 3, 1), "合格"
    db_session.commit()
    page = open_page("new_check").form.fill(kinds=["safety"], checked_on="2026-06-01", result="passed").submit()
    assert [row["检查日期"] for row in page.table("检查记录").rows] == ["2026-06-01", "2025-03-01"]


def test_a_withdrawn_check_gives_way_to_the_one_before(open_page, db_session, venue):
    venue.safety_checked_on, venue.safety_result = date(2026, 3, 1), "合格"
    db_session.commit()
    open_page("new_check").form.fill(
        kinds=["safety"], checked_on="2026-06-01", result="failed", findings="误填"
    ).submit()
    record = db_session.query(VenueCheck).filter_by(checked_on=date(2026, 6, 1)).one()
    open_page("withdraw_venue_record", kind="check", record_id=record.id).form.fill(reason="录错场地").submit()
    db_session.refresh(venue)
    assert (venue.safety_checked_on, venue.safety_result) == (date(2026, 3, 1), "合格")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"checked_on": "2099-01-01"}, "检查日期不能晚于今天。"),
        ({"checked_on": "2026-01-05", "next_due": "2026-01-05"}, "下次检查日期要晚于本次检查。"),
        ({"checked_on": "2026-01-05", "result": "failed"}, "结论为不合格时，请写明发现的问题。"),
        ({"checked_on": "9999-12-31"}, "请核对年份。"),  # one more day and no calendar knows it
        ({}, "请填写检查日期。"),
    ],
)
def test_a_check_that_cannot_be_is_refused(open_page, facts, message):
    assert open_page("new_check").form.fill(**facts).submit().errors == [message]


def test_overdue_checks_show_on_venue_register_and_start_page(open_page, listed, browser, rule_set, venue, make):
    make.VenueCheck(venue_id=venue.id, kind="fire", checked_on=today() - timedelta(days=400))
    assert "消防检查：检查逾期" in open_page().text
    assert listed("?state=act").table("场地").rows[0]["其他检查"] == "消防检查：检查逾期"
    assert "待检查场地" in browser.get("accounts.home").text


def test_a_closure_is_entered_once_and_withdrawn(open_page):
    times = {"starts_at": "2026-12-01T08:00", "ends_at": "2026-12-03T18:00"}
    page = open_page("new_closure").form.fill(**times, reason="空调检修").submit()
    assert page.table("停用").rows[0]["原因"] == "空调检修"
    assert "已有登记" in open_page("new_closure").form.fill(**times, reason="重复").submit().errors[0]
    page = page.follow("撤销").form.fill(reason="提前完工").submit()
    assert "提前完工" in page.text


def test_venues_are_searched_by_campus(listed, coordinator, make, institution, venue):
    campus = make.Campus(institution_id=institution.id, name="未央校区")
    make.VenueProfile(venue_id=venue.id, campus_id=campus.id)
    make.Venue(institution=institution, name="研讨室")
    assert [row["场地名称"] for row in listed(f"?campus={campus.id}").table("场地").rows] == ["多功能报告厅"]
    assert [row["场地名称"] for row in listed("?text=研讨").table("场地").rows] == ["研讨室"]


def test_minutes_between_campuses_are_saved_and_emptied(browser, coordinator, institution, make, rule_set, db_session):
    one, other = (make.Campus(institution_id=institution.id, name=name) for name in ("未央校区", "雁塔校区"))
    name = f"way_{one.id}_{other.id}"
    page = browser.get("trainer.list_campuses", institution_id=institution.id)
    assert "默认 60 分钟" in page.text
    old = page.form
    page.form.fill(**{name: "45"}).submit()
    assert db_session.query(CampusTravel).one().minutes == 45
    assert old.fill(**{name: "50"}).submit().errors[0].startswith("您打开本页后")
    again = browser.get("trainer.list_campuses", institution_id=institution.id)
    assert again.form.fill(**{name: "-1"}).submit().errors == ["请填写 0 至 1440 之间的分钟数。"]
    again.form.fill(**{name: ""}).submit()
    assert db_session.query(CampusTravel).count() == 0


def test_a_campus_is_added_changed_and_its_name_is_taken(browser, coordinator, institution, make):
    make.Campus(institution_id=institution.id, name="雁塔校区")
    form = browser.get("trainer.new_campus", institution_id=institution.id).form
    assert form.fill(name="雁塔校区").submit().errors == ["已有同名校区。"]
    page = form.fill(name="未央校区", district="未央区").submit()
    assert page.flashes == ["未央校区 已保存。"]
    mine, theirs = page.follow("未央校区"), page.follow("未央校区")
    theirs.form.fill(district="经开区").submit()
    assert mine.form.fill(district="莲湖区").submit().errors[0].startswith("您打开本页后")


def test_without_campuses_the_page_says_what_they_are_for(browser, coordinator, institution):
    assert "尚无校区" in browser.get("trainer.list_campuses", institution_id=institution.id).text


@pytest.mark.parametrize("endpoint", ["list_venues", "show_venue"])
def test_pages_take_as_many_queries_for_twenty_rows_as_for_one(
    browser, coordinator, institution, venue, make, rule_set, count_queries, endpoint
):
    values = {"venue_id": venue.id} if endpoint == "show_venue" else {}
    address = browser.url(f"trainer.{endpoint}", institution_id=institution.id, **values)

    def enter(number):
        for each in make.many(number).Venue(institution=institution):
            make.VenueProfile(venue_id=each.id)
            make.VenueCheck(venue_id=each.id)
            make.VenueCheck(venue_id=venue.id)

    enter(1)
    browser.client.get(address)
    one = count_queries(lambda: browser.client.get(address))
    enter(19)
    assert count_queries(lambda: browser.client.get(address)) == one


def test_venues_and_entries_of_others_do_not_exist(open_page, browser, institution, make):
    foreign = make.Venue()
    check = make.VenueCheck(venue_id=foreign.id)
    for endpoint in ("show_venue", "edit_venue_profile", "new_check", "new_closure"):
        browser.get(f"trainer.{endpoint}", institution_id=institution.id, venue_id=foreign.id, status=404)
    open_page("withdraw_venue_record", kind="check", record_id=check.id, status=404)
    campus = make.Campus(institution_id=foreign.institution_id, name="外")
    browser.get("trainer.edit_campus", institution_id=institution.id, campus_id=campus.id, status=404)
