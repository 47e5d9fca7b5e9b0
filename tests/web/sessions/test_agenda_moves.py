"""Moving a session from the calendar: looked at first, refused with reasons, never over somebody else's change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from core.clock import to_local
from sessions.models import ClassSession, SessionChange
from tests.web.sessions.scheduled import MONDAY, session


@pytest.fixture
def offering(make):
    return make.ClassOffering(code="CQO-9", name="首期班", starts_on=date(2026, 5, 11), ends_on=date(2026, 5, 15))


@pytest.fixture
def planner(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)


def test_a_drop_is_looked_at_before_anything_is_moved(browser, planner, make, offering):
    held = session(make, offering, "S01")
    session(make, offering, "S02", "14:00", "16:00", day="2026-05-12")
    dropped = {"session_id": held.id, "on": "2026-05-12", "at": "13:00"}
    page = browser.get("agenda.move_session", **dropped)
    assert (page.form.values["starts"], page.form.values["ends"]) == ("13:00", "16:00")
    assert "本班课次重叠" in page.text
    assert "最近的空闲时段" in page.text
    free = browser.get("agenda.move_session", **{**dropped, "on": "2026-05-13"})
    assert free.soup.select(".slot-free")


def times(db_session, held):
    found = db_session.get(ClassSession, held.id)
    return f"{to_local(found.starts_at):%Y-%m-%d %H:%M}", f"{to_local(found.ends_at):%H:%M}"


def test_a_session_is_moved_with_its_reason_and_the_calendar_comes_back(browser, planner, make, offering, db_session):
    held = session(make, offering, "S01")
    back = browser.url("agenda.show_calendar", view="month", on=MONDAY)
    page = browser.get("agenda.move_session", session_id=held.id, on="2026-05-13", at="14:00", back=back)
    done = page.form.fill(reason="教师临时有事").submit()
    assert done.flashes[0] == "课次 S01 已调整到 2026-05-13（周三） 14:00–17:00。"
    assert done.soup.select(".agenda-month")
    assert times(db_session, held) == ("2026-05-13 14:00", "17:00")
    assert [one.reason for one in db_session.scalars(select(SessionChange))] == ["教师临时有事"]
    assert "sessions.rescheduled" in db_session.scalars(select(AuditEntry.action)).all()
    again = browser.get("agenda.move_session", session_id=held.id)
    assert again.form.values["reason"] == "教师临时有事"


def test_a_refused_move_says_what_is_in_the_way_and_a_free_time_is_taken_with_one_press(
    browser, planner, make, offering, db_session
):
    held = session(make, offering, "S01")
    session(make, offering, "S02", "14:00", "16:00")
    page = browser.get("agenda.move_session", session_id=held.id, on=MONDAY, at="13:00")
    page = page.form.fill(reason="调整").submit("调整课次")
    assert page.errors == ["课次未调整：冲突原因和可选的空闲时间见下方。"]
    assert "本班这段时间已有课次 S02。" in page.text
    assert times(db_session, held) == (f"{MONDAY} 09:00", "12:00")
    slot = page.soup.select_one("button[name=slot]")["value"]
    page.press(page.soup.select_one("button[name=slot]").get_text(strip=True))
    start = slot.rpartition(" ")[2].partition("-")[0]
    assert times(db_session, held)[0].endswith(start)
    assert times(db_session, held) != (f"{MONDAY} 09:00", "12:00")


def test_another_venue_and_teacher_are_chosen_on_the_way(browser, planner, make, offering, db_session):
    make.Venue(institution=offering.institution, name="教室")
    make.Teacher(institution=offering.institution, name="张三")
    held = session(make, offering, "S01")
    page = browser.get("agenda.move_session", session_id=held.id)
    page.form.fill(venue_name="教室", teacher_name="张三", reason="换教室").submit()
    found = db_session.get(ClassSession, held.id)
    assert (found.venue_name, found.teacher_name) == ("教室", "张三")


def test_who_moves_what_somebody_else_has_moved_is_told_and_nothing_is_overwritten(
    browser, planner, make, offering, db_session
):
    held = session(make, offering, "S01")
    seen = held.version
    mine = browser.get("agenda.move_session", session_id=held.id, on="2026-05-14", at="09:00")
    theirs = browser.get("agenda.move_session", session_id=held.id, on="2026-05-13", at="09:00")
    theirs.form.fill(reason="先到").submit()
    assert "刚被他人改动过" in mine.form.fill(reason="后到").submit().text
    assert times(db_session, held) == ("2026-05-13 09:00", "12:00")
    late = browser.get("agenda.move_session", session_id=held.id, version=seen)
    assert "此课次已被他人改动" in late.text


def test_a_script_gets_the_form_alone_and_is_told_where_to_go(client, browser, planner, make, offering):
    held = session(make, offering, "S01")
    address = f"/calendar/sessions/{held.id}/move"
    asks = {"HX-Request": "true"}
    assert b"<html" not in client.get(address, headers=asks).data
    sent = {"on": "2026-05-12", "starts": "09:00", "ends": "12:00", "version": held.version, "reason": "改期"}
    answer = client.post(address, data={**sent, "csrf_token": browser.csrf_token()}, headers=asks)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/calendar?")


def test_findings_follow_the_fields_while_they_change(client, planner, make, offering):
    held = session(make, offering, "S01")
    session(make, offering, "S02", "14:00", "16:00")
    address = f"/calendar/sessions/{held.id}/check?on={MONDAY}&ends=17:00&starts="
    assert "本班课次重叠" in client.get(f"{address}15:00").text
    assert "本班课次重叠" not in client.get(f"{address}16:00").text
    assert "本班课次重叠" not in client.get(f"{address}nonsense").text


def test_sessions_of_others_and_impossible_times_are_refused(browser, planner, make, offering):
    browser.get("agenda.move_session", session_id=session(make, make.ClassOffering(), "S01").id, status=404)
    browser.get("agenda.check_move", session_id=987654, status=404)
    page = browser.get("agenda.move_session", session_id=session(make, offering, "S01").id, on="x", at="9")
    assert page.form.values["on"] == MONDAY
    page = page.form.fill(ends="08:00", reason="改").submit()
    assert page.errors == ["结束时间须晚于开始时间。"]
