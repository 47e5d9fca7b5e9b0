"""Who marks a sitting, and the release of its results."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from sessions.examining import analysis, labels, notices, queries, standing
from sessions.examining.actions import releases
from sessions.examining.actions import sittings as actions
from sessions.examining.forms import MarkerForm, ReleaseForm
from sessions.examining.views.blueprint import bp, now, sitting_or_404
from sessions.examining.views.sittings import ONE, back
from sessions.views.found import is_closed


@bp.post(f"{ONE}/markers")
@require(Permission.EXAMS_PREPARE)
def name_marker(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    people = {one.id: one for one in queries.possible_markers(offering.institution_id)}
    form = MarkerForm()
    form.offer(list(people.values()))
    if not form.validate_on_submit():
        abort(400)
    by = current_user._get_current_object()
    try:
        actions.name_marker(sitting, people[form.user_id.data], in_round=form.round.data, by=by)
    except actions.MarksAlready:
        flash(
            _("This person marks this sitting already. The second and the deciding mark need other people."), "warning"
        )
    else:
        db.session.commit()
        flash(_("Named as a marker."), "success")
    return back(sitting)


@bp.post(f"{ONE}/markers/<int:user_id>/remove")
@require(Permission.EXAMS_PREPARE)
def remove_marker(offering_id: int, sitting_id: int, user_id: int) -> ResponseReturnValue:
    _offering, sitting = sitting_or_404(offering_id, sitting_id)
    marker = next((one for one in queries.markers_of(sitting.id) if one.user_id == user_id), None) or abort(404)
    try:
        actions.remove_marker(sitting, marker, by=current_user._get_current_object())
    except actions.MarksAlready:
        flash(_("This person has given marks, which count; the name stays."), "warning")
    else:
        db.session.commit()
        flash(_("No longer a marker."), "success")
    return back(sitting)


@bp.post(f"{ONE}/release")
@require(Permission.EXAMS_PREPARE)
def release_results(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    form = ReleaseForm()
    if not form.validate_on_submit() or is_closed(offering) or sitting.cancelled_at:
        abort(400)
    stood = standing.standing_of(sitting, now())
    people = [(one.enrolment.id, one.enrolment.learner.name, one.result) for one in stood.people]
    by = current_user._get_current_object()
    try:
        released = releases.release(sitting, people, shows_answers=bool(form.shows_answers.data), by=by)
    except releases.CannotRelease as refused:
        flash(str(labels.RELEASE_FAULTS[refused.fault]), "warning")
        return back(sitting)
    analysis.keep(analysis.analyse(stood, stood.figures.least), sitting.title)
    notices.tell_results(sitting, [one.enrolment for one in stood.people], released.number)
    db.session.commit()
    flash(_("The results of %(num)d people are in the scores of the class.", num=len(people)), "success")
    return redirect(url_for("sessions.scores", offering_id=offering.id))
