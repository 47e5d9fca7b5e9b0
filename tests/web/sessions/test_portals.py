"""Where learners, teachers and class teachers begin their day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.rules import Role
from core.clock import to_utc
from sessions.portals.views import classes, own
from sessions.rules.kinds import EventSource
from tests.browser import words

NOON = datetime(2026, 3, 2, 10, 0)


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """It is ten o'clock on 2 March 2026, while the first session goes on."""
    for module in (own, classes):
        monkeypatch.setattr(module, "local_now", lambda: NOON)
        monkeypatch.setattr(module, "utc_now", lambda: to_utc(NOON))
    monkeypatch.setattr(own, "today", NOON.date)


@pytest.fixture
def as_learner(make, sign_in, small, db_session):
    """李明, signed in."""
    user = make.User(role=Role.LEARNER)
    small.learners["李明"].learner.user_id = user.id
    db_session.commit()
    return sign_in(user)


def parts(page, selector):
    return [words(one) for one in page.soup.select(selector)]


def test_a_learner_begins_with_hours_todays_sessions_what_was_posted_and_messages(browser, small, make, as_learner):
    make.Notification(user=as_learner, kind="gone.kind")
    page = browser.get("accounts.home")
    assert page.h1 == "我的培训"
    assert page.soup.select_one(".ring")["aria-label"] == "共需 6 学时：6.5"
    assert parts(page, ".day-title") == ["质量法律制度", "质量战略"]
    assert parts(page, ".posting-hours") == ["+0.5", "+2", "+2", "+2"]
    assert len(page.soup.select(".message")) == 1
    unit = page.soup.select_one(".posting")["href"]
    assert browser.open(unit).h1.startswith("R01")


def test_while_the_class_checks_in_the_learners_first_button_leads_there(browser, small, make, as_learner):
    make.CheckInWindow(
        batch=make.ImportBatch(offering=small.offering),
        opens_at=to_utc(NOON - timedelta(minutes=5)),
        closes_at=to_utc(NOON + timedelta(minutes=5)),
    )
    page = browser.get("accounts.home").follow("签到进行中：出示我的签到码")
    assert page.path == browser.url("checkin.my_check_in")


def test_a_learner_without_a_class_and_a_teacher_off_the_register_have_the_usual_start(browser, make, sign_in):
    for role in (Role.LEARNER, Role.TEACHER):
        sign_in(make.User(role=role))
        assert browser.get("accounts.home").h1 == "今日待办"


def test_a_class_whose_rules_lack_a_figure_says_so(browser, make, sign_in, small, db_session):
    bare = make.RuleSetVersion(parameters=[])
    enrolment = make.Enrolment(
        offering=make.ClassOffering(rule_set_version=bare, starts_on=NOON.date(), ends_on=NOON.date())
    )
    user = make.User(role=Role.LEARNER)
    enrolment.learner.user_id = user.id
    db_session.commit()
    sign_in(user)
    assert "暂时无法计算学时" in browser.get("accounts.home").text


@pytest.fixture
def teacher(make, sign_in, small, db_session):
    """王老师, who holds the sessions of the small class, signed in."""
    found = make.Teacher(institution=small.offering.institution, name="王老师", user=make.User(role=Role.TEACHER))
    for code in ("S01", "L01"):
        small.sessions[code].teacher_id = found.id
    db_session.commit()
    sign_in(found.user)
    return found


def test_a_teacher_begins_with_todays_sessions_materials_and_the_hours_of_the_year(
    browser, make, small, teacher, db_session
):
    curriculum = make.Curriculum(institution=small.offering.institution)
    small.offering.curriculum_id = curriculum.id
    make.TeachingMaterial(curriculum=curriculum, module="质量法律制度", title="法律课件")
    make.ClassSession(offering=small.offering, teacher=teacher, starts_at=to_utc(datetime(2026, 1, 5, 9)), ends_at=to_utc(datetime(2026, 1, 5, 12)))  # fmt: skip
    db_session.commit()
    page = browser.get("accounts.home")
    assert page.h1 == "我的教学"
    today, ahead = page.soup.select(".day-sessions")
    assert "质量法律制度" in words(today)
    assert "法律课件" in words(today)
    assert "2 名学员" in words(today)
    assert len(ahead.select("li")) == 1
    assert parts(page, ".month-line span:first-child") == ["1 月", "3 月"]
    assert "已授 4 学时，计划 8 学时" in page.text


def test_the_start_page_of_a_teacher_asks_as_often_for_many_sessions_as_for_one(
    browser, make, small, teacher, count_queries
):
    few = count_queries(lambda: browser.get("accounts.home"))
    for hour in range(20):
        start = to_utc(datetime(2026, 3, 2, 10) + timedelta(hours=hour))
        make.ClassSession(
            offering=small.offering, teacher=teacher, starts_at=start, ends_at=start + timedelta(minutes=50)
        )
    assert count_queries(lambda: browser.get("accounts.home")) == few


def figures(page):
    return {
        words(one.select_one(".figure-name")): words(one.select_one(".figure-value"))
        for one in page.soup.select(".key-figure")
    }


def test_the_class_teacher_sees_who_is_in_the_room_now(browser, coordinator, small, make):
    make.LeaveSlip(batch=small.batch, enrolment=make.Enrolment(offering=small.offering))
    make.Enrolment(offering=small.offering, learner=make.Learner(name="赵强"))
    page = browser.get("portals.class_day")
    assert figures(page) == {"应到": "4", "已签到": "2", "请假": "1", "未到": "1"}
    assert "未签到：赵强" in "".join(page.text.split())


def test_what_waits_and_what_is_wrong_with_the_venue_is_said(browser, coordinator, small, make, db_session):
    venue = make.Venue(institution=small.offering.institution, name="多功能厅")
    small.sessions["S01"].venue_id = venue.id
    make.VenueClosure(
        venue_id=venue.id, starts_at=to_utc(NOON - timedelta(hours=3)), ends_at=to_utc(NOON), reason="消防演练"
    )
    db_session.commit()
    assert "消防演练" in browser.get("portals.class_day").text


def test_what_waits_for_somebody_is_counted_and_leads_to_its_page(browser, coordinator, small, make):
    li, wang = small.learners["李明"], small.learners["王芳"]
    window = make.CheckInWindow(batch=make.ImportBatch(offering=small.offering))
    for person in (li, wang):
        make.CheckIn(window=window, enrolment=person, device="one-phone")
    make.LeaveRequest(enrolment=li)
    make.Appeal(enrolment=wang, class_session=small.sessions["S01"])
    links = browser.get("portals.class_day").links
    found = [one for one in links if one.partition(" ")[0] in ("请假申请", "考勤申诉", "待裁定签到", "今日签到疑点")]
    assert found == ["请假申请 1", "考勤申诉 1", "待裁定签到 2", "今日签到疑点 1"]


def test_only_ones_own_classes_are_shown_first_and_all_on_request(browser, coordinator, small, make, db_session):
    coordinator.display_name = "佘青禾（教务员）"
    small.offering.class_teacher = "佘青禾"
    other = make.ClassOffering(institution=small.offering.institution, name="另一个班")
    make.ClassSession(offering=other)
    make.ClassSession(offering=make.ClassOffering(name="外机构班"))
    db_session.commit()
    page = browser.get("portals.class_day")
    assert "另一个班" not in page.text
    everything = page.follow("全部培训班 2").text
    assert "另一个班" in everything
    assert "外机构班" not in everything


def test_a_day_without_sessions_names_the_next_one(browser, coordinator, small, monkeypatch):
    monkeypatch.setattr(classes, "local_now", lambda: NOON - timedelta(days=1))
    assert "下一次课：2026-03-02" in browser.get("portals.class_day").text


def test_only_a_fragment_is_sent_when_the_page_asks_for_itself(browser, client, coordinator, small):
    answer = client.get(browser.url("portals.class_day"), headers={"HX-Request": "true"})
    assert answer.get_data(as_text=True).lstrip().startswith('<div id="class-day"')


def test_the_class_day_asks_as_often_for_many_as_for_one(browser, coordinator, small, make, count_queries):
    version = small.offering.rule_set_version
    few = count_queries(lambda: browser.get("portals.class_day"))
    offering = make.ClassOffering(institution=small.offering.institution, rule_set_version=version)
    for number in range(20):
        start = to_utc(datetime(2026, 3, 2, 8) + timedelta(minutes=30 * number))
        make.ClassSession(offering=offering, starts_at=start, ends_at=start + timedelta(minutes=20))
    make.many(20).Enrolment(offering=offering)
    assert count_queries(lambda: browser.get("portals.class_day")) == few


def test_the_source_of_a_tap_does_not_matter(browser, coordinator, small, make):
    come = make.Enrolment(offering=small.offering, learner=make.Learner(name="赵强"))
    make.AttendanceEvent(batch=small.batch, enrolment=come, source=EventSource.SELF_CHECK_IN)
    assert figures(browser.get("portals.class_day"))["已签到"] == "3"
