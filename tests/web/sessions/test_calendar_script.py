"""Moving a session on the calendar by keyboard and by mouse, in a real browser that asks the application directly."""

from __future__ import annotations

import shutil
from datetime import date
from urllib.parse import urlsplit

import pytest

from core.clock import to_local
from sessions.models import ClassSession
from tests.web.sessions.scheduled import MONDAY, session

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PASSED_ON = ("content-type", "hx-request", "accept")


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium; where there is none, these tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or pytest.skip("no chromium on this machine")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def calendar(chromium, client, browser, make, sign_in, monkeypatch, db_session):
    """The week of 11 May with one session on Monday from 9 to 12, opened by somebody who may move it."""
    monkeypatch.setattr("sessions.agenda.views.calendar.today", lambda: date(2026, 5, 11))
    offering = make.ClassOffering(code="CQO-9", starts_on=date(2026, 5, 11), ends_on=date(2026, 5, 15))
    session(make, offering, "S01", title="质量战略")
    sign_in(make.StaffMember(institution=offering.institution).user)
    db_session.commit()

    def answer(route):
        asked, parts = route.request, urlsplit(route.request.url)
        headers = {name: asked.headers[name] for name in PASSED_ON if name in asked.headers}
        address = f"{parts.path}?{parts.query}"
        found = client.open(address, method=asked.method, data=asked.post_data_buffer, headers=headers)
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.route("**/*", answer)
    page.goto(f"http://localhost{browser.url('agenda.show_calendar', on=MONDAY)}")
    yield page
    page.close()


def take(page, reason):
    """Give the reason in the dialog, and move."""
    page.fill("dialog [name=reason]", reason)
    with page.expect_navigation():
        page.click("dialog form button.btn-primary")


def stands_at(db_session):
    db_session.expire_all()
    one = db_session.query(ClassSession).one()
    return f"{to_local(one.starts_at):%m-%d %H:%M}", f"{to_local(one.ends_at):%H:%M}"


def test_the_keyboard_moves_a_session_and_lets_go_of_it(calendar, db_session):
    calendar.focus("[data-move]")
    calendar.keyboard.press("Enter")
    calendar.keyboard.press("ArrowRight")
    assert "2026-05-12（周二） 09:00–12:00" in calendar.inner_text("[data-said]")
    calendar.keyboard.press("Escape")
    assert calendar.locator(".agenda-picked").count() == 0
    assert calendar.evaluate("document.activeElement.matches('[data-move]')")
    for key in ("Enter", "ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        calendar.keyboard.press(key)
    calendar.wait_for_selector("dialog[open] [name=reason]")
    assert stands_at(db_session) == ("05-11 09:00", "12:00")
    take(calendar, "场地调整")
    assert stands_at(db_session) == ("05-12 09:30", "12:30")


def test_the_mouse_drags_a_session_to_another_day_and_hour(calendar, db_session):
    box = calendar.locator("[data-session]").bounding_box()
    column = calendar.locator("[data-day='2026-05-13'] [data-items]").bounding_box()
    hour = box["height"] / 3
    calendar.mouse.move(box["x"] + 10, box["y"] + 30)
    calendar.mouse.down()
    calendar.mouse.move(column["x"] + 20, box["y"] + 30 + hour, steps=4)
    assert "2026-05-13（周三） 10:00–13:00" in calendar.inner_text("[data-said]")
    calendar.mouse.up()
    calendar.wait_for_selector("dialog[open] [name=reason]")
    take(calendar, "教师时间冲突")
    assert stands_at(db_session) == ("05-13 10:00", "13:00")
    assert calendar.locator("[data-day='2026-05-13'] .agenda-title").inner_text() == "质量战略"
