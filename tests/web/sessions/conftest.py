"""A small class that has been taught, and the clock a month after it."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.rules import Role
from tests.web.sessions import taught

CLOCKS = ("attendance.local_now", "corrections.local_now", "my_hours.local_now")


@pytest.fixture(autouse=True)
def month_after(monkeypatch):
    """Pages that ask what time it is are told 3 April 2026, noon."""
    now = datetime(2026, 4, 3, 12, 0)
    for clock in CLOCKS:
        monkeypatch.setattr(f"sessions.views.{clock}", lambda: now)
    monkeypatch.setattr("sessions.views.attendance.today", now.date)
    monkeypatch.setattr("sessions.record_forms.local_now", lambda: now)


@pytest.fixture
def small(app, make):
    """Two learners, two sessions of one morning, a live unit and a recorded one; the ledger is up to date."""
    return taught.small_class(app, make)


@pytest.fixture
def coordinator(make, sign_in, small):
    """Somebody who may correct the class."""
    return sign_in(make.StaffMember(institution=small.offering.institution).user)


@pytest.fixture
def auditor(make, sign_in, small):
    """Somebody who may look at the class and change nothing."""
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=small.offering.institution)
    return sign_in(user)
