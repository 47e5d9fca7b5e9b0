"""The dossier of a class: what it holds, what is missing, and how a gap is filled or explained."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from archives import actions, labels, queries
from archives.forms import DocumentForm, ReasonForm
from archives.rules.dossier import Dossier, DossierEntry, Why
from archives.views.blueprint import bp, entry_or_404, offering_or_404
from core.db import db
from core.upload_labels import ACCEPTED
from core.uploads import MAX_BYTES
from courses.class_tabs import may_open
from courses.models import ClassOffering

# The page on which the records behind an entry can be looked at.
EVIDENCE = {
    "class_info": "conformity.show_class",
    "timetable": "sessions.timetable",
    "teachers": "sessions.timetable",
    "venues": "sessions.timetable",
    "roster": "courses.roster",
    "attendance": "sessions.attendance",
    "sign_records": "sessions.attendance",
    "teaching_log": "sessions.teaching_logs",
    "leave": "sessions.attendance",
    "online": "sessions.hours",
    "hours": "ledger.class_postings",
    "scores": "sessions.scores",
    "completion": "sessions.hours",
    "survey": "surveys.show_survey",
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the filing list as its page shows it."""

    entry: DossierEntry
    state: str
    tone: str
    why: str
    retention: str
    evidence: str  # address, or nothing


def entry_rows(offering: ClassOffering, dossier: Dossier) -> list[EntryRow]:
    """The entries in the order of the filing list, stage by stage."""
    stages = list(dict.fromkeys(one.filing.stage for one in dossier.entries))
    return [
        EntryRow(
            entry=one,
            state=str(labels.STATES[one.state][0]),
            tone=labels.STATES[one.state][1],
            why="" if one.why is Why.RECORDS else one.reason or str(labels.REASONS[one.why]),
            retention=labels.retention(one.filing.retention),
            evidence=evidence_address(offering, one.code) if one.records else "",
        )
        for stage in stages
        for one in dossier.entries
        if one.filing.stage == stage
    ]


def evidence_address(offering: ClassOffering, code: str) -> str:
    """Where the records behind an entry are shown, if the person may see them."""
    endpoint = EVIDENCE.get(code, "")
    return url_for(endpoint, offering_id=offering.id) if endpoint and may_open(endpoint) else ""


@bp.get("/classes/<int:offering_id>/archive")
@require(Permission.ARCHIVES_READ)
def show_dossier(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    dossier = queries.dossier_of(offering)
    return render_template(
        "archives/show_dossier.html",
        offering=offering,
        dossier=dossier,
        rows=entry_rows(offering, dossier),
        packages=queries.packages_of(offering.id),
        labels=labels,
    )


@bp.route("/classes/<int:offering_id>/archive/entries/<code>", methods=["GET", "POST"])
@require(Permission.ARCHIVES_SEAL)
def fill_entry(offering_id: int, code: str) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    entry_or_404(offering, code)
    form = DocumentForm()
    if form.validate_on_submit():
        upload = form.document.data
        content = upload.stream.read(MAX_BYTES + 1)
        try:
            actions.hand_in(offering, code, name=upload.filename or "", content=content, by=current_user)
        except actions.UploadRefused as refusal:
            form.blame_fault(refusal.fault)
        else:
            db.session.commit()
            flash(_("The document is in the dossier."), "success")
            return redirect(url_for(".show_dossier", offering_id=offering.id))
    return entry_page(offering, code, form, ReasonForm())


@bp.post("/classes/<int:offering_id>/archive/entries/<code>/reason")
@require(Permission.ARCHIVES_SEAL)
def explain_entry(offering_id: int, code: str) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    entry_or_404(offering, code)
    form = ReasonForm()
    if not form.validate_on_submit():
        return entry_page(offering, code, DocumentForm(), form)
    actions.explain(offering, code, reason=form.reason.data, by=current_user)
    db.session.commit()
    flash(_("The reason is in the dossier."), "success")
    return redirect(url_for(".show_dossier", offering_id=offering.id))


@bp.post("/classes/<int:offering_id>/archive/entries/<code>/reason/withdraw")
@require(Permission.ARCHIVES_SEAL)
def withdraw_reason(offering_id: int, code: str) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    entry_or_404(offering, code)
    actions.explain(offering, code, reason="", by=current_user)
    db.session.commit()
    flash(_("The reason is withdrawn."), "success")
    return redirect(url_for(".fill_entry", offering_id=offering.id, code=code))


def entry_page(
    offering: ClassOffering, code: str, document_form: DocumentForm, reason_form: ReasonForm
) -> ResponseReturnValue:
    """The page of one entry, with its two forms."""
    entry = next(one for one in queries.dossier_of(offering).entries if one.code == code)
    documents = [one for one in queries.documents_of(offering.id) if one.filing_code == code]
    faulty = document_form.errors or reason_form.errors
    page = render_template(
        "archives/fill_entry.html",
        offering=offering,
        entry=entry,
        documents=documents,
        note=queries.notes_of(offering.id).get(code),
        document_form=document_form,
        reason_form=reason_form,
        accepted=ACCEPTED,
        megabytes=MAX_BYTES // (1024 * 1024),
        labels=labels,
    )
    return page, 422 if faulty else 200


@bp.get("/classes/<int:offering_id>/archive/documents/<int:document_id>")
@require(Permission.ARCHIVES_READ)
def download_document(offering_id: int, document_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    document = queries.document_of(offering.id, document_id) or abort(404)
    return send_file(
        BytesIO(queries.content_of(document)),
        mimetype=document.media_type,
        as_attachment=True,
        download_name=document.file_name,
    )


@bp.post("/classes/<int:offering_id>/archive/documents/<int:document_id>/withdraw")
@require(Permission.ARCHIVES_SEAL)
def withdraw_document(offering_id: int, document_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    document = queries.document_of(offering.id, document_id) or abort(404)
    actions.withdraw(offering, document, by=current_user)
    db.session.commit()
    flash(_("%(name)s is no longer in the dossier. It stays on record.", name=document.file_name), "success")
    return redirect(url_for(".fill_entry", offering_id=offering.id, code=document.filing_code))
