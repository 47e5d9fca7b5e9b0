"""A small class with records, made by factories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from core.clock import to_utc
from core.db import db
from courses.models import ClassOffering, Enrolment, ImportBatch
from sessions.actions import ledger
from sessions.models import ClassSession, Evaluation
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource, SessionKind
from tests.factories import Make


@dataclass
class Taught:
    """A class with its sessions by code, its learners by name, and the import that brought its records."""

    offering: ClassOffering
    sessions: dict[str, ClassSession]
    learners: dict[str, Enrolment]
    batch: ImportBatch

    def session(self, code: str) -> int:
        return self.sessions[code].id

    def learner(self, name: str) -> int:
        return self.learners[name].id

    def cell(self, name: str, code: str) -> dict[str, int]:
        """The address of one learner in one session."""
        ids = {"enrolment_id": self.learner(name), "session_id": self.session(code)}
        return {"offering_id": self.offering.id, **ids}


def on(day: int, clock: str) -> datetime:
    """A time of March 2026 on the site's clock, as tables keep it."""
    return to_utc(datetime.fromisoformat(f"2026-03-{day:02d}T{clock}"))


def timetable(make: Make, offering: ClassOffering) -> dict[str, ClassSession]:
    """Two sessions on the morning of 2 March, a live one on the evening of the 3rd, a recorded one of 45 minutes."""
    units: dict[str, dict[str, Any]] = {
        "S01": {"starts_at": on(2, "09:00"), "ends_at": on(2, "10:30"), "planned_hours": 2, "title": "质量法律制度"},
        "S02": {"starts_at": on(2, "10:40"), "ends_at": on(2, "12:10"), "planned_hours": 2, "title": "质量战略"},
        "L01": {"kind": SessionKind.LIVE, "starts_at": on(3, "19:00"), "ends_at": on(3, "20:30"), "planned_hours": 2},
        "R01": {"kind": SessionKind.RECORDED, "starts_at": None, "ends_at": None, "video_seconds": 2700},
    }
    units["R01"]["planned_hours"] = 1
    return {code: make.ClassSession(offering=offering, code=code, **facts) for code, facts in units.items()}


def small_class(app: Flask, make: Make, *, others: int = 0) -> Taught:
    """李明 came to everything; 王芳 was late for S01, left L01 early, is not on the score sheet. Others never came."""
    offering = make.ClassOffering(required_hours=6, pass_mark=60, class_teacher="赵老师")
    batch = make.ImportBatch(offering=offering)
    people = {
        name: make.Enrolment(offering=offering, learner=make.Learner(name=name), position=place)
        for place, name in enumerate(["李明", "王芳", *(f"缺席{n}" for n in range(others))], 2)
    }
    taught = Taught(offering, timetable(make, offering), people, batch)
    tap(make, taught, "李明", "08:50")
    tap(make, taught, "李明", "12:15", Direction.OUT)
    tap(make, taught, "王芳", "09:15")
    tap(make, taught, "王芳", "12:12", Direction.OUT)
    stay(make, taught, "李明", "19:00", "20:30")
    stay(make, taught, "王芳", "19:00", "19:45")
    make.ViewingSegment(batch=batch, enrolment=people["李明"])
    make.ScoreLine(batch=batch, enrolment=people["李明"], row=3)
    evaluate(app, offering)
    return taught


def tap(make: Make, taught: Taught, who: str, clock: str, direction: Direction = Direction.IN, **facts: Any) -> Any:
    """A tap on 2 March."""
    facts = {"batch": taught.batch, "enrolment": taught.learners[who], "name": who, "at": on(2, clock), **facts}
    return make.AttendanceEvent(direction=direction, **facts)


def stay(make: Make, taught: Taught, name: str, joined: str, left: str) -> Any:
    """A stay in the meeting of L01."""
    return make.AttendanceEvent(
        batch=taught.batch,
        enrolment=taught.learners[name],
        source=EventSource.LIVE_IMPORT,
        direction=None,
        at=on(3, joined),
        until=on(3, left),
        unit="L01",
        file="参会记录.xlsx",
        sheet="L01",
    )


def evaluate(app: Flask, offering: ClassOffering) -> int:
    """Bring the ledger up to date; how much was posted."""
    with app.app_context():
        found = ledger.evaluate_offering(db.session.get_one(ClassOffering, offering.id), by=None, reason="import")
        posted = found.posted if isinstance(found, Evaluation) else 0
        db.session.commit()
    return posted
