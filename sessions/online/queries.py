"""Reading recorded lessons, the visits of a learner, and what they proved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from core.db import db
from courses.models import ClassOffering, Enrolment
from sessions import queries as session_queries
from sessions.models import ClassSession, ViewingSegment
from sessions.online.models import (
    LessonPrompt,
    LessonQuestion,
    PromptAnswer,
    RecordedLesson,
    VideoPart,
    ViewingBeat,
    ViewingVisit,
)
from sessions.online.rules.figures import PlayerPolicy, player_policy
from sessions.online.rules.stretches import Part, Proof, parts, watched
from sessions.rules.intervals import Interval
from sessions.rules.kinds import SessionKind
from standards import queries as standard_queries


def player_policy_of(offering: ClassOffering) -> PlayerPolicy:
    """The player's figures in the rule-set version of a class. Raises ParameterMissing."""
    return player_policy(standard_queries.parameters_of(offering.rule_set_version_id))


def recorded_sessions(offering_id: int) -> list[ClassSession]:
    """The recorded units of a class that are to be held, in timetable order."""
    return [one for one in session_queries.sessions_of(offering_id) if one.kind is SessionKind.RECORDED]


def lessons_of(session_ids: Collection[int]) -> dict[int, RecordedLesson]:
    """The lesson that counts of each session: the latest. One query."""
    latest = select(func.max(RecordedLesson.id)).where(RecordedLesson.session_id.in_(session_ids))
    statement = select(RecordedLesson).where(RecordedLesson.id.in_(latest.group_by(RecordedLesson.session_id)))
    found = db.session.scalars(statement.options(joinedload(RecordedLesson.file)))
    return {one.session_id: one for one in found}


def lesson_of(session_id: int) -> RecordedLesson | None:
    """The lesson that counts of one session."""
    return lessons_of([session_id]).get(session_id)


def part_of(file_id: int, number: int) -> bytes:
    """The bytes of one part of a video."""
    statement = select(VideoPart.content).where(VideoPart.file_id == file_id, VideoPart.number == number)
    return db.session.execute(statement).scalar_one()


def questions_of(session_id: int) -> list[LessonQuestion]:
    """The questions of a lesson that may still be put."""
    withdrawn = select(LessonQuestion.withdraws_id).where(LessonQuestion.withdraws_id.is_not(None))
    statement = select(LessonQuestion).where(
        LessonQuestion.session_id == session_id,
        LessonQuestion.withdraws_id.is_(None),
        LessonQuestion.id.not_in(withdrawn),
    )
    return list(db.session.scalars(statement.order_by(LessonQuestion.id)))


def visit_of(visit_id: int, enrolment_ids: Collection[int]) -> ViewingVisit | None:
    """One visit of somebody with these enrolments, with lesson, session and class."""
    statement = (
        select(ViewingVisit)
        .where(ViewingVisit.id == visit_id, ViewingVisit.enrolment_id.in_(enrolment_ids))
        .options(
            joinedload(ViewingVisit.lesson).joinedload(RecordedLesson.class_session),
            joinedload(ViewingVisit.lesson).joinedload(RecordedLesson.batch),
            joinedload(ViewingVisit.enrolment).joinedload(Enrolment.offering),
            joinedload(ViewingVisit.enrolment).joinedload(Enrolment.learner),
        )
    )
    return db.session.scalar(statement)


def visit_by_client(client_id: str) -> ViewingVisit | None:
    """The visit that a device has begun under a number of its own."""
    return db.session.scalar(select(ViewingVisit).where(ViewingVisit.client_id == client_id))


def newer_visit(visit: ViewingVisit) -> bool:
    """Whether this learner has begun to watch anything later than this visit."""
    newer = select(ViewingVisit.id).where(ViewingVisit.learner_id == visit.learner_id, ViewingVisit.id > visit.id)
    return db.session.scalar(newer.limit(1)) is not None


def _with_all(*conditions: object) -> list[ViewingVisit]:
    statement = (
        select(ViewingVisit)
        .where(*conditions)  # type: ignore[arg-type]
        .options(
            joinedload(ViewingVisit.lesson).joinedload(RecordedLesson.class_session),
            joinedload(ViewingVisit.lesson).joinedload(RecordedLesson.batch),
            joinedload(ViewingVisit.enrolment).joinedload(Enrolment.offering),
            joinedload(ViewingVisit.enrolment).joinedload(Enrolment.learner),
        )
        .order_by(ViewingVisit.id)
    )
    return list(db.session.scalars(statement))


def open_visits_of_learner(learner_id: int) -> list[ViewingVisit]:
    """Visits of a learner that have not ended."""
    return _with_all(ViewingVisit.learner_id == learner_id, ViewingVisit.closed_at.is_(None))


def open_visits() -> list[tuple[ViewingVisit, datetime]]:
    """Every visit that has not ended, with when it was heard of last."""
    found = _with_all(ViewingVisit.closed_at.is_(None))
    heard = (
        select(ViewingBeat.visit_id, func.max(ViewingBeat.received_at))
        .where(ViewingBeat.visit_id.in_([one.id for one in found]))
        .group_by(ViewingBeat.visit_id)
    )
    last = dict(db.session.execute(heard).all()) if found else {}
    return [(one, last.get(one.id, one.started_at)) for one in found]


def beat_of(visit_id: int, sequence: int) -> ViewingBeat | None:
    """One report of a visit."""
    statement = select(ViewingBeat).where(ViewingBeat.visit_id == visit_id, ViewingBeat.sequence == sequence)
    return db.session.scalar(statement)


def last_beat(visit_id: int) -> ViewingBeat | None:
    """The latest report of a visit."""
    statement = select(ViewingBeat).where(ViewingBeat.visit_id == visit_id)
    return db.session.scalar(statement.order_by(ViewingBeat.sequence.desc()).limit(1))


def proofs_of(visit_id: int) -> list[Proof]:
    """What a visit proved, in order; reports that proved no stretch left out, the first of a visit among them."""
    before = aliased(ViewingBeat)
    began = (
        select(before.received_at)
        .where(before.visit_id == ViewingBeat.visit_id, before.sequence < ViewingBeat.sequence)
        .order_by(before.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            ViewingBeat.granted_from, ViewingBeat.granted_until, began, ViewingBeat.received_at, ViewingBeat.rate
        )
        .where(ViewingBeat.visit_id == visit_id, ViewingBeat.granted_until > ViewingBeat.granted_from)
        .order_by(ViewingBeat.sequence)
    )  # fmt: skip
    return [
        Proof(start or 0, end or 0, milliseconds(begun), milliseconds(at), rate)
        for start, end, begun, at, rate in db.session.execute(statement)
    ]


def milliseconds(at: datetime) -> int:
    """A moment as whole milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def granted(lesson_id: int, enrolment_id: int) -> list[Interval]:
    """All that a learner has proved of a lesson, in milliseconds, in the order in which it was proved. One query."""
    statement = (
        select(ViewingBeat.granted_from, ViewingBeat.granted_until)
        .join(ViewingVisit, ViewingVisit.id == ViewingBeat.visit_id)
        .where(
            ViewingVisit.lesson_id == lesson_id,
            ViewingVisit.enrolment_id == enrolment_id,
            ViewingBeat.granted_from.is_not(None),
        )
        .order_by(ViewingBeat.id)
    )
    return [(start or 0, end or 0) for start, end in db.session.execute(statement)]


def granted_by_all(lesson_ids: Collection[int]) -> dict[tuple[int, int], list[Interval]]:
    """What everybody has proved of these lessons, by lesson and enrolment, in milliseconds. One query."""
    statement = (
        select(
            ViewingVisit.lesson_id, ViewingVisit.enrolment_id, ViewingBeat.granted_from, ViewingBeat.granted_until
        )
        .join(ViewingBeat, ViewingVisit.id == ViewingBeat.visit_id)
        .where(ViewingVisit.lesson_id.in_(lesson_ids), ViewingBeat.granted_from.is_not(None))
    )  # fmt: skip
    found: dict[tuple[int, int], list[Interval]] = {}
    for lesson_id, enrolment_id, start, end in db.session.execute(statement):
        found.setdefault((lesson_id, enrolment_id), []).append((start or 0, end or 0))
    return found


def is_watched(lesson_id: int) -> bool:
    """Whether anybody has begun to watch a lesson."""
    return db.session.scalar(select(ViewingVisit.id).where(ViewingVisit.lesson_id == lesson_id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that popped up, and its answer."""

    prompt: LessonPrompt
    answer: PromptAnswer | None


def last_prompt(visit_id: int) -> Asked | None:
    """The latest question of a visit."""
    found = _asked(LessonPrompt.visit_id == visit_id)
    return found[-1] if found else None


def prompts_of(session_ids: Iterable[int], enrolment_id: int) -> dict[int, list[Asked]]:
    """The questions put to a learner in these sessions, in order. One query."""
    statement = (
        select(RecordedLesson.session_id, LessonPrompt, PromptAnswer)
        .join(ViewingVisit, ViewingVisit.id == LessonPrompt.visit_id)
        .join(RecordedLesson, RecordedLesson.id == ViewingVisit.lesson_id)
        .outerjoin(PromptAnswer, PromptAnswer.prompt_id == LessonPrompt.id)
        .where(ViewingVisit.enrolment_id == enrolment_id, RecordedLesson.session_id.in_(list(session_ids)))
        .options(joinedload(LessonPrompt.question))
        .order_by(LessonPrompt.id)
    )
    found: dict[int, list[Asked]] = {}
    for session_id, prompt, answer in db.session.execute(statement):
        found.setdefault(session_id, []).append(Asked(prompt, answer))
    return found


def prompt_of(prompt_id: int, visit_id: int) -> Asked | None:
    """One question of a visit."""
    found = _asked(LessonPrompt.visit_id == visit_id, LessonPrompt.id == prompt_id)
    return found[0] if found else None


def _asked(*conditions: object) -> list[Asked]:
    statement = (
        select(LessonPrompt, PromptAnswer)
        .outerjoin(PromptAnswer, PromptAnswer.prompt_id == LessonPrompt.id)
        .where(*conditions)  # type: ignore[arg-type]
        .options(joinedload(LessonPrompt.question))
        .order_by(LessonPrompt.id)
    )
    return [Asked(prompt, answer) for prompt, answer in db.session.execute(statement)]


def proved_since(visit_id: int, at: datetime | None) -> int:
    """Milliseconds of the video that a visit has proved since a moment."""
    statement = select(func.sum(ViewingBeat.granted_until - ViewingBeat.granted_from)).where(
        ViewingBeat.visit_id == visit_id
    )
    if at is not None:
        statement = statement.where(ViewingBeat.received_at > at)
    return int(db.session.scalar(statement) or 0)


@dataclass(frozen=True, slots=True)
class Watching:
    """How far one person has come with a lesson: its map, the seconds proved, and the questions put."""

    lesson: RecordedLesson | None
    parts: tuple[Part, ...]
    seconds: int
    total: int
    asked: tuple[Asked, ...]


def watching_of(session: ClassSession, enrolment_id: int, segments: Iterable[ViewingSegment]) -> Watching | None:
    """What of a lesson somebody has proved, stretches from files included; None where nothing can be said."""
    lesson = lesson_of(session.id)
    total = lesson.seconds if lesson else session.video_seconds
    if not total:
        return None
    proved = granted(lesson.id, enrolment_id) if lesson else []
    spans = [(start // 1000, end // 1000) for start, end in proved]
    spans += [(one.start_second, one.end_second) for one in segments if one.end_second > one.start_second]
    asked = prompts_of([session.id], enrolment_id).get(session.id, []) if lesson else []
    return Watching(lesson, tuple(parts(spans, total)), watched(spans, total), total, tuple(asked))


def beats_of_session(session_id: int) -> list[tuple[ViewingBeat, ViewingVisit]]:
    """Every report about a session, with its visit, in the order in which they came in."""
    statement = (
        select(ViewingBeat, ViewingVisit)
        .join(ViewingVisit, ViewingVisit.id == ViewingBeat.visit_id)
        .join(RecordedLesson, RecordedLesson.id == ViewingVisit.lesson_id)
        .where(RecordedLesson.session_id == session_id)
        .options(joinedload(ViewingVisit.enrolment).joinedload(Enrolment.learner))
        .order_by(ViewingBeat.id)
    )
    return [(beat, visit) for beat, visit in db.session.execute(statement)]
