"""Examinations on paper: seats, printed papers, scores from sheets."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.amounts import plain
from core.db import db
from core.site_fonts import configured_font
from core.spreadsheets.model import Limits, SpreadsheetRefused
from core.spreadsheets.opening import open_workbook
from core.stored_files import read_upload
from courses.models import Enrolment
from sessions.examining import labels, queries, standing
from sessions.examining.actions import rooms
from sessions.examining.actions.notes import note
from sessions.examining.actions.sittings import ChangedMeanwhile
from sessions.examining.forms import SeatsForm, SheetFileForm
from sessions.examining.models import SeatPlan, Sitting
from sessions.examining.paper_facts import facts_of
from sessions.examining.rules.kinds import SittingWay
from sessions.examining.rules.scores import Entered, matched, read_score, read_sheet
from sessions.examining.rules.seating import invigilators_needed, seats_needed
from sessions.examining.views.blueprint import bp, now, sitting_or_404
from sessions.examining.views.marking import marker_or_404
from sessions.examining.views.sittings import ONE
from sessions.examining.writing.papers import WITH_QUESTIONS, ExamPaperKind, paper_of
from sessions.handouts.rendering.formats import media_type, render
from sessions.handouts.writing.papers import PaperFormat

SHEET_LIMITS = Limits(max_rows=5000, max_columns=60, max_cells=100_000, max_sheets=10)


@bp.route(f"{ONE}/seats", methods=["GET", "POST"])
@require(Permission.EXAMS_PREPARE)
def seats(offering_id: int, sitting_id: int) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    people, plan = standing.sitters_of(sitting), queries.seat_plan_of(sitting.id)
    room = {"rows": plan.rows, "columns": plan.columns} if plan else {}
    form = SeatsForm(data={**room, "seed": secrets.token_hex(4)})
    if form.validate_on_submit() and _seat(sitting, people, form):
        flash(_("Everybody has a seat."), "success")
        return redirect(url_for(".seats", offering_id=offering.id, sitting_id=sitting.id))
    needs = queries.needs_of(offering)
    return render_template(
        "sessions/examining/seats.html", offering=offering, sitting=sitting, people=people, form=form, plan=plan,
        grid=_grid(plan), names={one.id: one.learner.name for one in people}, labels=labels,
        needed=seats_needed(len(people), needs.seats_per_learner) if needs.seats_per_learner else None,
        watching=invigilators_needed(len(people), needs.learners_per_invigilator or 0), kinds=ExamPaperKind,
        formats=PaperFormat, with_questions=WITH_QUESTIONS, has_paper=queries.paper_of(sitting.id) is not None,
    )  # fmt: skip


def _seat(sitting: Sitting, people: Sequence[Enrolment], form: SeatsForm) -> bool:
    """Seat everybody; the form says why not."""
    by, seed = current_user._get_current_object(), form.seed.data or secrets.token_hex(4)
    try:
        rooms.seat_people(sitting, people, rows=form.rows.data, columns=form.columns.data, seed=seed, by=by)
    except rooms.TooSmall:
        form.blame("rows", _("The room has too few seats for %(num)d people.", num=len(people)))
    except ChangedMeanwhile:
        form.blame("rows", _("Somebody else has just seated them. Open the page again."))
    else:
        db.session.commit()
        return True
    return False


def _grid(plan: SeatPlan | None) -> list[list[int]]:
    """Enrolments row by row; 0 where nobody sits."""
    if plan is None:
        return []
    at = {(row, column): number for number, row, column in plan.seats}
    return [[at.get((row, column), 0) for column in range(1, plan.columns + 1)] for row in range(1, plan.rows + 1)]


@bp.post(f"{ONE}/print/<any({', '.join(repr(str(one)) for one in ExamPaperKind)}):name>")
@require(Permission.EXAMS_PREPARE)
def print_exam_paper(offering_id: int, sitting_id: int, name: str) -> ResponseReturnValue:
    offering, sitting = sitting_or_404(offering_id, sitting_id)
    kind, ending = ExamPaperKind(name), request.form.get("format", "")
    paper = queries.paper_of(sitting.id)
    if ending not in set(PaperFormat) or (kind in WITH_QUESTIONS and paper is None):
        abort(404)
    wanted = PaperFormat(ending)
    facts = facts_of(sitting, standing.sitters_of(sitting), queries.seat_plan_of(sitting.id), paper)
    described = paper_of(kind, facts)
    content = render(described, wanted, configured_font())
    note("exam_paper_printed", sitting, current_user._get_current_object(), paper=kind.value, format=wanted.value)
    db.session.commit()
    response = send_file(
        BytesIO(content), mimetype=media_type(wanted), as_attachment=True,
        download_name=f"{offering.code} {labels.PRINTED[kind]}.{wanted}",
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/marking/<int:sitting_id>/sheet", methods=["GET", "POST"])
@require(Permission.EXAMS_MARK)
def enter_sheet(sitting_id: int) -> ResponseReturnValue:
    """The score sheet of a sitting on paper: typed in row by row, or filled from a file and then saved."""
    marker = marker_or_404(sitting_id)
    sitting, form = marker.sitting, SheetFileForm()
    if sitting.way is not SittingWay.PAPER:
        abort(404)
    stood = standing.standing_of(sitting, now())
    rows = standing.sheet_rows(stood, marker.round)
    typed = {one.enrolment.id: request.form.get(f"score{one.enrolment.id}", one.text) for one in rows}
    wrong: dict[int, str] = {}
    if request.method == "POST" and request.form.get("act") == "read":
        typed |= _read_file(form, {one.enrolment.id: one.enrolment.learner.name for one in rows})
    elif request.method == "POST":
        entered, wrong = _read_typed(rows, typed, stood.figures.highest)
        if not wrong:
            num = rooms.enter_scores(sitting, entered, in_round=marker.round, by=current_user._get_current_object())
            db.session.commit()
            flash(_("%(num)d scores are saved.", num=num), "success")
            return redirect(url_for(".enter_sheet", sitting_id=sitting.id))
    return render_template(
        "sessions/examining/enter_sheet.html", marker=marker, rows=rows, typed=typed, wrong=wrong, form=form,
        highest=stood.figures.highest, labels=labels,
    )  # fmt: skip


def _read_typed(
    rows: Sequence[standing.SheetRow], typed: Mapping[int, str], highest: Decimal
) -> tuple[list[Entered], dict[int, str]]:
    """What is new among the scores typed, and what is wrong, by person."""
    entered, wrong = [], {}
    for row in rows:
        said = typed[row.enrolment.id].strip()
        if not said or said == row.text:
            continue
        read = read_score(said, highest)
        if read is None:
            wrong[row.enrolment.id] = _("Enter points from 0 to %(highest)s, or 缺考.", highest=plain(highest))
        else:
            absent = isinstance(read, str)
            entered.append(Entered(row.enrolment.id, None if isinstance(read, str) else read, "缺考" if absent else ""))
    return entered, wrong


def _read_file(form: SheetFileForm, names: dict[int, str]) -> dict[int, str]:
    """Scores of a file by person, to be looked at; what is not taken is said."""
    if not form.validate_on_submit() or not form.document.data:
        form.blame("document", _("Choose a file."))
        return {}
    try:
        book = open_workbook(*read_upload(form.document.data), SHEET_LIMITS)
    except SpreadsheetRefused:
        form.blame("document", _("This is no Excel file that can be read."))
        return {}
    lines = next((one for sheet in book.sheets if (one := read_sheet(sheet.cells)) is not None), None)
    if lines is None:
        form.blame("document", _("The head needs the columns 姓名 and 得分."))
        return {}
    found, unknown, several = matched(lines, names)
    for line in unknown:
        form.blame("document", _("Row %(row)d: nobody here is called %(name)s.", row=line.row, name=line.name))
    for line in several:
        form.blame(
            "document", _("Row %(row)d: %(name)s is not clear; enter this score by hand.", row=line.row, name=line.name)
        )
    flash(_("%(num)d scores were read. Look at them, then save.", num=len(found)), "info")
    return found
