"""Attendance of a class: learners down, offline sessions across; as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accounts.access import require
from accounts.rules import Permission
from core import kept
from core.clock import local_now, today
from core.pages import render
from core.spreadsheets.export import ExportSheet, Value, write_workbook
from courses.models import ClassOffering
from sessions import labels, record_labels, results, revisions, traces
from sessions.grids import AttendanceGrid, GridRow, build_grid, flagged_halves
from sessions.record_forms import GridSearchForm
from sessions.results import ClassResults
from sessions.rules.attendance import AttendanceStatus
from sessions.views.blueprint import bp
from sessions.views.found import hand_out_workbook, offering_or_404, person_of

FACE = Markup('<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>')


class GridPart(NamedTuple):
    """The grid as everybody sees it, whether it has cells at all, and how many records belong to nobody."""

    drawn: Markup
    has_cells: bool
    unsettled: int


def grid_of(offering: ClassOffering, computed: ClassResults, now: datetime) -> AttendanceGrid:
    """The whole grid of a class as it stands now."""
    people = [(person_of(one), computed.people[one.id]) for one in computed.enrolments]
    ids = {one.code: one.id for one in computed.sessions}
    titles = {one.code: one.title for one in computed.sessions}
    return build_grid(computed.timetable, ids, titles, people, now)


@bp.get("/classes/<int:offering_id>/attendance")
@require(Permission.HOURS_READ)
def attendance(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    search_form = GridSearchForm(request.args)
    part = grid_part(offering, (search_form.text.data or "").strip(), bool(search_form.only_problems.data))
    return render(
        "sessions/attendance.html",
        fragment="sessions/_attendance_part.html",
        offering=offering,
        part=part,
        search_form=search_form,
        running=offering.starts_on <= today() <= offering.ends_on,
    )


def grid_part(offering: ClassOffering, text: str, only_problems: bool) -> GridPart:
    """The grid, kept as long as nothing changes; what somebody searched is made anew."""
    footing, now = revisions.of_class(offering.id), local_now()
    computed = cache(lambda: results.class_results(offering))

    def make() -> GridPart:
        grid = grid_of(offering, computed(), now)
        rows = grid.narrowed(text=text, only_problems=only_problems)
        has_cells = bool(grid.rows and grid.columns)
        return GridPart(draw_grid(offering, grid, rows), has_cells, traces.unsettled_count(offering.id))

    if text or only_problems:
        return make()
    return footing.keep("grid", make, footing.moment(now, lambda: computed().turns()))


def draw_grid(offering: ClassOffering, grid: AttendanceGrid, rows: Sequence[GridRow]) -> Markup:
    """The grid with these rows; what most of its cells hold is put together once for each status."""
    every = (*AttendanceStatus, None)
    signs = {one: record_labels.sign(one) for one in every}
    status_words = {one: record_labels.status_word(one) for one in every}
    return kept.draw(
        "sessions/_attendance_grid.html",
        offering=offering,
        grid=grid,
        rows=rows,
        statuses=list(AttendanceStatus),
        absent=AttendanceStatus.ABSENT,
        leave=AttendanceStatus.LEAVE,
        signs=signs,
        status_words=status_words,
        looks={one: Markup(f"sign-{one.value.lower() if one else 'open'}") for one in every},  # noqa: S704
        faces={one: FACE.format(signs[one], status_words[one]) for one in every},
        flagged_halves=flagged_halves,
        labels=labels,
        words=record_labels,
    )


@bp.get("/classes/<int:offering_id>/attendance.xlsx")
@require(Permission.HOURS_READ)
def export_attendance(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    footing, now = revisions.of_class(offering.id), local_now()
    computed = cache(lambda: results.class_results(offering))
    written = footing.keep(
        "grid.xlsx",
        lambda: write_workbook(export_sheets(grid_of(offering, computed(), now))),
        footing.moment(now, lambda: computed().turns()),
    )
    return hand_out_workbook(_("%(code)s attendance.xlsx", code=offering.code), written)


def export_sheets(grid: AttendanceGrid) -> list[ExportSheet]:
    """The grid and the half-days to look at, as tables."""
    header = [_("Roster row"), _("Name"), _("Employer")]
    header += [f"{one.code} {one.starts_at:%m-%d %H:%M}" for one in grid.columns]
    header += [_("Attended"), _("Late or left early"), _("Absent"), _("On leave"), _("Offline hours")]
    remarks = [_("Name"), _("Date"), _("Half-day"), _("Arrival"), _("Departure"), _("Remark")]
    return [
        ExportSheet(_("Attendance"), header, export_rows(grid)),
        ExportSheet(_("Half-days to look at"), remarks, flagged_rows(grid)),
    ]


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
