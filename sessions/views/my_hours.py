"""A learner's own hours: how many, what is missing, what comes next, and why each one counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from accounts.access import require
from accounts.rules import Permission
from core import kept, navigation
from core.clock import local_now
from core.navigation import NavItem
from courses import queries as course_queries
from courses.models import Enrolment
from courses.own_classes import OwnClass, classes_of_user
from courses.rules import EnrolmentState
from learners import queries as learner_queries
from sessions import labels, record_labels, revisions, runs
from sessions.absence import labels as matter_words
from sessions.absence.portals import matters_of, own_forecast
from sessions.ledger.queries import own_year
from sessions.online import labels as online_labels
from sessions.progress import next_session, progress_of
from sessions.results import ClassResults
from sessions.rules.kinds import SessionKind
from sessions.stories import UnitStory, hours_rows
from sessions.traces import sessions_with_lessons
from sessions.views.blueprint import bp
from sessions.views.corrections import stories_of, watching_story

navigation.attach(
    bp,
    NavItem("sessions.my_hours", _l("My hours"), Permission.HOURS_OWN, icon="clock", order=5),
)


def own_enrolments(*, also: Collection[int] = ()) -> list[Enrolment]:
    """The signed-in learner's classes, the latest first; none for an account that belongs to no learner.

    `also` are enrolments that the learner was moved out of.
    """
    learner = learner_queries.learner_of_user(current_user.id)
    return course_queries.enrolments_of_learner(learner.id, also=also) if learner else []


def own_enrolment_or_404(enrolments: list[Enrolment], enrolment_id: int) -> Enrolment:
    """One of one's own classes; anybody else's is not there."""
    return next((one for one in enrolments if one.id == enrolment_id), None) or abort(404)


class OwnPart(NamedTuple):
    """A learner's hours in one class, and to which year they belong."""

    drawn: Markup
    year: int


@bp.get("/my/hours")
@bp.get("/my/hours/<int:enrolment_id>")
@require(Permission.HOURS_OWN)
def my_hours(enrolment_id: int | None = None) -> ResponseReturnValue:
    classes = classes_of_user(current_user.id)
    if not classes and enrolment_id is None:
        return render_template("sessions/my_hours_none.html")
    chosen = [one for one in classes if enrolment_id in (None, one.enrolment_id)]
    if not chosen:
        abort(404)
    return render_template("sessions/my_hours.html", classes=classes, chosen=chosen[0], part=own_hours(chosen[0]))


def own_hours(chosen: OwnClass) -> OwnPart:
    """Hours, what is missing, and why each hour counts; kept as long as nothing changes."""
    footing, now = revisions.of_person(chosen.offering_id, chosen.enrolment_id), local_now()
    enrolment = cache(lambda: own_enrolment_or_404(own_enrolments(also=[chosen.enrolment_id]), chosen.enrolment_id))
    told = cache(lambda: stories_of(enrolment().offering, enrolment(), now))
    return footing.keep(
        "own hours", lambda: draw_hours(enrolment(), *told(), now), footing.moment(now, lambda: told()[0].turns())
    )


def draw_hours(enrolment: Enrolment, computed: ClassResults, told: list[UnitStory], now: datetime) -> OwnPart:
    """A learner's hours in one class as they stand now."""
    [row] = hours_rows([enrolment], computed, runs.ledger_totals(enrolment.offering_id, enrolment.id))
    recorded = [one.session.id for one in told if one.session.kind is SessionKind.RECORDED]
    moved = enrolment.state is EnrolmentState.WITHDRAWN  # for whom the class is over
    drawn = kept.draw(
        "sessions/_my_hours_part.html",
        enrolment=enrolment,
        moved=moved,
        offering=enrolment.offering,
        row=row,
        progress=progress_of(row, told, date.min if moved else enrolment.offering.ends_on, now),
        units=told,
        passed=row.has_passed,
        upcoming=next_session(computed.sessions, now),
        forecast=own_forecast(computed, enrolment, now),
        matter_words=matter_words,
        policy=computed.policy,
        lessons=sessions_with_lessons(recorded),
        labels=labels,
        words=record_labels,
    )
    return OwnPart(drawn, own_year(enrolment.offering.ends_on))


@bp.get("/my/hours/<int:enrolment_id>/sessions/<int:session_id>")
@require(Permission.HOURS_OWN)
def my_unit(enrolment_id: int, session_id: int) -> ResponseReturnValue:
    left = [one.enrolment_id for one in classes_of_user(current_user.id) if one.moved_to]
    enrolment = own_enrolment_or_404(own_enrolments(also=left), enrolment_id)
    computed, told = stories_of(enrolment.offering, enrolment)
    unit = next((one for one in told if one.session.id == session_id), None) or abort(404)
    matters, moved = matters_of(enrolment, unit, local_now()), enrolment.id in left
    return render_template(
        "sessions/my_unit.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        unit=unit,
        moved=moved,
        matters=replace(matters, appeals=(), may_appeal=False, last=None) if moved else matters,
        matter_words=matter_words,
        policy=computed.policy,
        watching=watching_story(unit, enrolment),
        labels=labels,
        words=record_labels,
        online=online_labels,
    )
