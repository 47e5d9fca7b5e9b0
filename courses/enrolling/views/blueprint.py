"""The blueprint of enrolment: its home card, and what its pages share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NoReturn

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import User
from accounts.rules import Permission
from core import navigation, vault
from core.db import utc_now
from core.navigation import HomeCard
from courses import queries as course_queries
from courses.enrolling.queries import notices
from courses.enrolling.queries.applications import waiting_for_us
from courses.models import ClassOffering
from trainer.queries import scope_of


def home_cards(user: User) -> Iterator[HomeCard]:
    """For those who decide: how many applications wait."""
    if not navigation.can(Permission.ENROLMENT_DECIDE):
        return
    waiting = waiting_for_us(scope_of(user))
    if waiting:
        first = max(waiting, key=lambda offering_id: (waiting[offering_id], offering_id))
        href = url_for("enrolling.desk", offering_id=first)
        help_text = _("They wait for a decision of the institution")
        yield HomeCard(_("Applications to review"), sum(waiting.values()), href, help_text, "user-plus", "warning")


bp = Blueprint("enrolling", __name__)
navigation.attach(bp, cards=home_cards)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Private addresses stay out of caches and search engines; the notice may be found."""
    if request.endpoint != "enrolling.show_notice":
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def not_here() -> NoReturn:
    """For visitors, who have no menu and no institution of their own: the address leads nowhere any more."""
    abort(make_response(render_template("courses/enrolling/not_here.html"), 404))


def sender() -> str:
    """A keyed digest of the address a form comes from."""
    return vault.blind_index(request.remote_addr or "", "enrolling.address")


def too_many() -> bool:
    """Whether this address has sent more public forms within the hour than the settings allow."""
    recent = notices.recent_attempts(sender(), since=utc_now() - timedelta(hours=1))
    return bool(recent >= current_app.config["ENROL_FORMS_PER_HOUR"])
