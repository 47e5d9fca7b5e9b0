"""The blueprint of check-in, and what its pages share."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import User
from accounts.rules import Permission
from core import navigation
from core.db import utc_now
from core.group_commit import NotKept
from core.navigation import HomeCard
from courses import queries as course_queries
from courses.models import ClassOffering
from learners import queries as learner_queries
from sessions.checkin import queries
from sessions.checkin.models import CheckInWindow
from sessions.labels import DIRECTIONS
from standards.rules import ParameterMissing
from trainer.queries import scope_of


def home_cards(user: User) -> Iterator[HomeCard]:
    """For learners, that one of their classes signs now; for class teachers, what waits for them."""
    if navigation.can(Permission.SESSIONS_RECORD):
        waiting = queries.held_by_class([one.id for one in course_queries.running_offerings(scope_of(user))])
        if waiting:
            href = url_for("checkin.show_attempts", offering_id=min(waiting))
            help_text = _("Sent later, or not from the phone that scanned")
            yield HomeCard(_("Check-ins to decide"), sum(waiting.values()), href, help_text, "user-check", "warning")
    elif navigation.can(Permission.HOURS_OWN) and (learner := learner_queries.learner_of_user(user.id)):
        for window in queries.open_for(learner.id, utc_now())[:1]:
            what = DIRECTIONS[window.direction]
            href, text = url_for("checkin.my_check_in"), _("Scan the code on the screen, or show your own")
            yield HomeCard(_("Your class signs now"), what, href, text, "qrcode", "warning")


bp = Blueprint("checkin", __name__)
navigation.attach(bp, cards=home_cards)


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
