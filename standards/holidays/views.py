"""Pages of the working calendar: a year, one day, the table of a year."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import navigation, workdays
from core.clock import today
from core.db import db
from core.navigation import NavItem
from core.spreadsheets.export import Sheet, write_workbook
from standards.holidays import actions, labels, queries
from standards.holidays.forms import DayForm, YearForm
from standards.holidays.rules import DayKind, WorkingDays
from standards.holidays.tables import HEADER, KIND_WORDS
from standards.holidays.year import months_of, stretches_of

FIRST_YEAR, LAST_YEAR = 2004, 2099
EXAMPLE = "%d-10-01至%d-10-07,放假,国庆节\n%d-10-09,上班,国庆节"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("holidays", __name__)
navigation.attach(
    bp, NavItem("holidays.show_year", _l("Working calendar"), Permission.RULESETS_READ, icon="calendar", order=61)
)


def year_or_404(year: int) -> int:
    """A year that calendars can have."""
    return year if FIRST_YEAR <= year <= LAST_YEAR else abort(404)


def day_or_404(text: str) -> date:
    """The day of the address."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    year_or_404(day.year)
    return day


def calendar_of(year: int) -> WorkingDays:
    """The calendar of one year."""
    return queries.working_days(date(year, 1, 1), date(year, 12, 31))


@bp.get("/working-calendar")
@require(Permission.RULESETS_READ)
def show_year() -> ResponseReturnValue:
    year = year_or_404(request.args.get("year", today().year, type=int))
    calendar = calendar_of(year)
    return render_template(
        "standards/holidays/show_year.html",
        year=year,
        months=months_of(year, calendar),
        stretches=stretches_of(year, calendar),
        shipped=workdays.is_known(year),
        entered=queries.year_entry(year),
        labels=labels,
    )


@bp.route("/working-calendar/days/<day>", methods=["GET", "POST"])
@require(Permission.CALENDAR_EDIT)
def edit_day(day: str) -> ResponseReturnValue:
    on = day_or_404(day)
    entries = queries.entries_of(on)
    last = entries[0] if entries else None
    form = DayForm(data={"kind": last.kind, "name": last.name} if last else {"kind": DayKind.HOLIDAY})
    if form.validate_on_submit():
        try:
            actions.enter_day(
                on,
                form.mark(),
                basis=form.basis.data or "",
                seen=form.seen_serial,
                by=current_user._get_current_object(),
            )
        except actions.EntryChanged:
            form.blame_change()
            entries = queries.entries_of(on)
        else:
            db.session.commit()
            flash(_("The day is entered."), "success")
            return redirect(url_for(".show_year", year=on.year))
    form.seen.data = str(entries[0].serial if entries else 0)
    return render_template(
        "standards/holidays/edit_day.html",
        form=form,
        day=on,
        entries=entries,
        calendar=calendar_of(on.year),
        labels=labels,
    )


@bp.route("/working-calendar/<int:year>/load", methods=["GET", "POST"])
@require(Permission.CALENDAR_EDIT)
def load_year(year: int) -> ResponseReturnValue:
    year_or_404(year)
    form = YearForm()
    if form.validate_on_submit() and (days := form.days(year)):
        try:
            count = actions.load_year(year, days, basis=form.basis.data or "", by=current_user._get_current_object())
        except actions.EntryChanged:
            form.blame_change()
        else:
            db.session.commit()
            flash(_("The calendar of %(year)d is entered: %(count)d new entries.", year=year, count=count), "success")
            return redirect(url_for(".show_year", year=year))
    return render_template(
        "standards/holidays/load_year.html", form=form, year=year, example=EXAMPLE % (year, year, year)
    )


@bp.get("/working-calendar/<int:year>/table.xlsx")
@require(Permission.RULESETS_READ)
def download_table(year: int) -> ResponseReturnValue:
    calendar = calendar_of(year_or_404(year))
    rows = [
        (
            one.first.isoformat() if one.days == 1 else f"{one.first.isoformat()}至{one.last.isoformat()}",
            KIND_WORDS[DayKind.WORKING if one.works else DayKind.HOLIDAY][0],
            one.name,
            "",
        )
        for one in stretches_of(year, calendar)
    ]
    content = write_workbook([Sheet(str(year), HEADER, rows)])
    name = _("Working calendar %(year)d", year=year)
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=f"{name}.xlsx")
