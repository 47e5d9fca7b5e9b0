"""Asking for a timetable of one class or of several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local
from core.db import db
from courses.models import ClassOffering
from courses.solver.problem import Half
from courses.solver.weights import Weights
from jobs.labels import STATES
from sessions.clashes.labels import WEEKDAYS
from sessions.solving import actions, labels, queries, records
from sessions.solving.forms import RunForm
from sessions.solving.rules.building import build, unrestricted, untaught
from sessions.solving.rules.facts import Around, Settings
from sessions.solving.rules.grid import USUAL, present_halves, present_periods, read_periods, words_of
from sessions.solving.rules.proposal import told_short
from sessions.solving.rules.shortage import periods_of
from sessions.solving.views.blueprint import bp, open_offerings_or_404

TOMORROW = timedelta(days=1)
MANY_SECONDS = 60


@bp.route("/classes/<int:offering_id>/timetable/propose", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def propose(offering_id: int) -> ResponseReturnValue:
    return run_page(open_offerings_or_404([offering_id]))


@bp.route("/timetables/propose", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def propose_many() -> ResponseReturnValue:
    chosen = request.values.getlist("class", type=int)
    if not chosen:
        flash(_("Choose at least one class."), "info")
        return redirect(url_for("solving.choose_classes"))
    return run_page(open_offerings_or_404(chosen))


def run_page(offerings: Sequence[ClassOffering]) -> ResponseReturnValue:
    """The form with its values, what will be placed, and what is lacking; or the job once it is sent."""
    form = RunForm(data=None if request.method == "POST" else first_values(offerings))
    if form.validate_on_submit():
        job = actions.start_run(
            offerings, form.settings(), seconds=form.seconds.data, title=title_of(offerings),
            by=current_user._get_current_object(), now=local_now(),
        )  # fmt: skip
        db.session.commit()
        return redirect(url_for("jobs.show_job", job_id=job.id))
    around = records.read_around(offerings, settings_of(offerings), now=local_now())
    return render_template(
        "sessions/solving/run.html",
        form=form,
        offerings=offerings,
        need=need_of(around),
        earlier=queries.earlier_proposals(offerings[0].institution_id, [one.id for one in offerings]),
        states=STATES,
        labels=labels,
        weekdays=WEEKDAYS,
    )


def title_of(offerings: Sequence[ClassOffering]) -> str:
    if len(offerings) == 1:
        return _("Timetable proposal for %(name)s", name=offerings[0].code)
    return _("Timetable proposal for %(count)d classes", count=len(offerings))


def first_values(offerings: Sequence[ClassOffering]) -> dict[str, Any]:
    """What the form says before anybody types: from tomorrow to the last day, periods as last time or as they are."""
    settings = settings_of(offerings)
    values: dict[str, Any] = {half.value: words_of(settings.periods, half) for half in Half}
    seconds = 20 if len(offerings) == 1 else MANY_SECONDS
    halves = sorted(f"{day}-{half.value}" for day, half in settings.halves)
    return {**values, "halves": halves, "first": settings.first, "last": settings.last, "seconds": seconds}


def settings_of(offerings: Sequence[ClassOffering], *, repair: bool = False) -> Settings:
    """The settings that nobody has to change."""
    last = max(one.ends_on for one in offerings)
    tomorrow = local_now().date() + TOMORROW
    first = min(one.starts_on for one in offerings)
    first = max(first, tomorrow) if tomorrow <= last else first
    held = queries.sessions_of_classes([one.id for one in offerings]).values()
    spans = [
        (to_local(one.starts_at), to_local(one.ends_at))
        for each in held
        for one in each
        if one.starts_at and one.ends_at
    ]
    usual = queries.last_periods(offerings[0].institution_id)
    usual = usual or tuple(one for half in Half for one in read_periods(USUAL[half], half))
    periods = present_periods(spans, usual) if spans else usual
    return Settings(periods, first, last, present_halves(spans), repair=repair, weights=Weights())


def need_of(around: Around) -> dict[str, Any]:
    """What is to be placed and what is lacking, for the page."""
    built = build(around)
    onsite = any(not module.online for group in built.problem.classes for module in group.modules)
    wanted = sum(module.slots for group in built.problem.classes for module in group.modules)
    return {
        "wanted": wanted,
        "short": told_short(built),
        "new": sum(group.new for group in built.groups.values()),
        "slots": sum(periods_of(built.problem, one) for one in built.problem.classes),
        "fixed": built.fixed,
        "without_curriculum": [one for one in around.classes if not one.modules],
        "no_teachers": not around.teachers,
        "no_venues": onsite and not around.venues,
        "unrestricted": [one.name for one in unrestricted(around)],
        "untaught": [one.name for one in untaught(around)] if around.teachers else [],
    }
