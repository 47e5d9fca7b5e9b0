"""A learner's own hours, on a phone."""

from __future__ import annotations

import pytest

import tests.factories.enrolling  # noqa: F401 - so that `make` knows it
from accounts.rules import Role
from tests.browser import words
from tests.web.sessions import taught


@pytest.fixture
def learner(make, sign_in, small, db_session):
    """Sign in as one of the learners."""

    def put(name):
        user = make.User(role=Role.LEARNER)
        small.learners[name].learner.user_id = user.id
        db_session.commit()
        return sign_in(user)

    return put


def lines(page):
    return [words(line) for line in page.soup.select(".my-lines li")]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEARNER])
def test_only_learners_have_hours_of_their_own(browser, make, sign_in, role):
    sign_in(make.User(role=role))
    browser.get("sessions.my_hours", status=403)


def test_an_account_that_belongs_to_nobody_says_what_to_do(browser, make, sign_in):
    sign_in(make.User(role=Role.LEARNER))
    assert "您还没有参加培训班" in browser.get("sessions.my_hours").text


def test_a_learner_who_has_everything(browser, learner):
    learner("李明")
    page = browser.get("sessions.my_hours")
    assert page.soup.select_one(".ring")["aria-label"] == "共需 6 学时：6.5"
    assert lines(page) == ["学时已达到要求。", "考核及格，80 分。", "结业条件已全部满足。"]


def test_a_learner_after_the_class_is_told_whom_to_ask(browser, learner):
    learner("王芳")
    assert lines(browser.get("sessions.my_hours")) == [
        "还差 1.5 学时。",
        "未列入成绩单",
        "未达到结业条件，请联系班主任赵老师。",
    ]


def test_during_the_class_the_page_says_what_can_still_be_earned(browser, learner, small, db_session):
    small.offering.ends_on = taught.datetime(2026, 4, 30).date()
    db_session.commit()
    learner("王芳")
    assert lines(browser.get("sessions.my_hours"))[2] == "还可以再得 1 学时：R01。"


def test_the_next_session_is_shown_with_time_and_place(browser, learner, small, make):
    start, end = (taught.to_utc(taught.datetime(2026, 4, 4, hour)) for hour in (9, 11))
    make.ClassSession(
        offering=small.offering, code="S03", title="案例研讨", starts_at=start, ends_at=end, venue_name="三楼报告厅"
    )
    learner("王芳")
    text = words(browser.get("sessions.my_hours").soup.select_one(".my-next"))
    assert text == "下一课次 案例研讨 2026-04-04 09:00–11:00 三楼报告厅"


def test_each_hour_opens_down_to_the_file(browser, learner, small):
    learner("王芳")
    page = browser.get("sessions.my_hours")
    late = page.soup.select_one("details.unit")
    assert "09:15:00 到达，12:12:00 离开。" in words(late)
    assert "签到记录.xlsx · 签到记录" in words(late)
    alone = page.follow("单独查看 S01")
    assert alone.h1 == "S01 质量法律制度"


def test_a_learner_is_offered_nothing_to_change(browser, learner, small):
    learner("王芳")
    page = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session("S01"))
    assert "此记录有误" not in page.links


def test_the_hours_of_somebody_else_are_not_there(browser, learner, small):
    learner("李明")
    browser.get("sessions.my_hours", enrolment_id=small.learner("王芳"), status=404)
    browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session("S01"), status=404)


def test_a_session_of_another_class_is_not_there(browser, learner, small, make):
    learner("李明")
    other = make.ClassSession()
    browser.get("sessions.my_unit", enrolment_id=small.learner("李明"), session_id=other.id, status=404)


def test_several_classes_can_be_switched(browser, learner, small, make):
    offering = make.ClassOffering(name="质量变革研修班")
    second = make.Enrolment(learner=small.learners["李明"].learner, offering=offering)
    learner("李明")
    shown = browser.get("sessions.my_hours").follow("质量变革研修班")
    assert shown.path == browser.url("sessions.my_hours", enrolment_id=second.id)


def test_the_class_that_somebody_was_moved_out_of_stays_with_a_link_to_the_new_one(
    browser, learner, small, make, db_session
):
    old = small.learners["李明"]
    offering = make.ClassOffering(name="质量变革研修班")
    new = make.Enrolment(learner=old.learner, offering=offering)
    before = make.Application(offering=small.offering, enrolment_id=old.id, stage="transferred")
    make.Application(offering=offering, enrolment_id=new.id, stage="admitted", transferred_from_id=before.id)
    old.state = "withdrawn"
    learner("李明")
    page = browser.get("sessions.my_hours")
    assert page.path == browser.url("sessions.my_hours")
    assert "已转班" not in page.soup.select_one("main").text.replace("（已转班）", "")
    page = page.follow(f"{small.offering.name}（已转班）")
    assert "本班已取得的学时仍保留在本班" in page.text
    assert "能否达到学时要求" not in page.text
    assert "还可以再得" not in page.text
    assert page.follow("质量变革研修班").path == browser.url("sessions.my_hours", enrolment_id=new.id)
    page = browser.get("sessions.my_unit", enrolment_id=old.id, session_id=small.sessions["S01"].id)
    assert "申诉" not in page.soup.select_one("main").text


def test_a_class_page_stays_closed_to_its_learners(browser, learner, small):
    learner("李明")
    browser.get("sessions.show_attendance", status=403, **small.cell("李明", "S01"))


def test_a_page_of_hours_costs_the_same_queries_with_many_records(browser, learner, small, make, count_queries):
    learner("李明")
    few = count_queries(lambda: browser.get("sessions.my_hours"))
    for minute in range(20):
        taught.tap(make, small, "李明", f"08:{minute + 20}")
    assert count_queries(lambda: browser.get("sessions.my_hours")) == few
