"""Putting one session on the timetable, changing and cancelling it, with findings while one types."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.navigation import can
from courses.models import ClassOffering
from sessions import plans, queries
from sessions.actions import ledger, timetable
from sessions.clashes import defaults
from sessions.clashes import queries as clash_queries
from sessions.clashes.labels import FindingWords, describe_finding
from sessions.clashes.suggestions import slot_values, suggestions_for
from sessions.forms import CancelSessionForm, ReasonedSessionForm, SessionForm
from sessions.models import ClassSession
from sessions.rules.alternatives import Alternatives
from sessions.rules.kinds import SessionStatus
from sessions.rules.timetable import SessionFacts
from sessions.views.blueprint import bp
from sessions.views.found import is_closed, offering_or_404, session_or_404
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands in the way of a session, and what could be had instead, as the form shows it."""

    findings: tuple[FindingWords, ...] = ()
    instead: Alternatives = field(default_factory=Alternatives)
    slots: tuple[str, ...] = ()
    waivable: bool = False
    hint: str = ""


@bp.route("/classes/<int:offering_id>/timetable/new", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def new_session(offering_id: int) -> ResponseReturnValue:
    offering = open_offering_or_404(offering_id)
    form = SessionForm(submitted(), data=first_values(offering))
    form.fill_end(defaults.minutes_per_hour(offering))
    trouble = Trouble()
    if form.validate_on_submit():
        facts = form.to_facts()
        try:
            planned = timetable.schedule_session(offering, facts, by=current_user, waiver=waiver_of(form))
        except timetable.ScheduleConflict as conflict:
            form.blame_conflicts(conflict.findings)
            trouble = trouble_of(offering, facts, waivable=conflict.waivable)
        except timetable.CodeTaken:
            form.blame_code()
        else:
            return close(offering, planned, _("%(code)s is on the timetable.", code=planned.code))
    return form_page(offering, form, trouble)


@bp.route("/classes/<int:offering_id>/timetable/<int:session_id>/edit", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def edit_session(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering = open_offering_or_404(offering_id)
    session = planned_or_404(offering, session_id)
    known, seen = queries.facts_of(session), session.version
    form = ReasonedSessionForm(submitted(), data=SessionForm.held(known, seen))
    trouble = Trouble()
    if form.validate_on_submit():
        facts, said = form.to_facts(known), {"reason": form.reason.data, "version": form.seen_version()}
        try:
            timetable.reschedule_session(offering, session, facts, by=current_user, waiver=waiver_of(form), **said)
        except timetable.ScheduleConflict as conflict:
            form.blame_conflicts(conflict.findings)
            trouble = trouble_of(offering, facts, but=session, waivable=conflict.waivable)
        except timetable.SessionChangedMeanwhile:
            form.blame_change()
        else:
            return close(offering, session, _("%(code)s is changed.", code=session.code))
    return form_page(offering, form, trouble, known, session_id)


@bp.route("/classes/<int:offering_id>/timetable/<int:session_id>/cancel", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def cancel_session(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering = open_offering_or_404(offering_id)
    session = planned_or_404(offering, session_id)
    form = CancelSessionForm()
    if form.validate_on_submit():
        timetable.cancel_session(offering, session, by=current_user, reason=form.reason.data)
        return close(offering, session, _("%(code)s is cancelled.", code=session.code))
    return render_template(
        "sessions/cancel_session.html", offering=offering, facts=queries.facts_of(session), form=form
    )


@bp.get("/classes/<int:offering_id>/timetable/check")
@require(Permission.SESSIONS_SCHEDULE)
def check_session(offering_id: int) -> ResponseReturnValue:
    """The findings about what a form says so far: a piece of its page, asked for while somebody types."""
    offering = open_offering_or_404(offering_id)
    known = queries.session_of(offering.id, request.args.get("session", 0, type=int))
    form = SessionForm(request.args, meta={"csrf": False})
    form.fill_end(defaults.minutes_per_hour(offering))
    facts = form.draft()
    trouble = Trouble(hint=_("The session must end after it has started.") if form.is_reversed() else "")
    if facts:
        about = clash_queries.findings_about(offering, [facts], but=known).get(facts.code, [])
        words = tuple(describe_finding(one) for one in about)
        trouble = trouble_of(offering, facts, but=known, words=words) if about else trouble
    return render_template("sessions/_session_trouble.html", form=form, trouble=trouble, asked=bool(facts))


def open_offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, as long as its timetable can be changed."""
    offering = offering_or_404(offering_id)
    return abort(404) if is_closed(offering) else offering


def planned_or_404(offering: ClassOffering, session_id: int) -> ClassSession:
    """The session of the address, unless it has been cancelled."""
    session = session_or_404(offering.id, session_id)
    return session if session.status is SessionStatus.PLANNED else abort(404)


def first_values(offering: ClassOffering) -> dict[str, Any]:
    """What a new form says before anybody types; nothing once something was sent."""
    if request.method == "POST":
        return {}
    after = queries.session_of(offering.id, request.args.get("after", 0, type=int))
    return defaults.next_session(offering, after)


def submitted() -> Any:
    """What was sent; what was chosen from the suggestions takes the place of what was typed.

    A slot says 09:00-11:00, with its date in front when it is on another day.
    """
    if request.method != "POST":
        return None
    chosen = MultiDict(request.form)
    day, _space, clock = f" {request.form.get('slot', '')}".rpartition(" ")
    start, _dash, end = clock.partition("-")
    if end:
        chosen["starts"], chosen["ends"], chosen["on"] = start, end, day.strip() or chosen.get("on", "")
    for name in ("venue_name", "teacher_name"):
        if request.form.get(f"take_{name}"):
            chosen[name] = request.form[f"take_{name}"]
    return chosen


def waiver_of(form: SessionForm) -> str:
    """The reason for letting findings pass, from somebody who may."""
    return form.waiver.data or "" if can(Permission.FINDINGS_WAIVE) else ""


def trouble_of(
    offering: ClassOffering,
    facts: SessionFacts,
    *,
    but: ClassSession | None = None,
    waivable: bool = False,
    words: tuple[FindingWords, ...] = (),
) -> Trouble:
    """What could be had instead of a session that is in trouble."""
    instead = suggestions_for(offering, facts, but=but)
    day = facts.starts_at.date() if facts.starts_at else offering.starts_on
    may_pass = waivable or (bool(words) and all(one.waivable for one in words))
    return Trouble(words, instead, tuple(slot_values(instead.slots, day)), may_pass)


def close(offering: ClassOffering, session: ClassSession, message: str) -> ResponseReturnValue:
    """Post what the change means for hours, commit, and go back to the timetable, or on to the next session."""
    with suppress(ParameterMissing):  # A rule-set that leaves figures open does not stop anybody from planning.
        ledger.evaluate_offering(offering, by=current_user, reason="timetable")
    db.session.commit()
    flash(message, "success")
    if request.form.get("then") == "next":
        return redirect(url_for(".new_session", offering_id=offering.id, after=session.id))
    return redirect(url_for(".timetable", offering_id=offering.id, _anchor=session.code))


def form_page(
    offering: ClassOffering,
    form: SessionForm,
    trouble: Trouble,
    known: SessionFacts | None = None,
    session_id: int | None = None,
) -> ResponseReturnValue:
    """The form of a session, new or known, with the names that the registers hold."""
    return render_template(
        "sessions/edit_session.html" if known else "sessions/new_session.html",
        offering=offering,
        form=form,
        trouble=trouble,
        known=known,
        check=url_for(".check_session", offering_id=offering.id, session=session_id),
        venues=trainer_queries.venues_of([offering.institution_id]),
        teachers=trainer_queries.teachers_of([offering.institution_id]),
        modules=plans.module_names(offering),
    )
