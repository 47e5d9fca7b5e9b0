"""Sessions that come back: every date with its findings is shown first; each can be left out or moved; then saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.forms import YEARS
from core.navigation import can
from courses.models import ClassOffering
from sessions import labels, plans, queries
from sessions.actions.series import schedule_series
from sessions.clashes import defaults
from sessions.clashes import queries as clash_queries
from sessions.clashes.forms import SeriesForm
from sessions.clashes.labels import FindingWords, day_words, describe_finding
from sessions.rules.conflicts import Finding
from sessions.rules.recurrence import MOST_LINES, expand, next_codes
from sessions.rules.timetable import SessionFacts
from sessions.views.blueprint import bp
from sessions.views.scheduling import open_offering_or_404
from standards.holidays.queries import working_days
from standards.holidays.rules import WorkingDays
from trainer import queries as trainer_queries


@dataclass(frozen=True, slots=True)
class Line:
    """One date of the preview as the page shows it."""

    number: int
    on: date
    starts: time
    ends: time
    module: str = ""
    keep: bool = True
    due: date | None = None
    code: str = ""
    remark: str = ""
    findings: tuple[FindingWords, ...] = ()


@bp.route("/classes/<int:offering_id>/timetable/series", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def new_series(offering_id: int) -> ResponseReturnValue:
    offering = open_offering_or_404(offering_id)
    form = SeriesForm(data=None if request.method == "POST" else first_values(offering))
    lines: list[Line] = []
    if form.validate_on_submit():
        step = request.form.get("step", "")
        lines = sent_lines(request.form) if step in ("again", "all", "good") else expanded(form)
        lines = coded(offering, lines)
        wanted = [facts_of(form, one) for one in lines if one.keep]
        refused = None
        if step in ("all", "good") and wanted:
            waiver = form.waiver.data or "" if can(Permission.FINDINGS_WAIVE) else ""
            done = schedule_series(offering, wanted, by=current_user, waiver=waiver, only_good=step == "good")
            if done.planned:
                return close_series(offering, len(done.planned), len(done.refused))
            refused = done.refused
        lines = with_findings(offering, lines, wanted, refused)
    return series_page(offering, form, lines)


def first_values(offering: ClassOffering) -> dict[str, Any]:
    """What a new form says: the next free half-day and the weekday it falls on, to the end of the class at most."""
    values = defaults.next_session(offering)
    values["first"] = values.pop("on", offering.starts_on)
    until = offering.ends_on if values["first"] <= offering.ends_on else None
    return {**values, "weekdays": [values["first"].weekday()], "times": 5, "until": until}


def expanded(form: SeriesForm) -> list[Line]:
    """The dates of the pattern; a day of rest that is left out stands there unticked."""
    pattern = form.to_pattern()
    calendar = working_days(pattern.first, date(pattern.first.year + 1, 12, 31))
    return [
        Line(number, one.on, form.starts.data, form.ends.data, one.module, one.held, one.due)
        for number, one in enumerate(expand(pattern, calendar))
    ]


def sent_lines(sent: Mapping[str, str]) -> list[Line]:
    """The lines as the person has left them; one without a usable date or time is unticked."""
    found = []
    for number in range(2 * MOST_LINES):
        try:
            found.append(
                Line(
                    number,
                    date.fromisoformat(sent[f"line-{number}-on"]),
                    time.fromisoformat(sent[f"line-{number}-starts"]),
                    time.fromisoformat(sent[f"line-{number}-ends"]),
                    sent.get(f"line-{number}-module", "").strip()[:120],
                    f"line-{number}-keep" in sent,
                    date.fromisoformat(sent[f"line-{number}-due"]),
                )
            )
        except (KeyError, ValueError):
            continue
    return [replace(one, keep=one.keep and one.starts < one.ends and one.on.year in YEARS) for one in found]


def coded(offering: ClassOffering, lines: Sequence[Line]) -> list[Line]:
    """The same with the codes that the kept ones will get."""
    codes = iter(next_codes(list(queries.every_session(offering.id)), len(lines)))
    return [replace(one, code=next(codes)) if one.keep else one for one in lines]


def facts_of(form: SeriesForm, line: Line) -> SessionFacts:
    return SessionFacts(
        code=line.code,
        kind=form.kind.data,
        title=form.title.data,
        starts_at=datetime.combine(line.on, line.starts),
        ends_at=datetime.combine(line.on, line.ends),
        module=line.module,
        teacher_name=form.teacher_name.data or "",
        venue_name=form.venue_name.data or "",
        mode=str(labels.SESSION_KINDS[form.kind.data]),
        planned_hours=form.planned_hours.data,
    )


def with_findings(
    offering: ClassOffering,
    lines: Sequence[Line],
    wanted: Sequence[SessionFacts],
    refused: Mapping[str, Sequence[Finding]] | None,
) -> list[Line]:
    """Each line with what the rules find, all lines looked at together, and what the calendar calls its day."""
    about = clash_queries.findings_about(offering, wanted)
    days = [one.on for one in lines]
    calendar = working_days(min(days), max(days)) if days else None
    return [
        replace(
            one,
            findings=tuple(describe_finding(found) for found in _all_of(about.get(one.code), refused, one.code)),
            remark=_remark(one, calendar),
        )
        for one in lines
    ]


def _all_of(
    found: Sequence[Finding] | None, refused: Mapping[str, Sequence[Finding]] | None, code: str
) -> list[Finding]:
    known = list(found or ())
    return known or [*(refused or {}).get(code, ())]


def _remark(line: Line, calendar: WorkingDays | None) -> str:
    """What the calendar calls the day, why it is left out, and from which day it was moved."""
    name = calendar.name_of(line.on) if calendar else ""
    if calendar and not line.keep and not calendar(line.on):
        name = name or _("Rest day")
    if line.due and line.due != line.on:
        return " · ".join(filter(None, (_("moved from %(day)s", day=day_words(line.due)), name)))
    return name


def close_series(offering: ClassOffering, planned: int, refused: int) -> ResponseReturnValue:
    """Commit, say how many, and go back to the timetable."""
    db.session.commit()
    flash(_("%(count)d sessions are on the timetable.", count=planned), "success")
    if refused:
        flash(_("%(count)d sessions were left out because something is in their way.", count=refused), "warning")
    return redirect(url_for(".timetable", offering_id=offering.id))


def series_page(offering: ClassOffering, form: SeriesForm, lines: Sequence[Line]) -> ResponseReturnValue:
    """The form, and below it the dates once there are any."""
    kept = [one for one in lines if one.keep]
    return render_template(
        "sessions/new_series.html",
        offering=offering,
        form=form,
        lines=lines,
        kept=len(kept),
        troubled=sum(1 for one in kept if one.findings),
        waivable=any(finding.waivable for one in kept for finding in one.findings),
        day_words=day_words,
        venues=trainer_queries.venues_of([offering.institution_id]),
        teachers=trainer_queries.teachers_of([offering.institution_id]),
        modules=plans.module_names(offering),
    )
