"""Pages that are kept say the same as pages made anew, and never what was true before."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from jinja2 import UndefinedError
from openpyxl import load_workbook

from accounts.rules import Role
from core import kept
from tests.web.sessions import taught

PAGES = ("sessions.attendance", "sessions.export_attendance", "sessions.hours")
pytestmark = (
    pytest.mark.one_engine
)  # in a test everything is one transaction, and PostgreSQL keeps nothing in one that writes


@pytest.fixture
def fresh(app):
    """A store in which nothing is kept yet."""
    app.extensions["kept"].clear()
    return app.extensions["kept"]


@pytest.fixture
def answer(browser, small):
    """What the server says to a request for a page, without what differs each time."""

    def get(page, **values):
        response = browser.client.get(browser.url(page, **{"offering_id": small.offering.id, **values}))
        assert response.status_code == 200
        if response.mimetype.startswith("text/"):
            return "\n".join(line for line in response.text.splitlines() if "csrf_token" not in line)
        book = load_workbook(BytesIO(response.data))
        return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]

    return get


@pytest.mark.parametrize("page", PAGES)
def test_a_kept_page_is_the_page_and_asks_a_handful_of_questions(page, answer, coordinator, fresh, count_queries):
    cold = answer(page)
    assert fresh.weight
    warm = []
    assert count_queries(lambda: warm.append(answer(page))) <= 6
    assert warm == [cold]


@pytest.mark.parametrize("page", PAGES)
def test_a_record_that_came_since_is_on_the_page(page, answer, coordinator, fresh, make, small, app):
    before = answer(page)
    taught.tap(make, small, "王芳", "08:40")
    taught.evaluate(app, small.offering)
    after = answer(page)
    assert after != before
    fresh.clear()
    assert after == answer(page)


@pytest.mark.parametrize("page", PAGES)
def test_each_language_is_kept_for_itself(page, answer, coordinator, fresh, db_session):
    chinese = answer(page)
    coordinator.language = "en"
    db_session.commit()
    english = answer(page)
    assert english != chinese
    coordinator.language = ""
    db_session.commit()
    assert answer(page) == chinese


def test_who_may_do_less_is_not_shown_more(answer, coordinator, auditor, sign_in, fresh, small):
    sign_in(coordinator)
    address = f"/classes/{small.offering.id}/hours/version"
    assert address in answer("sessions.hours")
    sign_in(auditor)
    assert address not in answer("sessions.hours")


def test_time_alone_makes_an_open_session_a_missed_one(answer, coordinator, fresh, make, small, monkeypatch):
    starts = small.sessions["S01"].starts_at
    make.Enrolment(offering=small.offering, position=9)  # has no records

    def open_cells(clock):
        monkeypatch.setattr(
            "sessions.views.attendance.local_now", lambda: datetime.fromisoformat(f"2026-03-02T{clock}")
        )
        return answer("sessions.attendance").count('class="sign sign-open"')

    assert starts
    found = [open_cells(clock) for clock in ("08:00", "10:29:59", "10:30", "12:09", "12:10")]
    assert found[0] == found[1] > found[2] == found[3] > found[4]


def test_a_learner_sees_a_new_record_at_once_and_is_not_made_to_wait_for_those_of_others(
    browser, sign_in, make, small, fresh, count_queries, db_session
):
    user = make.User(role=Role.LEARNER)
    small.learners["王芳"].learner.user_id = user.id
    db_session.commit()
    sign_in(user)
    before = browser.get("sessions.my_hours").text
    taught.tap(make, small, "李明", "08:41")
    pages = []
    assert count_queries(lambda: pages.append(browser.get("sessions.my_hours").text)) <= 6
    taught.tap(make, small, "王芳", "08:42")
    pages.append(browser.get("sessions.my_hours").text)
    assert pages[0] == before
    assert "08:42:00" in pages[1]


@pytest.mark.parametrize("asks", ["can('x')", "current_user.id", "csrf_token()", "request.path", "session.x"])
def test_a_kept_part_cannot_ask_who_looks(app, asks):
    with app.test_request_context():
        template = kept._environment().from_string("{{ " + asks + " }}")
        with pytest.raises(UndefinedError):
            template.render()
