"""The blueprint that the pages of timetable proposals share, and the work of its jobs."""

from __future__ import annotations

from flask import Blueprint, abort
from flask_login import current_user

from courses.models import ClassOffering
from jobs import work as job_work
from sessions.solving import adopting, queries, work
from sessions.views.found import show_missing_figure
from standards.rules import ParameterMissing
from trainer.queries import scope_of

bp = Blueprint("solving", __name__)
bp.register_error_handler(ParameterMissing, show_missing_figure)
job_work.attach(bp, queries.KINDS[0], work.propose)
job_work.attach(bp, queries.KINDS[1], work.mend)
job_work.attach(bp, queries.ADOPTION, adopting.adopt)


def open_offerings_or_404(offering_ids: list[int]) -> list[ClassOffering]:
    """These classes of one institution, as long as their timetables can be changed."""
    return queries.open_offerings(offering_ids, scope_of(current_user)) or abort(404)
