"""The demo's class that goes on today: sessions of yesterday, today and tomorrow, who came, one change of time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.models import User
from core.clock import local_now, to_utc
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment, ImportBatch
from courses.rules import ClassState
from intake.demo_states import bring_to
from sessions import queries
from sessions.actions import ledger, timetable
from sessions.actions.moves import move_session
from sessions.models import AttendanceEvent
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource, SessionKind
from sessions.rules.timetable import SessionFacts

HEADS, ABSENT = 24, 3
WAIVER = "演示班：日期随演示当天变化"
UNITS = (
    (-1, time(9), "国家质量发展政策", "崔砚秋"),
    (-1, time(10, 40), "质量法律制度", "步知夏"),
    (0, time(9), "企业质量战略管理", "步知夏"),
    (0, time(14), "企业质量文化建设", "步知夏"),
    (1, time(9), "品牌管理", "步知夏"),
)
LENGTH = timedelta(minutes=90)


def open_class(finished: ClassOffering, *, by: User) -> ClassOffering:
    """A class of people of the finished one, so that the accounts of the demo have something on today."""
    day = local_now().date()
    offering = course_actions.open_offering(
        finished.institution,
        rule_set_version=finished.rule_set_version,
        code=f"SXCQO-{day.year}-03",
        name=f"{day.year}年陕西省企业首席质量官任职培训班（第3期·演示）",
        starts_on=day - timedelta(days=1),
        ends_on=day + timedelta(days=3),
        training_type="任职培训",
        class_teacher="佘青禾",
        curriculum_id=finished.curriculum_id,
        curriculum_version_id=finished.curriculum_version_id,
        required_hours=Decimal(10),
    )
    for position, known in enumerate(course_queries.enrolments_of(finished.id)[:HEADS], 2):
        place = {"learner_id": known.learner_id, "employer_id": known.employer_id, "position": position}
        db.session.add(Enrolment(offering_id=offering.id, **place))
    for number, (shift, start, title, teacher) in enumerate(UNITS, 1):
        timetable.schedule_session(
            offering, _facts(number, day + timedelta(days=shift), start, title, teacher), by=by, waiver=WAIVER
        )
    db.session.flush()
    bring_to(offering, ClassState.DELIVERING, by=by)
    _sign_in(offering, day, by)
    _move_last(offering, by)
    ledger.evaluate_offering(offering, by=by, reason="import")
    return offering


def _facts(number: int, day: date, start: time, title: str, teacher: str) -> SessionFacts:
    starts_at = datetime.combine(day, start)
    return SessionFacts(
        code=f"S0{number}",
        kind=SessionKind.OFFLINE,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        module=title,
        teacher_name=teacher,
        venue_name="多功能报告厅",
        mode="面授",
        planned_hours=Decimal(2),
    )


def _sign_in(offering: ClassOffering, day: date, by: User) -> None:
    """All but a few have signed in by now, a little before the beginning; yesterday they signed out as well."""
    batch = course_actions.start_batch(offering, by=by)
    people = course_queries.enrolments_of(offering.id)
    for moment, direction in (
        (datetime.combine(day - timedelta(days=1), time(8, 40)), Direction.IN),
        (datetime.combine(day - timedelta(days=1), time(12, 11)), Direction.OUT),
        (datetime.combine(day, time(8, 40)), Direction.IN),
    ):
        coming = people if moment.date() < day else people[:-ABSENT]
        db.session.add_all(
            _tap(batch, one, moment + timedelta(seconds=35 * place), direction)
            for place, one in enumerate(coming)
            if moment + timedelta(seconds=35 * place) < local_now()
        )
    db.session.flush()


def _tap(batch: ImportBatch, enrolment: Enrolment, at: datetime, direction: Direction) -> AttendanceEvent:
    mark = f"demo {enrolment.id} {at:%d%H%M%S}"
    return AttendanceEvent(
        offering_id=batch.offering_id,
        batch_id=batch.id,
        enrolment_id=enrolment.id,
        identity=mark,
        content=mark,
        name=enrolment.learner.name,
        source=EventSource.STAFF_SCAN,
        direction=direction,
        at=to_utc(at),
        recorder=batch.by_name,
    )


def _move_last(offering: ClassOffering, by: User) -> None:
    """The session of tomorrow begins an hour later, of which people hear by a message."""
    last = queries.sessions_of(offering.id)[-1]
    move_session(
        offering,
        last,
        starts_at=datetime.combine(local_now().date() + timedelta(days=1), time(10)),
        by=by,
        reason="报告厅上午首节布置会场",
        waiver=WAIVER,
    )
