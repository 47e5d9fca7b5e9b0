"""Pages of handing in files: choose, look at what would happen, name columns, import, take back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from accounts.access import require
from accounts.rules import Permission
from core import answers, navigation
from core.db import db
from core.navigation import NavItem
from core.spreadsheets.export import Sheet, write_workbook
from core.spreadsheets.model import Limits
from courses import queries as course_queries
from courses.actions import AlreadyUndone, NotTheLastBatch, StandsAlone
from courses.models import ClassOffering, ImportBatch
from courses.rules import BatchState
from intake import actions, labels, waiting
from intake.forms import FROM_FILES, ConfirmForm, HandInForm, MappingForm, UndoForm, mapping_from, questions_of
from intake.models import ImportDraft
from intake.reading.codes import UNREADABLE
from intake.reading.folder import Known, read_class_files
from intake.reading.mapping import MappingFault
from intake.report import ImportRefused
from intake.rows import FileKind, RosterRow
from trainer.queries import scope_of

bp = Blueprint("intake", __name__)
navigation.attach(
    bp, NavItem("intake.new_hand_in", _l("Import files"), Permission.IMPORTS_RUN, icon="upload", order=20)
)

SHOWN_FINDINGS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draft_or_404(draft_id: int, *, with_content: bool = False) -> ImportDraft:
    """The person's own waiting files."""
    return waiting.draft_of(current_user, draft_id, with_content=with_content) or abort(404)


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def batch_or_404(offering_id: int, batch_id: int) -> tuple[ClassOffering, ImportBatch]:
    """The import of the address, if its class is in scope."""
    offering = offering_or_404(offering_id)
    return offering, course_queries.batch_of(offering_id, batch_id) or abort(404)


def try_out(draft: ImportDraft) -> None:
    """Run the trial with the site's limits."""
    waiting.try_out(
        draft, by=current_user, scope=scope_of(current_user), max_bytes=current_app.config["IMPORT_MAX_BYTES"]
    )


@bp.route("/imports/new", methods=["GET", "POST"])
@require(Permission.IMPORTS_RUN)
def new_hand_in() -> ResponseReturnValue:
    form = HandInForm()
    scope = scope_of(current_user)
    form.offer(course_queries.offerings(scope), chosen=request.args.get("offering", FROM_FILES, type=int))
    if form.validate_on_submit():
        chosen = form.offering_id.data
        offering = offering_or_404(chosen) if chosen != FROM_FILES else None
        draft = waiting.keep_files(form.uploads(), by=current_user, offering=offering, strict=form.strict.data)
        try_out(waiting.draft_of(current_user, draft.id, with_content=True) or draft)
        db.session.commit()
        return redirect(url_for(".show_draft", draft_id=draft.id))
    return render_template("intake/new_hand_in.html", form=form, kinds=labels.KINDS.values())


@bp.route("/imports/<int:draft_id>", methods=["GET", "POST"])
@require(Permission.IMPORTS_RUN)
def show_draft(draft_id: int) -> ResponseReturnValue:
    draft = draft_or_404(draft_id, with_content=request.method == "POST")
    form = ConfirmForm()
    if form.validate_on_submit():
        reading = waiting.read_draft(draft, max_bytes=current_app.config["IMPORT_MAX_BYTES"])
        errand = waiting.errand_of(draft, by=current_user, scope=scope_of(current_user))
        try:
            report = actions.hand_in(reading, errand)
        except ImportRefused as refused:
            db.session.rollback()
            flash(form.blame_refusal(refused), "danger")
            return redirect(url_for(".show_draft", draft_id=draft_id))
        waiting.give_up(draft)
        db.session.commit()
        return after_import(report.offering_code, report.batch_id)
    return render_template("intake/show_draft.html", draft=draft, form=form, **shown(draft))


def after_import(code: str, batch_id: int | None) -> Response:
    """The page of the import, or of the class when nothing changed."""
    offering = course_queries.offering_by_code(code) or abort(404)
    if batch_id is None:
        flash(_("Everything was known already; nothing changed."), "info")
        return redirect(url_for(".class_imports", offering_id=offering.id))
    flash(_("The files have been imported."), "success")
    return redirect(url_for(".show_batch", offering_id=offering.id, batch_id=batch_id))


def shown(draft: ImportDraft) -> dict[str, object]:
    """What the page of waiting files shows."""
    report = draft.report
    cells = labels.worded_cells(report)
    return {
        "report": report,
        "refusal": labels.kept_refusal(report),
        "kinds": labels.kind_rows(report),
        "files": labels.worded_files(report),
        "cells": cells[:SHOWN_FINDINGS],
        "cells_total": len(cells),
        "clashes": labels.timetable_findings(report) if labels.brings_timetable(report) else None,
        "questions": questions_of(report),
        "mapping_form": MappingForm(formdata=None),
        "kind_choices": [(kind.value, labels.KINDS[kind.value]) for kind in FileKind],
        "kind_words": labels.KINDS,
    }


@bp.post("/imports/<int:draft_id>/mapping")
@require(Permission.IMPORTS_RUN)
def map_columns(draft_id: int) -> ResponseReturnValue:
    draft = draft_or_404(draft_id, with_content=True)
    if MappingForm().validate_on_submit():
        draft.mapping = mapping_from(request.form, questions_of(draft.report), draft.mapping)
        try:
            try_out(draft)
        except MappingFault as fault:
            db.session.rollback()
            flash(_("The mapping cannot be followed: %(fault)s", fault=str(fault)), "danger")
        else:
            db.session.commit()
            flash(_("The files were read again with your mapping."), "success")
    return redirect(url_for(".show_draft", draft_id=draft_id))


@bp.post("/imports/<int:draft_id>/give-up")
@require(Permission.IMPORTS_RUN)
def give_up(draft_id: int) -> ResponseReturnValue:
    draft = draft_or_404(draft_id)
    waiting.give_up(draft)
    db.session.commit()
    flash(_("The files were dropped; nothing was imported."), "info")
    return redirect(url_for(".new_hand_in"))


@bp.get("/imports/<int:draft_id>/findings.xlsx")
@require(Permission.IMPORTS_RUN)
def export_findings(draft_id: int) -> ResponseReturnValue:
    return findings_file(draft_or_404(draft_id).report)


@bp.get("/classes/<int:offering_id>/imports/<int:batch_id>/findings.xlsx")
@require(Permission.CLASSES_READ)
def export_batch_findings(offering_id: int, batch_id: int) -> ResponseReturnValue:
    _offering, batch = batch_or_404(offering_id, batch_id)
    return findings_file(batch.report)


def findings_file(report: dict[str, object]) -> Response:
    """Every finding as a workbook: file, sheet, row, column, value, reason, remedy."""
    header = [_("Place"), _("Cell"), _("Refused"), _("What is wrong"), _("What to do")]
    rows = [
        [one.where, one.value, _("yes") if one.refused else _("no"), one.reason, one.remedy]
        for one in (*labels.worded_files(report), *labels.worded_cells(report))
    ]
    response = Response(write_workbook([Sheet(_("Findings"), header, rows)]), mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=findings.xlsx"
    return response


@bp.get("/classes/<int:offering_id>/imports")
@require(Permission.CLASSES_READ)
def class_imports(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    batches = course_queries.batches_of(offering_id)
    return render_template(
        "intake/class_imports.html", offering=offering, batches=batches, kinds=labels.KINDS, states=labels.STATES
    )


@bp.get("/classes/<int:offering_id>/imports/<int:batch_id>")
@require(Permission.CLASSES_READ)
def show_batch(offering_id: int, batch_id: int) -> ResponseReturnValue:
    offering, batch = batch_or_404(offering_id, batch_id)
    cells = labels.worded_cells(batch.report)
    last = course_queries.last_applied_batch(offering_id)
    return render_template(
        "intake/show_batch.html",
        offering=offering,
        batch=batch,
        form=UndoForm(),
        undoable=batch.state is BatchState.APPLIED and last is not None and last.id == batch.id,
        kinds=labels.kind_rows(batch.report),
        files=labels.worded_files(batch.report),
        cells=cells[:SHOWN_FINDINGS],
        cells_total=len(cells),
        clashes=labels.timetable_findings(batch.report) if labels.brings_timetable(batch.report) else None,
        states=labels.STATES,
    )


@bp.post("/classes/<int:offering_id>/imports/<int:batch_id>/undo")
@require(Permission.IMPORTS_RUN)
def undo_batch(offering_id: int, batch_id: int) -> ResponseReturnValue:
    offering, batch = batch_or_404(offering_id, batch_id)
    form = UndoForm()
    if not form.validate_on_submit():
        flash(_("Say why the import is taken back."), "danger")
    else:
        try:
            posted = actions.take_back(batch, offering, by=current_user, reason=form.reason.data)
        except NotTheLastBatch as refusal:
            flash(_("Take back import no. %(number)d first; it rests on this one.", number=refusal.last.id), "danger")
        except StandsAlone:
            flash(
                _("This is no import: it was recorded on the spot or came by a decision, and is changed there."),
                "danger",
            )
        except AlreadyUndone:
            flash(_("This import has been taken back before."), "info")
        else:
            db.session.commit()
            flash(_("The import was taken back; %(count)d postings were made.", count=posted), "success")
    return redirect(url_for(".show_batch", offering_id=offering_id, batch_id=batch_id))


def roster_in_file(name: str, content: bytes, first_day: date) -> tuple[list[RosterRow], list[str]]:
    """The people a file lists, judged line by line, and in words what kept the file from being opened at all."""
    limits = Limits(max_bytes=current_app.config["IMPORT_MAX_BYTES"])
    reading = read_class_files([(name, content)], limits=limits, known=Known(first_day=first_day))
    worded = [labels.describe_file(one) for one in reading.files if one.code in UNREADABLE]
    return reading.roster, [f"{one.reason} {one.remedy}" for one in worded if one.refused and not reading.roster]


answers.answer(bp, answers.ROSTER_IN_FILE, roster_in_file)
