"""Adjusting hours by two people: one proposes, another decides."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission, allows
from core import navigation
from core.db import db
from core.navigation import HomeCard
from core.pages import page_of
from sessions.ledger import labels, queries, records
from sessions.ledger.actions import adjusting
from sessions.ledger.forms import AdjustmentForm, NoteForm
from sessions.ledger.rules.closing import AdjustmentState
from sessions.ledger.views.blueprint import (
    bp,
    frame_or_404,
    institutions_in_scope,
    learner_or_404,
    scope_ids,
    this_year,
)
from trainer import queries as trainer_queries


def waiting_card(user: User) -> Iterator[HomeCard]:
    """Adjustments that somebody else proposed and that wait for this person."""
    if allows(user.role, Permission.HOURS_ADJUST):
        found = records.adjustments_in_scope(trainer_queries.institution_ids_of(user))
        number = sum(one.state is AdjustmentState.PROPOSED and one.asked_by_id != user.id for one in found)
        if number:
            href = url_for("ledger.list_adjustments")
            yield HomeCard(_("Adjustments of hours"), number, href, _("They wait for a second person"), "scale")


navigation.attach(bp, cards=waiting_card)


@bp.route("/hours/learners/<int:learner_id>/<int:year>/adjust", methods=["GET", "POST"])
@require(Permission.HOURS_ADJUST)
def propose_adjustment(learner_id: int, year: int) -> ResponseReturnValue:
    learner = learner_or_404(learner_id)
    frame = frame_or_404(year)
    mine = {one.id for one in institutions_in_scope()}
    places = [(one.id, one.name) for one in queries.institutions_of_learner(learner.id) if one.id in mine]
    form = AdjustmentForm().offer(frame.policy, places)
    if form.validate_on_submit():
        adjusting.propose(
            learner,
            form.institution_id.data,
            year=year,
            category=form.category.data,
            hours=form.hours.data,
            reason=form.reason.data,
            by=current_user._get_current_object(),
        )
        db.session.commit()
        flash(_("The adjustment is proposed. It counts as soon as a second person approves it."), "success")
        return redirect(url_for(".show_account", learner_id=learner.id, year=year))
    closed = {one[0] for one in places if year in queries.closed_years(one[0])}
    return render_template(
        "sessions/ledger/propose_adjustment.html", learner=learner, year=year, form=form, places=places, closed=closed
    )


@bp.get("/hours/adjustments")
@require(Permission.HOURS_READ)
def list_adjustments() -> ResponseReturnValue:
    return adjustments_page(NoteForm(formdata=None), 0)


def adjustments_page(form: NoteForm, about: int) -> ResponseReturnValue:
    """The list, with the form of each one that waits; `about` is the one that was just refused."""
    found = records.adjustments_in_scope(scope_ids())
    page = page_of(len(found))
    return render_template(
        "sessions/ledger/list_adjustments.html",
        adjustments=found[page.offset : page.offset + page.size],
        page=page,
        form=form,
        about=about,
        year=this_year(),
        labels=labels,
    )


@bp.post("/hours/adjustments/<int:adjustment_id>/decide")
@require(Permission.HOURS_ADJUST)
def decide_adjustment(adjustment_id: int) -> ResponseReturnValue:
    adjustment = records.adjustment_in_scope(adjustment_id, scope_ids()) or abort(404)
    form = NoteForm()
    approve = request.form.get("act") == "approve"
    if form.validate_on_submit():
        try:
            adjusting.decide(
                adjustment, approve=approve, note=form.note.data or "", by=current_user._get_current_object()
            )
        except adjusting.SamePerson:
            flash(_("You proposed this adjustment yourself. Another person decides about it."), "warning")
        except adjusting.DecidedAlready:
            db.session.rollback()
            flash(_("Somebody else has decided about this adjustment already."), "warning")
        else:
            db.session.commit()
            flash(str(labels.ADJUSTMENT_STATES[adjustment.state][0]), "success")
        return redirect(url_for(".list_adjustments"))
    return adjustments_page(form, adjustment_id)
