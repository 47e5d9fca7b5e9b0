"""The timetable of a class: its sessions, what is wrong with them, and scheduling, changing, cancelling one."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from courses.models import ClassOffering
from sessions import history, labels, plans, queries
from sessions.actions import ledger, timetable
from sessions.clashes import queries as clash_queries
from sessions.clashes import views as clash_words
from sessions.forms import CancelSessionForm, ReasonedSessionForm, SessionForm
from sessions.models import ClassSession
from sessions.rules.kinds import SessionStatus
from sessions.rules.timetable import SessionFacts
from sessions.views.blueprint import bp
from sessions.views.found import is_closed, offering_or_404, session_or_404
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries


@bp.get("/classes/<int:offering_id>/timetable", endpoint="timetable")
@require(Permission.CLASSES_READ)
def show_timetable(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sessions = queries.sessions_of(offering.id)
    findings = clash_words.described(clash_queries.findings_of(offering, sessions), offering, sessions)
    return render_template(
        "sessions/timetable.html",
        offering=offering,
        plan=plans.plan_of(offering, sessions),
        findings=findings,
        remarks=plans.by_session(findings),
        labels=labels,
        may_edit=not is_closed(offering),
    )


@bp.get("/classes/<int:offering_id>/timetable/changes")
@require(Permission.CLASSES_READ)
def timetable_changes(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    return render_template(
        "sessions/timetable_changes.html", offering=offering, changes=history.history_of(offering.id), labels=labels
    )


@bp.route("/classes/<int:offering_id>/timetable/new", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def new_session(offering_id: int) -> ResponseReturnValue:
    offering = open_offering_or_404(offering_id)
    form = SessionForm(submitted())
    hints: list[plans.Hint] = []
    if form.validate_on_submit():
        facts = form.to_facts()
        try:
            planned = timetable.schedule_session(offering, facts, by=current_user)
        except timetable.ScheduleConflict as conflict:
            form.blame_conflicts(conflict.findings)
            hints = plans.hints_for(offering, facts)
        except timetable.CodeTaken:
            form.blame_code()
        else:
            return close(offering, planned, _("%(code)s is on the timetable.", code=planned.code))
    return form_page(offering, form, hints)


@bp.route("/classes/<int:offering_id>/timetable/<int:session_id>/edit", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def edit_session(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering = open_offering_or_404(offering_id)
    session = planned_or_404(offering, session_id)
    known = queries.facts_of(session)
    form = ReasonedSessionForm(submitted(), data=SessionForm.held(known))
    hints: list[plans.Hint] = []
    if form.validate_on_submit():
        facts = form.to_facts(known)
        try:
            timetable.reschedule_session(offering, session, facts, by=current_user, reason=form.reason.data)
        except timetable.ScheduleConflict as conflict:
            form.blame_conflicts(conflict.findings)
            hints = plans.hints_for(offering, facts, but=session)
        else:
            return close(offering, session, _("%(code)s is changed.", code=session.code))
    return form_page(offering, form, hints, known)


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


def open_offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, as long as its timetable can be changed."""
    offering = offering_or_404(offering_id)
    return abort(404) if is_closed(offering) else offering


def planned_or_404(offering: ClassOffering, session_id: int) -> ClassSession:
    """The session of the address, unless it has been cancelled."""
    session = session_or_404(offering.id, session_id)
    return session if session.status is SessionStatus.PLANNED else abort(404)


def submitted() -> Any:
    """What was sent; a slot chosen from the hints (09:00-11:00) takes the place of the times."""
    start, _dash, end = request.form.get("slot", "").partition("-")
    if not end:
        return request.form if request.method == "POST" else None
    chosen = MultiDict(request.form)
    chosen["starts"], chosen["ends"] = start, end
    return chosen


def close(offering: ClassOffering, session: ClassSession, message: str) -> ResponseReturnValue:
    """Post what the change means for hours, commit, and go back to the timetable."""
    with suppress(ParameterMissing):  # A rule-set that leaves figures open does not stop anybody from planning.
        ledger.evaluate_offering(offering, by=current_user, reason="timetable")
    db.session.commit()
    flash(message, "success")
    return redirect(url_for(".timetable", offering_id=offering.id, _anchor=session.code))


def form_page(
    offering: ClassOffering, form: SessionForm, hints: list[plans.Hint], known: SessionFacts | None = None
) -> ResponseReturnValue:
    """The form of a session, new or known, with the names that the registers hold."""
    return render_template(
        "sessions/edit_session.html" if known else "sessions/new_session.html",
        offering=offering,
        form=form,
        hints=hints,
        known=known,
        venues=trainer_queries.venues_of([offering.institution_id]),
        teachers=trainer_queries.teachers_of([offering.institution_id]),
        modules=plans.module_names(offering),
    )
