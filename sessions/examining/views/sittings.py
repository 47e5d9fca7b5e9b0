"""Sittings of a class: arranging them, drawing papers, who marks, releasing results."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import to_local
from core.db import db
from sessions.examining import analysis, labels, queries, standing, turns
from sessions.examining.actions import sittings as actions
from sessions.examining.forms import BlueprintForm, CancelForm, EntryForm, MarkerForm, ReleaseForm, SittingForm
from sessions.examining.models import Sitting
from sessions.examining.modules import modules_of
from sessions.examining.rules.blueprint import Drawn
from sessions.examining.rules.kinds import EntryKind, SittingWay
from sessions.examining.views.blueprint import bp, now, sitting_or_404
from sessions.questions import labels as question_labels
from sessions.views.found import enrolment_or_404, is_closed, offering_or_404

PLACE = "/classes/<int:offering_id>/sittings"
ONE = f"{PLACE}/<int:sitting_id>"


def back(sitting: Sitting) -> ResponseReturnValue:
    """The page of the sitting."""
    return redirect(url_for(".show_sitting", offering_id=sitting.offering_id, sitting_id=sitting.id))


@bp.get(PLACE)
@require(Permission.HOURS_READ)
def list_sittings(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sittings = queries.sittings_of(offering.id)
    return render_template(
        "sessions/examining/list_sittings.html",
        offering=offering,
        sittings=sittings,
        released=queries.releases_of([one.id for one in sittings]),
        closed=is_closed(offering),
        labels=labels,
    )


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def new_sitting(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sessions = queries.examination_sessions(offering.id)
    minutes = queries.figures_of(offering).duration
    planned: dict[str, object] = {
        "title": _("Examination at the end of %(name)s", name=offering.name),
        "minutes": minutes,
    }
    if sessions and sessions[0].starts_at and sessions[0].ends_at:
        starts, ends = to_local(sessions[0].starts_at), to_local(sessions[0].ends_at)
        planned |= {"session_id": sessions[0].id, "opens_at": starts, "closes_at": ends}
        planned["minutes"] = min(minutes, int((ends - starts) / timedelta(minutes=1)))
    form = SittingForm(data=planned)
    form.offer(sessions)
    if form.validate_on_submit():
        sitting = actions.arrange(offering, facts=form.facts(), by=current_user._get_current_object())
        db.session.commit()
        flash(_("The sitting is arranged. Draw its paper next."), "success")
        return back(sitting)
    return render_template("sessions/examining/edit_sitting.html", offering=offering, sitting=None, form=form)


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def edit_sitting(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    form = SittingForm.of(sitting)
    form.offer(queries.examination_sessions(offering.id))
    if form.validate_on_submit():
        by = current_user._get_current_object()
        try:
            actions.rearrange(sitting, facts=form.facts(), seen=form.seen_number(), by=by)
        except actions.ChangedMeanwhile:
            form.blame("title", _("Somebody else has changed this sitting meanwhile. Open it again before you save."))
        except actions.HasBegun:
            form.blame("opens_at", _("Somebody has begun: only title, rules and closing time can still be changed."))
        else:
            db.session.commit()
            flash(_("The sitting is saved."), "success")
            return back(sitting)
    return render_template("sessions/examining/edit_sitting.html", offering=offering, sitting=sitting, form=form)


@bp.route(f"{ONE}/cancel", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def cancel_sitting(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            actions.cancel(sitting, reason=form.reason.data or "", by=current_user._get_current_object())
        except actions.HasBegun:
            form.blame("reason", _("Somebody has begun; a sitting that has begun cannot be called off."))
        else:
            db.session.commit()
            flash(_("The sitting is called off."), "success")
            return back(sitting)
    return render_template("sessions/examining/cancel_sitting.html", offering=offering, sitting=sitting, form=form)


@bp.get(ONE)
@require(Permission.HOURS_READ)
def show_sitting(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    stood = standing.standing_of(sitting, now())
    form = MarkerForm()
    form.offer(queries.possible_markers(offering.institution_id))
    return render_template(
        "sessions/examining/show_sitting.html",
        offering=offering,
        sitting=sitting,
        stood=stood,
        counts=standing.count_states(stood),
        markers=queries.markers_of(sitting.id),
        marker_form=form,
        deferrals=turns.requests_of(sitting.id),
        release_form=ReleaseForm(),
        released=queries.releases_of([sitting.id]).get(sitting.id),
        on_paper=sitting.way is SittingWay.PAPER,
        closed=is_closed(offering),
        labels=labels,
    )


@bp.route(f"{ONE}/paper/draw", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def draw_paper(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    figures, modules = queries.figures_of(offering), modules_of(offering)
    form = BlueprintForm.of(queries.paper_of(sitting.id), secrets.token_hex(4))
    lacking = Drawn()
    if form.validate_on_submit():
        blueprint = form.to_blueprint(modules)
        if not form.blame_blueprint(blueprint, figures.highest):
            by, seed = current_user._get_current_object(), form.seed.data or secrets.token_hex(4)
            try:
                _paper, drawn = actions.draw_paper(sitting, blueprint, seed=seed, by=by)
            except actions.Lacking as short:
                lacking = short.drawn
            except (actions.HasBegun, actions.ChangedMeanwhile):
                form.blame("parts", _("Somebody has begun, or a paper was drawn at this moment. Look at the sitting."))
            else:
                db.session.commit()
                return _drawn(sitting, drawn)
    return render_template(
        "sessions/examining/draw_paper.html", offering=offering, sitting=sitting, form=form, modules=modules,
        lacks=lacking.lacks, highest=figures.highest, labels=labels, questions=question_labels,
    )  # fmt: skip


def _drawn(sitting: Sitting, drawn: Drawn) -> ResponseReturnValue:
    flash(_("The paper is drawn: %(num)d questions.", num=len(drawn.questions)), "success")
    if drawn.instead:
        flash(_("%(num)d questions are of another difficulty than asked for.", num=drawn.instead), "info")
    return redirect(url_for(".show_paper", offering_id=sitting.offering_id, sitting_id=sitting.id))


@bp.get(f"{ONE}/paper")
@require(Permission.EXAMS_PREPARE)
def show_paper(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    paper = queries.paper_of(sitting.id) or abort(404)
    return render_template(
        "sessions/examining/show_paper.html", offering=offering, sitting=sitting, paper=paper, labels=labels,
        questions=question_labels, tally=standing.tally_modules(paper),
    )  # fmt: skip


@bp.route(f"{ONE}/candidates/<int:enrolment_id>/entry", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def enter_about(offering_id: int, sitting_id: int, enrolment_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    enrolment = enrolment_or_404(offering_id, enrolment_id)[1]
    entries = queries.entries_of([sitting.id])[sitting.id]
    lifted = EntryKind.MISCONDUCT_LIFTED if entries.misconduct(enrolment.id) else EntryKind.MISCONDUCT
    first = EntryKind.ABSENT if sitting.way is SittingWay.PAPER else EntryKind.EXTRA_TIME
    form = EntryForm()
    form.offer([first, lifted])
    if form.validate_on_submit():
        minutes = (form.minutes.data or 0) if form.kind.data is EntryKind.EXTRA_TIME else 0
        by = current_user._get_current_object()
        actions.enter(sitting, enrolment.id, form.kind.data, reason=form.reason.data or "", by=by, minutes=minutes)
        db.session.commit()
        flash(_("It is on record."), "success")
        return back(sitting)
    return render_template(
        "sessions/examining/enter_about.html", offering=offering, sitting=sitting, enrolment=enrolment, form=form,
        entries=entries.all.get(enrolment.id, []), labels=labels,
    )  # fmt: skip


@bp.get(f"{ONE}/analysis")
@require(Permission.EXAMS_PREPARE)
def analyse_questions(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    stood = standing.standing_of(sitting, now())
    return render_template(
        "sessions/examining/analysis.html",
        offering=offering,
        sitting=sitting,
        analysis=analysis.analyse(stood, stood.figures.least),
    )
