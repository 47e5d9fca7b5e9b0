"""The tabs of a class: which pages it has, and which of them the signed-in person may open."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from core import languages, navigation
from courses.models import ClassOffering

TABS = (
    ("overview", _l("Overview"), "conformity.show_class"),
    ("steps", _l("Steps"), "gates.show_gates"),
    ("timetable", _l("Timetable"), "sessions.timetable"),
    ("enrolment", _l("Enrolment desk"), "enrolling.desk"),
    ("learners", _l("Learners"), "courses.roster"),
    ("papers", _l("Papers"), "sessions.show_papers"),
    ("attendance", _l("Attendance"), "sessions.attendance"),
    ("absence", _l("Leave and appeals"), "absence.class_absence"),
    ("lessons", _l("Recorded lessons"), "online.list_lessons"),
    ("hours", _l("Credit hours"), "sessions.hours"),
    ("sittings", _l("Sittings"), "examining.list_sittings"),
    ("scores", _l("Examination"), "sessions.scores"),
    ("survey", _l("Satisfaction"), "surveys.show_survey"),
    ("archive", _l("Archive"), "archives.show_dossier"),
    ("imports", _l("Imports"), "intake.class_imports"),
)


SOME_CLASS = 2_000_000_011  # stands for the class in addresses that are worked out once for all classes


def init_app(app: Flask) -> None:
    """Let the head of a class ask for its tabs."""
    app.extensions["class_tabs"] = {}
    app.jinja_env.globals.update(class_tabs=class_tabs, class_address=class_address)


def class_tabs(offering: ClassOffering) -> list[tuple[str, str, str]]:
    """Key, text and address of each page of the class that exists and that the person may open."""
    number = str(offering.id)
    return [(key, text, address.replace(str(SOME_CLASS), number)) for key, text, address in _tabs()]


def _tabs() -> list[tuple[str, str, str]]:
    """The tabs of any class for a role and a language; worked out once."""
    known: dict[tuple[Any, ...], list[tuple[str, str, str]]] = current_app.extensions["class_tabs"]
    role = current_user.role if current_user.is_authenticated else None
    key = (role, languages.current_language(), request.script_root)
    if key not in known:
        known[key] = [
            (name, str(text), url_for(endpoint, offering_id=SOME_CLASS))
            for name, text, endpoint in TABS
            if may_open(endpoint)
        ]
    return known[key]


def class_address(offering: ClassOffering) -> str:
    """The first page of the class that the person may open; the list of classes when there is none."""
    tabs = class_tabs(offering)
    return tabs[0][2] if tabs else url_for("courses.list_classes")


def may_open(endpoint: str) -> bool:
    """Whether the page exists and its mark lets the signed-in person in."""
    view = current_app.view_functions.get(endpoint)
    if view is None or not current_user.is_authenticated:
        return False
    access = getattr(view, "access", None)
    return access == "public" or (access is not None and navigation.can(access))
