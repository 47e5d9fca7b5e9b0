"""What a timetable is built from, as the records say it."""

from __future__ import annotations

from datetime import date, datetime, time

from courses.rules import EnrolmentState
from courses.solver.problem import Half
from sessions.solving.records import read_around
from sessions.solving.rules.facts import Settings
from sessions.solving.rules.grid import Period


def test_chosen_classes_with_an_enrolled_learner_in_common_are_apart(make, db_session, app):
    first = make.ClassOffering()
    others = [make.ClassOffering(institution=first.institution) for _ in range(2)]
    both, gone = make.Enrolment(offering=first).learner, make.Enrolment(offering=first).learner
    make.Enrolment(offering=others[1], learner=both)
    make.Enrolment(offering=others[0], learner=gone, state=EnrolmentState.WITHDRAWN)
    db_session.commit()
    settings = Settings((Period(time(8, 30), time(10, 0), Half.MORNING),), date(2026, 3, 2), date(2026, 3, 6))
    with app.app_context():
        around = read_around([first, *others], settings, now=datetime(2026, 2, 20, 12))
    assert around.apart == ((first.id, others[1].id),)
