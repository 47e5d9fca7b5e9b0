"""Teachers put the check-in of their own half-days on a screen and scan for it; nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.rules import Role
from core.clock import to_local

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def teacher(make):
    """Who holds a session that goes on now."""
    return make.Teacher(user=make.User(role=Role.TEACHER))


@pytest.fixture
def window(make, teacher):
    """The check-in of that half-day."""
    now = datetime.now(UTC).replace(microsecond=0)
    begins = to_local(now)
    batch = make.ImportBatch(
        offering=make.ClassOffering(institution=teacher.institution, starts_on=begins.date(), ends_on=begins.date())
    )
    make.ClassSession(offering=batch.offering, teacher=teacher, starts_at=now, ends_at=now + timedelta(minutes=90))
    return make.CheckInWindow(
        batch=batch, day=begins.date(), part="AM" if begins.hour < 12 else "PM",
        opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1),
    )  # fmt: skip


def sign(client, window):
    """Somebody types a personal number on the scanning page."""
    tap = {"client_id": "12345678-1234", "pin": "123456", "at": datetime.now(UTC).isoformat()}
    return client.post(f"/check-in/{window.id}/taps", json={"taps": [tap]})


def test_a_teacher_shows_and_scans_the_check_in_of_the_own_half_day(browser, client, window, teacher, sign_in):
    sign_in(teacher.user)
    home = browser.get("accounts.home")
    assert home.follow("扫描学员签到码").path == browser.url("checkin.scan", window_id=window.id)
    board = home.follow("投影签到页")
    assert board.soup.select_one(".qr-code") is not None
    assert board.follow("返回").h1 == "我的教学"
    assert sign(client, window).status_code == 200
    browser.get("checkin.show_windows", offering_id=window.offering_id, status=403)


def test_another_half_day_or_class_is_not_shown_to_a_teacher(browser, client, window, teacher, make, sign_in):
    elsewhere = make.Teacher(institution=teacher.institution, user=make.User(role=Role.TEACHER))
    make.ClassSession(teacher=elsewhere, starts_at=window.opens_at, ends_at=window.closes_at)
    other = make.CheckInWindow(
        batch=make.ImportBatch(offering=window.offering), day=window.day, part="PM" if window.part == "AM" else "AM",
        opens_at=window.opens_at, closes_at=window.closes_at,
    )  # fmt: skip
    for user, which in ((elsewhere.user, window), (teacher.user, other)):
        sign_in(user)
        for page in ("checkin.show_board", "checkin.scan"):
            browser.get(page, window_id=which.id, status=404)
        assert sign(client, which).status_code == 401
