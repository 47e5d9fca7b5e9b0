"""The blueprint of check-in, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from core.group_commit import NotKept
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions.checkin import queries
from sessions.checkin.models import CheckInWindow
from standards.rules import ParameterMissing
from trainer.queries import scope_of

bp = Blueprint("checkin", __name__)


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def window_or_404(window_id: int) -> CheckInWindow:
    """The window of the address, if its class is in scope."""
    window = queries.window_with(window_id) or abort(404)
    offering_or_404(window.offering_id)
    return window


@bp.errorhandler(ParameterMissing)
def show_missing_figure(missing: ParameterMissing) -> ResponseReturnValue:
    """Nothing can be opened while the rule-set of the class leaves a figure open."""
    offering_id = (request.view_args or {}).get("offering_id")
    return render_template("sessions/missing_figure.html", key=missing.key, offering_id=offering_id), 409


@bp.errorhandler(NotKept)
def ask_again(_failed: NotKept) -> ResponseReturnValue:
    """Nothing is promised that is not kept: whoever tapped taps once more."""
    return render_template("sessions/checkin/refused.html", said=_("Not recorded yet. Please tap once more")), 503
