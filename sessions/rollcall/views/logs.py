"""Teaching logs: written by the teacher or by staff, confirmed by a second person."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import to_local
from core.db import db
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions.models import ClassSession
from sessions.rollcall import actions, labels, queries
from sessions.rollcall.forms import LogReviewForm, TeachingLogForm
from sessions.rollcall.models import TeachingLog
from sessions.rollcall.rules.logs import Deviation, deviation
from sessions.rollcall.views.roll import own_session_or_404
from sessions.views.blueprint import bp
from sessions.views.corrections import refuse_closed
from sessions.views.found import is_closed, offering_or_404, session_or_404


@bp.get("/classes/<int:offering_id>/teaching-logs")
@require(Permission.HOURS_READ)
def teaching_logs(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sessions = [one for one in session_queries.sessions_of(offering.id) if one.starts_at]
    latest = {one.session_id: one for one in queries.logs_of([one.id for one in sessions])}
    return render_template(
        "sessions/rollcall/teaching_logs.html",
        offering=offering,
        lines=[(one, latest.get(one.id), deviation_of(one, latest.get(one.id))) for one in sessions],
        closed=is_closed(offering),
        labels=labels,
    )


def deviation_of(session: ClassSession, log: TeachingLog | None) -> Deviation | None:
    """How the times of a log differ from the timetable."""
    if log is None or session.starts_at is None or session.ends_at is None:
        return None
    return deviation((session.starts_at, session.ends_at), (log.starts_at, log.ends_at))


@bp.route("/classes/<int:offering_id>/sessions/<int:session_id>/log", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def write_log(offering_id: int, session_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    session = session_or_404(offering.id, session_id)
    return log_page(offering, session, back=url_for(".teaching_logs", offering_id=offering.id))


@bp.route("/my/sessions/<int:session_id>/log", methods=["GET", "POST"])
@require(Permission.SESSIONS_OWN)
def my_log(session_id: int) -> ResponseReturnValue:
    session = own_session_or_404(session_id)
    return log_page(session.offering, session, back=url_for(".my_sessions"))


def log_page(offering: ClassOffering, session: ClassSession, *, back: str) -> ResponseReturnValue:
    """The form of a log with what was written before; a new log stands for the earlier one once it is confirmed."""
    if session.starts_at is None or session.ends_at is None:
        abort(404)
    if is_closed(offering):
        return refuse_closed(back)
    planned = (to_local(session.starts_at), to_local(session.ends_at))
    before = queries.logs_of([session.id])
    form = TeachingLogForm(data=started_from(session, planned, before))
    tolerance = queries.policy_of(offering).tolerance
    if form.validate_on_submit() and form.is_sound(planned, deviation(planned, form.times_on(planned)), tolerance):
        actions.write_log(offering, session, **form.facts(planned), by=current_user._get_current_object())
        db.session.commit()
        flash(_("The log is kept. Hours follow it once a second person has confirmed it."), "success")
        return redirect(back)
    return render_template(
        "sessions/rollcall/write_log.html",
        offering=offering,
        session=session,
        planned=planned,
        before=before,
        form=form,
        back=back,
        labels=labels,
    )


def started_from(
    session: ClassSession, planned: tuple[datetime, datetime], before: list[TeachingLog]
) -> dict[str, object]:
    """What the form says at first: the last log, or the timetable."""
    if before:
        last = before[-1]
        return {
            "starts_at": to_local(last.starts_at).time(),
            "ends_at": to_local(last.ends_at).time(),
            "teacher_name": last.teacher_name,
            "taught": last.taught,
            "reason": last.reason,
            "remark": last.remark,
        }
    return {
        "starts_at": planned[0].time(),
        "ends_at": planned[1].time(),
        "teacher_name": session.teacher_name,
        "taught": session.title,
    }


@bp.route("/classes/<int:offering_id>/teaching-logs/<int:log_id>", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def review_log(offering_id: int, log_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    log = queries.log_of(offering.id, log_id) or abort(404)
    back = url_for(".teaching_logs", offering_id=offering.id)
    if is_closed(offering):
        return refuse_closed(back)
    form = LogReviewForm()
    if form.validate_on_submit() and form.is_reasoned():
        by = current_user._get_current_object()
        try:
            actions.review_log(offering, log, decision=form.decision.data, reason=form.reason.data or "", by=by)
        except actions.OwnLog:
            form.blame("decision", _("You wrote this log yourself. Another person has to confirm it."))
        except actions.AlreadyReviewed:
            flash(_("Somebody has decided about this log already."), "warning")
            return redirect(back)
        else:
            db.session.commit()
            flash(_("Your decision is kept."), "success")
            return redirect(back)
    return render_template(
        "sessions/rollcall/review_log.html",
        offering=offering,
        log=log,
        differs=deviation_of(log.session, log),
        own=log.by_user_id == current_user.id,
        form=form,
        back=back,
        labels=labels,
    )
