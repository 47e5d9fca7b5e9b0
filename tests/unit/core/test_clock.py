"""The site's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import clock


def test_the_site_is_eight_hours_ahead():
    assert clock.to_utc(datetime(2026, 3, 5, 0, 30)) == datetime(2026, 3, 4, 16, 30, tzinfo=UTC)
    assert clock.to_local(datetime(2026, 3, 4, 16, 30, tzinfo=UTC)) == datetime(2026, 3, 5, 0, 30)


def test_there_and_back_is_the_same_moment():
    moment = datetime(2026, 12, 31, 23, 59, 59)
    assert clock.to_local(clock.to_utc(moment)) == moment


def test_now_is_a_whole_second_without_zone():
    now = clock.local_now()
    assert (now.microsecond, now.tzinfo) == (0, None)


def test_today_is_the_sites_date(monkeypatch):
    monkeypatch.setattr(clock, "local_now", lambda: datetime(2026, 3, 5, 0, 30))
    assert clock.today() == date(2026, 3, 5)
