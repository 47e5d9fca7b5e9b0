"""A learner's examinations: what is to come, the paper on the screen, the result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from courses.models import Enrolment
from sessions.examining import labels, queries, standing, turns
from sessions.examining.actions import answers
from sessions.examining.models import Candidate, ExamPaper, Sitting
from sessions.examining.rules.answering import seconds_left
from sessions.examining.rules.kinds import ScreenKind, SittingKind, SittingWay
from sessions.examining.screens import screen_of
from sessions.examining.views.blueprint import bp, now
from sessions.questions import labels as question_labels
from sessions.views.my_hours import own_enrolments

MINE = "/my/exams/<int:sitting_id>"


def own_sitting_or_404(sitting_id: int) -> tuple[Sitting, Enrolment]:
    """A sitting of one of one's own classes, for whoever is to sit it."""
    enrolments = {one.offering_id: one for one in own_enrolments()}
    found = next((one for one in queries.sittings_for_enrolments(enrolments) if one.id == sitting_id), None) or abort(
        404
    )
    own = enrolments[found.offering_id]
    if not any(one.id == own.id for one in standing.sitters_of(found)):
        abort(404)
    return found, own


def begun_or_404(sitting_id: int) -> tuple[Sitting, Candidate, ExamPaper, int]:
    """One's own paper, which has been begun, and the extra minutes one has."""
    sitting, own = own_sitting_or_404(sitting_id)
    candidate = queries.candidate_of(sitting.id, own.id) or abort(404)
    paper = queries.paper_of(sitting.id)
    if paper is None or sitting.way is not SittingWay.ONLINE:
        abort(404)
    return sitting, candidate, paper, queries.entries_of([sitting.id])[sitting.id].extra_minutes(own.id)


@bp.get("/my/exams")
@require(Permission.EXAMS_OWN)
def my_exams() -> ResponseReturnValue:
    enrolments = {one.offering_id: one for one in own_enrolments()}
    sittings = queries.sittings_for_enrolments(enrolments)
    return render_template(
        "sessions/examining/my_exams.html",
        sittings=sittings,
        attempts=queries.attempts_of([one.id for one in enrolments.values()]),
        released=queries.releases_of([one.id for one in sittings]),
        labels=labels,
    )


@bp.get(MINE)
@require(Permission.EXAMS_OWN)
def my_exam(sitting_id: int) -> ResponseReturnValue:
    sitting, own = own_sitting_or_404(sitting_id)
    [person] = standing.standing_of(sitting, now(), [own]).people
    released = queries.releases_of([sitting.id]).get(sitting.id)
    candidate = person.candidate
    return render_template(
        "sessions/examining/my_exam.html",
        sitting=sitting,
        person=person,
        released=released,
        may_begin=sitting.way is SittingWay.ONLINE and sitting.opens_at <= now() < sitting.closes_at,
        goes_on=candidate is not None and now() < candidate.ended_at(person.extra),
        has_paper=queries.paper_of(sitting.id) is not None,
        asked=turns.own_requests(sitting.id, own.id),
        may_ask=sitting.kind is SittingKind.FIRST and candidate is None and now() < sitting.closes_at,
        labels=labels,
        questions=question_labels,
    )


@bp.post(f"{MINE}/begin")
@require(Permission.EXAMS_OWN)
def begin(sitting_id: int) -> ResponseReturnValue:
    sitting, own = own_sitting_or_404(sitting_id)
    paper = queries.paper_of(sitting.id)
    if paper is None or sitting.way is not SittingWay.ONLINE:
        abort(404)
    try:
        answers.begin(sitting, own, paper, now=now())
    except answers.NotOpen:
        flash(_("This examination cannot be begun now."), "warning")
        return redirect(url_for(".my_exam", sitting_id=sitting.id))
    db.session.commit()
    return redirect(url_for(".sit", sitting_id=sitting.id))


@bp.get(f"{MINE}/paper")
@require(Permission.EXAMS_OWN)
def sit(sitting_id: int) -> ResponseReturnValue:
    sitting, candidate, paper, extra = begun_or_404(sitting_id)
    ends = candidate.ended_at(extra)
    if ends <= now():
        return redirect(url_for(".my_exam", sitting_id=sitting.id))
    saves = queries.saves_of([candidate.id])[candidate.id]
    return render_template(
        "sessions/examining/sit.html",
        sitting=sitting,
        candidate=candidate,
        questions=screen_of(candidate, paper, saves),
        left=seconds_left(ends, now()),
        ends=ends,
        labels=question_labels,
    )


@bp.post(f"{MINE}/answers")
@require(Permission.EXAMS_OWN)
def save_answers(sitting_id: int) -> ResponseReturnValue:
    """What a browser saves: kept at once, each once; the answer says what is kept and how much time is left."""
    sitting, candidate, paper, extra = begun_or_404(sitting_id)
    said = request.get_json(silent=True)
    sent = list(read_sent(said)) if isinstance(said, dict) else []
    moment, grace = now(), queries.figures_of(sitting.offering).grace
    kept = answers.take(candidate, paper, sent[: answers.MOST_AT_ONCE], extra=extra, grace=grace, now=moment)
    ends = candidate.ended_at(extra)
    db.session.commit()
    return jsonify(kept=kept, left=seconds_left(ends, moment), over=ends <= moment)


def read_sent(said: dict[str, Any]) -> Iterator[answers.Sent]:
    """Answers and events of a message; what is not shaped like one is passed over."""
    for one in said.get("saves") or ():
        number, age = one.get("client_id"), one.get("age", 0)
        if _is_number(number) and isinstance(age, int | float) and isinstance(one.get("answer"), list):
            yield answers.Sent(number, float(age), _whole(one.get("question")), tuple(one["answer"]))
    for one in said.get("events") or ():
        number, age = one.get("client_id"), one.get("age", 0)
        if _is_number(number) and isinstance(age, int | float) and one.get("kind") in set(ScreenKind):
            yield answers.Sent(number, float(age), kind=ScreenKind(one["kind"]))


def _is_number(value: object) -> bool:
    return isinstance(value, str) and 8 <= len(value) <= 40


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


@bp.post(f"{MINE}/hand-in")
@require(Permission.EXAMS_OWN)
def hand_in(sitting_id: int) -> ResponseReturnValue:
    """Hand the paper in, or save it all where no script does; either way with what the form holds."""
    sitting, candidate, paper, extra = begun_or_404(sitting_id)
    moment, grace = now(), queries.figures_of(sitting.offering).grace
    if candidate.handed_in_at is None:
        sent = screen_changes(candidate, paper)
        answers.take(candidate, paper, sent, extra=extra, grace=grace, now=moment)
        if request.form.get("act") != "save":
            answers.hand_in(candidate, extra=extra, now=moment)
    db.session.commit()
    if candidate.handed_in_at is None:
        flash(_("Your answers are saved."), "success")
        return redirect(url_for(".sit", sitting_id=sitting.id))
    flash(_("Your paper is handed in."), "success")
    return redirect(url_for(".my_exam", sitting_id=sitting.id))


def screen_changes(candidate: Candidate, paper: ExamPaper) -> list[answers.Sent]:
    """What the form says differently from what is saved."""
    saves = queries.saves_of([candidate.id])[candidate.id]
    found = []
    for shown in screen_of(candidate, paper, saves):
        said = tuple(request.form.getlist(f"q{shown.question.id}"))
        if said != shown.answer and (any(said) or shown.answer):
            number = answers.form_number(shown.question.id, said, len(saves))
            found.append(answers.Sent(number, 0.0, shown.question.id, said))
    return found
