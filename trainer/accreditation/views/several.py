"""Several internal documents handed in at once: first the files, then what each of them is."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.stored_files import StoredFile, UploadRefused, keep_file
from core.upload_labels import ACCEPTED, upload_refusal
from trainer.accreditation import actions, queries
from trainer.accreditation.several_forms import SeveralForm, SortedForm
from trainer.accreditation.views.documents import PLACE
from trainer.models import Institution
from trainer.views import bp, institution_or_404

A_DAY = 24 * 60 * 60


def signer() -> URLSafeTimedSerializer:
    """Signs which files somebody has just handed in, so that nobody can name another's."""
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="several-documents")


@bp.route(f"{PLACE}/several", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_documents(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    form = SeveralForm()
    if form.validate_on_submit():
        kept = _kept(form)
        if kept:
            db.session.commit()
            files = signer().dumps([institution.id, current_user.id, [one.id for one in kept]])
            return redirect(url_for(".sort_documents", institution_id=institution.id, files=files))
        db.session.rollback()
    return render_template(
        "trainer/accreditation/new_documents.html", institution=institution, form=form, accepted=ACCEPTED
    )


def _kept(form: SeveralForm) -> list[StoredFile]:
    """The files, kept; none of them when one is refused, which the form then says with its name."""
    kept = []
    for name, content in form.uploads():
        try:
            kept.append(keep_file(name, content, by_name=current_user.display_name))
        except UploadRefused as refusal:
            form.blame("files", f"{name}{_(': ')}{upload_refusal(refusal.fault)}")
    return [] if form.errors else kept


@bp.route(f"{PLACE}/several/<files>", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def sort_documents(institution_id: int, files: str) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    waiting = queries.files_not_on_record(_named(institution, files))
    if not waiting:
        flash(_("These files are on record already."), "info")
        return redirect(url_for(".list_documents", institution_id=institution.id))
    form = SortedForm.of(waiting, today())
    if len(form.lines.entries) != len(waiting):  # some were filed from another window
        return redirect(url_for(".sort_documents", institution_id=institution.id, files=files))
    if form.validate_on_submit() and _filed(institution, form, waiting):
        db.session.commit()
        return redirect(url_for(".list_documents", institution_id=institution.id))
    return render_template(
        "trainer/accreditation/sort_documents.html", institution=institution, form=form, files=waiting
    )


def _named(institution: Institution, files: str) -> list[int]:
    """The files of the address, if this person has handed them in here today."""
    try:
        place, person, ids = signer().loads(files, max_age=A_DAY)
    except BadData:
        abort(404)
    return ids if (place, person) == (institution.id, current_user.id) else abort(404)


def _filed(institution: Institution, form: SortedForm, files: list[StoredFile]) -> bool:
    """Whether all documents are on record; if one is not, none is, and the form says why."""
    taken = [(number, line.form, one) for number, (line, one) in enumerate(zip(form.lines, files, strict=True), 1)]
    count = 0
    for number, line, stored in taken:
        if not line.title.data:
            continue
        try:
            actions.file_document(
                institution,
                kind=line.kind.data,
                title=line.title.data,
                facts=form.facts(line),
                stored=stored,
                by=current_user._get_current_object(),
            )
        except actions.TitleTaken:
            form.blame_title(number)
        count += 1
    if form.errors:
        db.session.rollback()
        return False
    flash(ngettext("%(num)d document is on file.", "%(num)d documents are on file.", count), "success")
    return True
