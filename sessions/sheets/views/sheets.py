"""Sheets of a class: printed for a half-day, handed in signed, confirmed."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.site_fonts import configured_font
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions.half_days import halves_of
from sessions.rules.halfdays import HalfDay
from sessions.sheets import actions, labels, queries
from sessions.sheets.drawing import SheetRow, draw_sheet
from sessions.sheets.forms import ConfirmScanForm, ScanForm, box_name
from sessions.sheets.models import SheetScan
from sessions.sheets.pictures import pictures_of
from sessions.sheets.rules.answers import Ink
from sessions.sheets.rules.codes import SheetPage
from sessions.sheets.views.taking import take_file
from sessions.views.blueprint import bp
from sessions.views.corrections import refuse_closed
from sessions.views.found import is_closed, offering_or_404, person_of
from standards import queries as standard_queries
from standards.rules import figure

if TYPE_CHECKING:
    from sessions.sheets.reading import ReadSheet


@bp.route("/classes/<int:offering_id>/sheets", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def sign_sheets(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    form = ScanForm()
    if form.validate_on_submit():
        if is_closed(offering):
            return refuse_closed(url_for(".sign_sheets", offering_id=offering.id))
        for upload in form.files.data:
            take_file(upload, by=current_user._get_current_object())
        db.session.commit()
        return redirect(url_for(".sign_sheets", offering_id=offering.id))
    return render_template(
        "sessions/sheets/sign_sheets.html",
        offering=offering,
        halves=halves_of(offering),
        scans=queries.scans_of(offering.id),
        closed=is_closed(offering),
        form=form,
        labels=labels,
    )


def half_or_404(offering: ClassOffering, on: str, part: str) -> HalfDay:
    """The half-day of the address."""
    return next((one for one in halves_of(offering) if (one.on.isoformat(), one.part) == (on, part)), None) or abort(
        404
    )


@bp.post("/classes/<int:offering_id>/sheets/<on>/<part>")
@require(Permission.SESSIONS_RECORD)
def print_sheet(offering_id: int, on: str, part: str) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    half = half_or_404(offering, on, part)
    people = course_queries.enrolments_of(offering.id)
    columns = int(figure(standard_queries.parameters_of(offering.rule_set_version_id), "attendance.signatures"))
    by = current_user._get_current_object()
    printing = actions.print_sheet(offering, half, people, columns=columns, by=by)
    rows = [SheetRow(one.number, one.name, one.employer) for one in map(person_of, people)]
    words = labels.sheet_words(offering.name, half, columns, today())
    first = SheetPage(offering.id, half.on, half.part, printing.id, 1)
    pdf = draw_sheet(first, rows, words, actions.code_key(), configured_font())
    db.session.commit()
    name = f"{offering.code} {words.heading} {on} {part}.pdf"
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.route("/classes/<int:offering_id>/sheets/scans/<int:scan_id>", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def confirm_scan(offering_id: int, scan_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    scan = queries.scan_of(offering.id, scan_id) or abort(404)
    back = url_for(".sign_sheets", offering_id=offering.id)
    if is_closed(offering):
        return refuse_closed(back)
    people = actions.rows_on(scan.printing, scan.page)
    form = ConfirmScanForm()
    if form.validate_on_submit():
        half = half_or_404(offering, scan.printing.on.isoformat(), scan.printing.part)
        signed = form.signed(request.form, people, scan.printing.columns)
        confirm(offering, scan, half, signed)
        return redirect(back)
    sheet = picture_of(scan)
    names = course_queries.learner_names(offering.id)
    return render_template(
        "sessions/sheets/confirm_scan.html",
        offering=offering,
        scan=scan,
        lines=[
            (who, names[who], scan.read[row], strip_of(sheet, row, scan.printing.columns))
            for row, who in enumerate(people)
        ],
        ticked={tuple(one) for one in scan.confirmation.signed} if scan.confirmation else None,
        box_name=box_name,
        back=back,
        form=form,
        inks=Ink,
        labels=labels,
    )


def confirm(offering: ClassOffering, scan: SheetScan, half: HalfDay, signed: list[actions.Signature]) -> None:
    """Write the signatures, commit, and say what came of it."""
    try:
        added = actions.confirm_scan(offering, scan, half, signed, by=current_user._get_current_object())
    except actions.AlreadyConfirmed:
        flash(_("Somebody has confirmed this page already."), "warning")
        return
    db.session.commit()
    words = ngettext("%(num)d signature now counts.", "%(num)d signatures now count.", added)
    flash(words, "success")


def picture_of(scan: SheetScan) -> ReadSheet:
    """The page of a scan, read again from the kept file."""
    from sessions.sheets.reading import read_sheet

    return read_sheet(pictures_of(scan.file.plain)[scan.picture], actions.code_key())


def strip_of(sheet: ReadSheet, row: int, columns: int) -> str:
    """The boxes of a row as an address that holds the picture itself."""
    return "data:image/png;base64," + base64.b64encode(sheet.strip(row, columns)).decode()
