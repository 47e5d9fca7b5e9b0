"""Calendar feeds: issuing, reading, replacing and revoking private addresses, and what calendars are told."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from accounts.rules import Role
from core.clock import local_now, to_utc
from courses.rules import ClassState
from sessions.feeds.models import CalendarFeed
from tests import ical_checks


def ahead(days=3, hours=2):
    start = to_utc(local_now().replace(hour=9, minute=0, second=0) + timedelta(days=days))
    return {"starts_at": start, "ends_at": start + timedelta(hours=hours)}


@pytest.fixture
def institution(make, sign_in):
    institution = make.Institution()
    sign_in(make.StaffMember(institution=institution).user)
    return institution


@pytest.fixture
def offering(make, institution):
    return make.ClassOffering(institution=institution, code="CQO-2026-777")


def read(client, token="secret", **headers):
    return client.get(f"/calendar/{token}.ics", headers=headers)


def events(client, token="secret"):
    answer = read(client, token)
    assert answer.status_code == 200
    return ical_checks.events_of(answer.data)


def address_on(page):
    return page.soup.select_one("#address")["value"]


def test_a_coordinator_issues_an_address_which_is_shown_once_and_read_by_anybody(
    browser, offering, make, db_session, app
):
    make.ClassSession(offering=offering, code="S01", **ahead())
    page = browser.get("feeds.show_feeds", kind="class", number=offering.id)
    page = page.form_named("issue").fill(purpose="班主任手机").submit()
    address = address_on(page)
    assert browser.get("feeds.show_feeds", kind="class", number=offering.id).soup.select("#address") == []
    (event,) = ical_checks.events_of(app.test_client().get(urlsplit(address).path).data)
    assert event["URL"].endswith(f"/classes/{offering.id}/timetable#S01")
    feed = db_session.scalar(select(CalendarFeed))
    assert (feed.purpose, feed.offering_id, feed.issued_by) == ("班主任手机", offering.id, feed.issued_by)
    token = urlsplit(address).path.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in feed.token_index
    noted = db_session.scalars(select(AuditEntry.action)).all()
    assert "sessions.feed_issued" in noted


def test_a_revoked_address_and_an_unknown_one_are_not_there(client, browser, offering, make, db_session):
    make.CalendarFeed(offering=offering, token="secret", purpose="旧手机")
    assert read(client).status_code == 200
    page = browser.get("feeds.show_feeds", kind="class", number=offering.id).press("停用")
    assert "地址已停用" in page.text
    assert read(client).status_code == 404
    assert read(client, "nobodys").status_code == 404
    assert "sessions.feed_revoked" in db_session.scalars(select(AuditEntry.action)).all()


def test_replacing_an_address_closes_the_old_one_and_keeps_the_purpose(client, browser, offering, make, db_session):
    make.CalendarFeed(offering=offering, token="secret", purpose="门口屏幕")
    page = browser.get("feeds.show_feeds", kind="class", number=offering.id).press("更换")
    assert read(client).status_code == 404
    assert client.get(urlsplit(address_on(page)).path).status_code == 200
    standing = db_session.scalars(select(CalendarFeed).where(CalendarFeed.revoked_at.is_(None))).all()
    assert [one.purpose for one in standing] == ["门口屏幕"]


def test_who_revokes_what_somebody_else_has_revoked_is_told(browser, offering, make, db_session):
    feed = make.CalendarFeed(offering=offering)
    page = browser.get("feeds.show_feeds", kind="class", number=offering.id)
    page.press("停用")
    assert "此地址此前已停用" in page.press("停用").text
    actions = db_session.scalars(select(AuditEntry.action)).all()
    assert actions.count("sessions.feed_revoked") == 1
    assert feed.id


def test_addresses_of_others_are_not_there(browser, offering, make):
    other = make.CalendarFeed()
    others = {"class": other.offering_id, "teacher": make.Teacher().id, "venue": make.Venue().id}
    for kind, number in (*others.items(), ("venue", 0)):
        browser.get("feeds.show_feeds", kind=kind, number=number, status=404)
    revoke = {"act": f"revoke:{other.id}"}
    browser.post("feeds.show_feeds", revoke, kind="class", number=offering.id, status=404)


@pytest.fixture
def planned(make, offering):
    """Where the pages of the one session of a class are; the class has a feed."""
    made = make.ClassSession(offering=offering, code="S01", **ahead())
    make.CalendarFeed(offering=offering, token="secret")
    return {"offering_id": offering.id, "session_id": made.id}


def test_a_moved_session_keeps_its_name_and_its_number_rises(client, browser, planned):
    (before,) = events(client)
    day = (local_now() + timedelta(days=4)).date().isoformat()
    form = browser.get("sessions.edit_session", **planned).form.fill(on=day, reason="临时有事")
    form.values["waiver"] = "也许是休息日"  # asked for only where there is something to let pass
    form.submit()
    (after,) = events(client)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART;TZID=Asia/Shanghai"] == day.replace("-", "") + "T090000"
    assert after["STATUS"] == "CONFIRMED"


def test_a_cancelled_session_is_told_as_cancelled_under_the_same_name(client, browser, planned):
    (before,) = events(client)
    browser.get("sessions.cancel_session", **planned).form.fill(reason="停课").submit()
    (after,) = events(client)
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["SUMMARY"].startswith("【已取消】")


def test_the_sessions_of_a_cancelled_class_are_cancelled(client, make, offering, db_session):
    make.ClassSession(offering=offering, **ahead())
    make.CalendarFeed(offering=offering, token="secret")
    (before,) = events(client)
    offering.state = ClassState.CANCELLED
    db_session.commit()
    (after,) = events(client)
    assert after["STATUS"] == "CANCELLED"
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1


def test_an_unchanged_feed_is_neither_written_nor_sent_again(client, make, offering, monkeypatch):
    make.ClassSession(offering=offering, **ahead())
    make.CalendarFeed(offering=offering, token="secret")
    first = read(client)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    with monkeypatch.context() as patched:
        patched.delattr("sessions.feeds.views.write_calendar")
        again = read(client, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make.ClassSession(offering=offering, **ahead(4))
    assert read(client, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_what_is_long_over_and_what_has_no_time_is_left_out(client, make, offering):
    make.ClassSession(offering=offering, **ahead(-400))
    make.ClassSession(offering=offering, kind="recorded", starts_at=None, ends_at=None)
    kept = make.ClassSession(offering=offering, code="S09", **ahead(-100))
    make.CalendarFeed(offering=offering, token="secret")
    assert [one["URL"].partition("#")[2] for one in events(client)] == [kept.code]


def test_a_feed_names_no_person_and_no_note(client, make, offering):
    teacher = make.Teacher(institution=offering.institution, name="欧阳建国")
    make.ClassSession(offering=offering, teacher=teacher, note="学员王小明身体不适", **ahead())
    make.CalendarFeed(offering=offering, token="secret")
    text = read(client).data.replace(b"\r\n ", b"").decode()
    assert "欧阳建国" not in text
    assert "王小明" not in text


def test_a_venue_shows_what_is_held_there(client, make, offering):
    venue = make.Venue(institution=offering.institution, name="报告厅")
    make.ClassSession(offering=offering, venue=venue, title="标准化", meeting_number="888", **ahead())
    make.ClassSession(offering=offering, **ahead(4))
    make.CalendarFeed(offering=None, venue=venue, kind="venue", token="secret")
    (event,) = events(client)
    assert (event["LOCATION"], event["SUMMARY"]) == ("报告厅", f"标准化｜{offering.name}")
    assert "888" not in event["DESCRIPTION"]


@pytest.fixture
def teacher(make, sign_in):
    user = sign_in(make.User(role=Role.TEACHER))
    return make.Teacher(user=user, name="张三")


def test_a_teacher_subscribes_to_the_own_sessions_also_to_those_held_with_others(client, browser, teacher, make):
    offering = make.ClassOffering(institution=teacher.institution)
    make.ClassSession(offering=offering, teacher=teacher, title="独自", **ahead(1))
    make.ClassSession(offering=offering, teacher_name="李四、张三", title="合讲", **ahead(2))
    make.ClassSession(offering=offering, teacher_name="张三丰", title="旁人", **ahead(3))
    make.ClassSession(teacher_name="张三", title="别家", **ahead(4))
    page = browser.get("feeds.my_sessions_feeds").form_named("issue").submit()
    found = ical_checks.events_of(client.get(urlsplit(address_on(page)).path).data)
    assert [one["SUMMARY"].partition("｜")[0] for one in found] == ["独自", "合讲"]


def test_the_feed_of_a_closed_account_ends(client, teacher, make, db_session):
    make.CalendarFeed(offering=None, teacher=teacher, kind="teacher", token="secret")
    assert read(client).status_code == 200
    teacher.user.is_active = False
    db_session.commit()
    assert read(client).status_code == 404


def test_a_learner_sees_the_own_classes_only_and_not_after_leaving(client, browser, make, sign_in, db_session):
    learner = make.Learner(user=sign_in(make.User(role=Role.LEARNER)))
    own = make.ClassOffering(name="首期班")
    mine = make.Enrolment(learner=learner, offering=own)
    make.ClassSession(offering=own, code="S01", title="我的课", **ahead())
    make.ClassSession(offering=make.Enrolment().offering, code="S02", title="别人的课", **ahead())
    page = browser.get("feeds.my_hours_feeds").form_named("issue").submit()
    path = urlsplit(address_on(page)).path
    (event,) = ical_checks.events_of(client.get(path).data)
    assert event["SUMMARY"] == "我的课｜首期班"
    assert learner.name not in client.get(path).data.replace(b"\r\n ", b"").decode()
    mine.state = "withdrawn"
    db_session.commit()
    assert ical_checks.events_of(client.get(path).data) == []


def test_pages_of_accounts_that_belong_to_nobody_are_not_there(browser, make, sign_in):
    sign_in(make.User(role=Role.TEACHER))
    browser.get("feeds.my_sessions_feeds", status=404)
    sign_in(make.User(role=Role.LEARNER))
    browser.get("feeds.my_hours_feeds", status=404)


def test_a_feed_takes_as_many_queries_for_twenty_sessions_as_for_one(client, make, offering, count_queries):
    make.ClassSession(offering=offering, **ahead())
    make.CalendarFeed(offering=offering, token="secret")
    read(client)
    one = count_queries(lambda: read(client))
    make.many(19).ClassSession(offering=offering, **ahead())
    assert count_queries(lambda: read(client)) == one
