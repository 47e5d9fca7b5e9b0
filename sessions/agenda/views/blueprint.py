"""The blueprint of the calendar and its place in the menu."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from accounts.rules import Permission
from core import navigation
from core.navigation import NavItem

bp = Blueprint("agenda", __name__)

navigation.attach(
    bp,
    NavItem("agenda.show_calendar", _l("Timetable calendar"), Permission.CLASSES_READ, icon="calendar-event", order=12),
)
