"""The blueprint of recorded lessons; only their uploads may be larger than other requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, request

from messages import reminders
from sessions.online.actions import watching
from sessions.views.found import show_missing_figure
from standards.rules import ParameterMissing

bp = Blueprint("online", __name__)
bp.register_error_handler(ParameterMissing, show_missing_figure)


@bp.url_value_preprocessor
def allow_videos(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A video may be larger than other uploads. Asked before anything reads the request."""
    if request.endpoint == "online.show_lesson":
        request.max_content_length = current_app.config["VIDEO_MAX_BYTES"]


def close_silent(now: datetime) -> None:
    """Record what visits have proved that ended without a word."""
    watching.close_silent_visits(now)


reminders.attach(bp, "online.close_silent_visits", close_silent)
