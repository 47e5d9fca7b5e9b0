"""For coordinators: everything that waits, one class at a time or all of them; deciding a leave request."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local, today
from core.db import db, utc_now
from core.navigation import can
from core.pages import page_of
from core.site_fonts import configured_font
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import labels as session_labels
from sessions import results
from sessions.absence import labels, links, outlook, queries
from sessions.absence.actions import leave
from sessions.absence.forms import DecisionForm
from sessions.absence.models import AbsenceFile, LeaveRequest
from sessions.absence.queries import DeskFilter
from sessions.absence.rules.leave import IllegalAct, LeaveAct, LeaveState, SamePerson, hours_of, possible
from sessions.absence.views.asking import asking_page, handled, leave_form
from sessions.absence.views.blueprint import bp, leave_or_404, me, offering_or_404, refuse_closed, say_changed
from sessions.absence.views.slip import leave_slip
from sessions.views.found import is_closed
from sessions.views.proofs import open_proof
from trainer.queries import scope_of

CLASS = "/classes/<int:offering_id>/absence"
ONE = f"{CLASS}/leave/<int:request_id>"
BY_DESK = (LeaveAct.APPROVE, LeaveAct.REFUSE, LeaveAct.REVOKE, LeaveAct.REOPEN)
SHOWN = 20


def wanted() -> DeskFilter:
    """What the address asks for."""
    only = request.args.get("only", "open")
    return DeskFilter(only if only in labels.FILTERS else "open", request.args.get("class", type=int))


@bp.get("/absence/leave")
@require(Permission.HOURS_READ)
def list_leave() -> ResponseReturnValue:
    asked = wanted()
    statement = queries.leave_statement(scope_of(current_user), asked, utc_now())
    page = page_of(queries.count_of(statement))
    rows = queries.leave_page(statement, offset=page.offset, size=page.size)
    return list_page("leave", asked, rows, page)


@bp.get("/absence/appeals")
@require(Permission.HOURS_READ)
def list_appeals() -> ResponseReturnValue:
    asked = wanted()
    statement = queries.appeal_statement(scope_of(current_user), asked, utc_now())
    page = page_of(queries.count_of(statement))
    rows = queries.appeal_page(statement, offset=page.offset, size=page.size)
    return list_page("appeals", asked, rows, page)


def list_page(kind: str, asked: DeskFilter, rows: object, page: object) -> ResponseReturnValue:
    """One of the two lists."""
    return render_template(
        "sessions/absence/list_desk.html",
        kind=kind,
        wanted=asked,
        rows=rows,
        page=page,
        now=local_now(),
        to_local=to_local,
        labels=labels,
    )


@bp.get(CLASS)
@require(Permission.HOURS_READ)
def class_absence(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    scope, only = scope_of(current_user), DeskFilter("open", offering_id)
    computed = results.class_results(offering)
    slips = outlook.leave_spans(queries.slips_that_count(offering_id))
    people = course_queries.enrolments_of(offering_id)
    return render_template(
        "sessions/absence/class_absence.html",
        offering=offering,
        requests=queries.leave_page(queries.leave_statement(scope, only, utc_now()), size=SHOWN),
        appeals=queries.appeal_page(queries.appeal_statement(scope, only, utc_now()), size=SHOWN),
        risks=outlook.risk_rows(
            computed, people, slips, links.makeups_of(offering_id), last_day=offering.ends_on, now=local_now()
        ),
        unplanned=hours_of(computed.common_units) < computed.policy.required_hours,
        makeups=queries.makeup_rows(offering_id),
        names={one.id: one.learner.name for one in people},
        closed=is_closed(offering),
        now=local_now(),
        to_local=to_local,
        labels=labels,
    )


@bp.route(f"{CLASS}/leave/new", methods=["GET", "POST"])
@require(Permission.ABSENCE_DECIDE)
def enter_leave(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    if is_closed(offering):
        return refuse_closed(url_for(".class_absence", offering_id=offering_id))
    people = course_queries.enrolments_of(offering_id)
    number = request.values.get("learner", 0, type=int)
    enrolment = next((one for one in people if one.id == number), None)
    form, sessions = leave_form(offering, enrolment, people)
    done = None
    if form.validate_on_submit():
        if enrolment is None:
            form.blame("learner", _("Choose the learner."))
        else:
            done = handled(offering, enrolment, form, sessions, at_desk=True)
    if isinstance(done, LeaveRequest):
        db.session.commit()
        flash(_("%(name)s is on record.", name=labels.leave_name(done)), "success")
        return redirect(url_for(".show_leave", offering_id=offering_id, request_id=done.id))
    return asking_page(offering, enrolment, form, done, at_desk=True)


@bp.get(ONE)
@require(Permission.HOURS_READ)
def show_leave(offering_id: int, request_id: int) -> ResponseReturnValue:
    offering, asked = leave_or_404(offering_id, request_id)
    return leave_page(offering, asked, DecisionForm(data={"seen": str(len(asked.entries))}))


def desk_files(offering_id: int) -> Callable[[AbsenceFile], str] | None:
    """Where those who decide open a proof; nobody else does, it may speak of an illness."""
    if not can(Permission.ABSENCE_DECIDE):
        return None
    return lambda one: url_for(".absence_file", offering_id=offering_id, file_id=one.id)


def leave_page(offering: ClassOffering, asked: LeaveRequest, form: DecisionForm) -> ResponseReturnValue:
    """One request with its history, and the acts that are possible."""
    acts = [act for act in BY_DESK if act in possible(asked.state)]
    if is_closed(offering) or not can(Permission.ABSENCE_DECIDE):
        acts = []
    return render_template(
        "sessions/absence/show_leave.html",
        offering=offering,
        asked=asked,
        form=form,
        acts=acts,
        remarks_found=leave.remarks_now(asked),
        outlook={name: Decimal(value) for name, value in asked.outlook.items()},
        file_address=desk_files(offering.id),
        was_me=me().id in asked.standing.approvers and asked.state is LeaveState.PENDING,
        overdue=asked.state is LeaveState.PENDING and to_local(asked.starts_at) <= local_now(),
        labels=labels,
        words=session_labels,
    )


@bp.post(f"{ONE}/decide")
@require(Permission.ABSENCE_DECIDE)
def decide_leave(offering_id: int, request_id: int) -> ResponseReturnValue:
    offering, asked = leave_or_404(offering_id, request_id)
    here = url_for(".show_leave", offering_id=offering_id, request_id=request_id)
    form, verb = DecisionForm(), request.form.get("act", "")
    if is_closed(offering):
        return refuse_closed(here)
    if verb not in {act.value for act in BY_DESK}:
        abort(400)
    if not form.validate_on_submit():
        return leave_page(offering, asked, form)
    try:
        leave.decide(offering, asked, LeaveAct(verb), by=me(), reason=form.reason.data or "", seen=form.seen_number())
    except leave.ReasonMissing:
        form.blame("reason", _("Say why: the learner reads it, and it stays on record."))
        return leave_page(offering, asked, form)
    except SamePerson:
        flash(_("You have approved the level before. Another person decides this one."), "warning")
    except (IllegalAct, leave.ChangedMeanwhile):
        db.session.rollback()
        say_changed()
    else:
        db.session.commit()
        flash(_("Recorded: %(state)s.", state=labels.LEAVE_STATES[asked.state][0]), "success")
    return redirect(here)


@bp.get(f"{ONE}/slip.pdf")
@require(Permission.HOURS_READ)
def print_leave(offering_id: int, request_id: int) -> ResponseReturnValue:
    offering, asked = leave_or_404(offering_id, request_id)
    enrolment = course_queries.enrolment_of(offering_id, asked.enrolment_id) or abort(404)
    content = leave_slip(asked, enrolment, offering, today(), configured_font())
    name = _("%(code)s leave slip no. %(number)d.pdf", code=offering.code, number=asked.id)
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.get(f"{CLASS}/files/<int:file_id>")
@require(Permission.ABSENCE_DECIDE)
def absence_file(offering_id: int, file_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    found = queries.file_of(offering.id, file_id) or abort(404)
    return open_proof(found.file, of=found.matter, institution_id=offering.institution_id)
