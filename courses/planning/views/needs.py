"""Training needs of a year: entered one by one or as a table, counted, withdrawn."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.spreadsheets.cells import as_text
from core.spreadsheets.model import Cell, Limits, SpreadsheetRefused
from core.spreadsheets.opening import open_workbook
from core.spreadsheets.texts import read_delimited
from core.stored_files import read_upload
from courses.planning import actions, labels, queries
from courses.planning.forms import NeedForm, NeedTableForm, WithdrawForm, institution_choices
from courses.planning.pasted import NeedCell, read_needs
from courses.planning.rules import Need, NeedSource, summarise
from courses.planning.views.blueprint import bp
from trainer import queries as trainer_queries
from trainer.models import Institution
from trainer.queries import scope_of

TABLE_LIMITS = Limits(max_bytes=5 * 1024 * 1024, max_rows=2000, max_columns=60)


def asked_year() -> int:
    """The year of the address; else the coming one from September on, when plans are made."""
    now = today()
    return request.args.get("year", now.year + (now.month > 8), type=int)


def institution_or_404(institution_id: int) -> Institution:
    """An institution that was chosen, if it is in scope."""
    return trainer_queries.institution_in_scope(institution_id, scope_of(current_user)) or abort(404)


@bp.get("/needs")
@require(Permission.TRAINER_READ)
def list_needs() -> ResponseReturnValue:
    scope = scope_of(current_user)
    year = asked_year()
    needs = queries.needs_of(scope, year)
    return render_template(
        "courses/planning/list_needs.html",
        year=year,
        years=queries.need_years(scope),
        needs=needs,
        summary=summarise([one.to_need() for one in needs]),
        labels=labels,
    )


@bp.route("/needs/new", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_need() -> ResponseReturnValue:
    form = NeedForm(data={"year": asked_year()})
    form.offer(trainer_queries.institutions(scope_of(current_user)))
    if form.validate_on_submit():
        institution = institution_or_404(form.institution_id.data)
        by = current_user._get_current_object()
        actions.add_needs(institution, form.year.data, [form.to_need()], source=NeedSource.FORM, by=by)
        db.session.commit()
        flash(_("The need of %(name)s is written down.", name=form.employer.data), "success")
        again = "again" in request.form
        return redirect(url_for(".new_need" if again else ".list_needs", year=form.year.data))
    return render_template("courses/planning/new_need.html", form=form, year=asked_year())


@bp.route("/needs/table", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def new_need_table() -> ResponseReturnValue:
    form = NeedTableForm(data={"year": asked_year()})
    form.institution_id.choices = institution_choices(trainer_queries.institutions(scope_of(current_user)))
    needs: list[Need] = []
    faults: list[NeedCell] = []
    if form.validate_on_submit():
        rows = _rows(form)
        needs, faults = read_needs(rows)
        form.text.data = _as_text(rows)
        if needs and not faults and "take_over" in request.form:
            return _take_over(form, needs)
    return render_template(
        "courses/planning/new_need_table.html",
        form=form,
        needs=needs,
        faults=[labels.need_cell(one) for one in faults],
        labels=labels,
        year=asked_year(),
    )


def _rows(form: NeedTableForm) -> list[list[Cell]]:
    """The cells of the file, or of the pasted text; none when neither can be read."""
    try:
        if form.document.data:
            name, content = read_upload(form.document.data)
            return open_workbook(name, content, TABLE_LIMITS).sheets[0].cells
        return read_delimited(form.text.data or "", TABLE_LIMITS).cells
    except SpreadsheetRefused:
        return []


def _as_text(rows: list[list[Cell]]) -> str:
    """The cells as text to be corrected in the page and sent again."""
    lines = ("\t".join(as_text(cell).replace("\n", "、") for cell in row) for row in rows)
    return "\n".join(lines)


def _take_over(form: NeedTableForm, needs: list[Need]) -> ResponseReturnValue:
    institution = institution_or_404(form.institution_id.data)
    by = current_user._get_current_object()
    count = actions.add_needs(institution, form.year.data, needs, source=NeedSource.TABLE, by=by)
    db.session.commit()
    flash(_("%(count)d needs are written down.", count=count), "success")
    return redirect(url_for(".list_needs", year=form.year.data))


@bp.route("/needs/<int:need_id>/withdraw", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def withdraw_need(need_id: int) -> ResponseReturnValue:
    need = queries.need_in_scope(need_id, scope_of(current_user)) or abort(404)
    form = WithdrawForm()
    if form.validate_on_submit():
        actions.withdraw_need(need, reason=form.reason.data, by=current_user._get_current_object())
        db.session.commit()
        flash(_("The need of %(name)s no longer counts.", name=need.employer), "success")
        return redirect(url_for(".list_needs", year=need.year))
    back = url_for(".list_needs", year=need.year)
    title = _("Withdraw the need of %(name)s", name=need.employer)
    return render_template("courses/planning/give_reason.html", form=form, title=title, back=back)
