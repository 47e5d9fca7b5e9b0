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
from trainer.accreditation import actions as house_actions
from trainer.accreditation import labels as house_labels
from trainer.accreditation import queries as house
from trainer.accreditation.labels import STATES
from trainer.accreditation.rules import AccreditationState, Alarm, alarms, best_of, state_of
from trainer.accreditation.views.overview import classes_of, overview_of, steps_of
from trainer.forms import InstitutionForm, StaffForm
from trainer.models import Institution
from trainer.views import bp, institution_or_404


def home_cards(user: User) -> Iterator[HomeCard]:
    """For those who look after institutions: how many there are, and accreditations that end or have ended."""
    if not navigation.can(Permission.TRAINER_READ):
        return
    found = queries.institutions(queries.scope_of(user))
    href = url_for("trainer.list_institutions")
    if user.role is Role.REGULATOR:
        yield HomeCard(_("Training institutions"), len(found), href, _("In your region"), "building-community", "info")
    yield from _beginnings(found)
    alarmed = accreditation_alarms([one.id for one in found])
    if not alarmed:
        return
    if len(alarmed) == 1:
        href = url_for("trainer.show_institution", institution_id=next(iter(alarmed)))
    expired = any(one.state is not AccreditationState.ENDS_SOON for each in alarmed.values() for one in each)
    help_text = _("Not usable now, or ending soon") if expired else _("Apply for the renewal in time")
    count = sum(map(len, alarmed.values()))
    yield HomeCard(_("Accreditation alarms"), count, href, help_text, "certificate", "bad" if expired else "warning")


def _beginnings(found: list[Institution]) -> Iterator[HomeCard]:
    """Where to begin: with the first institution, then with what it needs before its first class."""
    title = _("First steps")
    if not found and navigation.can(Permission.ACCOUNTS_MANAGE):
        help_text = _("Enter the institution that trains; its page then says what comes next")
        yield HomeCard(title, _("New institution"), url_for("trainer.new_institution"), help_text, "flag", "info")
    if len(found) != 1 or not navigation.can(Permission.TRAINER_EDIT) or classes_of(found[0]):
        return
    steps = steps_of(found[0], overview_of(found[0]))
    open_steps = [one for one in steps if not one.done]
    if open_steps:
        href = url_for("trainer.show_institution", institution_id=found[0].id)
        yield HomeCard(title, len(open_steps), href, _("Next: %(step)s", step=open_steps[0].title), "flag", "info")


navigation.attach(bp, cards=home_cards)


def accreditation_alarms(institution_ids: list[int]) -> dict[int, list[Alarm]]:
    """The alarms of these institutions; those without any are left out."""
    days = house.policy_on(today()).alarm_days
    known = house.accreditations_by_institution(institution_ids)
    found = {key: alarms(accreditations, today(), days) for key, accreditations in known.items()}
    return {key: each for key, each in found.items() if each}


@bp.get("/institutions")
@require(Permission.TRAINER_READ)
def list_institutions() -> ResponseReturnValue:
    found = queries.institutions(queries.scope_of(current_user))
    if len(found) == 1 and not navigation.can(Permission.ACCOUNTS_MANAGE):
        return redirect(url_for(".show_institution", institution_id=found[0].id))
    known = house.accreditations_by_institution([one.id for one in found])
    soon = house.policy_on(today()).soon
    best = {key: best_of(each, today(), soon) for key, each in known.items()}
    return render_template(
        "trainer/list_institutions.html",
        institutions=found,
        best=best,
        until={key: one.valid_until(today()) or one.last_day() for key, one in best.items() if one},
        states={one.id: STATES[state_of(known.get(one.id, []), today(), soon)] for one in found},
        sizes=queries.register_sizes(),
    )


@bp.get("/institutions/<int:institution_id>")
@require(Permission.TRAINER_READ)
def show_institution(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    overview = overview_of(institution)
    return render_template(
        "trainer/show_institution.html",
        institution=institution,
        overview=overview,
        steps=steps_of(institution, overview),
        state=STATES[overview.state],
        house_labels=house_labels,
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
    return _edit_institution(institution, InstitutionForm.of(institution))


def _edit_institution(institution: Institution, form: InstitutionForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            if institution.id:
                house_actions.unchanged_since(institution, form.seen.data or "")
            actions.write_entry(institution, form.facts(), by=current_user)
        except house_actions.ChangedMeanwhile:
            form.blame_change()
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
