"""A learner's own hours: how many, what is missing, what comes next, and why each one counts."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import navigation
from core.clock import local_now
from core.navigation import NavItem
from courses import queries as course_queries
from courses.models import Enrolment
from learners import queries as learner_queries
from sessions import labels, record_labels, runs
from sessions.absence import labels as matter_words
from sessions.absence.portals import matters_of, own_forecast
from sessions.ledger.queries import own_year
from sessions.online import labels as online_labels
from sessions.online.queries import lessons_of
from sessions.progress import next_session, progress_of
from sessions.rules.kinds import SessionKind
from sessions.stories import hours_rows
from sessions.views.blueprint import bp
from sessions.views.corrections import stories_of, watching_story

navigation.attach(
    bp,
    NavItem("sessions.my_hours", _l("My hours"), Permission.HOURS_OWN, icon="clock", order=5),
)


def own_enrolments() -> list[Enrolment]:
    """The signed-in learner's classes, the latest first; none for an account that belongs to no learner."""
    learner = learner_queries.learner_of_user(current_user.id)
    return course_queries.enrolments_of_learner(learner.id) if learner else []


def own_enrolment_or_404(enrolments: list[Enrolment], enrolment_id: int) -> Enrolment:
    """One of one's own classes; anybody else's is not there."""
    return next((one for one in enrolments if one.id == enrolment_id), None) or abort(404)


@bp.get("/my/hours")
@bp.get("/my/hours/<int:enrolment_id>")
@require(Permission.HOURS_OWN)
def my_hours(enrolment_id: int | None = None) -> ResponseReturnValue:
    enrolments = own_enrolments()
    if not enrolments and enrolment_id is None:
        return render_template("sessions/my_hours_none.html")
    enrolment = enrolments[0] if enrolment_id is None else own_enrolment_or_404(enrolments, enrolment_id)
    computed, told = stories_of(enrolment.offering, enrolment)
    [row] = hours_rows([enrolment], computed, runs.ledger_totals(enrolment.offering_id))
    return render_template(
        "sessions/my_hours.html",
        enrolments=enrolments,
        enrolment=enrolment,
        offering=enrolment.offering,
        row=row,
        progress=progress_of(row, told, enrolment.offering.ends_on, local_now()),
        units=told,
        passed=row.has_passed,
        upcoming=next_session(computed.sessions, local_now()),
        forecast=own_forecast(computed, enrolment, local_now()),
        matter_words=matter_words,
        policy=computed.policy,
        lessons=lessons_of([one.session.id for one in told if one.session.kind is SessionKind.RECORDED]),
        account_year=own_year(enrolment.offering.ends_on),
        labels=labels,
        words=record_labels,
    )


@bp.get("/my/hours/<int:enrolment_id>/sessions/<int:session_id>")
@require(Permission.HOURS_OWN)
def my_unit(enrolment_id: int, session_id: int) -> ResponseReturnValue:
    enrolment = own_enrolment_or_404(own_enrolments(), enrolment_id)
    computed, told = stories_of(enrolment.offering, enrolment)
    unit = next((one for one in told if one.session.id == session_id), None) or abort(404)
    return render_template(
        "sessions/my_unit.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        unit=unit,
        matters=matters_of(enrolment, unit, local_now()),
        matter_words=matter_words,
        policy=computed.policy,
        watching=watching_story(unit, enrolment),
        labels=labels,
        words=record_labels,
        online=online_labels,
    )
