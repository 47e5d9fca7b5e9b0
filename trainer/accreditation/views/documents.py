"""Pages of an institution's internal rules and emergency plans."""

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
from trainer.accreditation.forms import DocumentForm, EndForm, VersionForm, blame_upload
from trainer.accreditation.models import InstitutionDocument
from trainer.accreditation.upkeep import missing_documents
from trainer.models import Institution
from trainer.views import bp, institution_or_404

PLACE = "/institutions/<int:institution_id>/documents"
ONE = f"{PLACE}/<int:document_id>"


def document_or_404(institution: Institution, document_id: int) -> InstitutionDocument:
    """The document of the address, if it is one of that institution."""
    return queries.document_of(institution.id, document_id) or abort(404)


def back_to(document: InstitutionDocument) -> ResponseReturnValue:
    """Its page."""
    return redirect(url_for(".show_document", institution_id=document.institution_id, document_id=document.id))


@bp.get(PLACE)
@require(Permission.TRAINER_READ)
def list_documents(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    documents = queries.documents_of(institution.id)
    current = {one.id: one.in_force(today()) for one in documents}
    kinds = [one.kind for one in documents if current[one.id]]
    required = queries.policy_on(today()).required_documents
    return render_template(
        "trainer/accreditation/list_documents.html",
        institution=institution,
        documents=documents,
        current=current,
        missing=missing_documents(required, kinds),
        required=required,
        labels=labels,
        today=today(),
    )


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_document(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    form = DocumentForm(data={"number": "V1.0", "effective_on": today()})
    if form.validate_on_submit():
        try:
            document = actions.add_document(
                institution, kind=form.kind.data, title=form.title.data, facts=form.facts(),
                upload=read_upload(form.document.data), by=current_user,
            )  # fmt: skip
        except actions.TitleTaken:
            form.blame_title()
        except UploadRefused as refusal:
            db.session.rollback()
            blame_upload(form, "document", refusal.fault)
        else:
            db.session.commit()
            flash(_("The document is on file."), "success")
            return back_to(document)
    return render_template(
        "trainer/accreditation/new_document.html", institution=institution, form=form, accepted=ACCEPTED
    )


@bp.get(ONE)
@require(Permission.TRAINER_READ)
def show_document(institution_id: int, document_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    document = document_or_404(institution, document_id)
    return document_page(institution, document, None, None)


def document_page(
    institution: Institution, document: InstitutionDocument, form: VersionForm | None, end_form: EndForm | None
) -> ResponseReturnValue:
    """The page of a document with its two forms."""
    seen = {"seen": str(len(document.versions)), "effective_on": today()}
    return render_template(
        "trainer/accreditation/show_document.html",
        institution=institution,
        document=document,
        states=document.states(today()),
        labels=labels,
        form=form or VersionForm(formdata=None, data=seen),
        end_form=end_form or EndForm(formdata=None, data={"last_day": today()}),
        accepted=ACCEPTED,
    )


@bp.post(f"{ONE}/versions")
@require(Permission.TRAINER_EDIT)
def add_document_version(institution_id: int, document_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    document = document_or_404(institution, document_id)
    form = VersionForm()
    fine = form.validate_on_submit()
    if fine and any(one.number == form.number.data for one in document.versions):
        form.blame_number()
    elif fine:
        try:
            upload = read_upload(form.document.data)
            actions.add_version(document, facts=form.facts(), upload=upload, seen=form.seen_number(), by=current_user)
        except actions.ChangedMeanwhile:
            form.blame_change("number")
        except UploadRefused as refusal:
            blame_upload(form, "document", refusal.fault)
        else:
            db.session.commit()
            flash(_("The version is on file. Earlier versions stay."), "success")
            return back_to(document)
    return document_page(institution, document, form, None)


@bp.post(f"{ONE}/repeal")
@require(Permission.TRAINER_EDIT)
def repeal_document(institution_id: int, document_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    document = document_or_404(institution, document_id)
    form = EndForm()
    if not form.validate_on_submit():
        return document_page(institution, document, None, form)
    try:
        actions.repeal(document, last_day=form.last_day.data, note=form.end_reason.data, by=current_user)
    except actions.ChangedMeanwhile:
        flash(_("Somebody else has repealed this document already."), "warning")
    else:
        db.session.commit()
        flash(_("The document is repealed. All versions stay on file."), "success")
    return back_to(document)


@bp.get(f"{ONE}/versions/<int:sequence>")
@require(Permission.TRAINER_READ)
def download_document_version(institution_id: int, document_id: int, sequence: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    document = document_or_404(institution, document_id)
    version = next((one for one in document.versions if one.sequence == sequence), None) or abort(404)
    return hand_out(version.file)
