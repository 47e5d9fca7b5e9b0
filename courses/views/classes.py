"""The list of classes, opening one, changing one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.pages import page_of
from courses import edits, labels, queries
from courses.class_tabs import class_address
from courses.forms import ClassForm, ClassSearchForm, NewClassForm
from courses.models import ClassOffering
from courses.rules import CLOSED
from courses.syllabus import queries as syllabus_queries
from courses.views.blueprint import bp, offering_or_404
from standards import queries as standard_queries
from standards.models import RuleSetVersion
from standards.rules import VersionState
from standards.usage import missing_for_classes
from trainer import queries as trainer_queries
from trainer.accreditation.labels import fault_text
from trainer.accreditation.queries import accreditations_of
from trainer.accreditation.rules import standing
from trainer.models import Institution
from trainer.queries import scope_of


@bp.get("/classes")
@require(Permission.CLASSES_READ)
def list_classes() -> ResponseReturnValue:
    search_form = ClassSearchForm(request.args)
    search_form.offer()
    found = queries.offerings_matching(scope_of(current_user), search_form.wanted())
    page = page_of(queries.total_of(found), size=30)
    offerings = queries.offerings_on_page(found, offset=page.offset, size=page.size)
    return render_template(
        "courses/list_classes.html",
        offerings=offerings,
        heads=queries.learner_count([one.id for one in offerings]),
        page=page,
        search_form=search_form,
        states=labels.CLASS_STATES,
    )


@bp.route("/classes/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_class() -> ResponseReturnValue:
    scope = scope_of(current_user)
    institutions = trainer_queries.institutions(scope)
    form = NewClassForm()
    form.offer(syllabus_queries.versions_to_follow(scope))
    form.offer_owners(institutions, standard_queries.rule_sets())
    if form.validate_on_submit() and (offering := _open(form, institutions)):
        db.session.commit()
        flash(
            _("The class %(code)s is open. Next: import its files, or plan its timetable.", code=offering.code),
            "success",
        )
        warn_of_accreditation(offering)
        return redirect(class_address(offering))
    staff = trainer_queries.staff_names([one.id for one in institutions])
    return render_template("courses/new_class.html", form=form, institutions=institutions, staff=staff)


def warn_of_accreditation(offering: ClassOffering) -> None:
    """Say plainly when the kind of training or the days lie outside the institution's accreditations."""
    known = accreditations_of(offering.institution_id)
    for fault in standing(known, offering.training_type, offering.starts_on, offering.ends_on):
        flash(fault_text(fault), "warning")


def _open(form: NewClassForm, institutions: list[Institution]) -> ClassOffering | None:
    """The new class; None when the form has been told what is wrong."""
    institution = next(one for one in institutions if one.id == form.institution_id.data)
    facts = form.facts()
    if not _fits(institution, facts["curriculum_version_id"]):
        form.blame_curriculum()
        return None
    version = version_in_force(form)
    if version is None:
        form.blame_rule_set()
        return None
    if missing := missing_for_classes(version.to_parameters()):
        form.blame_open_figures(missing)
        return None
    try:
        return edits.new_class(institution, rule_set_version=version, facts=facts, by=current_user)
    except edits.CodeTaken:
        form.blame_code()
        return None


def _fits(institution: Institution, version_id: int | None) -> bool:
    offered = syllabus_queries.versions_to_follow(scope_of(current_user))
    return version_id is None or any(
        one.id == version_id and one.curriculum.institution_id == institution.id for one in offered
    )


def version_in_force(form: NewClassForm) -> RuleSetVersion | None:
    """The approved version in force on the first day; the class keeps it."""
    version = standard_queries.version_for(form.rule_set.data, form.starts_on.data)
    return version if version and version.state is VersionState.APPROVED else None


@bp.route("/classes/<int:offering_id>/edit", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def edit_class(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    if offering.state in CLOSED:
        abort(404)
    form = ClassForm.of(offering)
    known = syllabus_queries.versions_to_follow(scope_of(current_user), also=offering.curriculum_version_id)
    own = [one for one in known if one.curriculum.institution_id == offering.institution_id]
    form.offer(own)
    if form.validate_on_submit():
        try:
            edits.edit_class(offering, facts=form.facts(), by=current_user)
        except edits.CodeTaken:
            form.blame_code()
        else:
            db.session.commit()
            flash(_("The class is saved."), "success")
            warn_of_accreditation(offering)
            return redirect(class_address(offering))
    return render_template("courses/edit_class.html", form=form, offering=offering)
