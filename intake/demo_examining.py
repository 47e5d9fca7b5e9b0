"""The demo's examinations: a bank of forty questions, and how the finished class sat its examination on paper."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from accounts.models import User
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions import results
from sessions.examining.actions import deferrals, rooms, sittings
from sessions.examining.models import DeferralRequest, Sitting
from sessions.examining.modules import modules_of
from sessions.examining.rules.blueprint import Blueprint, Part
from sessions.examining.rules.kinds import EntryKind, Round, SittingKind, SittingWay
from sessions.examining.rules.scores import Entered
from sessions.questions import actions, queries
from sessions.questions.rules.documents import Known, read_file
from sessions.questions.rules.questions import Difficulty, QuestionKind, QuestionState
from sessions.rules.exams import ExamState
from trainer.models import Institution

FILE = Path(__file__).resolve().parent.parent / "demo" / "questions.csv"
PARTS = (
    Part(QuestionKind.SINGLE, 6, Decimal(5)),
    Part(QuestionKind.MULTIPLE, 5, Decimal(8)),
    Part(QuestionKind.TRUE_FALSE, 3, Decimal(5)),
    Part(QuestionKind.SHORT, 1, Decimal(15)),
)
SHARES = ((Difficulty.EASY, Decimal(30)), (Difficulty.MEDIUM, Decimal(50)), (Difficulty.HARD, Decimal(20)))
ROOM = (7, 10)


def fill_bank(institution: Institution, *, by: User) -> None:
    """Take the questions in as a person would."""
    content = FILE.read_bytes()
    known = Known(course_queries.module_names(institution.id), queries.prints_of(institution.id))
    reads = read_file(FILE.name, content, known)
    staged = actions.stage_import(institution, name="题库（示例）.csv", content=content, reads=reads, by=by)
    actions.take_import(staged, all_or_nothing=True, state=QuestionState.ACTIVE, by=by)


def tell_examination(offering: ClassOffering, session_code: str, *, by: User, marker: User, checker: User) -> Sitting:
    """The examination of a class whose scores are known already: seats, scores by two people, not released again."""
    session = session_queries.every_session(offering.id)[session_code]
    if session.starts_at is None or session.ends_at is None:
        raise LookupError(session_code)
    facts = {
        "title": "结业考试",
        "kind": SittingKind.FIRST,
        "way": SittingWay.PAPER,
        "session_id": session.id,
        "opens_at": session.starts_at,
        "closes_at": session.ends_at,
        "minutes": int((session.ends_at - session.starts_at).total_seconds() // 60),
        "rules": "闭卷考试，独立完成。手机关闭后放在指定位置。（示例）",
    }
    sitting = sittings.arrange(offering, facts=facts, by=by)
    sittings.draw_paper(sitting, Blueprint(PARTS, tuple(modules_of(offering)), SHARES), seed="2026", by=by)
    people = course_queries.enrolments_of(offering.id)
    rooms.seat_people(sitting, people, rows=ROOM[0], columns=ROOM[1], seed="2026", by=by)
    sittings.name_marker(sitting, marker, in_round=Round.FIRST, by=by)
    sittings.name_marker(sitting, checker, in_round=Round.SECOND, by=by)
    scores = {number: person.exam for number, person in results.class_results(offering).people.items()}
    entered = [Entered(number, exam.first) for number, exam in scores.items() if exam.first is not None]
    rooms.enter_scores(sitting, entered, in_round=Round.FIRST, by=marker)
    rooms.enter_scores(sitting, entered, in_round=Round.SECOND, by=checker)
    for number, exam in scores.items():
        if exam.first is None and exam.state in (ExamState.ABSENT, ExamState.NOT_LISTED, ExamState.OK):
            sittings.enter(sitting, number, EntryKind.ABSENT, reason="缺考", by=marker)
        elif exam.state is ExamState.DEFERRED:
            _let_off(sitting, number, by=by)
    return sitting


def _let_off(sitting: Sitting, enrolment_id: int, *, by: User) -> None:
    """Somebody whose examination was deferred at the time."""
    asked = DeferralRequest(
        sitting_id=sitting.id, enrolment_id=enrolment_id, ground="公务", reason="参加单位迎审工作（示例）"
    )
    db.session.add(asked)
    db.session.flush()
    deferrals.decide(sitting, asked, approved=True, words="同意", by=by)
