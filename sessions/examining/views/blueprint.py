"""The blueprint of examinations: what an address names, menu entries, messages, the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from accounts.rules import Permission, Role
from core import navigation
from core.db import utc_now
from core.navigation import NavItem
from courses.models import ClassOffering
from messages import reminders, wording
from sessions.examining import labels, notices, queries
from sessions.examining.actions import answers
from sessions.examining.models import Sitting
from sessions.views.found import offering_or_404
from standards.rules import ParameterMissing

bp = Blueprint("examining", __name__)
navigation.attach(
    bp,
    NavItem("examining.my_exams", _l("My examinations"), Permission.EXAMS_OWN, icon="pencil", order=6),
    NavItem("examining.my_marking", _l("Marking"), Permission.EXAMS_MARK, icon="checklist", order=46),
)
wording.attach(
    bp, "examining.sitting_open", labels.open_message, name=_l("An examination opens"), roles=frozenset({Role.LEARNER})
)
wording.attach(
    bp, "examining.result", labels.result_message, name=_l("An examination result"), roles=frozenset({Role.LEARNER})
)


def close_and_tell(now: datetime) -> None:
    """Hand in what is over, and tell those who may begin."""
    answers.close_overdue(now)
    notices.tell_open(now)


reminders.attach(bp, "examinations", close_and_tell)


def now() -> datetime:
    """This moment."""
    return utc_now()


def sitting_or_404(offering_id: int, sitting_id: int) -> tuple[ClassOffering, Sitting]:
    """The sitting of the address, if its class is in scope."""
    offering = offering_or_404(offering_id)
    return offering, queries.sitting_of(offering.id, sitting_id) or abort(404)


@bp.app_template_global("sitting_state")
def sitting_state(sitting: Sitting, released: bool = False) -> tuple[Any, str]:
    """Where a sitting stands."""
    return labels.sitting_state(sitting, now(), released)


@bp.errorhandler(ParameterMissing)
def show_missing_figure(missing: ParameterMissing) -> ResponseReturnValue:
    """Nothing can be reckoned while the rule-set of the class leaves a figure open."""
    offering_id = (request.view_args or {}).get("offering_id")
    return render_template("sessions/missing_figure.html", key=missing.key, offering_id=offering_id), 409
