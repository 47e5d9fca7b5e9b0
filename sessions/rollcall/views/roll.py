"""Calling the roll on a grid: the day's sessions across, learners down; by staff or by the teacher of a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from sessions import queries as session_queries
from sessions import record_labels, results
from sessions.models import ClassSession
from sessions.rollcall import actions, labels, queries
from sessions.rollcall.forms import RollCallForm, field_name
from sessions.rollcall.rules.marks import Cell
from sessions.rollcall.sheets import SheetColumn, columns_of, rows_of
from sessions.views.blueprint import bp
from sessions.views.found import is_closed, offering_or_404, person_of
from trainer import queries as trainer_queries


@bp.route("/classes/<int:offering_id>/roll-call", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def roll_call(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sessions = session_queries.sessions_of(offering.id)
    days = queries.days_of(sessions)
    day = chosen_day(days)
    chosen = [one for one in sessions if queries.is_called(one) and one.starts_at and _day(one) == day]
    here = url_for(".roll_call", offering_id=offering.id, day=day.isoformat() if day else None)
    return sheet(offering, chosen, here=here, days=days, day=day)


@bp.route("/my/sessions/<int:session_id>/roll-call", methods=["GET", "POST"])
@require(Permission.SESSIONS_OWN)
def my_roll_call(session_id: int) -> ResponseReturnValue:
    session = own_session_or_404(session_id)
    here = url_for(".my_roll_call", session_id=session.id)
    return sheet(session.offering, [session] if queries.is_called(session) else [], here=here)


def own_session_or_404(session_id: int) -> ClassSession:
    """A session that the signed-in teacher holds."""
    teacher = trainer_queries.teacher_of_user(current_user.id)
    return (queries.session_of_teacher(session_id, teacher.id) if teacher else None) or abort(404)


def _day(session: ClassSession) -> date | None:
    return to_local(session.starts_at).date() if session.starts_at else None


def chosen_day(days: Sequence[date]) -> date | None:
    """The day asked for, else today, else the last day before today, else the first."""
    wanted = request.args.get("day", "")
    named = next((day for day in days if day.isoformat() == wanted), None)
    before = [day for day in days if day <= local_now().date()]
    return named or (before[-1] if before else next(iter(days), None))


def sheet(
    offering: ClassOffering,
    sessions: Sequence[ClassSession],
    *,
    here: str,
    days: Sequence[date] = (),
    day: date | None = None,
) -> ResponseReturnValue:
    """The sheet of some sessions: shown, or taken and shown again."""
    people = course_queries.enrolments_of(offering.id)
    now = local_now()
    columns = columns_of(sessions, queries.policy_of(offering), now, closed=is_closed(offering))
    form = RollCallForm()
    wrong: dict[Cell, str] = {}
    if form.validate_on_submit():
        wrong = take(offering, columns, people, form)
        if not wrong:
            return redirect(here)
    standing = queries.standing_marks([one.id for one in sessions])
    given = {cell: request.form.get(field_name(cell), "") for cell in wrong}
    form.seen.data = str(max((one.number for one in standing.values()), default=0))
    named = [(one, person_of(one)) for one in people]
    return render_template(
        "sessions/rollcall/roll_call.html",
        offering=offering,
        columns=columns,
        rows=rows_of(columns, named, results.class_results(offering), standing, given, now),
        form=form,
        wrong=wrong,
        address=here,
        now=now,
        days=days,
        day=day,
        field_name=field_name,
        labels=labels,
        words=record_labels,
    )


def take(
    offering: ClassOffering, columns: Sequence[SheetColumn], people: Sequence[Enrolment], form: RollCallForm
) -> dict[Cell, str]:
    """Record what the sheet says of the sessions that can be called now; what is wrong with the other cells."""
    asked = [one for one in columns if one.asked]
    lengths = {one.session.id: one.minutes for one in asked}
    said, wrong = form.read(request.form, lengths, [one.id for one in people])
    by = current_user._get_current_object()
    try:
        changed = actions.call_roll(
            offering, [one.session for one in asked], actions.enrolled(people), said, seen=form.last_seen(), by=by
        )
    except actions.ChangedMeanwhile as meanwhile:
        told = _("Somebody else changed this mark meanwhile. Look at it, and save again if need be.")
        return wrong | dict.fromkeys(meanwhile.cells, told)
    db.session.commit()
    say_taken(changed, len(wrong))
    return wrong


def say_taken(changed: int, wrong: int) -> None:
    """Tell what was recorded, and that something was not."""
    if changed:
        flash(ngettext("%(num)d mark was recorded.", "%(num)d marks were recorded.", changed), "success")
    elif not wrong:
        flash(_("Nothing was changed."), "info")
    if wrong:
        flash(ngettext("%(num)d cell could not be read.", "%(num)d cells could not be read.", wrong), "warning")
