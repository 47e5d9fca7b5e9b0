"""Cloning a class: a look that writes nothing, then the class, and a report that stays."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.clock import to_local, to_utc
from courses.models import ClassOffering
from sessions.cloning.models import ClassClone
from sessions.models import ClassSession


@pytest.fixture
def source(make):
    source = make.ClassOffering(code="SRC-1", class_teacher="李静", required_hours=40)
    teacher = make.Teacher(institution=source.institution, name="晏若谷")
    venue = make.Venue(institution=source.institution, name="报告厅")
    make.ClassSession(offering=source, code="S01", teacher=teacher, venue=venue)
    start, end = datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 12)
    make.ClassSession(offering=source, code="S02", starts_at=to_utc(start), ends_at=to_utc(end))
    return source


@pytest.fixture
def coordinator(make, sign_in, source):
    return sign_in(make.StaffMember(institution=source.institution).user)


def look(browser, source, starts_on="2026-06-01", **values):
    form = browser.get("sessions.clone_class", offering_id=source.id).form
    return form.fill(code="NEW-1", starts_on=starts_on, **values).submit("查看结果")


def test_a_look_shows_the_new_timetable_and_writes_nothing(browser, coordinator, source, db_session):
    page = look(browser, source)
    assert [(row["课次"], row["时间"], row["结果"]) for row in page.table("沿用情况").rows] == [
        ("S01", "2026-06-01 09:00", "已沿用"),
        ("S02", "2026-06-02 09:00", "已沿用"),
    ]
    assert db_session.query(ClassOffering).filter_by(code="NEW-1").count() == 0


def test_the_class_is_made_with_its_timetable_and_the_report_stays(browser, coordinator, source, db_session):
    page = look(browser, source).form.submit("生成培训班")
    assert page.h1 == "克隆报告"
    made = db_session.query(ClassOffering).filter_by(code="NEW-1").one()
    assert (made.class_teacher, made.required_hours, made.state) == ("李静", 40, "draft")
    sessions = db_session.query(ClassSession).filter_by(offering_id=made.id).order_by(ClassSession.code).all()
    assert [(one.code, to_local(one.starts_at).isoformat()[:10]) for one in sessions] == [
        ("S01", "2026-06-01"),
        ("S02", "2026-06-02"),
    ]
    assert (sessions[0].teacher_name, sessions[0].venue_name) == ("晏若谷", "报告厅")
    assert db_session.query(ClassClone).one().source_id == source.id


def test_a_taken_teacher_is_left_out_and_named(browser, coordinator, source, make, db_session):
    other = make.ClassOffering(institution=source.institution, code="OTHER")
    teacher = next(one for one in db_session.query(ClassSession) if one.teacher_id).teacher_id
    start, end = to_utc(datetime(2026, 6, 1, 9)), to_utc(datetime(2026, 6, 1, 12))
    busy = make.ClassSession(offering=other, teacher_id=teacher, teacher_name="晏若谷", starts_at=start, ends_at=end)
    make.Booking(class_session=busy, resource="teacher", resource_id=teacher)
    row = look(browser, source).table("沿用情况").rows[0]
    assert row["结果"] == "未带教师或场地"
    assert "晏若谷" in row["备注"]


def test_sessions_that_overlap_by_ten_minutes_are_said_to_share_ten(browser, coordinator, source, make):
    start, end = datetime(2026, 3, 3, 11, 50), datetime(2026, 3, 3, 13, 30)
    make.ClassSession(offering=source, code="S03", starts_at=to_utc(start), ends_at=to_utc(end))
    row = look(browser, source).table("沿用情况").rows[2]
    assert (row["结果"], row["备注"]) == ("未沿用", "本班这段时间已有课次 S02。重叠 10 分钟。")


def test_a_holiday_is_named_when_weekdays_are_kept(browser, coordinator, source):
    row = look(browser, source, starts_on="2026-09-28", shift="weeks").table("沿用情况").rows[0]
    assert row["备注"] == "—"
    row = look(browser, source, starts_on="2026-10-05", shift="weeks").table("沿用情况").rows[0]
    assert "国庆节" in row["备注"]


def test_a_module_that_the_curriculum_does_not_name_is_said(browser, coordinator, source, make, db_session):
    module = make.CurriculumModule(curriculum=make.Curriculum(institution=source.institution))
    source.curriculum_version_id = module.version_id
    db_session.query(ClassSession).update({"module": "已取消模块"})
    db_session.commit()
    assert "已取消模块" in look(browser, source).table("沿用情况").rows[0]["备注"]


def test_a_code_in_use_is_refused(browser, coordinator, source):
    form = browser.get("sessions.clone_class", offering_id=source.id).form
    page = form.fill(code=source.code, starts_on="2026-06-01").submit("查看结果")
    assert page.errors == ["已有培训班使用此编号，请换一个。"]


def test_a_foreign_class_does_not_exist(browser, coordinator, make):
    foreign = make.ClassOffering()
    browser.get("sessions.clone_class", offering_id=foreign.id, status=404)
    browser.get("sessions.show_clone_report", offering_id=foreign.id, status=404)
