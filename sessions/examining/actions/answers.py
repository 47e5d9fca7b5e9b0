"""Sitting a paper on a screen: beginning, saving answers, handing in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from core.db import db
from courses.models import Enrolment
from sessions.examining import queries
from sessions.examining.models import AnswerSave, Candidate, ExamPaper, PaperQuestion, ScreenEvent, Sitting
from sessions.examining.rules.answering import clean_answer, is_late, typed_at
from sessions.examining.rules.kinds import HandedIn, ScreenKind

MOST_AT_ONCE = 400


class NotOpen(Exception):
    """The sitting cannot be begun now."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer or an event as a browser sends it; `age` in milliseconds since it happened there."""

    client_id: str
    age: float = 0.0
    question: int = 0
    answer: tuple[object, ...] = ()
    kind: ScreenKind | None = None


def begin(sitting: Sitting, enrolment: Enrolment, paper: ExamPaper, *, now: datetime) -> Candidate:
    """Begin a paper, once; who has begun goes on with the same one. Raises NotOpen."""
    known = queries.candidate_of(sitting.id, enrolment.id)
    if known is not None:
        return known
    if not sitting.opens_at <= now < sitting.closes_at or sitting.cancelled_at:
        raise NotOpen
    begun = Candidate(
        sitting_id=sitting.id,
        enrolment_id=enrolment.id,
        paper_id=paper.id,
        seed=secrets.token_hex(8),
        started_at=now,
    )
    begun.sitting = sitting
    try:
        with db.session.begin_nested():
            db.session.add(begun)
    except IntegrityError:  # the same person on two devices at the same moment
        return queries.candidate_of(sitting.id, enrolment.id) or begun
    return begun


def take(
    candidate: Candidate,
    paper: ExamPaper,
    sent: Sequence[Sent],
    *,
    extra: int,
    grace: timedelta,
    now: datetime,
) -> list[str]:
    """Keep what a browser sends; says which of it is kept now, whether it is new or was known. Nothing twice."""
    known = queries.known_client_ids(candidate.id, [one.client_id for one in sent])
    questions = {one.id: one for one in paper.questions}
    saves, events = [], []
    for one in sent:
        if one.client_id in known:
            continue
        at = typed_at(now, one.age, candidate.started_at)
        row = {"candidate_id": candidate.id, "client_id": one.client_id, "received_at": now}
        if one.kind is not None:
            events.append({**row, "kind": one.kind, "at": at})
        elif (answer := _clean(questions.get(one.question), one.answer)) is not None:
            late = is_late(at, now, candidate.ended_at(extra), grace)
            said = {"question_id": one.question, "answer": list(answer), "answered_at": at, "late": late}
            saves.append({**row, **said})
        else:
            continue
        known.add(one.client_id)
    if saves:
        db.session.execute(insert(AnswerSave), saves)
    if events:
        db.session.execute(insert(ScreenEvent), events)
    return [one.client_id for one in sent if one.client_id in known]


def _clean(question: PaperQuestion | None, said: Sequence[object]) -> tuple[str, ...] | None:
    """An answer as it is kept; None when the paper has no such question, or it could not be answered so."""
    if question is None:
        return None
    return clean_answer(question.version.kind, said, len(question.version.options))


def hand_in(candidate: Candidate, *, extra: int, now: datetime) -> None:
    """Hand a paper in; one that is over already is closed at its end. Twice changes nothing."""
    if candidate.handed_in_at is not None:
        return
    due = candidate.ended_at(extra)
    candidate.handed_in = HandedIn.SELF if now < due else HandedIn.CLOCK
    candidate.handed_in_at = min(now, due)
    db.session.flush()


def close_overdue(now: datetime) -> int:
    """Hand in, at their end, all papers whose time is over; says how many."""
    found = queries.open_candidates()
    entries = queries.entries_of({one.sitting_id for one in found})
    over = [one for one in found if one.ended_at(entries[one.sitting_id].extra_minutes(one.enrolment_id)) <= now]
    for one in over:
        hand_in(one, extra=entries[one.sitting_id].extra_minutes(one.enrolment_id), now=now)
    return len(over)


def form_number(question_id: int, said: Sequence[str], saves: int) -> str:
    """The number of a save that comes with a form: the same form sent twice saves once."""
    return hashlib.sha256(f"{question_id}:{saves}:{said!r}".encode()).hexdigest()[:40]
