"""The blueprint that the pages of planning share, and its menu entries."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from accounts.rules import Permission
from core import navigation
from core.navigation import NavItem

bp = Blueprint("planning", __name__)
navigation.attach(
    bp,
    NavItem("planning.list_needs", _l("Training needs"), Permission.TRAINER_READ, icon="clipboard-list", order=42),
    NavItem("planning.list_plans", _l("Annual plans"), Permission.TRAINER_READ, icon="calendar-event", order=43),
)
