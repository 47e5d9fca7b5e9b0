"""The timetable page: days, what the rules find, hours against the plan."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.rules import Role
from core.clock import to_utc
from sessions.rules.kinds import SessionKind


def at(text):
    return to_utc(datetime.fromisoformat(text))


@pytest.fixture
def offering(make):
    return make.ClassOffering(code="CQO-2026-01", required_hours=40, starts_on=date(2026, 3, 2))


@pytest.fixture
def planner(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)


def session(make, offering, code, start="2026-03-02T09:00", end="2026-03-02T12:00", **values):
    return make.ClassSession(offering=offering, code=code, starts_at=at(start), ends_at=at(end), **values)


def open_page(browser, offering):
    return browser.get("sessions.timetable", offering_id=offering.id)


def findings(page):
    return [" ".join(line.get_text(" ").split()) for line in page.soup.select(".finding-list li")]


def test_sessions_stand_under_their_day_in_order_of_time_and_recorded_units_apart(browser, planner, make, offering):
    session(make, offering, "S02", "2026-03-02T14:00", "2026-03-02T17:00")
    session(make, offering, "S01")
    session(make, offering, "S03", "2026-03-03T09:00", "2026-03-03T12:00")
    make.ClassSession(
        offering=offering, code="R1", kind=SessionKind.RECORDED, starts_at=None, ends_at=None, video_seconds=2700
    )
    page = open_page(browser, offering)
    days = [
        (
            " ".join(day.h3.get_text(" ").split()).split(" ")[0],
            [item["id"] for item in day.select(".timetable-session")],
        )
        for day in page.soup.select(".timetable-day")
    ]
    assert days == [("2026-03-02（周一）", ["S01", "S02"]), ("2026-03-03（周二）", ["S03"]), ("录播单元", ["R1"])]
    assert "45 分钟" in page.text


def test_times_are_those_of_the_sites_clock(browser, planner, make, offering):
    session(make, offering, "S01", "2026-03-02T08:30", "2026-03-02T10:10")
    assert "08:30–10:10" in open_page(browser, offering).text


def test_two_sessions_at_once_are_named_with_their_minutes(browser, planner, make, offering):
    session(make, offering, "S01")
    session(make, offering, "L1", "2026-03-02T11:50", "2026-03-02T13:00", kind=SessionKind.LIVE)
    assert findings(open_page(browser, offering)) == ["本班课次重叠 课次 L1、S01 时间重叠 10 分钟。"]


def test_a_rest_day_is_named_and_a_make_up_working_day_is_not(browser, planner, make, offering):
    session(make, offering, "S01", "2026-03-07T09:00", "2026-03-07T12:00")
    session(make, offering, "S02", "2026-05-09T09:00", "2026-05-09T12:00")
    assert findings(open_page(browser, offering)) == ["休息日 课次 S01 排在 2026-03-07（周六），当天是休息日。"]


def test_a_teacher_whose_appointment_has_ended_is_named_with_the_sessions_after_it(browser, planner, make, offering):
    teacher = make.Teacher(institution=offering.institution, name="晏若谷", valid_to=date(2026, 2, 28))
    session(make, offering, "S01", teacher=teacher)
    (finding,) = findings(open_page(browser, offering))
    assert finding.startswith("聘期已过 教师晏若谷的聘期已于 2026-02-28（周六）")
    assert finding.endswith("此后仍排有课次 S01。")


def test_a_venue_with_too_few_seats_is_named_with_both_numbers(browser, planner, make, offering):
    venue = make.Venue(institution=offering.institution, name="研讨室", capacity=1)
    session(make, offering, "S01", venue=venue)
    make.many(2).Enrolment(offering=offering)
    assert findings(open_page(browser, offering)) == [
        "场地容量不足 场地“研讨室”可容纳 1 人，学员 2 人；使用该场地的课次：S01。"
    ]


def test_what_another_class_needs_at_the_same_time_is_named(browser, planner, make, offering):
    venue = make.Venue(institution=offering.institution, name="报告厅")
    teacher = make.Teacher(institution=offering.institution, name="崔砚秋")
    learner = make.Learner()
    other = make.ClassOffering(institution=offering.institution, code="CQO-2026-02")
    for each, code in ((offering, "S01"), (other, "K01")):
        session(make, each, code, venue=venue, teacher=teacher)
        make.Enrolment(offering=each, learner=learner)
    assert findings(open_page(browser, offering)) == [
        "学员时间冲突 课次 S01：有 1 名学员同时在 CQO-2026-02 K01 上课。",
        "教师时间冲突 课次 S01：崔砚秋 同时排在 CQO-2026-02 K01。",
        "场地时间冲突 课次 S01：报告厅 同时排在 CQO-2026-02 K01。",
    ]


def test_a_clean_timetable_has_nothing_to_say(browser, planner, make, offering):
    session(make, offering, "S01")
    assert findings(open_page(browser, offering)) == []


def test_hours_are_summed_by_module_and_held_against_the_curriculum(browser, planner, make, offering, db_session):
    curriculum = make.Curriculum(institution=offering.institution)
    make.CurriculumModule(curriculum=curriculum, name="质量战略", planned_hours=8)
    offering.curriculum_id = curriculum.id
    db_session.commit()
    session(make, offering, "S01", module="质量战略", planned_hours=4)
    session(make, offering, "S02", "2026-03-03T09:00", "2026-03-03T12:00", module="品牌", planned_hours="1.5")
    page = open_page(browser, offering)
    assert page.table("各模块学时").rows == [
        {"模块": "质量战略 学时不足", "已排学时": "4", "方案学时": "8"},
        {"模块": "品牌", "已排学时": "1.5", "方案学时": "—"},
    ]
    assert "计划学时 5.5 学时 要求 40" in page.text


def test_an_empty_timetable_says_what_to_do(browser, planner, offering):
    assert "新增课次" in open_page(browser, offering).links


@pytest.mark.parametrize(
    ("role", "reads", "plans"),
    [
        (Role.ADMINISTRATOR, 200, 200),
        (Role.COORDINATOR, 200, 200),
        (Role.AUDITOR, 200, 403),
        (Role.REGULATOR, 200, 403),
        (Role.TEACHER, 403, 403),
        (Role.LEARNER, 403, 403),
    ],
)
def test_who_reads_and_who_plans(browser, make, sign_in, offering, role, reads, plans):
    user = make.User(role=role, region="61")
    if role in (Role.COORDINATOR, Role.AUDITOR):
        make.StaffMember(user=user, institution=offering.institution)
    sign_in(user)
    browser.get("sessions.timetable", offering_id=offering.id, status=reads)
    browser.get("sessions.new_session", offering_id=offering.id, status=plans)


def test_a_foreign_timetable_does_not_exist(browser, planner, make):
    foreign = make.ClassSession()
    browser.get("sessions.timetable", offering_id=foreign.offering_id, status=404)
    browser.get("sessions.timetable_changes", offering_id=foreign.offering_id, status=404)


def test_a_session_of_another_class_does_not_exist_here(browser, planner, make, offering):
    other = make.ClassSession(offering=make.ClassOffering(institution=offering.institution))
    browser.get("sessions.edit_session", offering_id=offering.id, session_id=other.id, status=404)


def test_twenty_sessions_take_as_many_queries_as_one(browser, planner, make, offering, count_queries):
    address = browser.url("sessions.timetable", offering_id=offering.id)
    session(make, offering, "S00")
    browser.client.get(address)
    one = count_queries(lambda: browser.client.get(address))
    for day in range(1, 20):
        session(make, offering, f"S{day:02d}", f"2026-03-{day + 2:02d}T09:00", f"2026-03-{day + 2:02d}T12:00")
    assert count_queries(lambda: browser.client.get(address)) == one
