"""A class of one week without a timetable, in February 2026."""

from __future__ import annotations

from datetime import datetime

import pytest

from sessions.solving.views import choice, repairs, runs

NOW = datetime(2026, 2, 20, 12)


@pytest.fixture(autouse=True)
def february(monkeypatch):
    """It is 20 February 2026."""
    for module in (runs, repairs):
        monkeypatch.setattr(module, "local_now", lambda: NOW)
    monkeypatch.setattr(choice, "today", NOW.date)


@pytest.fixture
def offering(make):
    """A class of one week with two modules of four hours, one teacher, one venue, and nothing on its timetable."""
    found = make.ClassOffering(code="SX-1")
    version = make.CurriculumVersion(curriculum=make.Curriculum(institution=found.institution))
    for name in ("质量战略", "质量法律制度"):
        make.CurriculumModule(version=version, name=name, planned_hours=4)
    found.curriculum_id, found.curriculum_version_id = version.curriculum_id, version.id
    make.Teacher(institution=found.institution, name="晏若谷")
    make.Venue(institution=found.institution, name="报告厅")
    return found


@pytest.fixture
def me(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)
