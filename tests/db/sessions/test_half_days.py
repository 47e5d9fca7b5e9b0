"""The half-days of a class follow the times of confirmed teaching logs, whoever asks."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.db import db
from courses.models import ClassOffering
from sessions import half_days, results
from sessions.portals import queries as day_queries
from sessions.rollcall.rules.logs import LogDecision
from tests.web.sessions import taught
from trainer.queries import Scope

NOON = datetime(2026, 3, 2, 12, 0)
pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def small(app, make):
    """A class of which both sessions of a morning have a log: one ended early, one is not decided yet."""
    small = taught.small_class(app, make)
    early = make.TeachingLog(class_session=small.sessions["S02"], ends_at=taught.on(2, "11:40"), reason="停电")
    make.TeachingLogReview(log=early)
    late = make.TeachingLog(class_session=small.sessions["S01"], starts_at=taught.on(2, "09:25"), reason="堵车")
    make.TeachingLogReview(log=late, decision=LogDecision.RETURNED, reason="实际准时开课")
    return small


def test_hours_check_in_sheets_and_the_day_have_the_same_half_days(app, small):
    with app.app_context():
        offering = db.session.get_one(ClassOffering, small.offering.id)
        [half] = half_days.halves_of(offering)
        assert [(one.starts_at.hour, one.ends_at) for one in half.sessions] == [
            (9, datetime(2026, 3, 2, 10, 30)),
            (10, datetime(2026, 3, 2, 11, 40)),
        ]
        assert results.class_results(offering).timetable.halves == (half,)
        sessions = day_queries.sessions_on(NOON.date(), Scope(everything=True))
        [today] = day_queries.classes_today(sessions, NOON.date(), NOON)
        assert [room.half for room in today.rooms] == [half]
