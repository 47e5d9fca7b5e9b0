"""No page of a class is shown from older data: every table that it is made from marks the class, whoever writes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import String, UniqueConstraint, delete, event, func, insert, literal, select, update
from sqlalchemy.exc import DatabaseError

from accounts.rules import Role
from core.db import Base
from core.kept import Footing
from sessions import revisions
from sessions.models import ClassRevision
from sessions.online.models import RecordedLesson, VideoFile
from sessions.rollcall.models import TeachingLog, TeachingLogReview
from sessions.rollcall.rules.logs import LogDecision
from tests.web.sessions import taught

LINES = {"attendance_event", "hour_posting", "leave_slip", "score_line", "viewing_segment"}
# Registers: a new row matters to a class only by a row that names it.
REGISTERS = {"employer", "institution", "learner", "teacher", "venue"}
PAGES = ("sessions.attendance", "sessions.export_attendance", "sessions.hours")


@pytest.fixture
def small(app, make):
    return taught.small_class(app, make)


def first_of(db_session, name, column, value):
    """The id of the first row of a table that says so."""
    table = Base.metadata.tables[name]
    return db_session.scalar(select(func.min(table.c.id)).where(table.c[column] == value))


@pytest.fixture
def whole(small, make, db_session):
    """The small class with a row in every table that its pages are made from; the rows of the class by table."""
    offering = small.offering
    learner, other = small.learners["李明"], make.Learner()
    learner.employer = make.Employer()
    first, second = small.sessions["S01"], small.sessions["S02"]
    second.venue, second.teacher = make.Venue(), make.Teacher()
    makeup = make.MakeUpSession(class_session=first, stands_for=second)
    video = VideoFile(file_name="a.mp4", media_type="video/mp4", size=1, part_size=1, digest="0", by_name="赵")
    logs = [
        TeachingLog(session_id=first.id, starts_at=first.starts_at, ends_at=first.ends_at, taught="质量法律")
        for _ in "ab"
    ]
    db_session.add_all([video, *logs])
    db_session.flush()
    review = TeachingLogReview(log_id=logs[0].id, decision=LogDecision.CONFIRMED)
    lesson = RecordedLesson(
        session_id=small.session("R01"), file_id=video.id, batch_id=small.batch.id, seconds=9, by_name=""
    )
    db_session.add_all([review, lesson])
    rows = [
        offering, first, learner, learner.learner, learner.employer, second.venue, second.teacher, makeup, logs[0], review, lesson,
        make.MakeUpEntry(makeup_id=makeup.id, enrolment_id=learner.id, named=True, by_name=""), small.batch,
        make.LeaveSlip(batch=small.batch, enrolment=learner), make.RosterLine(batch=small.batch),
        offering.institution, offering.rule_set_version, offering.rule_set_version.rule_set,
    ]  # fmt: skip
    db_session.commit()
    found = {one.__tablename__: one.id for one in rows}
    for name in LINES | {"evaluation"}:
        found[name] = first_of(db_session, name, "offering_id", offering.id)
    found["rule_parameter"] = first_of(db_session, "rule_parameter", "version_id", offering.rule_set_version_id)
    otherwise = {  # what a copy of a row must have otherwise
        "enrolment": {"learner_id": other.id},
        "learner": {"user_id": None},
        "make_up_session": {"session_id": small.session("L01")},
        "rule_set_version": {"version": 99},
        "teacher": {"user_id": None},
        "teaching_log_review": {"log_id": logs[1].id},
    }
    return small, found, otherwise


def marks_left(connection, offering_id, statement):
    """The kinds of marks that a statement leaves for the class; None where the database refuses the statement."""
    connection.execute(update(ClassRevision).values(token=0))
    try:
        with connection.begin_nested():
            assert connection.execute(statement).rowcount in (1, -1)  # an INSERT does not count everywhere
    except DatabaseError as error:
        assert "append_only" in str(error) or "frozen" in str(error), error  # noqa: PT017
        return None
    ours = (ClassRevision.offering_id.in_((0, offering_id)), ClassRevision.token != 0)
    return {str(kind) for kind in connection.scalars(select(ClassRevision.kind).where(*ours))}


def copy_of(table, row_id, new_id, otherwise):
    """A statement that writes the row once more; texts that are unique are others."""
    keys = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    unique = [one.columns for one in (*keys, *(one for one in table.indexes if one.unique))]
    texts = {column.name for columns in unique for column in columns if isinstance(column.type, String)}
    values = {"id": new_id, **dict.fromkeys(texts, "copy"), **otherwise}
    chosen = [literal(values[one.name], one.type) if one.name in values else one for one in table.c]
    return insert(table).from_select([one.name for one in table.c], select(*chosen).where(table.c.id == row_id))


def test_every_change_to_every_table_marks_the_class(connection, whole):
    small, rows, otherwise = whole
    number = small.offering.id
    for name, row_id in sorted(rows.items()):
        table, new_id = Base.metadata.tables[name], 900_000_000
        added = marks_left(connection, number, copy_of(table, row_id, new_id, otherwise.get(name, {})))
        last = table.c["superseded_by_id" if "superseded_by_id" in table.c else list(table.c)[-1].name]
        changed = marks_left(connection, number, update(table).where(table.c.id == row_id).values({last: last}))
        copied = name not in {"class_offering", "learner"}  # a copy of these is another class, and in no class
        gone = marks_left(connection, number, delete(table).where(table.c.id == new_id)) if copied else None
        assert added == (
            {"added"} if name in LINES else set() if name in REGISTERS | {"class_offering"} else {"changed"}
        ), name
        assert changed in ({"changed"}, None), name
        assert gone in ({"changed"}, None), name
        assert added or changed, name
    assert len(rows) >= 22


@pytest.fixture
def tables_read(app, connection, monkeypatch):
    """The names after FROM and JOIN in every statement by which something to be kept is made."""
    heard, listening = set(), []
    monkeypatch.setattr(app.extensions["kept"], "limit", 0)

    def keep(_self, _name, work, *_more):
        listening.append(True)
        try:
            return work()
        finally:
            listening.pop()

    def listen(_connection, _cursor, statement, *_rest):
        if listening:
            heard.update(re.findall(r"\b(?:FROM|JOIN) \"?([a-z_]+)", statement))

    monkeypatch.setattr(Footing, "keep", keep)
    event.listen(connection, "before_cursor_execute", listen)
    yield heard
    event.remove(connection, "before_cursor_execute", listen)


def test_everything_that_the_pages_read_marks_the_class(browser, whole, tables_read, sign_in, make, db_session):
    """A table that a page reads from now on has to be watched, and named here."""
    small, rows, _otherwise = whole
    sign_in(make.StaffMember(institution=small.offering.institution).user)
    for page in PAGES:
        assert browser.client.get(browser.url(page, offering_id=small.offering.id)).status_code == 200
    user = make.User(role=Role.LEARNER)
    learners = Base.metadata.tables["learner"]
    db_session.execute(update(learners).where(learners.c.id == rows["learner"]).values(user_id=user.id))
    db_session.commit()
    sign_in(user)
    browser.get("sessions.my_hours")
    assert {"attendance_event", "make_up_entry", "teaching_log_review", "recorded_lesson"} <= tables_read
    assert tables_read & set(Base.metadata.tables) <= set(rows)


@pytest.fixture
def changed(in_app, small, engine_name):
    """Of which pages the key has changed since it was asked last: the class, 李明, 王芳."""
    if engine_name == "postgresql":
        pytest.skip("a transaction that writes keeps nothing there: all its changes bear one number")
    people = (None, small.learners["李明"].id, small.learners["王芳"].id)

    def read():
        return [revisions.read(small.offering.id, one) for one in people]

    known = [read()]

    def ask():
        known.append(read())
        return [before != after for before, after in zip(*known[-2:], strict=True)]

    return ask


def test_a_new_record_of_one_learner_leaves_the_pages_of_the_others_alone(changed, make, small):
    assert changed() == [False, False, False]
    taught.tap(make, small, "李明", "12:20")
    assert changed() == [True, True, False]
    make.ClassSession(offering=small.offering)
    assert changed() == [True, True, True]


def test_what_happens_in_another_class_of_a_learner_matters_and_in_a_class_of_strangers_it_does_not(
    changed, make, small
):
    strangers, other = make.Enrolment().offering, make.ClassOffering()
    changed()
    make.ClassSession(offering=strangers)
    assert changed() == [False, False, False]
    there = make.Enrolment(offering=other, learner=small.learners["李明"].learner)
    assert changed() == [True, True, False]
    make.AttendanceEvent(batch=make.ImportBatch(offering=there.offering), enrolment=there)
    assert changed() == [True, True, False]
    make.ClassSession(offering=there.offering)
    assert changed() == [True, True, False]


def test_a_transaction_that_writes_keeps_nothing_on_postgresql(in_app, small, engine_name):
    found = revisions.read(small.offering.id)
    assert (found is None) == (engine_name == "postgresql")
