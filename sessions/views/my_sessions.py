"""A teacher's own sessions, and what start pages count about sessions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission
from core import answers, navigation
from core.clock import to_local, today
from core.navigation import HomeCard, NavItem
from courses import queries as course_queries
from sessions import labels, overview, queries, teaching
from sessions.views.blueprint import bp
from trainer import queries as trainer_queries


@bp.get("/my/sessions")
@require(Permission.SESSIONS_OWN)
def my_sessions() -> ResponseReturnValue:
    teacher = trainer_queries.teacher_of_user(current_user.id)
    found = queries.sessions_of_teacher(teacher.id, today()) if teacher else []
    timed = [(to_local(one.starts_at), to_local(one.ends_at), one) for one in found if one.starts_at and one.ends_at]
    days = [(day, list(group)) for day, group in groupby(timed, key=lambda one: one[0].date())]
    return render_template("sessions/my_sessions.html", teacher=teacher, days=days, labels=labels)


def home_cards(user: User) -> Iterator[HomeCard]:
    """For coordinators: timetables with findings and records of nobody."""
    if navigation.can(Permission.SESSIONS_SCHEDULE):
        yield from _coordinator_cards(user)


def _coordinator_cards(user: User) -> Iterator[HomeCard]:
    running = course_queries.running_offerings(trainer_queries.scope_of(user))
    everywhere = url_for("courses.list_classes")
    findings = overview.findings_by_class(running)
    if findings:
        total = sum(len(one) for one in findings.values())
        href = url_for("sessions.timetable", offering_id=next(iter(findings))) if len(findings) == 1 else everywhere
        text = _("Overlaps, rest days, expired teachers, small venues")
        yield HomeCard(_("Timetable findings"), total, href, text, "calendar-time", "warning")
    unsettled = overview.unsettled_by_class([one.id for one in running])
    if unsettled:
        total = sum(unsettled.values())
        only = next(iter(unsettled)) if len(unsettled) == 1 else None
        href = url_for("sessions.records", offering_id=only) if only else everywhere
        text = _("Nobody, or more than one, is behind them; they earn nothing")
        yield HomeCard(_("Records to settle"), total, href, text, "user-x", "warning")


answers.answer(bp, answers.SESSIONS_BY_TEACHER, overview.sessions_by_teacher)
answers.answer(bp, answers.HOURS_BY_TEACHER, teaching.hours_by_teacher)
answers.answer(bp, answers.SESSIONS_AHEAD, teaching.sessions_ahead)
answers.answer(bp, answers.HOURS_BY_CLASS, overview.hours_by_class)
navigation.attach(
    bp,
    NavItem("sessions.my_sessions", _l("My sessions"), Permission.SESSIONS_OWN, icon="calendar-event", order=5),
    cards=home_cards,
)
