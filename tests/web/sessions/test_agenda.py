"""The calendar: what a week, a month and a year show, and moving a session from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from accounts.rules import Role
from courses.models import ClassOffering
from courses.rules import ClassState
from sessions.models import ClassSession
from sessions.rules.kinds import SessionKind, SessionStatus
from tests.web.sessions.scheduled import MONDAY, at, session


@pytest.fixture(autouse=True)
def spring(monkeypatch):
    monkeypatch.setattr("sessions.agenda.views.calendar.today", lambda: date(2026, 5, 11))


@pytest.fixture
def offering(make):
    return make.ClassOffering(code="CQO-9", name="首期班", starts_on=date(2026, 5, 11), ends_on=date(2026, 5, 15))


@pytest.fixture
def planner(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)


def shown(browser, **asked):
    return browser.get("agenda.show_calendar", **{"on": MONDAY, **asked})


def titles(page):
    return [tag.get_text() for tag in page.soup.select(".agenda-title")]


def on_day(page, day):
    return " ".join(page.soup.select_one(f"[data-day='{day}']").get_text(" ").split())


def test_a_week_shows_sessions_under_their_day_with_time_class_teacher_and_venue(browser, planner, make, offering):
    venue = make.Venue(institution=offering.institution, name="报告厅")
    session(make, offering, "S01", title="质量战略", venue=venue, teacher_name="张三")
    assert on_day(shown(browser), MONDAY) == "周一 05-11 09:00–12:00 质量战略 CQO-9 首期班 张三 · 报告厅"


def test_cancelled_sessions_recorded_units_and_other_weeks_are_not_there(browser, planner, make, offering):
    session(make, offering, "S01", title="取消的", status=SessionStatus.CANCELLED)
    session(make, offering, "S02", title="下周的", day="2026-05-18")
    make.ClassSession(offering=offering, kind=SessionKind.RECORDED, starts_at=None, ends_at=None, video_seconds=9)
    page = shown(browser)
    assert titles(page) == []
    assert page.links["此后最近：2026-05-18"].endswith("on=2026-05-18")


@pytest.mark.parametrize(("view", "day", "words"), [("week", "2026-05-09", "班"), ("month", "2026-05-01", "休 劳动节")])
def test_holidays_and_make_up_days_are_marked(browser, planner, view, day, words):
    assert words in on_day(shown(browser, view=view, on="2026-05-06"), day)


def test_the_calendar_of_a_class_a_teacher_or_a_venue_shows_only_theirs(browser, planner, make, offering):
    other = make.ClassOffering(institution=offering.institution)
    teacher = make.Teacher(institution=offering.institution, name="张三")
    venue = make.Venue(institution=offering.institution, name="报告厅")
    session(make, offering, "S01", title="合讲", teacher_name="李四、张三")
    session(make, offering, "S02", "14:00", "17:00", title="旁人", teacher_name="张三丰")
    session(make, other, "K01", "19:00", "20:00", title="别班", venue=venue)
    assert titles(shown(browser)) == ["合讲", "旁人", "别班"]
    assert titles(shown(browser, class_id=offering.id)) == ["合讲", "旁人"]
    assert titles(shown(browser, teacher_id=teacher.id)) == ["合讲"]
    page = shown(browser, venue_id=venue.id, view="month")
    assert titles(page) == ["别班"]
    assert page.links["日历订阅"].endswith(f"/calendar/feeds/venue/{venue.id}")


def test_what_clashes_is_marked_also_where_the_other_one_is_not_shown(browser, planner, make, offering):
    other = make.ClassOffering(institution=offering.institution)
    session(make, offering, "S01", teacher_name="张三")
    session(make, other, "K01", teacher_name="张三")
    assert "冲突" in on_day(shown(browser, class_id=offering.id), MONDAY)


def test_others_institutions_and_what_is_not_on_the_register_are_not_there(browser, planner, make, offering):
    stranger = make.ClassOffering()
    session(make, stranger, "S01", title="别家的")
    browser.get("agenda.show_calendar", institution_id=stranger.institution_id, status=404)
    browser.get("agenda.show_calendar", class_id=stranger.id, status=404)
    browser.get("agenda.show_calendar", venue_id="x", status=404)
    assert titles(shown(browser, view="nonsense", on="nonsense", by="nonsense")) == []


def test_another_institution_is_chosen_without_the_class_of_the_first(browser, make, sign_in, offering):
    sign_in(make.User(role=Role.ADMINISTRATOR))
    other = make.ClassOffering(name="别家的班")
    session(make, other, "S01", title="别家的课")
    page = shown(browser, institution_id=offering.institution_id, class_id=offering.id)
    page = page.form.fill(institution_id=str(other.institution_id)).submit()
    assert titles(page) == ["别家的课"]


def test_a_year_counts_sessions_by_month_and_names_classes_that_have_none_yet(browser, planner, make, offering):
    session(make, offering, "S01")
    make.ClassOffering(institution=offering.institution, name="二期班", starts_on=date(2026, 9, 1),
                       ends_on=date(2026, 9, 5))  # fmt: skip
    make.ClassOffering(institution=offering.institution, name="停办班", state=ClassState.CANCELLED)
    rows = shown(browser, view="year").table("全年课次分布").rows
    assert [(row["培训班"], row["5月"], row["课次"]) for row in rows] == [("二期班", "", "0"), ("首期班", "1", "1")]
    (row,) = shown(browser, view="year", by="teacher").table("全年课次分布").rows
    assert row["教师"] == "未定教师"


def test_who_belongs_to_no_institution_is_told_so(browser, make, sign_in):
    sign_in(make.User(role=Role.COORDINATOR))
    assert "您还没有可查看的培训机构" in browser.get("agenda.show_calendar").text


def test_who_may_only_read_is_offered_no_move(browser, make, sign_in, offering):
    session(make, offering, "S01")
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=offering.institution)
    sign_in(user)
    page = shown(browser)
    assert len(titles(page)) == 1
    assert page.soup.select("[data-move], [data-session], dialog") == []


def test_the_sessions_of_a_filed_class_are_not_moved(browser, planner, make, offering, db_session):
    held = session(make, offering, "S01")
    offering.state = ClassState.FILED
    db_session.commit()
    assert shown(browser).soup.select("[data-move]") == []
    browser.get("agenda.move_session", session_id=held.id, status=404)


CLASSES, MEETINGS = 200, 6


def plan_a_year(db_session, offering):
    """Two hundred classes through a year, six sessions each, in two statements."""
    known = {
        column.name: getattr(offering, column.name) for column in ClassOffering.__table__.columns if column.name != "id"
    }
    first = date(2026, 1, 5)
    classes = [
        {**known, "code": f"K{number:03}", "name": f"第{number}期", "starts_on": first + timedelta(days=number),
         "ends_on": first + timedelta(days=number + 5)}
        for number in range(CLASSES)
    ]  # fmt: skip
    ids = db_session.scalars(insert(ClassOffering).returning(ClassOffering.id, sort_by_parameter_order=True), classes)
    db_session.execute(
        insert(ClassSession),
        [
            {
                "offering_id": number,
                "code": f"S{meeting}",
                "kind": SessionKind.OFFLINE,
                "title": "质量战略",
                "teacher_name": "张三",
                "starts_at": at("2026-01-05T09:00") + timedelta(days=place + meeting),
                "ends_at": at("2026-01-05T12:00") + timedelta(days=place + meeting),
            }
            for place, number in enumerate(ids.all())
            for meeting in range(MEETINGS)
        ],
    )
    db_session.commit()


def test_two_hundred_classes_take_as_many_queries_as_one(browser, planner, make, offering, db_session, count_queries):
    session(make, offering, "S01")
    held = session(make, offering, "S02", day="2026-05-12")
    addresses = [f"/calendar?view={view}&on={MONDAY}" for view in ("week", "month", "year")]
    moving = f"/calendar/sessions/{held.id}/move?on={MONDAY}&at=09:00"
    browser.client.get(addresses[0])
    few = [count_queries(lambda address=address: browser.client.get(address)) for address in addresses]
    looking = count_queries(lambda: browser.client.get(moving))
    plan_a_year(db_session, offering)
    assert count_queries(lambda: browser.client.get(moving)) <= looking + 1  # once others are there, learners are asked
    assert [count_queries(lambda address=address: browser.client.get(address)) for address in addresses] == few
    assert max(few) <= 11  # one of them counts the unread messages of the bell
    year = browser.client.get(addresses[2]).text
    assert year.count("agenda-line") == CLASSES + 1
    assert f"{CLASSES * MEETINGS + 2} 个课次" in year
