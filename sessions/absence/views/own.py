"""A learner's own leave and appeals, on a phone."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local
from core.db import db
from core.stored_files import UploadRefused
from core.upload_labels import ACCEPTED
from courses.models import ClassOffering, Enrolment
from sessions import labels as session_labels
from sessions import traces
from sessions.absence import labels, queries
from sessions.absence.actions import leave
from sessions.absence.forms import ProofForm
from sessions.absence.models import AbsenceFile, LeaveRequest
from sessions.absence.portals import own_forecast
from sessions.absence.rules.leave import IllegalAct, LeaveState
from sessions.absence.views.asking import asking_page, handled, leave_form
from sessions.absence.views.blueprint import bp, me, refuse_closed, say_changed
from sessions.views.found import is_closed
from sessions.views.my_hours import own_enrolment_or_404, own_enrolments
from sessions.views.proofs import open_proof

ONE = "/my/absence/<int:enrolment_id>/leave/<int:request_id>"


def own_or_404(enrolment_id: int) -> Enrolment:
    """One of one's own classes."""
    return own_enrolment_or_404(own_enrolments(), enrolment_id)


def own_leave_or_404(enrolment_id: int, request_id: int) -> tuple[ClassOffering, LeaveRequest]:
    """One of one's own requests."""
    enrolment = own_or_404(enrolment_id)
    found = queries.leave_of(enrolment.offering_id, request_id)
    return enrolment.offering, found if found and found.enrolment_id == enrolment.id else abort(404)


@bp.get("/my/absence")
@require(Permission.HOURS_OWN)
def my_absence() -> ResponseReturnValue:
    enrolments = own_enrolments()
    ids = [one.id for one in enrolments]
    open_classes = [one for one in enrolments if may_ask(one.offering)]
    first = open_classes[0] if open_classes else None
    return render_template(
        "sessions/absence/my_absence.html",
        enrolments=enrolments,
        open_classes=open_classes,
        forecast=own_forecast(traces.results_of_person(first.offering, first.id), first, local_now())
        if first
        else None,
        first=first,
        requests=queries.leave_by_learner(ids) if ids else [],
        appeals=queries.appeals_by_learner(ids) if ids else [],
        now=local_now(),
        to_local=to_local,
        labels=labels,
    )


def own_files(enrolment_id: int) -> Callable[[AbsenceFile], str]:
    """Where the learner opens a proof."""
    return lambda one: url_for(".my_file", enrolment_id=enrolment_id, file_id=one.id)


def may_ask(offering: ClassOffering) -> bool:
    """Whether leave can still be asked for: the class goes on, and its records are not closed."""
    return not is_closed(offering) and local_now().date() <= offering.ends_on


@bp.route("/my/absence/<int:enrolment_id>/leave/new", methods=["GET", "POST"])
@require(Permission.HOURS_OWN)
def ask_leave(enrolment_id: int) -> ResponseReturnValue:
    enrolment = own_or_404(enrolment_id)
    offering = enrolment.offering
    if not may_ask(offering):
        return refuse_closed(url_for(".my_absence"))
    form, sessions = leave_form(offering, enrolment)
    done = handled(offering, enrolment, form, sessions, at_desk=False) if form.validate_on_submit() else None
    if isinstance(done, LeaveRequest):
        db.session.commit()
        flash(_("Your request is on its way. You see here what becomes of it."), "success")
        return redirect(url_for(".my_leave", enrolment_id=enrolment.id, request_id=done.id))
    return asking_page(offering, enrolment, form, done, at_desk=False)


@bp.get(ONE)
@require(Permission.HOURS_OWN)
def my_leave(enrolment_id: int, request_id: int) -> ResponseReturnValue:
    offering, asked = own_leave_or_404(enrolment_id, request_id)
    return leave_page(offering, asked, ProofForm())


def leave_page(offering: ClassOffering, asked: LeaveRequest, form: ProofForm) -> ResponseReturnValue:
    """One request as its learner sees it."""
    return render_template(
        "sessions/absence/my_leave.html",
        offering=offering,
        asked=asked,
        form=form,
        may_withdraw=leave.may_withdraw(asked, local_now()) and not is_closed(offering),
        may_add=asked.state is LeaveState.PENDING,
        remarks_found=leave.remarks_now(asked),
        file_address=own_files(asked.enrolment_id),
        accepted=ACCEPTED,
        labels=labels,
        words=session_labels,
    )


@bp.post(f"{ONE}/withdraw")
@require(Permission.HOURS_OWN)
def withdraw_leave(enrolment_id: int, request_id: int) -> ResponseReturnValue:
    offering, asked = own_leave_or_404(enrolment_id, request_id)
    here = url_for(".my_leave", enrolment_id=enrolment_id, request_id=request_id)
    if is_closed(offering):
        return refuse_closed(here)
    try:
        leave.withdraw(offering, asked, by=me())
    except leave.AlreadyBegun:
        flash(_("The leave has begun. Ask your class teacher if it is to be changed."), "warning")
    except (IllegalAct, leave.ChangedMeanwhile):
        db.session.rollback()
        say_changed()
    else:
        db.session.commit()
        flash(_("The request is taken back."), "success")
    return redirect(here)


@bp.post(f"{ONE}/proof")
@require(Permission.HOURS_OWN)
def add_proof(enrolment_id: int, request_id: int) -> ResponseReturnValue:
    offering, asked = own_leave_or_404(enrolment_id, request_id)
    if asked.state is not LeaveState.PENDING or is_closed(offering):
        abort(404)
    form = ProofForm()
    if form.validate_on_submit():
        try:
            leave.add_files(asked, form.uploads(), by=me())
        except UploadRefused as refusal:
            db.session.rollback()
            offering, asked = own_leave_or_404(enrolment_id, request_id)
            form.blame_upload(refusal.fault)
        else:
            db.session.commit()
            flash(_("The proof is with your request."), "success")
            return redirect(url_for(".my_leave", enrolment_id=enrolment_id, request_id=request_id))
    return leave_page(offering, asked, form)


@bp.get("/my/absence/<int:enrolment_id>/files/<int:file_id>")
@require(Permission.HOURS_OWN)
def my_file(enrolment_id: int, file_id: int) -> ResponseReturnValue:
    enrolment = own_or_404(enrolment_id)
    found = queries.file_of(enrolment.offering_id, file_id, enrolment_id=enrolment.id) or abort(404)
    institution_id = enrolment.offering.institution_id
    return open_proof(found.file, of=found.matter, institution_id=institution_id)
