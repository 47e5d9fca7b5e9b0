"""A timetable keeps the order of its lines, also when a corrected one puts lines between the known ones."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.db import db
from courses import actions as course_actions
from courses.models import ClassOffering
from sessions import queries
from sessions.actions import timetable
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts


def line(code: str, hour: int = 9) -> SessionFacts:
    return SessionFacts(
        code, SessionKind.OFFLINE, f"课{code}", datetime(2026, 3, 2, hour), datetime(2026, 3, 2, hour, 45)
    )


@pytest.fixture
def take_in(in_app, make):
    """Hand in a timetable; the answer is the order in which the class then has its sessions."""
    number = make.ClassOffering().id

    def hand_in(*lines: SessionFacts) -> list[str]:
        offering = db.session.get_one(ClassOffering, number)
        timetable.take_in_timetable(offering, course_actions.start_batch(offering, by=None), lines)
        return [one.code for one in queries.sessions_of(number)]

    return hand_in


def test_a_line_put_between_known_ones_stands_between_them(take_in):
    take_in(line("S01", 8), line("S02", 10))

    assert take_in(line("S01", 8), line("S03", 9), line("S02", 10)) == ["S01", "S03", "S02"]


def test_a_few_more_lines_stand_behind_the_known_ones(take_in):
    take_in(line("S01", 8), line("S02", 10), line("S03", 14))

    assert take_in(line("R1", 16)) == ["S01", "S02", "S03", "R1"]
