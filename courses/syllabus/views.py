"""Versions of a curriculum: beginning, approving, comparing, retiring them; modules pasted from Excel; materials."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.spreadsheets.model import Limits, SpreadsheetRefused
from core.spreadsheets.texts import read_delimited
from core.stored_files import UploadRefused, hand_out, read_upload
from courses.models import Curriculum, CurriculumVersion
from courses.syllabus import actions, labels, queries
from courses.syllabus.forms import MaterialForm, PasteForm, ReasonForm
from courses.syllabus.models import TeachingMaterial
from courses.syllabus.pasted import CellFault, PasteFault, read_modules
from courses.syllabus.rules import Module, SyllabusState, compare_versions
from courses.views.blueprint import bp
from courses.views.curricula import curriculum_or_404
from trainer import queries as trainer_queries
from trainer.queries import scope_of

PASTE_LIMITS = Limits(max_rows=200, max_columns=40)


def version_or_404(curriculum: Curriculum, number: int) -> CurriculumVersion:
    """The version of the address."""
    return queries.version_of(curriculum.id, number) or abort(404)


@bp.route("/curricula/<int:curriculum_id>/versions/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def start_version(curriculum_id: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            version = actions.start_version(curriculum, reason=form.reason.data, by=current_user._get_current_object())
        except actions.DraftThere as there:
            flash(_("Version %(number)d is a draft already. Change it.", number=there.number), "info")
        else:
            db.session.commit()
            flash(_("Version %(number)d is begun. Change its modules.", number=version.number), "success")
        return redirect(url_for(".edit_curriculum", curriculum_id=curriculum.id))
    return render_template("courses/syllabus/start_version.html", curriculum=curriculum, form=form)


@bp.post("/curricula/<int:curriculum_id>/versions/<int:number>/approve")
@require(Permission.CLASSES_EDIT)
def approve_version(curriculum_id: int, number: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    version = version_or_404(curriculum, number)
    try:
        seen = request.form.get("edition", 0, type=int)
        actions.approve_version(curriculum, version, edition=seen, by=current_user._get_current_object())
    except (actions.NotADraft, actions.ChangedMeanwhile):
        flash(_("The version has changed since you opened it. Look at it again."), "warning")
    except actions.NothingToApprove:
        flash(_("A version without modules cannot be approved."), "warning")
    else:
        db.session.commit()
        flash(_("Version %(number)d is approved. New classes can follow it.", number=number), "success")
    return redirect(url_for(".show_curriculum", curriculum_id=curriculum.id, version=number))


@bp.route("/curricula/<int:curriculum_id>/versions/<int:number>/retire", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def retire_version(curriculum_id: int, number: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    version = version_or_404(curriculum, number)
    if version.state is not SyllabusState.APPROVED:
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.retire_version(curriculum, version, reason=form.reason.data, by=current_user._get_current_object())
        db.session.commit()
        flash(_("Version %(number)d is out of use. Classes that follow it keep it.", number=number), "success")
        return redirect(url_for(".show_curriculum", curriculum_id=curriculum.id, version=number))
    return render_template("courses/syllabus/retire_version.html", curriculum=curriculum, version=version, form=form)


@bp.get("/curricula/<int:curriculum_id>/compare")
@require(Permission.TRAINER_READ)
def compare_curriculum(curriculum_id: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    versions = queries.versions_of(curriculum.id)
    by_number = {one.number: one for one in versions}
    newest = versions[0].number if versions else 0
    after = by_number.get(request.args.get("after", newest, type=int))
    before = by_number.get(request.args.get("before", newest - 1, type=int))
    if after is None or before is None:
        abort(404)
    return render_template(
        "courses/syllabus/compare_curriculum.html",
        curriculum=curriculum,
        versions=versions,
        before=before,
        after=after,
        changes=compare_versions(before.to_modules(), after.to_modules()),
        labels=labels,
    )


@bp.route("/curricula/<int:curriculum_id>/paste", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def paste_modules(curriculum_id: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    draft = next(iter(queries.versions_of(curriculum.id)), None)
    if draft is None or draft.state is not SyllabusState.DRAFT:
        abort(404)
    form = PasteForm(data={"edition": str(draft.edition)})
    modules, faults = read_text(form.text.data) if form.validate_on_submit() else ([], [])
    if modules and not faults and "take_over" in request.form:
        return _take_over(curriculum, draft, modules, form)
    return render_template(
        "courses/syllabus/paste_modules.html",
        curriculum=curriculum,
        draft=draft,
        form=form,
        modules=modules,
        faults=[labels.cell_fault(one) for one in faults],
        labels=labels,
    )


def read_text(text: str) -> tuple[list[Module], list[CellFault]]:
    """Modules and faults of pasted text."""
    try:
        return read_modules(read_delimited(text, PASTE_LIMITS).cells)
    except SpreadsheetRefused:
        return [], [CellFault(1, "", "", PasteFault.NOTHING)]


def _take_over(
    curriculum: Curriculum, draft: CurriculumVersion, modules: list[Module], form: PasteForm
) -> ResponseReturnValue:
    """The pasted modules in place of those of the draft, unless somebody has saved it meanwhile."""
    edition = int(form.edition.data) if (form.edition.data or "").isdecimal() else -1
    try:
        actions.write_curriculum(
            curriculum,
            facts={},
            modules=modules,
            objectives=draft.objectives,
            edition=edition,
            by=current_user._get_current_object(),
        )
    except actions.ChangedMeanwhile:
        flash(_("Somebody else has saved this draft since you opened it. Look at it before you paste."), "warning")
    else:
        db.session.commit()
        flash(_("%(count)d modules are taken over.", count=len(modules)), "success")
    return redirect(url_for(".show_curriculum", curriculum_id=curriculum.id, version=draft.number))


@bp.route("/curricula/<int:curriculum_id>/materials/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_material(curriculum_id: int) -> ResponseReturnValue:
    curriculum = curriculum_or_404(curriculum_id)
    names = dict.fromkeys(one.name for version in queries.versions_of(curriculum.id) for one in version.modules)
    form = MaterialForm(data={"module": request.args.get("module", "")})
    form.offer(list(names), trainer_queries.teachers_of([curriculum.institution_id]))
    if form.validate_on_submit():
        upload = read_upload(form.document.data) if form.document.data else None
        try:
            actions.add_material(
                curriculum,
                kind=form.kind.data,
                upload=upload,
                facts=form.facts(),
                by=current_user._get_current_object(),
            )
        except UploadRefused as refused:
            form.blame_upload(refused)
        else:
            db.session.commit()
            flash(_("The material is added."), "success")
            return redirect(url_for(".show_curriculum", curriculum_id=curriculum.id, _anchor="materials"))
    return render_template("courses/syllabus/new_material.html", curriculum=curriculum, form=form)


@bp.post("/materials/<int:material_id>/withdraw")
@require(Permission.CLASSES_EDIT)
def withdraw_material(material_id: int) -> ResponseReturnValue:
    material = queries.material_in_scope(material_id, scope_of(current_user)) or abort(404)
    actions.withdraw_material(material, by=current_user._get_current_object())
    db.session.commit()
    flash(_("The material is withdrawn; it stays on file."), "success")
    return redirect(url_for(".show_curriculum", curriculum_id=material.curriculum_id, _anchor="materials"))


@bp.get("/materials")
@require(Permission.MATERIALS_READ)
def list_materials() -> ResponseReturnValue:
    ids = [one.id for one in trainer_queries.institutions(material_scope())]
    return render_template("courses/syllabus/list_materials.html", materials=queries.materials_in(ids), labels=labels)


@bp.get("/materials/<int:material_id>/file")
@require(Permission.MATERIALS_READ)
def download_material(material_id: int) -> ResponseReturnValue:
    material: TeachingMaterial = queries.material_in_scope(material_id, material_scope()) or abort(404)
    return hand_out(material.stored_file) if material.stored_file else abort(404)


def material_scope() -> trainer_queries.Scope:
    """Whose materials the person may open: those in scope; a teacher also those of the institution that lists him."""
    scope = scope_of(current_user)
    teacher = trainer_queries.teacher_of_user(current_user.id)
    if teacher is None or scope.everything:
        return scope
    return trainer_queries.Scope(institution_ids=scope.institution_ids | {teacher.institution_id}, region=scope.region)
