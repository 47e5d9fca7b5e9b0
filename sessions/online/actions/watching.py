"""Taking in what players report, putting questions, and recording what a visit has proved."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import User
from core.db import db, utc_now
from courses import actions as course_actions
from courses.lines import Draft
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState, Replacement
from learners.rows import Place
from sessions.actions import ledger
from sessions.models import PLAYER, ViewingSegment
from sessions.online import queries
from sessions.online.models import LessonPrompt, PromptAnswer, RecordedLesson, ViewingBeat, ViewingVisit
from sessions.online.queries import milliseconds
from sessions.online.rules import stretches
from sessions.online.rules.beats import Anchor, Judged, Report, Verdict, anchor_of, judge, question_due
from sessions.online.rules.figures import PlayerPolicy


@dataclass(frozen=True, slots=True)
class Told:
    """What a device reports."""

    sequence: int
    position_ms: int
    rate: Decimal
    played: bool
    visible: bool
    idle_ms: int
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a report: its row, and the question that is open now."""

    beat: ViewingBeat
    prompt: LessonPrompt | None


def start_visit(
    lesson: RecordedLesson, enrolment: Enrolment, *, client_id: str, device: str, address: str, by: User
) -> ViewingVisit:
    """Begin to watch on a device; any other device of the learner stops. The same number begins only one visit."""
    known = queries.visit_by_client(client_id)
    if known is not None:
        return known
    ended = queries.open_visits_of_learner(enrolment.learner_id)
    for one in ended:
        _close(one)
    _post(ended, by=by)
    visit = ViewingVisit(
        lesson_id=lesson.id,
        enrolment_id=enrolment.id,
        learner_id=enrolment.learner_id,
        client_id=client_id,
        device=device[:200],
        address=address[:45],
        draw=random.random(),  # noqa: S311 - when a question comes, not a secret
    )
    db.session.add(visit)
    db.session.flush()
    return visit


def take_in(visit: ViewingVisit, told: Told, policy: PlayerPolicy) -> Outcome:
    """Judge one report and keep it, whatever its verdict. The same report again changes nothing."""
    db.session.refresh(visit, ["closed_at"], with_for_update=True)
    last = queries.last_prompt(visit.id)
    waiting = last.prompt if last and last.answer is None else None
    if known := queries.beat_of(visit.id, told.sequence):
        return Outcome(known, waiting)
    now = utc_now()
    judged = _judge(visit, told, policy, now, question_open=waiting is not None)
    start, end = judged.granted or (None, None)
    beat = ViewingBeat(
        visit_id=visit.id,
        sequence=told.sequence,
        received_at=now,
        sent_at=told.sent_at,
        position_ms=told.position_ms,
        rate=told.rate,
        played=told.played,
        visible=told.visible,
        idle_ms=told.idle_ms,
        verdict=judged.verdict,
        granted_from=start,
        granted_until=end,
        spare_ms=judged.spare,
    )
    db.session.add(beat)
    db.session.flush()
    draw, since = (last.prompt.draw, last.prompt.asked_at) if last else (visit.draw, None)
    idle = judged.verdict is Verdict.IDLE
    if idle or (judged.granted and question_due(queries.proved_since(visit.id, since), draw, policy)):
        waiting = _ask(visit, told.position_ms, idle=idle)
    return Outcome(beat, waiting)


def _judge(visit: ViewingVisit, told: Told, policy: PlayerPolicy, now: datetime, *, question_open: bool) -> Judged:
    if visit.closed_at is not None:
        return Judged(Verdict.SUPERSEDED if queries.newer_visit(visit) else Verdict.CLOSED)
    before = queries.last_beat(visit.id)
    if before is not None and told.sequence < before.sequence:
        return Judged(Verdict.BAD)
    anchor = _anchor(before) if before else None
    report = Report(
        told.position_ms, milliseconds(now), told.rate, played=told.played, visible=told.visible, idle=told.idle_ms
    )
    furthest = stretches.furthest(queries.granted(visit.lesson_id, visit.enrolment_id))
    return judge(report, anchor, visit.lesson.seconds * 1000, furthest, policy, question_open=question_open)


def _anchor(before: ViewingBeat) -> Anchor | None:
    granted = None if before.granted_from is None else (before.granted_from, before.granted_until or 0)
    judged = Judged(before.verdict, granted, before.spare_ms)
    return anchor_of(before.position_ms, milliseconds(before.received_at), judged)


def _ask(visit: ViewingVisit, position_ms: int, *, idle: bool) -> LessonPrompt:
    """Put a question: one of the lesson's that was not put yet, else only a click to go on."""
    session_id = visit.lesson.session_id
    put = {one.prompt.question_id for one in queries.prompts_of([session_id], visit.enrolment_id).get(session_id, [])}
    fresh = [one for one in queries.questions_of(session_id) if one.id not in put]
    question = random.choice(fresh) if fresh and not idle else None  # noqa: S311 - no secret
    prompt = LessonPrompt(
        visit_id=visit.id,
        question_id=question.id if question else None,
        position_ms=position_ms,
        idle=idle,
        draw=random.random(),  # noqa: S311 - no secret
    )
    prompt.question = question
    db.session.add(prompt)
    db.session.flush()
    return prompt


def answer(asked: queries.Asked, choice: int | None) -> PromptAnswer:
    """Keep the answer to a question; the first one counts. Right or wrong, the person is there."""
    if asked.answer is not None:
        return asked.answer
    question = asked.prompt.question
    right = None if question is None else choice == question.right
    given = PromptAnswer(prompt_id=asked.prompt.id, choice=choice, is_right=right)
    db.session.add(given)
    db.session.flush()
    return given


def end_visit(visit: ViewingVisit, *, by: User) -> None:
    """End a visit, record what it proved, and bring the ledger up to date."""
    db.session.refresh(visit, ["closed_at"], with_for_update=True)
    if visit.closed_at is None:
        _close(visit)
        _post([visit], by=by)


def close_silent_visits(now: datetime) -> int:
    """End the visits that have not been heard of for longer than their rule-set allows, and post their hours."""
    silent = [
        visit
        for visit, heard in queries.open_visits()
        if now - heard > timedelta(milliseconds=queries.player_policy_of(visit.enrolment.offering).max_gap_ms)
    ]
    ended = []
    for visit in silent:
        db.session.refresh(visit, ["closed_at"], with_for_update=True)
        if visit.closed_at is None:
            _close(visit)
            ended.append(visit)
    _post(ended, by=None)
    return len(ended)


def _post(visits: Iterable[ViewingVisit], *, by: User | None) -> None:
    """Bring the ledgers up to date for those who made these visits; nobody else's hours can have changed."""
    offerings: dict[int, ClassOffering] = {}
    watchers: defaultdict[int, set[int]] = defaultdict(set)
    for visit in visits:
        offering = visit.enrolment.offering
        offerings[offering.id] = offering
        watchers[offering.id].add(visit.enrolment_id)
    for number, offering in offerings.items():
        if not _is_closed(offering):
            ledger.evaluate_offering(offering, by=by, reason="watched", only=watchers[number])


def _is_closed(offering: ClassOffering) -> bool:
    return offering.state in (ClassState.FILED, ClassState.CANCELLED)


def _close(visit: ViewingVisit) -> None:
    """Mark a visit as ended and add what it proved to the evidence of its class, unless that is filed."""
    visit.closed_at = utc_now()
    offering = visit.enrolment.offering
    found = stretches.stretches(queries.proofs_of(visit.id))
    if found and not _is_closed(offering):
        drafts = [_draft(visit, one) for one in found]
        course_actions.store_lines(
            ViewingSegment, visit.lesson.batch, drafts, present=[], force=Replacement.ADDITION
        )  # fmt: skip
    db.session.flush()


def _draft(visit: ViewingVisit, one: stretches.Stretch) -> Draft:
    session = visit.lesson.class_session
    values = {
        "name": visit.enrolment.learner.name,
        "enrolment_id": visit.enrolment_id,
        "unit": session.code,
        "title": session.title,
        "start_second": one.start,
        "end_second": one.end,
        "played_at": datetime.fromtimestamp(one.began // 1000, tz=visit.started_at.tzinfo),
        "rate": one.rate,
    }
    return Draft(Place(PLAYER, session.code, visit.id), values, says=(PLAYER, visit.id, one.start, one.end, one.began))
