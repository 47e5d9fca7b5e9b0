"""The examination of a class: cells as typed, what they were read as, and the final score."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import require
from accounts.rules import Permission
from core.spreadsheets.export import ExportSheet, Value
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import labels, record_labels, results
from sessions.models import ScoreLine
from sessions.rules.exams import ExamState
from sessions.rules.policy import ExamPolicy
from sessions.score_rows import ScoreRow, score_rows
from sessions.views.blueprint import bp
from sessions.views.found import offering_or_404, workbook


def rows_of(offering: ClassOffering) -> tuple[list[ScoreRow], list[ScoreLine], ExamPolicy]:
    """Every learner with what the score sheets say, lines nobody is behind, and the marks that decide."""
    records = results.records_of(offering.id)
    computed = results.class_results(offering, records)
    rows = score_rows(course_queries.enrolments_of(offering.id), records.scores, computed)
    unsettled = [line for line in records.scores if line.enrolment_id is None]
    return rows, unsettled, computed.policy.exam


@bp.get("/classes/<int:offering_id>/scores")
@require(Permission.HOURS_READ)
def scores(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    rows, unsettled, exam = rows_of(offering)
    return render_template(
        "sessions/scores.html",
        offering=offering,
        rows=rows,
        unsettled=unsettled,
        exam=exam,
        passed=sum(row.passed for row in rows),
        scored=sum(row.result.state is ExamState.OK for row in rows),
        made_up=sum(row.result.makeup is not None for row in rows),
        invalid=[row for row in rows if row.faults],
        labels=labels,
        words=record_labels,
    )


@bp.get("/classes/<int:offering_id>/scores.xlsx")
@require(Permission.HOURS_READ)
def export_scores(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    rows, _unsettled, _exam = rows_of(offering)
    header = [_("Roster row"), _("Name"), _("Employer"), _("First cell as typed"), _("Make-up cell as typed")]
    header += [_("First score"), _("Make-up score"), _("Final score"), _("State"), _("Passed"), _("Where it stands")]
    return workbook(
        _("%(code)s scores.xlsx", code=offering.code), [ExportSheet(_("Scores"), header, export_rows(rows))]
    )


def export_rows(rows: list[ScoreRow]) -> Iterator[list[Value]]:
    """The page of scores, a learner a row."""
    for row in rows:
        yield [
            row.enrolment.position,
            row.enrolment.learner.name,
            row.enrolment.employer.name if row.enrolment.employer else "",
            row.first_text,
            row.makeup_text,
            row.result.first,
            row.result.makeup,
            row.result.final,
            str(labels.EXAM_STATES[row.result.state]),
            _("yes") if row.passed else _("no"),
            "; ".join(f"{line.file} · {line.sheet} · {line.row}" for line in row.lines),
        ]
