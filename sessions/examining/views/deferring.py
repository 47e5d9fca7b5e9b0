"""Deferred examinations: learners ask, coordinators decide."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.stored_files import UploadRefused, read_upload
from core.upload_labels import ACCEPTED, upload_refusal
from sessions.examining import queries, turns
from sessions.examining.actions import deferrals
from sessions.examining.forms import DecisionForm, DeferralForm
from sessions.examining.rules.kinds import SittingKind
from sessions.examining.views.blueprint import bp, sitting_or_404
from sessions.examining.views.own import MINE, own_sitting_or_404
from sessions.examining.views.sittings import ONE, back
from sessions.views.proofs import open_proof


@bp.route(f"{MINE}/defer", methods=["GET", "POST"])
@require(Permission.EXAMS_OWN)
def ask_to_defer(sitting_id: int) -> ResponseReturnValue:
    sitting, own = own_sitting_or_404(sitting_id)
    if sitting.kind is not SittingKind.FIRST:
        abort(404)
    form = DeferralForm()
    form.offer(queries.figures_of(sitting.offering).grounds)
    if form.validate_on_submit():
        upload = read_upload(form.document.data) if form.document.data else None
        said = {"ground": form.ground.data, "reason": form.reason.data or ""}
        try:
            deferrals.ask(sitting, own.id, upload=upload, by=current_user._get_current_object(), **said)
        except UploadRefused as refused:
            form.blame("document", upload_refusal(refused.fault))
        except deferrals.NotNow:
            form.blame("ground", _("You have asked already, or the examination has begun for you or is over."))
        else:
            db.session.commit()
            flash(_("Your request is with the institution."), "success")
            return redirect(url_for(".my_exam", sitting_id=sitting.id))
    return render_template("sessions/examining/ask_to_defer.html", sitting=sitting, form=form, accepted=ACCEPTED)


@bp.route(f"{ONE}/deferrals/<int:request_id>", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def decide_deferral(offering_id: int, sitting_id: int, request_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    asked, form = turns.request_of(sitting.id, request_id) or abort(404), DecisionForm()
    if form.validate_on_submit():
        by, approved = current_user._get_current_object(), form.decision.data == "approve"
        try:
            deferrals.decide(sitting, asked, approved=approved, words=form.note.data or "", by=by)
        except deferrals.NotNow:
            form.blame("decision", _("Somebody else has decided this already."))
        else:
            db.session.commit()
            flash(_("The decision is on record."), "success")
            return back(sitting)
    return render_template(
        "sessions/examining/decide_deferral.html", offering=offering, sitting=sitting, asked=asked, form=form
    )


@bp.get(f"{ONE}/deferrals/<int:request_id>/proof")
@require(Permission.EXAMS_PREPARE)
def download_proof(offering_id: int, sitting_id: int, request_id: int) -> ResponseReturnValue:
    _offering, sitting = sitting_or_404(offering_id, sitting_id)
    asked = turns.request_of(sitting.id, request_id) or abort(404)
    stored, institution_id = asked.file or abort(404), sitting.offering.institution_id
    return open_proof(stored, of=("sitting", sitting.id), institution_id=institution_id)
