"""Curricula: what a kind of training teaches, version by version, held against what the rule-set asks."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import answers
from core.clock import today
from core.db import db
from courses import queries
from courses.models import Curriculum, CurriculumVersion
from courses.syllabus import actions, labels
from courses.syllabus import queries as syllabus_queries
from courses.syllabus.forms import CurriculumForm
from courses.syllabus.rules import SyllabusState, check_syllabus, online_hours, outline, total_hours
from courses.views.blueprint import bp
from trainer import queries as trainer_queries
from trainer.accreditation import queries as accreditation_queries
from trainer.queries import scope_of

answers.answer(bp, answers.MODULE_NAMES, queries.module_names)


def curriculum_or_404(curriculum_id: int) -> Curriculum:
    """The curriculum of the address, if it is in scope."""
    return queries.curriculum_in_scope(curriculum_id, scope_of(current_user)) or abort(404)


def shown_first(versions: list[CurriculumVersion]) -> CurriculumVersion | None:
    """Of versions, newest first: the newest approved one, else the newest."""
    return next((one for one in versions if one.state is SyllabusState.APPROVED), versions[0] if versions else None)


@bp.get("/curricula")
@require(Permission.TRAINER_READ)
def list_curricula() -> ResponseReturnValue:
    curricula = queries.curricula(scope_of(current_user))
    rows = [(one, shown_first(one.versions[::-1])) for one in curricula]
    return render_template(
        "courses/list_curricula.html",
        rows=rows,
        hours={one.id: total_hours(version.to_modules()) for one, version in rows if version},
        states=labels.STATES,
    )


@bp.get("/curricula/<int:curriculum_id>")
@require(Permission.TRAINER_READ)
def show_curriculum(curriculum_id: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    versions = syllabus_queries.versions_of(curriculum.id)
    asked = request.args.get("version", type=int)
    version = next((one for one in versions if one.number == asked), None) if asked else shown_first(versions)
    if asked and version is None:
        abort(404)
    return render_template(
        "courses/show_curriculum.html",
        curriculum=curriculum,
        versions=versions,
        version=version,
        draft=next((one for one in versions if one.state is SyllabusState.DRAFT), None),
        followers=syllabus_queries.classes_following(curriculum.id),
        materials=syllabus_queries.materials_of(curriculum.id),
        labels=labels,
        **standing_of(version),
    )


def standing_of(version: CurriculumVersion | None) -> dict[str, Any]:
    """How the modules stand to the rule-set of today."""
    modules = version.to_modules() if version else []
    demands, rule_set_version = syllabus_queries.demands_today(today())
    found = check_syllabus(modules, demands) if modules else []
    return {
        "modules": modules,
        "planned": total_hours(modules),
        "online": online_hours(modules),
        "demands": demands,
        "rule_set_version": rule_set_version,
        "findings": [labels.finding(one) for one in found],
        "grave": any(one.grave for one in found),
    }


@bp.route("/curricula/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_curriculum() -> ResponseReturnValue:
    form = CurriculumForm()
    if "outline" in request.args and not form.is_submitted():
        form = _outlined()
    return _edit(Curriculum(), form)


def _outlined() -> CurriculumForm:
    """The compulsory modules of the rule-set of today, for the first kind of training the institution may hold."""
    houses = trainer_queries.institutions(scope_of(current_user))
    held = accreditation_queries.accreditations_by_institution([one.id for one in houses[:1]])
    kinds = [kind for found in held.values() for one in found for kind in one.training_types]
    demands, _version = syllabus_queries.demands_today(today())
    return CurriculumForm.outlined(next(iter(kinds), ""), outline(demands))


@bp.route("/curricula/<int:curriculum_id>/edit", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def edit_curriculum(curriculum_id: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    newest = next(iter(syllabus_queries.versions_of(curriculum.id)), None)
    if newest is not None and newest.state is not SyllabusState.DRAFT:
        return redirect(url_for(".start_version", curriculum_id=curriculum.id))
    form = CurriculumForm.of(newest) if newest else CurriculumForm(obj=curriculum)
    return _edit(curriculum, form)


def _edit(curriculum: Curriculum, form: CurriculumForm) -> ResponseReturnValue:
    form.offer(trainer_queries.institutions(scope_of(current_user)))
    wants_rows = "add_rows" in request.form
    if not form.is_submitted() or wants_rows:
        form.add_rows()
    elif form.validate() and (version := _written(curriculum, form)):
        if "approve" in request.form and form.named_modules():
            actions.approve_version(curriculum, version, edition=version.edition, by=current_user._get_current_object())
        db.session.commit()
        flash(_("%(name)s is saved.", name=curriculum.name), "success")
        return redirect(url_for(".show_curriculum", curriculum_id=curriculum.id, version=version.number))
    return render_template("courses/edit_curriculum.html", form=form, curriculum=curriculum)


def _written(curriculum: Curriculum, form: CurriculumForm) -> CurriculumVersion | None:
    """The draft as saved; None when the form has been told what is wrong."""
    try:
        return actions.write_curriculum(
            curriculum,
            facts=form.facts(),
            modules=form.named_modules(),
            objectives=form.objectives.data or "",
            edition=form.opened_edition,
            by=current_user._get_current_object(),
        )
    except actions.NameTaken:
        form.blame_name()
    except (actions.ChangedMeanwhile, actions.NotADraft):
        form.blame_meanwhile()
    return None
