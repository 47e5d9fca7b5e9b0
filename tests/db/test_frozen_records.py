"""The database itself refuses to change or delete what is on record, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from core.db import Base

# Of these nothing may change.
FROZEN = {
    "AccountPosting": "account_posting",
    "AnswerSave": "answer_save",
    "AuditEntry": "audit_entry",
    "CalendarDay": "calendar_day",
    "CalendarYear": "calendar_year",
    "CandidateEntry": "candidate_entry",
    "CheckIn": "check_in",
    "CheckInDecision": "check_in_decision",
    "ClaimProof": "claim_proof",
    "ClaimStep": "claim_step",
    "ExamPaper": "exam_paper",
    "HourClaim": "hour_claim",
    "HourPosting": "hour_posting",
    "Mark": "mark",
    "PaperQuestion": "paper_question",
    "QuestionVersion": "question_version",
    "ResultRelease": "result_release",
    "RuleSetMove": "rule_set_move",
    "ScreenEvent": "screen_event",
    "SessionChange": "session_change",
    "SuspicionNote": "suspicion_note",
    "YearClosing": "year_closing",
    "YearTotal": "year_total",
}
# Of these the facts may not change; who is behind a line, and what supersedes it, are worked out anew.
EVIDENCE = {
    "AttendanceEvent": "attendance_event",
    "LeaveSlip": "leave_slip",
    "ViewingSegment": "viewing_segment",
    "ScoreLine": "score_line",
    "RosterLine": "roster_line",
    "SurveyResponse": "survey_response",
}
WORKED_OUT = {"superseded_by_id", "enrolment_id", "match_code", "settled_by"}
EVERYTHING = {**FROZEN, **EVIDENCE}


def columns(table: str) -> list[str]:
    return [column.name for column in Base.metadata.tables[table].columns]


FACTS = [(model, column) for model, table in FROZEN.items() for column in columns(table)]
FACTS += [(model, column) for model, table in EVIDENCE.items() for column in columns(table) if column not in WORKED_OUT]
FREE = [(model, column) for model, table in EVIDENCE.items() for column in columns(table) if column in WORKED_OUT]


@pytest.fixture
def record(make) -> Callable[[str], int]:
    """One row of the model, by its id."""

    def build(model: str) -> int:
        given = {"batch": make.ImportBatch()} if model in EVIDENCE else {}
        number: int = getattr(make, model)(**given).id
        return number

    return build


def run(connection, statement: str, **values: object) -> None:
    with connection.begin_nested():
        connection.execute(text(statement), values)


@pytest.mark.parametrize("model", EVERYTHING)
def test_no_fact_can_be_changed(connection, record, model):
    number, table = record(model), EVERYTHING[model]
    for column in [column for name, column in FACTS if name == model]:
        with pytest.raises(DatabaseError, match="append_only"):
            run(connection, f'UPDATE "{table}" SET "{column}" = "{column}" WHERE id = :id', id=number)


@pytest.mark.parametrize("model", EVERYTHING)
def test_nothing_can_be_deleted(connection, record, model):
    number = record(model)
    with pytest.raises(DatabaseError, match="append_only"):
        run(connection, f"DELETE FROM {EVERYTHING[model]} WHERE id = :id", id=number)


@pytest.mark.parametrize("model", EVERYTHING)
def test_nothing_can_be_swept_away_by_another_door(connection, record, model):
    number, table = record(model), EVERYTHING[model]
    statement = f"TRUNCATE {table} CASCADE"
    if connection.dialect.name == "sqlite":
        names = ", ".join(f'"{name}"' for name in columns(table))
        statement = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = {number}"
    with pytest.raises(DatabaseError, match="append_only"):
        run(connection, statement)


@pytest.mark.parametrize("model", EVIDENCE)
def test_who_is_behind_a_line_and_what_supersedes_it_may_change(connection, record, model):
    number, table = record(model), EVIDENCE[model]
    for column in [column for name, column in FREE if name == model]:
        run(connection, f'UPDATE "{table}" SET "{column}" = "{column}" WHERE id = :id', id=number)


@pytest.mark.parametrize("table", EVERYTHING.values())
def test_every_guarded_table_is_there(connection, table):
    assert inspect(connection).has_table(table)


def test_every_line_of_evidence_is_guarded():
    with_lines = {
        table.name for table in Base.metadata.tables.values() if {"identity", "content"} <= set(table.c.keys())
    }
    assert with_lines == set(EVIDENCE.values())


def test_a_paper_is_handed_in_once_and_stays_with_who_began_it(connection, make):
    number = make.Candidate().id
    hand_in = "UPDATE candidate SET handed_in = 'self', handed_in_at = started_at WHERE id = :id"
    for change in ("enrolment_id = enrolment_id + 1", "seed = 'x'", "started_at = '2026-03-06 00:00:00+00:00'"):
        with pytest.raises(DatabaseError, match="append_only"):
            run(connection, f"UPDATE candidate SET {change} WHERE id = :id", id=number)
    run(connection, hand_in, id=number)
    for statement in (hand_in, "DELETE FROM candidate WHERE id = :id"):
        with pytest.raises(DatabaseError, match="append_only"):
            run(connection, statement, id=number)
