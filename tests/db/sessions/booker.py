"""One of two processes that book the same venue at the same moment: a whole application of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import config
from app import create_app
from core.db import db
from courses import queries as course_queries
from sessions.actions import timetable
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts

FIRST = datetime(2026, 3, 2, 9, 0)


def book(url: str, class_code: str, venue: str, rounds: int, start: Barrier, outcomes: Queue[tuple[int, str]]) -> None:
    """In each round, when both are ready, book the venue for the day of that round and say what came of it."""
    settings = config.TestConfig()
    settings.SQLALCHEMY_DATABASE_URI = url
    app = create_app(settings)
    for number in range(rounds):
        day = FIRST + timedelta(days=number)
        facts = SessionFacts(
            f"{class_code}-{number}", SessionKind.OFFLINE, "质量管理", day, day + timedelta(hours=2), venue_name=venue
        )
        start.wait(timeout=60)
        with app.app_context():
            outcomes.put((number, attempt(class_code, facts)))


def attempt(class_code: str, facts: SessionFacts) -> str:
    """`won`, the refusal in codes, or the name of an error that nobody should see."""
    try:
        offering = course_queries.offering_by_code(class_code)
        assert offering is not None
        timetable.schedule_session(offering, facts, by=None, waiver="周末也排")
        db.session.commit()
    except timetable.ScheduleConflict as conflict:
        db.session.rollback()
        return " ".join(f"{one.code.value} {one.subject}" for one in conflict.findings)
    except Exception as error:
        db.session.rollback()
        return f"{type(error).__name__}: {error}"
    return "won"
