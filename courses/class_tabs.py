"""The tabs of a class: which pages it has, and which of them the signed-in person may open."""

from __future__ import annotations

from flask import Flask, current_app, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from core import navigation
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


def init_app(app: Flask) -> None:
    """Let the head of a class ask for its tabs."""
    app.jinja_env.globals.update(class_tabs=class_tabs, class_address=class_address)


def class_tabs(offering: ClassOffering) -> list[tuple[str, str, str]]:
    """Key, text and address of each page of the class that exists and that the person may open."""
    return [
        (key, str(text), url_for(endpoint, offering_id=offering.id))
        for key, text, endpoint in TABS
        if may_open(endpoint)
    ]


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
