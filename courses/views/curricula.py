"""Curricula: what a kind of training teaches, in modules, held against the hours that the rules require."""

from __future__ import annotations

from decimal import Decimal

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from courses import edits, queries
from courses.forms import CurriculumForm
from courses.models import Curriculum
from courses.views.blueprint import bp
from standards import queries as standard_queries
from standards.models import RuleSetVersion
from trainer import queries as trainer_queries
from trainer.queries import scope_of

REQUIRED_HOURS = "completion.required_hours"


def hours_of(curriculum: Curriculum) -> Decimal:
    """The planned hours of all modules."""
    return sum((one.planned_hours for one in curriculum.modules), Decimal(0))


def required_hours() -> tuple[Decimal | None, RuleSetVersion | None]:
    """The hours that the default rule-set requires today, and the version that says so; None where it is silent."""
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, today())
    if version is None:
        return None, None
    found = version.to_parameters().get(REQUIRED_HOURS)
    return (Decimal(str(found.value)) if found and found.value is not None else None), version


@bp.get("/curricula")
@require(Permission.TRAINER_READ)
def list_curricula() -> ResponseReturnValue:
    curricula = queries.curricula(scope_of(current_user))
    return render_template(
        "courses/list_curricula.html", curricula=curricula, hours={one.id: hours_of(one) for one in curricula}
    )


@bp.get("/curricula/<int:curriculum_id>")
@require(Permission.TRAINER_READ)
def show_curriculum(curriculum_id: int) -> ResponseReturnValue:
    curriculum = queries.curriculum_in_scope(curriculum_id, scope_of(current_user)) or abort(404)
    required, version = required_hours()
    planned = hours_of(curriculum)
    return render_template(
        "courses/show_curriculum.html",
        curriculum=curriculum,
        planned=planned,
        required=required,
        version=version,
        missing=max(Decimal(0), required - planned) if required is not None else None,
    )


@bp.route("/curricula/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_curriculum() -> ResponseReturnValue:
    return _edit(Curriculum(), CurriculumForm())


@bp.route("/curricula/<int:curriculum_id>/edit", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def edit_curriculum(curriculum_id: int) -> ResponseReturnValue:
    curriculum = queries.curriculum_in_scope(curriculum_id, scope_of(current_user)) or abort(404)
    return _edit(curriculum, CurriculumForm(obj=curriculum))


def _edit(curriculum: Curriculum, form: CurriculumForm) -> ResponseReturnValue:
    form.offer(trainer_queries.institutions(scope_of(current_user)))
    wants_rows = "add_rows" in request.form
    if not form.is_submitted() or wants_rows:
        form.add_rows()
    elif form.validate():
        try:
            edits.write_curriculum(curriculum, facts=form.facts(), modules=form.named_modules(), by=current_user)
        except edits.NameTaken:
            form.blame_name()
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=curriculum.name), "success")
            return redirect(url_for(".show_curriculum", curriculum_id=curriculum.id))
    return render_template("courses/edit_curriculum.html", form=form, curriculum=curriculum)
