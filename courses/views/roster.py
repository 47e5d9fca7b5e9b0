"""The learners of a class: the roster as judged, one learner, full numbers for a reason, the roster as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import reveals
from core.db import db
from core.masking import mask
from core.reveals import RevealForm
from core.spreadsheets.export import ExportSheet, write_workbook
from courses import edits, queries
from courses.models import ClassOffering, Enrolment, RosterLine
from courses.views.blueprint import bp, offering_or_404
from learners import actions as learner_actions
from learners import labels as learner_labels
from learners.roster import RosterOutcome

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason in words: what it is, and what to do about it."""

    reason: Any
    remedy: Any
    doubt: bool


def remarks_of(line: RosterLine | None) -> list[Remark]:
    """The reasons of a roster line in words, faults before doubts before mere clean-ups."""
    codes = sorted(line.codes if line else [], key=lambda code: ("EWNI".find(code[:1]), code))
    return [
        Remark(learner_labels.reason_of(code), learner_labels.remedy_of(code), learner_labels.is_doubt(code))
        for code in codes
    ]


def enrolment_or_404(offering: ClassOffering, enrolment_id: int) -> Enrolment:
    """The learner of the address, if in this class."""
    return queries.enrolment_of(offering.id, enrolment_id) or abort(404)


@bp.get("/classes/<int:offering_id>/learners")
@require(Permission.LEARNERS_READ)
def roster(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    enrolments = queries.enrolments_of(offering.id)
    others = [line for line in queries.roster_lines(offering.id) if line.outcome is not RosterOutcome.ACCEPTED]
    return render_template(
        "courses/roster.html",
        offering=offering,
        enrolments=enrolments,
        refused=[line for line in others if line.outcome is RosterOutcome.REJECTED],
        ignored=[line for line in others if line.outcome is RosterOutcome.IGNORED],
        remarks={one.id: remarks_of(one.roster_line) for one in enrolments},
        reasons={line.id: remarks_of(line) for line in others},
    )


@bp.get("/classes/<int:offering_id>/learners/<int:enrolment_id>")
@require(Permission.LEARNERS_READ)
def show_enrolment(offering_id: int, enrolment_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    return _learner_page(offering, enrolment_or_404(offering, enrolment_id), RevealForm())


def _learner_page(offering: ClassOffering, enrolment: Enrolment, form: RevealForm) -> ResponseReturnValue:
    return render_template(
        "courses/show_enrolment.html",
        offering=offering,
        enrolment=enrolment,
        form=form,
        remarks=remarks_of(enrolment.roster_line),
        revealed=reveals.handed_over(f"enrolment:{enrolment.id}"),
    )


@bp.post("/classes/<int:offering_id>/learners/<int:enrolment_id>/reveal")
@require(Permission.LEARNERS_REVEAL)
def reveal_enrolment(offering_id: int, enrolment_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    enrolment = enrolment_or_404(offering, enrolment_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return _learner_page(offering, enrolment, form)
    values = learner_actions.reveal_learner(
        enrolment.learner,
        by=current_user,
        reason=form.reason.data,
        institution_id=offering.institution_id,
        address=(request.remote_addr or "")[:64],
    )
    db.session.commit()
    reveals.hand_over(f"enrolment:{enrolment.id}", values)
    return redirect(url_for(".show_enrolment", offering_id=offering.id, enrolment_id=enrolment.id))


@bp.get("/classes/<int:offering_id>/learners.xlsx")
@require(Permission.LEARNERS_READ)
def export_roster(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    return _workbook(offering, masked=True)


@bp.route("/classes/<int:offering_id>/learners/full-export", methods=["GET", "POST"])
@require(Permission.LEARNERS_REVEAL)
def export_full_roster(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return render_template("courses/export_full_roster.html", offering=offering, form=form)
    edits.note_full_export(offering, by=current_user, reason=form.reason.data, address=(request.remote_addr or "")[:64])
    db.session.commit()
    return _workbook(offering, masked=False)


def _workbook(offering: ClassOffering, *, masked: bool) -> ResponseReturnValue:
    header = [
        _("Serial no."),
        _("Name"),
        _("Sex"),
        _("Identity number"),
        _("Mobile number"),
        _("Employer"),
        _("Position"),
        _("Professional title"),
        _("Education"),
        _("Remarks"),
    ]
    rows = [_row(number, one, masked) for number, one in enumerate(queries.enrolments_of(offering.id), 1)]
    note = _("Roster of %(code)s %(name)s", code=offering.code, name=offering.name)
    content = write_workbook([ExportSheet(_("Roster"), header, rows, [note])])
    name = f"{offering.code}-{_('Roster')}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


def _row(number: int, enrolment: Enrolment, masked: bool) -> list[Any]:
    person = enrolment.learner
    shown = mask if masked else (lambda value: value or "")
    return [
        number,
        person.name,
        person.sex,
        shown(person.id_number),
        shown(person.phone),
        enrolment.employer.name if enrolment.employer else "",
        person.post,
        person.title,
        person.education,
        "；".join(str(one.reason) for one in remarks_of(enrolment.roster_line)),
    ]
