"""A class of three about to be examined, with a bank, and the clock on the morning of the examination."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.rules import Role
from core.clock import to_utc
from sessions.examining.models import ExamPaper, PaperQuestion

NINE = to_utc(datetime(2026, 3, 6, 9, 0))


class Clock:
    """The time that the pages of examinations are told; it moves when a test says so."""

    def __init__(self) -> None:
        self.time = NINE

    def __call__(self) -> datetime:
        return self.time

    def at(self, minutes: float) -> None:
        """So many minutes past nine."""
        self.time = NINE + timedelta(minutes=minutes)


@pytest.fixture
def clock(monkeypatch):
    """Nine o'clock, until a test moves it."""
    told = Clock()
    for page in ("blueprint", "sittings", "own", "marking", "releasing"):
        monkeypatch.setattr(f"sessions.examining.views.{page}.now", told)
    return told


@dataclass
class Room:
    """The class, its sitting with a paper of three questions, and everybody's accounts."""

    offering: Any
    sitting: Any
    coordinator: Any
    learners: list[Any] = field(default_factory=list)  # accounts
    enrolments: list[Any] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)  # of the questions
    questions: list[Any] = field(default_factory=list)  # single choice 20, multiple choice 20, short answer 60


@pytest.fixture
def room(make, clock, db_session):
    """Three learners; nobody is signed in."""
    post = make.StaffMember()
    offering = make.ClassOffering(institution=post.institution)
    found = Room(offering, make.Sitting(offering=offering), post.user)
    for number in range(3):
        user = make.User(role=Role.LEARNER)
        learner = make.Learner(name=f"学员{'甲乙丙'[number]}", user_id=user.id)
        found.learners.append(user)
        found.enrolments.append(make.Enrolment(offering=offering, learner=learner))
    kinds = (("single", 20), ("multiple", 20), ("short", 60))
    versions = [make.QuestionVersion(institution=post.institution, kind=kind) for kind, _ in kinds]
    questions = [
        PaperQuestion(version_id=version.id, position=place, points=Decimal(points))
        for place, (version, (_, points)) in enumerate(zip(versions, kinds, strict=True), 1)
    ]
    db_session.add(ExamPaper(sitting_id=found.sitting.id, number=1, seed="一", total=Decimal(100), questions=questions))
    db_session.commit()
    found.questions, found.numbers = questions, [one.id for one in questions]
    return found


@pytest.fixture
def writes(browser, client, sign_in, room):
    """Have a learner begin, and save answers: `writes(0, {0: ["B"]}, age=0)`."""

    def send(who, answers, *, age=0.0, events=(), ids=""):
        sign_in(room.learners[who])
        saves = [
            {"client_id": f"save-{ids}{who}-{place}-{'x'.join(said)}"[:40], "question": room.numbers[place],
             "answer": said, "age": age}
            for place, said in answers.items()
        ]  # fmt: skip
        token = browser.csrf_token()
        return client.post(
            browser.url("examining.save_answers", sitting_id=room.sitting.id),
            json={"saves": saves, "events": list(events)},
            headers={"X-CSRFToken": token},
        )

    return send


@pytest.fixture
def begins(browser, sign_in, room):
    """Have a learner begin."""

    def go(who):
        sign_in(room.learners[who])
        return browser.get("examining.my_exam", sitting_id=room.sitting.id).press("开始考试")

    return go
