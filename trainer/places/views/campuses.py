"""The campuses of an institution, and the minutes between them."""

from __future__ import annotations

from itertools import combinations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from trainer.models import Institution
from trainer.places import actions, queries
from trainer.places.forms import CampusForm, TravelForm, travel_form, travel_name
from trainer.places.models import Campus
from trainer.places.rules import Pair
from trainer.teaching.actions import ChangedMeanwhile
from trainer.views import bp, institution_or_404


@bp.get("/institutions/<int:institution_id>/campuses")
@require(Permission.TRAINER_READ)
def list_campuses(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _campus_page(institution, _travel_form(institution)[0])


@bp.post("/institutions/<int:institution_id>/campuses/travel")
@require(Permission.TRAINER_EDIT)
def save_travel(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    form, names = _travel_form(institution)
    if names and form.validate_on_submit():
        minutes, by = form.minutes(list(names)), current_user._get_current_object()
        try:
            actions.save_travel(institution, minutes, seen=form.seen.data or "", by=by)
        except ChangedMeanwhile:
            form.blame_change(next(iter(names)))
        else:
            db.session.commit()
            flash(_("The travel times are saved."), "success")
            return redirect(url_for(".list_campuses", institution_id=institution.id))
    return _campus_page(institution, form)


def _travel_form(institution: Institution) -> tuple[TravelForm, dict[Pair, str]]:
    pairs = combinations(sorted(queries.campuses(institution.id), key=lambda one: one.id), 2)
    names = {(one.id, other.id): f"{one.name} — {other.name}" for one, other in pairs}
    known = queries.entered_travel(institution.id)
    return travel_form(names, known, actions.travel_seen(known)), names


def _campus_page(institution: Institution, form: TravelForm) -> ResponseReturnValue:
    return render_template(
        "trainer/places/list_campuses.html",
        institution=institution,
        campuses=queries.campuses(institution.id),
        venues=queries.venues_by_campus(institution.id),
        form=form,
        ways=[field for field in form if field.name.startswith(travel_name((0, 0))[:4])],
        usual=queries.usual_travel(today()),
    )


@bp.route("/institutions/<int:institution_id>/campuses/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_campus(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _edit_campus(institution, Campus(institution_id=institution.id), CampusForm())


@bp.route("/institutions/<int:institution_id>/campuses/<int:campus_id>/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_campus(institution_id: int, campus_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    campus = queries.campus(institution.id, campus_id) or abort(404)
    return _edit_campus(institution, campus, CampusForm(obj=campus))


def _edit_campus(institution: Institution, campus: Campus, form: CampusForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        by = current_user._get_current_object()
        try:
            actions.save_campus(campus, form.facts(), seen=form.version.data or 0, by=by)
        except ChangedMeanwhile:
            form.blame_change()
        except actions.CampusNameTaken:
            form.blame_name()
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=campus.name), "success")
            return redirect(url_for(".list_campuses", institution_id=institution.id))
    return render_template("trainer/places/edit_campus.html", form=form, institution=institution, campus=campus)
