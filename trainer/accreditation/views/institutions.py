"""The list of institutions, an institution's overview, and the accounts that see it."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission, Role
from core import navigation
from core.clock import today
from core.db import db
from core.navigation import HomeCard
from trainer import actions, labels, queries
from trainer.forms import InstitutionForm, StaffForm
from trainer.models import Institution
from trainer.rules import Appointment, Validity, validity
from trainer.views import bp, institution_or_404


def home_cards(user: User) -> Iterator[HomeCard]:
    """For those who look after institutions: how many there are, and accreditations that end."""
    if not navigation.can(Permission.TRAINER_READ):
        return
    found = queries.institutions(queries.scope_of(user))
    href = url_for("trainer.list_institutions")
    if user.role is Role.REGULATOR:
        yield HomeCard(_("Training institutions"), len(found), href, _("In your region"), "building-community", "info")
    ending = [one for one in found if accreditation_of(one) in (Validity.ENDS_SOON, Validity.ENDED)]
    if ending:
        help_text = _("Within 60 days, or already past")
        yield HomeCard(_("Accreditations that end"), len(ending), href, help_text, "certificate", "warning")


navigation.attach(bp, cards=home_cards)


def accreditation_of(institution: Institution) -> Validity:
    """Where today stands to the accreditation."""
    return validity(Appointment(None, institution.accredited_until), today())


@bp.get("/institutions")
@require(Permission.TRAINER_READ)
def list_institutions() -> ResponseReturnValue:
    found = queries.institutions(queries.scope_of(current_user))
    if len(found) == 1 and not navigation.can(Permission.ACCOUNTS_MANAGE):
        return redirect(url_for(".show_institution", institution_id=found[0].id))
    states = {one.id: labels.ACCREDITATIONS[accreditation_of(one)] for one in found}
    return render_template(
        "trainer/list_institutions.html", institutions=found, states=states, sizes=queries.register_sizes()
    )


@bp.get("/institutions/<int:institution_id>")
@require(Permission.TRAINER_READ)
def show_institution(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return render_template(
        "trainer/show_institution.html",
        institution=institution,
        accreditation=accreditation_of(institution),
        labels=labels,
        staff=queries.staff_of(institution.id),
    )


@bp.route("/institutions/new", methods=["GET", "POST"])
@require(Permission.ACCOUNTS_MANAGE)
def new_institution() -> ResponseReturnValue:
    return _edit_institution(Institution(), InstitutionForm())


@bp.route("/institutions/<int:institution_id>/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_institution(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _edit_institution(institution, InstitutionForm(obj=institution))


def _edit_institution(institution: Institution, form: InstitutionForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            actions.write_entry(institution, form.facts(), by=current_user)
        except actions.NameTaken:
            form.blame_name()
        else:
            db.session.commit()
            flash(_("The institution is saved."), "success")
            return redirect(url_for(".show_institution", institution_id=institution.id))
    return render_template("trainer/edit_institution.html", form=form, institution=institution)


@bp.route("/institutions/<int:institution_id>/staff/new", methods=["GET", "POST"])
@require(Permission.ACCOUNTS_MANAGE)
def new_staff_member(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    form = StaffForm()
    if form.validate_on_submit():
        try:
            actions.give_post(institution, username=form.username.data, post=form.post.data, by=current_user)
        except actions.NoSuchAccount:
            form.blame_username()
        else:
            db.session.commit()
            flash(_("The post is given."), "success")
            return redirect(url_for(".show_institution", institution_id=institution.id))
    return render_template("trainer/new_staff_member.html", form=form, institution=institution)


@bp.post("/institutions/<int:institution_id>/staff/<int:user_id>/remove")
@require(Permission.ACCOUNTS_MANAGE)
def remove_staff_member(institution_id: int, user_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    actions.take_post(queries.staff_member(institution.id, user_id) or abort(404), by=current_user)
    db.session.commit()
    flash(_("The post is taken away."), "success")
    return redirect(url_for(".show_institution", institution_id=institution.id))
