"""What waits for the class teacher: held attempts to be decided, and suspicions to be looked at."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.pages import page_of
from courses import queries as course_queries
from sessions.checkin import labels, queries, windows
from sessions.checkin.forms import DecisionForm, SeenForm
from sessions.checkin.queries import Attempt
from sessions.checkin.rules.judging import Mark, Outcome
from sessions.checkin.rules.suspicion import Seen, Suspicion, find_suspicions
from sessions.checkin.views.blueprint import bp, offering_or_404
from sessions.rules.kinds import EventSource

LOOKED_AT = (Outcome.ACCEPTED, Outcome.HELD)


def suspicions_of(attempts: list[Attempt]) -> list[Suspicion]:
    """Everything odd about attempts on learners' own phones."""
    return find_suspicions(
        Seen(
            one.check_in.id,
            one.check_in.window_id,
            one.check_in.enrolment_id,
            one.check_in.device,
            one.check_in.at,
            tuple(Mark(mark) for mark in one.check_in.marks),
            one.window.one_device,
        )
        for one in attempts
        if one.check_in.source is EventSource.SELF_CHECK_IN and one.check_in.enrolment_id
    )


def open_suspicions(offering_id: int) -> list[Suspicion]:
    """Those that nobody has looked at yet."""
    noted = queries.notes_of(offering_id)
    found = suspicions_of(queries.attempts_of(offering_id, only=LOOKED_AT))
    return [one for one in found if one.key not in noted]


@bp.get("/classes/<int:offering_id>/check-in/attempts")
@require(Permission.HOURS_READ)
def show_attempts(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    attempts = queries.attempts_of(offering_id)
    page = page_of(len(attempts))
    held = [one for one in attempts if one.check_in.verdict is Outcome.HELD]
    noted = queries.notes_of(offering_id)
    found = suspicions_of([one for one in attempts if one.check_in.verdict in LOOKED_AT])
    return render_template(
        "sessions/checkin/attempts.html",
        offering=offering,
        waiting=[one for one in held if one.decision is None],
        decided=[one for one in held if one.decision],
        suspicions=[one for one in found if one.key not in noted],
        looked_at=[(one, noted[one.key]) for one in found if one.key in noted],
        names=course_queries.learner_names(offering_id),
        attempts=attempts[page.offset : page.offset + page.size],
        page=page,
        form=SeenForm(formdata=None),
        labels=labels,
    )


@bp.route("/classes/<int:offering_id>/check-in/attempts/<int:check_in_id>", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def decide(offering_id: int, check_in_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    attempt = held_or_404(offering_id, check_in_id)
    back = url_for(".show_attempts", offering_id=offering_id)
    form = DecisionForm()
    if form.validate_on_submit():
        settle([attempt], counts=request.form.get("act") == "count", note=form.note.data)
        return redirect(back)
    return render_template(
        "sessions/checkin/decide.html", offering=offering, attempt=attempt, form=form, back=back, labels=labels
    )


def held_or_404(offering_id: int, check_in_id: int) -> Attempt:
    """One held attempt of the class."""
    held = queries.attempts_of(offering_id, only=(Outcome.HELD,))
    return next((one for one in held if one.check_in.id == check_in_id), None) or abort(404)


@bp.post("/classes/<int:offering_id>/check-in/attempts")
@require(Permission.SESSIONS_RECORD)
def decide_all(offering_id: int) -> ResponseReturnValue:
    """Let every attempt count that was held for nothing but coming late: a hall without a network."""
    offering_or_404(offering_id)
    held = queries.attempts_of(offering_id, only=(Outcome.HELD,))
    only_late = [one for one in held if one.decision is None and one.check_in.marks == [Mark.LATE_UPLOAD.value]]
    settle(only_late, counts=True, note=_("Sent later; let count together"))
    return redirect(url_for(".show_attempts", offering_id=offering_id))


def settle(attempts: list[Attempt], *, counts: bool, note: str) -> None:
    """Decide about attempts, bring the hours of their windows up to date, and commit all together."""
    by = current_user._get_current_object()
    try:
        for one in attempts:
            windows.decide(one.check_in, one.window, one.name, counts=counts, note=note, by=by)
        for window in {one.window.id: queries.window_with(one.window.id) for one in attempts}.values():
            if window and window.settled_at:
                windows.settle(window, by=by)
        db.session.commit()
    except (windows.AlreadyDecided, IntegrityError):
        db.session.rollback()
        flash(_("Somebody else has decided in the meantime. Look at the list again."), "warning")
        return
    flash(ngettext("%(num)d check-in decided.", "%(num)d check-ins decided.", len(attempts)), "success")


@bp.post("/classes/<int:offering_id>/check-in/suspicions")
@require(Permission.SESSIONS_RECORD)
def see_suspicion(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    form, back = SeenForm(), redirect(url_for(".show_attempts", offering_id=offering_id))
    if not form.validate_on_submit():
        flash(_("Write in a few words what came of it."), "danger")
        return back
    if form.key.data not in {one.key for one in open_suspicions(offering_id)}:
        flash(_("Somebody else has looked at this in the meantime."), "info")
        return back
    windows.note_suspicion(offering, form.key.data, note=form.note.data, by=current_user._get_current_object())
    db.session.commit()
    flash(_("Noted."), "success")
    return back
