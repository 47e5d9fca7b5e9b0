"""Putting a session on the timetable, changing and cancelling it, and what is in the way."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.clock import to_local
from courses.rules import ClassState
from sessions.models import Booking, ClassSession, SessionChange
from sessions.rules.kinds import Resource, SessionStatus

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

PLANNED = {
    "code": "S01",
    "title": "质量战略",
    "on": "2026-03-02",
    "starts": "09:00",
    "ends": "12:00",
    "planned_hours": "4",
    "venue_name": "报告厅",
    "teacher_name": "崔砚秋",
}


@pytest.fixture
def offering(make):
    return make.ClassOffering(code="CQO-2026-01")


@pytest.fixture
def planner(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution, user=make.User(display_name="李静")).user)


@pytest.fixture
def hall(make, offering):
    return make.Venue(institution=offering.institution, name="报告厅")


@pytest.fixture
def teacher(make, offering):
    return make.Teacher(institution=offering.institution, name="崔砚秋")


def plan(browser, offering, **values):
    form = browser.get("sessions.new_session", offering_id=offering.id).form
    return form.fill(**{**PLANNED, **values}).submit("列入课表")


def bookings(db_session):
    """What is booked beside the class itself."""
    return {(one.resource, one.resource_id) for one in db_session.query(Booking) if one.resource is not Resource.CLASS}


def test_a_session_is_planned_and_books_its_venue_and_its_teacher(
    browser, planner, offering, hall, teacher, db_session
):
    page = plan(browser, offering)
    assert page.flashes == ["课次 S01 已列入课表。"]
    assert bookings(db_session) == {(Resource.VENUE, hall.id), (Resource.TEACHER, teacher.id)}
    planned = db_session.query(ClassSession).one()
    assert to_local(planned.starts_at) == datetime(2026, 3, 2, 9, 0)


def test_names_that_the_registers_do_not_hold_are_noted_and_book_nothing(browser, planner, offering, db_session):
    plan(browser, offering, venue_name="某宾馆三楼", teacher_name="外聘专家")
    planned = db_session.query(ClassSession).one()
    assert (planned.venue_name, planned.venue_id, planned.teacher_id) == ("某宾馆三楼", None, None)
    assert bookings(db_session) == set()


def test_a_taken_venue_is_refused_on_its_field_with_the_class_and_session_that_hold_it(
    browser, planner, offering, hall, make, db_session
):
    other = make.ClassOffering(institution=offering.institution, code="CQO-2026-02")
    plan(browser, other, code="K01", teacher_name="")
    page = plan(browser, offering, starts="11:30", ends="13:00")
    assert page.errors == ["场地“报告厅”这段时间已被 CQO-2026-02 K01 占用。"]
    assert page.soup.select_one("#venue_name-error") is not None
    assert db_session.query(ClassSession).count() == 1


def test_a_taken_teacher_is_refused_on_the_teachers_field(browser, planner, offering, hall, teacher, make):
    other = make.ClassOffering(institution=offering.institution, code="CQO-2026-02")
    plan(browser, other, code="K01", venue_name="")
    assert plan(browser, offering).errors == ["教师崔砚秋这段时间已排 CQO-2026-02 K01。"]


def test_a_class_is_in_one_session_at_a_time(browser, planner, offering):
    plan(browser, offering)
    assert plan(browser, offering, code="S02", venue_name="", teacher_name="").errors == ["本班这段时间已有课次 S01。"]


def test_back_to_back_sessions_are_welcome(browser, planner, offering, hall, teacher, db_session):
    plan(browser, offering)
    assert plan(browser, offering, code="S02", starts="12:00", ends="13:00").flashes == ["课次 S02 已列入课表。"]


def test_a_refusal_offers_free_slots_of_the_day_and_one_press_takes_one(
    browser, planner, offering, hall, teacher, db_session
):
    plan(browser, offering)
    page = plan(browser, offering, code="S02", starts="10:00", ends="11:00")
    offered = [button["value"] for button in page.soup.select("button[name=slot]")]
    assert offered == ["12:00-13:00", "12:30-13:30", "13:00-14:00"]
    page = page.form.submit("改为 12:00-13:00")
    assert page.flashes == ["课次 S02 已列入课表。"]
    planned = db_session.query(ClassSession).filter_by(code="S02").one()
    assert to_local(planned.starts_at) == datetime(2026, 3, 2, 12, 0)


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_code_is_never_used_again_in_a_class(browser, planner, make, offering, cancelled):
    status = SessionStatus.CANCELLED if cancelled else SessionStatus.PLANNED
    make.ClassSession(offering=offering, code="S01", status=status)
    page = plan(browser, offering, on="2026-03-05")
    assert page.errors == ["本班已有或曾有此编号的课次，请换一个。"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"on": ""}, "请填写上课日期。"),
        ({"starts": ""}, "请填写开始时间，例如 09:00。"),
        ({"ends": "", "planned_hours": "0"}, "请填写结束时间，例如 12:00。"),
        ({"ends": "09:00"}, "结束时间须晚于开始时间。"),
        ({"title": " "}, "请填写课程名称。"),
        ({"planned_hours": "-1"}, "请填写 0 到 99 之间的学时。"),
        ({"kind": "recorded"}, "请填写录播时长。"),
    ],
)
def test_what_is_missing_is_asked_for(browser, planner, offering, values, error):
    assert plan(browser, offering, **values).errors == [error]


def test_a_recorded_unit_has_a_length_and_books_nobody(browser, planner, offering, hall, teacher, db_session):
    plan(browser, offering, kind="recorded", video_minutes="45")
    unit = db_session.query(ClassSession).one()
    assert (unit.starts_at, unit.video_seconds) == (None, 2700)
    assert bookings(db_session) == set()


def edit(browser, offering, planned, **values):
    form = browser.get("sessions.edit_session", offering_id=offering.id, session_id=planned.id).form
    return form.fill(**values).submit("保存")


def test_a_change_asks_why_moves_the_bookings_and_stays_in_the_history(
    browser, planner, offering, hall, teacher, db_session
):
    plan(browser, offering)
    planned = db_session.query(ClassSession).one()
    assert edit(browser, offering, planned, starts="14:00", ends="17:00").errors == ["请填写变更原因。"]
    page = edit(browser, offering, planned, starts="14:00", ends="17:00", reason="教师临时有事")
    assert page.flashes == ["课次 S01 已变更。"]
    assert {to_local(one.starts_at).hour for one in db_session.query(Booking)} == {14}
    (row,) = page.follow("变更记录").table("课表变更记录").rows
    assert row[
        "变更内容"
    ] == "开始时间 ： 2026-03-02 09:00 → 2026-03-02 14:00 结束时间 ： 2026-03-02 12:00 → 2026-03-02 17:00".replace(
        " ： ", "："
    )
    assert (row["原因"], row["操作人"], row["课次"]) == ("教师临时有事", "李静", "S01")


def test_a_session_does_not_stand_in_its_own_way(browser, planner, offering, hall, teacher, db_session):
    plan(browser, offering)
    planned = db_session.query(ClassSession).one()
    assert edit(browser, offering, planned, ends="12:30", reason="延长").flashes == ["课次 S01 已变更。"]


def test_a_refused_change_leaves_session_bookings_and_history_as_they_were(
    browser, planner, offering, hall, teacher, make, db_session
):
    plan(browser, offering)
    other = make.ClassOffering(institution=offering.institution, code="CQO-2026-02")
    plan(browser, other, code="K01", starts="14:00", ends="16:00", teacher_name="")
    planned = db_session.query(ClassSession).filter_by(code="S01").one()
    page = edit(browser, offering, planned, starts="15:00", ends="17:00", reason="改到下午")
    assert page.errors == ["场地“报告厅”这段时间已被 CQO-2026-02 K01 占用。"]
    db_session.refresh(planned)
    assert to_local(planned.starts_at).hour == 9
    assert len(bookings(db_session)) == 2
    assert db_session.query(SessionChange).count() == 0


def test_cancelling_asks_why_frees_the_venue_and_keeps_the_session(
    browser, planner, offering, hall, teacher, db_session
):
    plan(browser, offering)
    planned = db_session.query(ClassSession).one()
    page = browser.get("sessions.cancel_session", offering_id=offering.id, session_id=planned.id)
    assert page.form.submit().errors == ["请填写取消原因。"]
    assert page.form.fill(reason="报名人数不足").submit().flashes == ["课次 S01 已取消。"]
    db_session.refresh(planned)
    assert planned.status is SessionStatus.CANCELLED
    assert bookings(db_session) == set()
    browser.get("sessions.edit_session", offering_id=offering.id, session_id=planned.id, status=404)


def test_the_timetable_of_a_closed_class_is_not_changed(browser, planner, offering, db_session):
    offering.state = ClassState.FILED
    db_session.commit()
    browser.get("sessions.new_session", offering_id=offering.id, status=404)
    assert "新增课次" not in browser.get("sessions.timetable", offering_id=offering.id).links


def test_the_form_shows_what_the_session_says(browser, planner, offering, hall, teacher, db_session):
    plan(browser, offering)
    planned = db_session.query(ClassSession).one()
    values = browser.get("sessions.edit_session", offering_id=offering.id, session_id=planned.id).form.values
    assert {key: values[key] for key in PLANNED} == PLANNED
    assert date.fromisoformat(values["on"]) == date(2026, 3, 2)


def test_while_one_types_free_times_fill_the_form_and_a_reversed_time_is_told(
    browser, planner, offering, hall, teacher
):
    plan(browser, offering)
    address = browser.url("sessions.timetable", offering_id=offering.id)
    asked = f"{address}/check?code=S02&kind=offline&on=2026-03-02&planned_hours=1&starts=10:00"
    assert (
        """data-fill='{"ends": "13:00", "on": "2026-03-02", "starts": "12:00"}'"""
        in browser.client.get(f"{asked}&ends=11:00").text
    )
    assert "结束时间须晚于开始时间。" in browser.client.get(f"{asked}&ends=09:00").text


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_mistyped_year_is_named_and_checks_nothing(browser, planner, offering, hall, db_session, year):
    page = plan(browser, offering, on=f"{year}-12-31")
    assert "请核对年份" in page.text
    address = browser.url("sessions.check_session", offering_id=offering.id)
    asked = f"{address}?code=S02&kind=offline&on={year}-12-31&planned_hours=1&starts=10:00&ends=23:00&venue_name=报告厅"
    assert browser.client.get(asked).status_code == 200
    assert db_session.query(ClassSession).count() == 0
