"""The demo's examinations: a bank of forty questions, and how the finished class sat its examination on paper."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from accounts.models import User
from core.clock import local_now, to_utc
from core.db import db, utc_now
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions import results
from sessions.examining import analysis, standing
from sessions.examining import queries as examining
from sessions.examining.actions import answers, deferrals, releases, rooms, sittings
from sessions.examining.actions.answers import Sent
from sessions.examining.models import DeferralRequest, PaperQuestion, Sitting
from sessions.examining.modules import modules_of
from sessions.examining.rules.blueprint import Blueprint, Part
from sessions.examining.rules.kinds import EntryKind, Round, SittingKind, SittingWay
from sessions.examining.rules.scores import Entered
from sessions.questions import actions, queries
from sessions.questions.rules.documents import Known, read_file
from sessions.questions.rules.questions import LETTERS, Difficulty, QuestionKind, QuestionState
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
QUIZ = (
    Part(QuestionKind.SINGLE, 6, Decimal(8)),
    Part(QuestionKind.MULTIPLE, 4, Decimal(8)),
    Part(QuestionKind.TRUE_FALSE, 4, Decimal(5)),
)
HARDER = {Difficulty.EASY: -0.1, Difficulty.MEDIUM: 0.1, Difficulty.HARD: 0.3}
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


def hold_quiz(offering: ClassOffering, *, by: User) -> Sitting:
    """A short examination on screens yesterday afternoon: everybody has written, results and figures are released."""
    opens_at = to_utc(datetime.combine(local_now().date() - timedelta(days=1), time(15)))
    facts = {
        "title": "阶段测验（示例）",
        "kind": SittingKind.FIRST,
        "way": SittingWay.ONLINE,
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(hours=1),
        "minutes": 45,
        "rules": "开放一小时，答题 45 分钟，自动交卷。（示例）",
    }
    sitting = sittings.arrange(offering, facts=facts, by=by)
    drawn, _lacks = sittings.draw_paper(
        sitting, Blueprint(QUIZ, tuple(modules_of(offering)), SHARES), seed="quiz", by=by
    )
    for question in [*drawn.questions]:
        db.session.expire(question)  # it is read again, with its wording
    paper = examining.paper_of(sitting.id)
    if paper is None:
        raise LookupError(sitting.title)
    luck = random.Random(45)  # noqa: S311 - the same demo every time
    for place, one in enumerate(course_queries.enrolments_of(offering.id)):
        started = opens_at + timedelta(minutes=2, seconds=20 * place)
        candidate = answers.begin(sitting, one, paper, now=started)
        skill = 0.55 + 0.4 * luck.random()
        sent = [
            Sent(f"demo-{candidate.id}-{question.id}", 0.0, question.id, _answer(question, skill, luck))
            for question in paper.questions
        ]
        ended = started + timedelta(minutes=18 + luck.randrange(20))
        answers.take(candidate, paper, sent, extra=0, grace=timedelta(0), now=ended)
        answers.hand_in(candidate, extra=0, now=ended)
    stood = standing.standing_of(sitting, utc_now())
    people = [(one.enrolment.id, one.enrolment.learner.name, one.result) for one in stood.people]
    releases.release(sitting, people, shows_answers=True, by=by)
    analysis.keep(analysis.analyse(stood, stood.figures.least), sitting.title)
    return sitting


def _answer(question: PaperQuestion, skill: float, luck: random.Random) -> tuple[str, ...]:
    """Right for who knows, less often where the question is hard; else something near."""
    version = question.version
    if luck.random() < skill - HARDER[version.difficulty]:
        return tuple(version.answer)
    if version.kind is QuestionKind.TRUE_FALSE:
        return ("F",) if version.answer == ["T"] else ("T",)
    letters = LETTERS[: len(version.options)]
    if version.kind is QuestionKind.MULTIPLE:
        return tuple(sorted(luck.sample(letters, 2)))
    return (luck.choice([one for one in letters if one not in version.answer]),)


def _let_off(sitting: Sitting, enrolment_id: int, *, by: User) -> None:
    """Somebody whose examination was deferred at the time."""
    asked = DeferralRequest(
        sitting_id=sitting.id, enrolment_id=enrolment_id, ground="公务", reason="参加单位迎审工作（示例）"
    )
    db.session.add(asked)
    db.session.flush()
    deferrals.decide(sitting, asked, approved=True, words="同意", by=by)
