"""Moving a session from the calendar: what would be in the way is shown first, then it is moved or refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.forms import YEARS
from core.navigation import can, local_target
from core.pages import render
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions.actions import ledger, moves
from sessions.actions.timetable import SessionChangedMeanwhile
from sessions.agenda import queries
from sessions.agenda.forms import MoveForm
from sessions.agenda.views.blueprint import bp
from sessions.clashes import queries as clash_queries
from sessions.clashes.labels import FindingWords, day_words, describe_conflict, describe_finding
from sessions.clashes.suggestions import slot_values, suggestions_for
from sessions.models import ClassSession
from sessions.rules.alternatives import Alternatives
from sessions.rules.timetable import SessionFacts
from sessions.views.found import is_closed
from sessions.views.scheduling import Trouble, submitted
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries
from trainer.models import Teacher, Venue

LAST_REASON = "calendar_reason"  # what the person gave as the reason last, offered again


@dataclass(frozen=True, slots=True)
class Moving:
    """A session that is to be moved, with its class and who and what could take part."""

    offering: ClassOffering
    session: ClassSession
    facts: SessionFacts
    venues: dict[str, Venue]
    teachers: dict[str, Teacher]

    def chosen(self, form: MoveForm) -> dict[str, Any]:
        """What the form asks for, as actions take it."""
        starts_at, ends_at = form.times() or (None, None)
        return {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "venue": self.venues.get(form.venue_name.data or ""),
            "teacher": self.teachers.get(form.teacher_name.data or ""),
        }


@bp.route("/calendar/sessions/<int:session_id>/move", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def move_session(session_id: int) -> ResponseReturnValue:
    moving = moving_or_404(session_id)
    form = MoveForm(submitted(), data=first_values(moving))
    form.offer(moving.facts, moving.venues, moving.teachers)
    trouble, asked = Trouble(), request.method == "GET"
    if asked:
        trouble = foreseen(moving, form)
    elif form.validate_on_submit():
        waiver = form.waiver.data or "" if can(Permission.FINDINGS_WAIVE) else ""
        said = {"reason": form.reason.data, "version": form.seen_version(), "waiver": waiver}
        by = current_user._get_current_object()
        try:
            move = moves.move_session(moving.offering, moving.session, by=by, **moving.chosen(form), **said)
        except SessionChangedMeanwhile:
            form.blame_change()
        else:
            if move.done:
                return close(moving, form, move)
            form.blame_refusal()
            trouble = refused(move)
    return move_page(moving, form, trouble, asked=asked)


@bp.get("/calendar/sessions/<int:session_id>/check")
@require(Permission.SESSIONS_SCHEDULE)
def check_move(session_id: int) -> ResponseReturnValue:
    """What would be in the way as the form stands: a piece of its page, asked for whenever a field changes."""
    moving = moving_or_404(session_id)
    form = MoveForm(request.args, meta={"csrf": False})
    form.offer(moving.facts, moving.venues, moving.teachers)
    trouble = foreseen(moving, form)
    return render_template("sessions/_session_trouble.html", form=form, trouble=trouble, asked=bool(form.times()))


def moving_or_404(session_id: int) -> Moving:
    """The session of the address, if its class is in scope and can still be changed, and if it has a time."""
    found = queries.session_by_id(session_id) or abort(404)
    scope = trainer_queries.scope_of(current_user)
    offering = course_queries.offering_in_scope(found.offering_id, scope) or abort(404)
    if is_closed(offering) or found.starts_at is None:
        abort(404)
    venues = {one.name: one for one in trainer_queries.venues_of([offering.institution_id])}
    teachers = {one.name: one for one in trainer_queries.teachers_of([offering.institution_id])}
    return Moving(offering, found, session_queries.facts_of(found), venues, teachers)


def first_values(moving: Moving) -> dict[str, Any]:
    """Where the session was dropped, as the address says; else where it is now. It keeps its length."""
    seen = request.args.get("version", moving.session.version, type=int)
    back = request.args.get("back", "")
    values = MoveForm.held(moving.facts, version=seen, back=back, reason=session.get(LAST_REASON, ""))
    dropped = dropped_at()
    if dropped is None or moving.facts.starts_at is None or moving.facts.ends_at is None:
        return values
    end = dropped + (moving.facts.ends_at - moving.facts.starts_at)
    return {**values, "on": dropped.date(), "starts": dropped.time(), "ends": end.time()}


def dropped_at() -> datetime | None:
    """The start that the address names; nothing where it makes no sense."""
    with suppress(ValueError):
        day, clock = date.fromisoformat(request.args.get("on", "")), time.fromisoformat(request.args.get("at", ""))
        return datetime.combine(day, clock) if day.year in YEARS else None
    return None


def foreseen(moving: Moving, form: MoveForm) -> Trouble:
    """What the rules would find at the time, in the venue and with the teacher of the form."""
    if form.times() is None:
        return Trouble()
    facts = moves.moved(moving.facts, **moving.chosen(form))
    found = clash_queries.findings_about(moving.offering, [facts], but=moving.session).get(facts.code, [])
    if not found:
        return Trouble()
    words = tuple(describe_finding(one) for one in found)
    instead = suggestions_for(moving.offering, facts, but=moving.session)
    return trouble_of(words, facts, instead, all(one.waivable for one in words))


def refused(move: moves.Move) -> Trouble:
    """Which rule, who or what is in the way, and what is free instead."""
    words = tuple(replace(describe_finding(one), text=describe_conflict(one)) for one in move.findings)
    return trouble_of(words, move.facts, move.instead, move.waivable)


def trouble_of(words: tuple[FindingWords, ...], facts: SessionFacts, instead: Alternatives, waivable: bool) -> Trouble:
    day = facts.starts_at.date() if facts.starts_at else date.min
    return Trouble(words, instead, tuple(slot_values(instead.slots, day)), waivable)


def close(moving: Moving, form: MoveForm, move: moves.Move) -> ResponseReturnValue:
    """Post what the move means for hours, commit, and go back to the calendar; a script is told where to go."""
    with suppress(ParameterMissing):  # A rule-set that leaves figures open does not stop anybody from planning.
        ledger.evaluate_offering(moving.offering, by=current_user, reason="timetable")
    db.session.commit()
    session[LAST_REASON] = form.reason.data
    facts = move.facts
    if facts.starts_at and facts.ends_at:
        when = {"day": day_words(facts.starts_at.date()), "start": f"{facts.starts_at:%H:%M}"}
        flash(_("%(code)s is on %(day)s, %(start)s–%(end)s.", code=facts.code, end=f"{facts.ends_at:%H:%M}", **when))
    for one in move.findings:
        flash(describe_conflict(one), "warning")
    back = local_target(form.back.data, calendar_of(moving, facts))
    if request.headers.get("HX-Request") == "true":
        return Response(status=204, headers={"HX-Redirect": back})
    return redirect(back)


def calendar_of(moving: Moving, facts: SessionFacts) -> str:
    """The week of the class in which a session lies."""
    day = facts.starts_at.date().isoformat() if facts.starts_at else None
    institution_id = moving.offering.institution_id
    return url_for(".show_calendar", institution_id=institution_id, class_id=moving.offering.id, view="week", on=day)


def move_page(moving: Moving, form: MoveForm, trouble: Trouble, *, asked: bool) -> ResponseReturnValue:
    """The form; alone, for the dialog of the calendar, when a script asks."""
    return render(
        "sessions/agenda/move_session.html",
        fragment="sessions/agenda/_move.html",
        moving=moving,
        form=form,
        trouble=trouble,
        asked=asked,
        day_words=day_words,
        back=local_target(form.back.data, calendar_of(moving, moving.facts)),
    )
