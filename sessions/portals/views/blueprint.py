"""The blueprint of the pages of a day, and what they share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, url_for

from accounts.models import User
from core.clock import to_local
from messages import queries as message_queries
from messages.views import Line, worded
from sessions import labels
from sessions.models import ClassSession

bp = Blueprint("portals", __name__)
LATEST = 3


def link_to(endpoint: str, **values: Any) -> str:
    """The address of a page that may or may not be part of this product."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def news_of(user: User) -> list[Line]:
    """The newest messages."""
    return worded(message_queries.latest_of(user.id, LATEST))


def day_of(session: ClassSession) -> str:
    """The day of a session in words."""
    return labels.day_words(to_local(session.starts_at).date()) if session.starts_at else ""
