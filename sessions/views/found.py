"""What an address names, or 404; and the page that says which figure the rule-set leaves open."""

from __future__ import annotations

from io import BytesIO

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.spreadsheets.export import ExportSheet, write_workbook
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from courses.rules import ClassState
from sessions import queries
from sessions.grids import Person
from sessions.models import ClassSession
from sessions.views.blueprint import bp
from standards.rules import ParameterMissing
from trainer.queries import scope_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def enrolment_or_404(offering_id: int, enrolment_id: int) -> tuple[ClassOffering, Enrolment]:
    """The learner of the address, if the class is in scope."""
    offering = offering_or_404(offering_id)
    return offering, course_queries.enrolment_of(offering_id, enrolment_id) or abort(404)


def session_or_404(offering_id: int, session_id: int) -> ClassSession:
    """The session of the address, if it belongs to the class."""
    return queries.session_of(offering_id, session_id) or abort(404)


def person_of(enrolment: Enrolment) -> Person:
    """A learner as tables name him or her."""
    employer = enrolment.employer.name if enrolment.employer else ""
    return Person(enrolment.id, enrolment.position, enrolment.learner.name, employer)


def is_closed(offering: ClassOffering) -> bool:
    """Whether the records of a class can no longer be changed: it is filed, or was cancelled."""
    return offering.state in (ClassState.FILED, ClassState.CANCELLED)


def workbook(name: str, sheets: list[ExportSheet]) -> ResponseReturnValue:
    """A workbook to keep."""
    return hand_out_workbook(name, write_workbook(sheets))


def hand_out_workbook(name: str, written: bytes) -> ResponseReturnValue:
    """A workbook that has been written already."""
    return send_file(BytesIO(written), mimetype=XLSX, as_attachment=True, download_name=name)


@bp.errorhandler(ParameterMissing)
def show_missing_figure(missing: ParameterMissing) -> ResponseReturnValue:
    """Nothing can be computed while the rule-set of the class leaves a figure open."""
    offering_id = (request.view_args or {}).get("offering_id")
    return render_template("sessions/missing_figure.html", key=missing.key, offering_id=offering_id), 409
