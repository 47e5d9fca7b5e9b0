"""Proofs, appointments, subjects and hours, and leave of one teacher."""

from __future__ import annotations

from datetime import datetime

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import answers
from core.stored_files import UploadRefused
from trainer.teaching import actions, labels, queries
from trainer.teaching.forms.register import AppointmentForm, ProfileForm, QualificationForm
from trainer.teaching.views.entries import Owner, enter_stretch, withdraw_entry
from trainer.teaching.views.shared import both_or_404, document, upload_of
from trainer.views import bp

TEACHER = "/institutions/<int:institution_id>/teachers/<int:teacher_id>"
RECORDS = {
    "qualification": queries.qualification_of,
    "appointment": queries.appointment_of,
    "leave": queries.leave_of,
}


@bp.route(f"{TEACHER}/qualifications/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_qualification(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    form = QualificationForm()
    if form.validate_on_submit():
        facts = {key: form[key].data for key in ("kind", "name", "number", "issuer", "valid_from", "valid_to")}
        try:
            upload = upload_of(form.document.data)
            actions.add_qualification(teacher, facts, by=current_user._get_current_object(), upload=upload)
        except UploadRefused as refused:
            form.blame_document(refused.fault)
        else:
            return Owner.teacher(institution, teacher).done(_("The qualification is entered."))
    return render_template(
        "trainer/teaching/new_qualification.html", form=form, institution=institution, teacher=teacher
    )


@bp.route(f"{TEACHER}/appointments/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_appointment(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    form = AppointmentForm()
    if form.validate_on_submit():
        facts = {key: form[key].data for key in ("starts_on", "ends_on", "number", "note")}
        try:
            upload = upload_of(form.document.data)
            actions.appoint(teacher, facts, by=current_user._get_current_object(), upload=upload)
        except UploadRefused as refused:
            form.blame_document(refused.fault)
        else:
            return Owner.teacher(institution, teacher).done(_("The appointment is entered."))
    return render_template("trainer/teaching/new_appointment.html", form=form, institution=institution, teacher=teacher)


@bp.route(f"{TEACHER}/profile", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_profile(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    form = ProfileForm()
    form.offer(answers.ask(answers.MODULE_NAMES, institution.id, otherwise=[]))
    form.fill_from(queries.profiles_of([teacher.id]).get(teacher.id))
    if form.validate_on_submit():
        try:
            actions.save_profile(
                teacher,
                seen=form.version.data or 0,
                subjects=form.subjects(),
                windows=form.windows(),
                yearly_hours=form.yearly_hours.data,
                daily_hours=form.daily_hours.data,
                by=current_user._get_current_object(),
            )
        except actions.ChangedMeanwhile:
            form.blame_change()
        else:
            return Owner.teacher(institution, teacher).done(_("Subjects and hours are saved."))
    return render_template("trainer/teaching/edit_profile.html", form=form, institution=institution, teacher=teacher)


@bp.route(f"{TEACHER}/leave/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_leave(institution_id: int, teacher_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    by = current_user._get_current_object()

    def add(starts_at: datetime, ends_at: datetime, reason: str) -> None:
        actions.add_leave(teacher, starts_at, ends_at, reason=reason, by=by)

    owner = Owner.teacher(institution, teacher)
    return enter_stretch(owner, add, title=_("New leave"), saved=_("The leave is entered."))


@bp.route(f"{TEACHER}/<any(qualification,appointment,leave):kind>/<int:record_id>/withdraw", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def withdraw_teacher_record(institution_id: int, teacher_id: int, kind: str, record_id: int) -> ResponseReturnValue:
    institution, teacher = both_or_404(institution_id, teacher_id)
    record = RECORDS[kind](teacher.id, record_id) or abort(404)
    by = current_user._get_current_object()

    def withdraw(reason: str) -> None:
        actions.withdraw(teacher, record, reason=reason, by=by)

    return withdraw_entry(Owner.teacher(institution, teacher), kind, record, withdraw, labels)


@bp.get(f"{TEACHER}/<any(qualification,appointment):kind>/<int:record_id>/document")
@require(Permission.TRAINER_READ)
def teacher_document(institution_id: int, teacher_id: int, kind: str, record_id: int) -> ResponseReturnValue:
    _institution, teacher = both_or_404(institution_id, teacher_id)
    read = queries.qualification_of if kind == "qualification" else queries.appointment_of
    record = read(teacher.id, record_id) or abort(404)
    return document(record.file)
