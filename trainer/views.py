"""Pages of teachers and venues; those of institutions are in `trainer.accreditation`."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import answers, navigation, reveals
from core.clock import today
from core.db import db
from core.navigation import NavItem
from core.reveals import RevealForm
from trainer import actions, labels, queries
from trainer.forms import TeacherForm, VenueForm
from trainer.models import Institution, Teacher, Venue
from trainer.rules import safety_state, validity

bp = Blueprint("trainer", __name__)
navigation.attach(
    bp,
    NavItem(
        "trainer.list_institutions",
        _l("Training institutions"),
        Permission.TRAINER_READ,
        icon="building-community",
        order=40,
    ),
)


def institution_or_404(institution_id: int) -> Institution:
    """The institution of the address, if it is in scope."""
    return queries.institution_in_scope(institution_id, queries.scope_of(current_user)) or abort(404)


def teacher_or_404(institution: Institution, teacher_id: int) -> Teacher:
    """The teacher of the address, if it is one of that institution."""
    return queries.teacher_of(institution.id, teacher_id) or abort(404)


@bp.get("/institutions/<int:institution_id>/teachers")
@require(Permission.TRAINER_READ)
def list_teachers(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    teachers = queries.teachers_of([institution.id])
    held = answers.ask(answers.SESSIONS_BY_TEACHER, [one.id for one in teachers], otherwise={})
    states = {one.id: labels.APPOINTMENTS[validity(one.to_appointment(), today())] for one in teachers}
    return render_template(
        "trainer/list_teachers.html", institution=institution, teachers=teachers, states=states, held=held
    )


@bp.get("/institutions/<int:institution_id>/teachers/<int:teacher_id>")
@require(Permission.TRAINER_READ)
def show_teacher(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    teacher = teacher_or_404(institution, teacher_id)
    return _teacher_page(institution, teacher, RevealForm())


def _teacher_page(institution: Institution, teacher: Teacher, form: RevealForm) -> ResponseReturnValue:
    return render_template(
        "trainer/show_teacher.html",
        institution=institution,
        teacher=teacher,
        form=form,
        state=labels.APPOINTMENTS[validity(teacher.to_appointment(), today())],
        revealed=reveals.handed_over(f"teacher:{teacher.id}"),
    )


@bp.post("/institutions/<int:institution_id>/teachers/<int:teacher_id>/reveal")
@require(Permission.LEARNERS_REVEAL)
def reveal_teacher(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    teacher = teacher_or_404(institution, teacher_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return _teacher_page(institution, teacher, form)
    address = (request.remote_addr or "")[:64]
    phone = actions.reveal_phone(teacher, by=current_user, reason=form.reason.data, address=address)
    db.session.commit()
    reveals.hand_over(f"teacher:{teacher.id}", {"phone": phone})
    return redirect(url_for(".show_teacher", institution_id=institution.id, teacher_id=teacher.id))


@bp.route("/institutions/<int:institution_id>/teachers/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_teacher(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _edit_teacher(institution, Teacher(institution_id=institution.id), TeacherForm())


@bp.route("/institutions/<int:institution_id>/teachers/<int:teacher_id>/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_teacher(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    teacher = teacher_or_404(institution, teacher_id)
    return _edit_teacher(institution, teacher, TeacherForm.of(teacher))


def _edit_teacher(institution: Institution, teacher: Teacher, form: TeacherForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            actions.link_teacher(teacher, form.username.data)
            actions.write_entry(teacher, form.facts(), by=current_user)
        except actions.NoSuchAccount:
            form.blame_username()
        except actions.NameTaken:
            form.blame_other_teacher()
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=teacher.name), "success")
            return redirect(url_for(".list_teachers", institution_id=institution.id))
    return render_template("trainer/edit_teacher.html", form=form, institution=institution, teacher=teacher)


@bp.get("/institutions/<int:institution_id>/venues")
@require(Permission.TRAINER_READ)
def list_venues(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    venues = queries.venues_of([institution.id])
    states = {one.id: labels.SAFETY_STATES[safety_state(one.safety_checked_on, one.safety_result)] for one in venues}
    return render_template("trainer/list_venues.html", institution=institution, venues=venues, states=states)


@bp.route("/institutions/<int:institution_id>/venues/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_venue(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _edit_venue(institution, Venue(institution_id=institution.id), VenueForm())


@bp.route("/institutions/<int:institution_id>/venues/<int:venue_id>/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_venue(institution_id: int, venue_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    venue = queries.venue_of(institution.id, venue_id) or abort(404)
    return _edit_venue(institution, venue, VenueForm(obj=venue))


def _edit_venue(institution: Institution, venue: Venue, form: VenueForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            actions.write_entry(venue, form.facts(), by=current_user)
        except actions.NameTaken:
            form.blame_name()
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=venue.name), "success")
            return redirect(url_for(".list_venues", institution_id=institution.id))
    return render_template("trainer/edit_venue.html", form=form, institution=institution, venue=venue)
