"""Pages of an institution's accreditations."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.stored_files import UploadRefused, hand_out, read_upload
from core.upload_labels import ACCEPTED
from trainer.accreditation import actions, labels, queries
from trainer.accreditation.forms import AccreditationForm, EntryForm, FileForm, NewAccreditationForm, blame_upload
from trainer.accreditation.models import AccreditationRecord
from trainer.models import Institution
from trainer.views import bp, institution_or_404

PLACE = "/institutions/<int:institution_id>/accreditations"
ONE = f"{PLACE}/<int:accreditation_id>"


def record_or_404(institution: Institution, accreditation_id: int) -> AccreditationRecord:
    """The accreditation of the address, if it is one of that institution."""
    return queries.record_of(institution.id, accreditation_id) or abort(404)


def back_to(record: AccreditationRecord) -> ResponseReturnValue:
    """Its page."""
    return redirect(url_for(".show_accreditation", institution_id=record.institution_id, accreditation_id=record.id))


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_accreditation(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    types = queries.policy_on(today()).training_types
    form = NewAccreditationForm(data={"training_types": "、".join(types)})
    if form.validate_on_submit():
        try:
            record = actions.add_accreditation(
                institution, facts=form.facts(), first=form.first_entry(), files=form.uploads(), by=current_user
            )
        except UploadRefused as refusal:
            db.session.rollback()
            blame_upload(form, "files", refusal.fault)
        else:
            db.session.commit()
            flash(_("The accreditation is on record."), "success")
            return back_to(record)
    return render_template(
        "trainer/accreditation/new_accreditation.html",
        institution=institution,
        form=form,
        types=types,
        accepted=ACCEPTED,
    )


@bp.get(ONE)
@require(Permission.TRAINER_READ)
def show_accreditation(institution_id: int, accreditation_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return record_page(institution, record_or_404(institution, accreditation_id), None, FileForm())


def record_page(
    institution: Institution, record: AccreditationRecord, entry_form: EntryForm | None, file_form: FileForm
) -> ResponseReturnValue:
    """The page of an accreditation with its two forms."""
    accreditation = record.to_accreditation()
    seen = {"seen": str(len(record.entries)), "effective_on": today()}
    return render_template(
        "trainer/accreditation/show_accreditation.html",
        institution=institution,
        record=record,
        state=labels.STATES[accreditation.state_on(today(), queries.policy_on(today()).soon)],
        last_day=accreditation.valid_until(today()) or accreditation.last_day(),
        labels=labels,
        entry_form=entry_form or EntryForm(formdata=None, data=seen),
        file_form=file_form,
        accepted=ACCEPTED,
    )


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_accreditation(institution_id: int, accreditation_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    record = record_or_404(institution, accreditation_id)
    form = AccreditationForm.of(record)
    if form.validate_on_submit():
        try:
            actions.edit_accreditation(record, facts=form.facts(), seen=form.seen_number(), by=current_user)
        except actions.ChangedMeanwhile:
            form.blame_change("number")
        else:
            db.session.commit()
            flash(_("The accreditation is saved."), "success")
            return back_to(record)
    return render_template(
        "trainer/accreditation/edit_accreditation.html", institution=institution, record=record, form=form
    )


@bp.post(f"{ONE}/entries")
@require(Permission.TRAINER_EDIT)
def add_accreditation_entry(institution_id: int, accreditation_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    record = record_or_404(institution, accreditation_id)
    form = EntryForm()
    if form.validate_on_submit():
        try:
            actions.add_entry(record, form.entry(), reason=form.reason.data, seen=form.seen_number(), by=current_user)
        except actions.ChangedMeanwhile:
            form.blame_change("kind")
        except actions.CannotFollow:
            form.blame_order()
        else:
            db.session.commit()
            flash(_("The entry is on record."), "success")
            return back_to(record)
    return record_page(institution, record, form, FileForm())


@bp.post(f"{ONE}/files")
@require(Permission.TRAINER_EDIT)
def add_accreditation_file(institution_id: int, accreditation_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    record = record_or_404(institution, accreditation_id)
    form = FileForm()
    if form.validate_on_submit():
        try:
            actions.hand_in_file(record, *read_upload(form.document.data), by=current_user)
        except UploadRefused as refusal:
            blame_upload(form, "document", refusal.fault)
        else:
            db.session.commit()
            flash(_("The file is on record."), "success")
            return back_to(record)
    return record_page(institution, record, None, form)


@bp.get(f"{ONE}/files/<int:file_id>")
@require(Permission.TRAINER_READ)
def download_accreditation_file(institution_id: int, accreditation_id: int, file_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    kept = queries.accreditation_file(institution.id, accreditation_id, file_id) or abort(404)
    return hand_out(kept.file)


@bp.post(f"{ONE}/files/<int:file_id>/withdraw")
@require(Permission.TRAINER_EDIT)
def withdraw_accreditation_file(institution_id: int, accreditation_id: int, file_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    record = record_or_404(institution, accreditation_id)
    kept = queries.accreditation_file(institution.id, record.id, file_id) or abort(404)
    actions.withdraw_file(record, kept, by=current_user)
    db.session.commit()
    flash(_("The file is marked as withdrawn. It stays on record."), "success")
    return back_to(record)
