"""Make-up sessions: for which session and for whom."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import require
from accounts.rules import Permission
from core.amounts import plain
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions import results
from sessions.absence import queries
from sessions.absence.actions import makeups
from sessions.absence.actions.leave import ChangedMeanwhile
from sessions.absence.forms import MakeUpForm, PeopleForm
from sessions.absence.models import MakeUpSession
from sessions.absence.views.blueprint import bp, me, offering_or_404, refuse_closed, say_changed
from sessions.views.found import is_closed

PLACE = "/classes/<int:offering_id>/absence/makeups"


def people_of(offering: ClassOffering, code: str) -> tuple[list[tuple[int, str]], list[int]]:
    """Every learner with what is missing in that session, those who lack hours first; and who they are."""
    computed = results.class_results(offering)
    planned = {one.code: one.planned_hours for one in computed.sessions}.get(code)
    lines, lacking = [], []
    for one in course_queries.enrolments_of(offering.id):
        earned = next((unit.hours for unit in computed.people[one.id].earned if unit.code == code), None)
        if planned is not None and earned is not None and earned < planned:
            lacking.append(one.id)
            lines.append(
                (one.id, _("%(name)s (lacks %(hours)s)", name=one.learner.name, hours=plain(planned - earned)))
            )
        else:
            lines.append((one.id, one.learner.name))
    return sorted(lines, key=lambda line: line[0] not in lacking), lacking


@bp.route(f"{PLACE}/new", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def name_makeup(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    back = url_for(".class_absence", offering_id=offering_id)
    if is_closed(offering):
        return refuse_closed(back)
    sessions = session_queries.sessions_of(offering_id)
    taken = {one.session_id for one in queries.makeup_rows(offering_id)}
    free = [one for one in sessions if one.id not in taken]
    original = next((one for one in free if one.id == request.values.get("stands_for", 0, type=int)), None)
    lines, lacking = people_of(offering, original.code if original else "")
    form = MakeUpForm(data={"stands_for": original.id if original else 0, "people": lacking})
    form.offer(free, free)
    form.offer_people(lines)
    if form.validate_on_submit() and _named(offering, form):
        db.session.commit()
        flash(_("The make-up session is for the learners named. Nobody else is expected there."), "success")
        return redirect(back)
    return render_template(
        "sessions/absence/name_makeup.html",
        offering=offering,
        form=form,
        original=original,
        policy=queries.makeup_policy_of(offering),
        back=back,
    )


def _named(offering: ClassOffering, form: MakeUpForm) -> bool:
    by_id = {one.id: one for one in session_queries.sessions_of(offering.id)}
    session, original = by_id[form.session.data], by_id[form.stands_for.data]
    try:
        makeups.name_makeup(offering, session, original, form.people.data, by=me())
    except makeups.NotAllowed:
        form.blame("session", _("The rule-set of this class does not let sessions be made up for."))
    except makeups.NotAPair:
        form.blame("session", _("This session stands in for another one already, or another one stands in for it."))
    else:
        return True
    return False


def makeup_or_404(offering_id: int, makeup_id: int) -> tuple[ClassOffering, MakeUpSession]:
    """The make-up session of the address, if it is one of that class."""
    offering = offering_or_404(offering_id)
    return offering, next((one for one in queries.makeup_rows(offering_id) if one.id == makeup_id), None) or abort(404)


@bp.route(f"{PLACE}/<int:makeup_id>", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def change_makeup(offering_id: int, makeup_id: int) -> ResponseReturnValue:
    offering, makeup = makeup_or_404(offering_id, makeup_id)
    back = url_for(".class_absence", offering_id=offering_id)
    if is_closed(offering):
        return refuse_closed(back)
    form = PeopleForm(data={"seen": str(len(makeup.entries)), "people": sorted(makeup.people)})
    form.offer_people(people_of(offering, makeup.stands_for.code)[0])
    if form.validate_on_submit():
        seen, reason = form.seen_number(), form.reason.data
        try:
            makeups.rename_people(offering, makeup, form.people.data or (), by=me(), reason=reason, seen=seen)
        except ChangedMeanwhile:
            say_changed()
        else:
            db.session.commit()
            flash(_("The list of learners is changed."), "success")
        return redirect(back)
    names = course_queries.learner_names(offering_id)
    return render_template(
        "sessions/absence/change_makeup.html", offering=offering, makeup=makeup, form=form, names=names, back=back
    )
