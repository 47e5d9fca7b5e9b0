"""The blueprint of leave and appeals, its places in menu and start page, and what an address names, or 404."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.models import User
from accounts.rules import Permission
from core import navigation
from core.db import utc_now
from core.navigation import HomeCard, NavItem
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions.absence import queries
from sessions.absence.models import Appeal, LeaveRequest
from sessions.absence.queries import DeskFilter
from sessions.views.found import show_missing_figure
from standards.rules import ParameterMissing
from trainer.queries import scope_of

bp = Blueprint("absence", __name__)
bp.register_error_handler(ParameterMissing, show_missing_figure)


def desk_cards(user: User) -> Iterator[HomeCard]:
    """For those who decide: appeals, the overdue ones first, and leave requests that wait. Three counts."""
    if not navigation.can(Permission.ABSENCE_DECIDE):
        return
    scope, now = scope_of(user), utc_now()
    overdue = queries.count_of(queries.appeal_statement(scope, DeskFilter("overdue"), now))
    waiting = queries.count_of(queries.appeal_statement(scope, DeskFilter(), now))
    if waiting:
        text = _("%(count)d of them overdue", count=overdue) if overdue else _("Each has a day by which it is decided")
        tone, only = ("bad", "overdue") if overdue else ("warning", "open")
        yield HomeCard(
            _("Appeals to decide"), waiting, url_for("absence.list_appeals", only=only), text, "message-report", tone
        )
    asked = queries.count_of(queries.leave_statement(scope, DeskFilter(), now))
    if asked:
        text = _("Learners wait for an answer")
        yield HomeCard(_("Leave requests to decide"), asked, url_for("absence.list_leave"), text, "user-x", "warning")


navigation.attach(
    bp,
    NavItem("absence.my_absence", _l("My leave and appeals"), Permission.HOURS_OWN, icon="user-x", order=6),
    cards=desk_cards,
)


def me() -> User:
    """The account behind the request."""
    user: User = current_user._get_current_object()
    return user


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def leave_or_404(offering_id: int, request_id: int) -> tuple[ClassOffering, LeaveRequest]:
    """The leave request of the address, if it is one of that class."""
    return offering_or_404(offering_id), queries.leave_of(offering_id, request_id) or abort(404)


def appeal_or_404(offering_id: int, appeal_id: int) -> tuple[ClassOffering, Appeal]:
    """The appeal of the address, if it is one of that class."""
    return offering_or_404(offering_id), queries.appeal_of(offering_id, appeal_id) or abort(404)


def refuse_closed(back: str) -> ResponseReturnValue:
    """A class whose file is closed keeps its records as they are."""
    flash(_("This class is filed or cancelled; its records are no longer changed."), "warning")
    return redirect(back)


def say_changed() -> None:
    """Somebody else came first."""
    flash(_("Somebody else has decided something here meanwhile. Look at it again."), "warning")
