"""Attendance of a class: learners down, offline sessions across; as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, today
from core.pages import render
from core.spreadsheets.export import ExportSheet, Value
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import labels, record_labels, results, traces
from sessions.grids import AttendanceGrid, build_grid, flagged_halves
from sessions.record_forms import GridSearchForm
from sessions.rules.attendance import AttendanceStatus
from sessions.views.blueprint import bp
from sessions.views.found import offering_or_404, person_of, workbook


def grid_of(offering: ClassOffering) -> AttendanceGrid:
    """The whole grid of a class as it stands now."""
    computed = results.class_results(offering)
    people = [(person_of(one), computed.people[one.id]) for one in course_queries.enrolments_of(offering.id)]
    ids = {one.code: one.id for one in computed.sessions}
    titles = {one.code: one.title for one in computed.sessions}
    return build_grid(computed.timetable, ids, titles, people, local_now())


@bp.get("/classes/<int:offering_id>/attendance")
@require(Permission.HOURS_READ)
def attendance(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    search_form = GridSearchForm(request.args)
    grid = grid_of(offering)
    text = (search_form.text.data or "").strip()
    return render(
        "sessions/attendance.html",
        fragment="sessions/_attendance_grid.html",
        offering=offering,
        grid=grid,
        rows=grid.narrowed(text=text, only_problems=bool(search_form.only_problems.data)),
        search_form=search_form,
        statuses=list(AttendanceStatus),
        absent=AttendanceStatus.ABSENT,
        leave=AttendanceStatus.LEAVE,
        signs={one: record_labels.sign(one) for one in (*AttendanceStatus, None)},
        status_words={one: record_labels.status_word(one) for one in (*AttendanceStatus, None)},
        unsettled=traces.unsettled_count(offering_id),
        running=offering.starts_on <= today() <= offering.ends_on,
        flagged_halves=flagged_halves,
        labels=labels,
        words=record_labels,
    )


@bp.get("/classes/<int:offering_id>/attendance.xlsx")
@require(Permission.HOURS_READ)
def export_attendance(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    grid = grid_of(offering)
    header = [_("Roster row"), _("Name"), _("Employer")]
    header += [f"{one.code} {one.starts_at:%m-%d %H:%M}" for one in grid.columns]
    header += [_("Attended"), _("Late or left early"), _("Absent"), _("On leave"), _("Offline hours")]
    sheets = [
        ExportSheet(_("Attendance"), header, export_rows(grid)),
        ExportSheet(
            _("Half-days to look at"),
            [_("Name"), _("Date"), _("Half-day"), _("Arrival"), _("Departure"), _("Remark")],
            flagged_rows(grid),
        ),
    ]
    return workbook(_("%(code)s attendance.xlsx", code=offering.code), sheets)


def export_rows(grid: AttendanceGrid) -> Iterator[list[Value]]:
    """The grid in words, a learner a row."""
    words = {one: record_labels.status_word(one) for one in (*AttendanceStatus, None)}
    for row in grid.rows:
        yield [
            row.person.number,
            row.person.name,
            row.person.employer,
            *("–" if cell.foreign else words[cell.status] for cell in row.cells),
            row.came,
            row.late_or_early,
            row.counts[AttendanceStatus.ABSENT],
            row.counts[AttendanceStatus.LEAVE],
            row.hours,
        ]


def flagged_rows(grid: AttendanceGrid) -> Iterator[list[Value]]:
    """Half-days with flags, in words."""
    for row, half in flagged_halves(grid.rows):
        seen = half.presence
        yield [
            row.person.name,
            half.half.on,
            str(record_labels.PARTS[half.half.part]),
            f"{seen.arrival:%H:%M:%S}" if seen.arrival else None,
            f"{seen.departure:%H:%M:%S}" if seen.departure else None,
            record_labels.flag_words(half.flags),
        ]
