"""A class with sign-ins and a ledger, and as many copies of it as a database should hold: material for measuring."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, Table, cast, func, insert, literal, null, select
from sqlalchemy import text as sql

from accounts.models import User
from accounts.rules import Role
from core import vault
from core.clock import to_utc
from core.db import db, utc_now
from courses.models import ClassOffering, Enrolment, ImportBatch
from courses.rules import ClassState
from learners.models import Learner
from sessions.actions import ledger
from sessions.models import AttendanceEvent, ClassSession, Evaluation, HourPosting
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource, SessionKind
from standards import actions as standard_actions
from standards import queries as standard_queries
from trainer.models import Institution

LEARNERS, SESSIONS = 50, 40
A_DAY = 4  # sessions: two in the morning, two in the afternoon
FIRST = date(2026, 3, 2)
HOURS = ((9, 0), (10, 30), (14, 0), (15, 30))
COPIED = (Learner, ClassOffering, ImportBatch, Enrolment, ClassSession, AttendanceEvent, Evaluation, HourPosting)
UNIQUE = {("learner", "id_index"), ("class_offering", "code")}
STRIDE = 10_000  # between the numbers of a row and of its copy: more than a class has rows of a kind


def open_class(learners: int = LEARNERS, sessions: int = SESSIONS) -> ClassOffering:
    """One class under way with its users; nothing else is in the database."""
    standard_actions.load_shipped()
    home = Institution(name="测量中心", code="B")
    staff = User(username="staff", display_name="测量", role=Role.ADMINISTRATOR, password_hash="-")  # noqa: S106
    learner = User(username="learner", display_name="学员", role=Role.LEARNER, password_hash="-")  # noqa: S106
    staff.must_change_password = learner.must_change_password = False
    db.session.add_all([home, staff, learner])
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, utc_now().date())
    if version is None:
        raise LookupError("the sample rule-set is not there")
    db.session.flush()
    offering = ClassOffering(
        institution_id=home.id, rule_set_version_id=version.id, code="B", name="首席质量官任职培训班", starts_on=FIRST,
        ends_on=FIRST + timedelta(days=sessions // A_DAY), state=ClassState.DELIVERING,
    )  # fmt: skip
    db.session.add(offering)
    db.session.flush()
    _enrol(offering, learners, learner)
    _plan(offering, sessions)
    return offering


def _enrol(offering: ClassOffering, count: int, first: User) -> None:
    people = [
        Learner(
            name=f"学员{number:03}", id_number=f"61010119900101{number:04}",
            id_index=vault.blind_index(str(number), "bench"), user_id=first.id if number == 0 else None,
        )
        for number in range(count)
    ]  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    db.session.add_all(
        Enrolment(offering_id=offering.id, learner_id=one.id, position=place) for place, one in enumerate(people, 1)
    )
    db.session.flush()


def _plan(offering: ClassOffering, count: int) -> None:
    for number in range(count):
        hour, minute = HOURS[number % A_DAY]
        day = FIRST + timedelta(days=number // A_DAY)
        start = to_utc(datetime(day.year, day.month, day.day, hour, minute))
        db.session.add(
            ClassSession(
                offering_id=offering.id, position=number, code=f"S{number:02}", kind=SessionKind.OFFLINE,
                title="质量战略与领导力", teacher_name="王老师", venue_name="报告厅", planned_hours=2,
                starts_at=start, ends_at=start + timedelta(minutes=90),
            )
        )  # fmt: skip
    db.session.flush()


def sign_everybody_in(offering: ClassOffering) -> int:
    """Everybody signs in and out each half-day, now and then late or not at all; the ledger follows."""
    chance = random.Random(1)  # noqa: S311
    batch = ImportBatch(offering_id=offering.id)
    db.session.add(batch)
    db.session.flush()
    people = db.session.scalars(select(Enrolment.id).where(Enrolment.offering_id == offering.id)).all()
    days = sorted({FIRST + timedelta(days=number // A_DAY) for number in range(SESSIONS)})
    taps = [
        (person, direction, datetime(day.year, day.month, day.day, hour, minute))
        for day in days
        for hour, minute, direction in _half_days()
        for person in people
        if chance.random() > 0.02
    ]
    db.session.execute(
        insert(AttendanceEvent),
        [_event(offering.id, batch.id, number, *tap, chance.randint(-5, 8)) for number, tap in enumerate(taps)],
    )
    ledger.evaluate_offering(offering, by=None, reason="import")
    return len(taps)


def _half_days() -> Sequence[tuple[int, int, Direction]]:
    return ((8, 55, Direction.IN), (12, 5, Direction.OUT), (13, 55, Direction.IN), (17, 5, Direction.OUT))


def _event(
    offering: int, batch: int, number: int, person: int, direction: Direction, at: datetime, off: int
) -> dict[str, Any]:
    return {
        "offering_id": offering, "batch_id": batch, "enrolment_id": person, "source": EventSource.DEVICE_IMPORT,
        "direction": direction, "at": to_utc(at + timedelta(minutes=off)), "received_at": utc_now(),
        "identity": f"{number}", "content": f"{number}", "name": "学员", "file": "考勤.xlsx", "row": number,
    }  # fmt: skip


def copy_class(copies: int) -> int:
    """Copy the one class so many times, row by row in the database itself; how many events there are then."""
    with db.engine.begin() as connection:
        for model in COPIED:
            _copy_rows(connection, model.__table__, copies)
        _go_on_numbering(connection)
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sql("VACUUM ANALYZE"))
        else:
            connection.execute(sql("ANALYZE"))
        return connection.scalar(select(func.count()).select_from(AttendanceEvent)) or 0


def _copy_rows(connection: Connection, table: Table, copies: int) -> None:
    """Rows of the first class again, with numbers, and references to copied rows, moved on."""
    numbers = select(literal(1).label("copy")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.copy + 1).where(numbers.c.copy < copies))
    copied = {model.__table__.name for model in COPIED}
    shift = numbers.c.copy * STRIDE
    values = [_shifted(column, shift, copied) for column in table.columns]
    if copies > 0:
        chosen = select(*values).select_from(table.join(numbers, sql("1 = 1"))).where(table.c.id < STRIDE)
        connection.execute(insert(table).from_select([column.name for column in table.columns], chosen))


def _shifted(column: Any, shift: Any, copied: set[str]) -> Any:
    if column.name == "id" or {key.column.table.name for key in column.foreign_keys} & copied:
        return column + shift
    if (column.table.name, column.name) in UNIQUE:
        return cast(shift, String) + "-" + func.substr(column, 1, 40)  # an index of an identity fills its column
    return null() if column.name == "user_id" else column


def _go_on_numbering(connection: Connection) -> None:
    """PostgreSQL counts for itself: let it go on after the copies."""
    if connection.dialect.name == "postgresql":
        for model in COPIED:
            name = model.__table__.name
            connection.execute(
                sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
            )
