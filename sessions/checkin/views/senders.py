"""Who sends a tap: a phone that has introduced itself, staff who are signed in, or the desk of a class."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from flask import Response, abort, current_app, request
from flask_login import current_user

from accounts.rules import Permission, allows
from courses import queries as course_queries
from learners import queries as learner_queries
from sessions.checkin import keys, queries, teachers
from sessions.checkin.models import CheckInWindow
from sessions.checkin.rules import codes
from sessions.checkin.rules.codes import Device
from trainer import queries as trainer_queries
from trainer.queries import scope_of

COOKIE = "check_in"
DAY = 86_400
NOT_YET_KNOWN = 1  # days for which a phone keeps its number before anybody has introduced himself on it


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who may sign others in: their name as recorder."""

    recorder: str


def device_here() -> Device | None:
    """What this phone has kept, if it is ours."""
    kept = request.cookies.get(COOKIE, "")
    return codes.read_device(keys.key(), kept) if kept else None


def learner_here(device: Device | None) -> int:
    """The learner whose phone this is, or who is signed in; 0 for nobody known."""
    if device and device.learner:
        return device.learner
    if not current_user.is_authenticated or not allows(current_user.role, Permission.HOURS_OWN):
        return 0
    learner = learner_queries.learner_of_user(current_user.id)
    return learner.id if learner else 0


def new_device(learner: int = 0, number: str = "") -> Device:
    """A phone that is seen for the first time, or that somebody introduces himself on."""
    return Device(number or secrets.token_hex(8), learner, int(time.time()))


def keep(response: Response, device: Device, days: int) -> Response:
    """Let the phone keep who uses it."""
    response.set_cookie(
        COOKIE,
        codes.write_device(keys.key(), device),
        max_age=(days if device.learner else NOT_YET_KNOWN) * DAY,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def may_show(window: CheckInWindow) -> bool:
    """Whether it is in the scope of the staff who asks, or of a half-day that the teacher who asks teaches."""
    if allows(current_user.role, Permission.SESSIONS_RECORD):
        return course_queries.offering_in_scope(window.offering_id, scope_of(current_user)) is not None
    teacher = trainer_queries.teacher_of_user(current_user.id)
    return teacher is not None and teachers.is_taught_by(window, teacher.id)


def shown_or_404(window_id: int) -> CheckInWindow:
    """The window of the address, if whoever asks may show it on a screen and scan for it."""
    window = queries.window_with(window_id)
    return window if window and may_show(window) else abort(404)


def helper_at(window_id: int, desk: str) -> Helper | None:
    """Who signs others in through this window, if anybody may: whoever may show it, or the desk of its class."""
    if current_user.is_authenticated and allows(current_user.role, Permission.CHECK_IN_SHOW):
        window = queries.window_with(window_id)
        if window and may_show(window):
            return Helper(current_user.display_name)
    opened = codes.read_desk_key(keys.key(), desk, time.time()) if desk else None
    window = queries.window_with(window_id) if opened else None
    return Helper("") if window and window.offering_id == opened else None
