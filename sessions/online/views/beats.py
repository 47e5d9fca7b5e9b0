"""What the player says while a lesson plays: JSON in, JSON out."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from sessions.online import labels, queries
from sessions.online.actions import watching
from sessions.online.actions.watching import Told
from sessions.online.models import LessonPrompt, ViewingVisit
from sessions.online.rules.stretches import furthest, place_to_resume, watched
from sessions.online.views.blueprint import bp
from sessions.online.views.player import MINE, own_lesson_or_404
from sessions.views.found import is_closed
from sessions.views.my_hours import own_enrolments

LARGEST = 2**31 - 1  # what a whole number in the database can be


def said() -> dict[str, Any]:
    """The JSON object of the request."""
    found = request.get_json(silent=True)
    return found if isinstance(found, dict) else abort(400)


def whole(value: object) -> int:
    """A whole number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        abort(400)
    return value


def speed(value: object) -> Decimal:
    """A playback speed with two decimals."""
    try:
        rate = Decimal(str(value))
    except InvalidOperation:
        abort(400)
    return rate.quantize(Decimal("0.01")) if rate.is_finite() and abs(rate) < 100 else abort(400)


def moment(value: object) -> datetime | None:
    """The time on the device, if it said one that can be."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def client_number(value: object) -> str:
    """The number under which a device begins a visit."""
    try:
        return str(UUID(str(value)))
    except ValueError:
        abort(400)


def visit_or_404(visit_id: int) -> ViewingVisit:
    """A visit of one's own."""
    return queries.visit_of(visit_id, [one.id for one in own_enrolments()]) or abort(404)


@bp.post(f"{MINE}/visits")
@require(Permission.HOURS_OWN)
def start_visit(enrolment_id: int, session_id: int) -> ResponseReturnValue:
    enrolment, _session, lesson = own_lesson_or_404(enrolment_id, session_id)
    if is_closed(enrolment.offering):
        abort(404)
    queries.player_policy_of(enrolment.offering)
    visit = watching.start_visit(
        lesson,
        enrolment,
        client_id=client_number(said().get("client_id")),
        device=request.user_agent.string,
        address=request.remote_addr or "",
        by=current_user._get_current_object(),
    )
    if visit.enrolment_id != enrolment.id:
        abort(400)
    db.session.commit()
    proved = queries.granted(lesson.id, enrolment.id)
    return {"visit": visit.id, "resume": place_to_resume(proved, lesson.seconds * 1000), "furthest": furthest(proved)}


@bp.post("/my/visits/<int:visit_id>/reports")
@require(Permission.HOURS_OWN)
def report(visit_id: int) -> ResponseReturnValue:
    visit, one = visit_or_404(visit_id), said()
    told = Told(
        sequence=whole(one.get("sequence")),
        position_ms=whole(one.get("position")),
        rate=speed(one.get("rate")),
        played=one.get("played") is True,
        visible=one.get("visible") is True,
        idle_ms=whole(one.get("idle", 0)),
        sent_at=moment(one.get("sent_at")),
    )
    policy = queries.player_policy_of(visit.enrolment.offering)
    outcome = watching.take_in(visit, told, policy)
    db.session.commit()
    proved = queries.granted(visit.lesson_id, visit.enrolment_id)
    beat = outcome.beat
    return {
        "verdict": beat.verdict.value,
        "said": labels.said(beat.verdict),
        "granted": None if beat.granted_from is None else [beat.granted_from, beat.granted_until],
        "furthest": furthest(proved),
        "watched": watched([(start // 1000, end // 1000) for start, end in proved], visit.lesson.seconds),
        "question": as_json(outcome.prompt),
    }


def as_json(prompt: LessonPrompt | None) -> dict[str, Any] | None:
    """A question as the player shows it; which answer is right stays here."""
    if prompt is None:
        return None
    return {"id": prompt.id, "text": labels.question_text(prompt), "choices": labels.question_choices(prompt)}


@bp.post("/my/visits/<int:visit_id>/answers")
@require(Permission.HOURS_OWN)
def answer(visit_id: int) -> ResponseReturnValue:
    visit, one = visit_or_404(visit_id), said()
    asked = queries.prompt_of(whole(one.get("question")), visit.id) or abort(404)
    choice = one.get("choice")
    given = watching.answer(asked, None if choice is None else whole(choice))
    db.session.commit()
    right = asked.prompt.question.choices[asked.prompt.question.right] if asked.prompt.question else ""
    return {"right": given.is_right, "answer": right}


@bp.post("/my/visits/<int:visit_id>/end")
@require(Permission.HOURS_OWN)
def end_visit(visit_id: int) -> ResponseReturnValue:
    visit = visit_or_404(visit_id)
    watching.end_visit(visit, by=current_user._get_current_object())
    db.session.commit()
    return {"ended": True}
