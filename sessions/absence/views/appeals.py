"""Appeals: raised by a learner about one session, decided by somebody who had no hand in the mark."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local
from core.db import db
from core.navigation import can
from core.stored_files import UploadRefused
from core.upload_labels import ACCEPTED
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment
from sessions import labels as session_labels
from sessions import record_labels
from sessions.absence import labels, queries
from sessions.absence.actions import appeals
from sessions.absence.actions.leave import ChangedMeanwhile
from sessions.absence.forms import AppealDecisionForm, AppealForm
from sessions.absence.models import Appeal
from sessions.absence.portals import matters_of
from sessions.absence.rules.appeals import AppealState, Decider, may_decide
from sessions.absence.views.blueprint import appeal_or_404, bp, me, refuse_closed, say_changed
from sessions.absence.views.desk import desk_files
from sessions.absence.views.own import own_files, own_or_404
from sessions.results import ClassResults
from sessions.rules.kinds import SessionKind
from sessions.stories import UnitStory
from sessions.views.corrections import stories_of
from sessions.views.found import is_closed

OWN = "/my/absence/<int:enrolment_id>/appeals/<int:appeal_id>"
ONE = "/classes/<int:offering_id>/absence/appeals/<int:appeal_id>"
Window = tuple[datetime, datetime]


def unit_of(offering: ClassOffering, enrolment: Enrolment, session_id: int) -> tuple[ClassResults, UnitStory]:
    """One session of one learner with everything behind it, or 404."""
    computed, told = stories_of(offering, enrolment)
    return computed, next((one for one in told if one.session.id == session_id), None) or abort(404)


@bp.route("/my/hours/<int:enrolment_id>/sessions/<int:session_id>/appeal", methods=["GET", "POST"])
@require(Permission.HOURS_OWN)
def raise_appeal(enrolment_id: int, session_id: int) -> ResponseReturnValue:
    enrolment = own_or_404(enrolment_id)
    offering = enrolment.offering
    back = url_for("sessions.my_unit", enrolment_id=enrolment_id, session_id=session_id)
    if is_closed(offering):
        return refuse_closed(back)
    _computed, unit = unit_of(offering, enrolment, session_id)
    form = AppealForm()
    if form.validate_on_submit() and (made := _raised(offering, enrolment, unit, form)):
        db.session.commit()
        flash(_("Your appeal is on its way. You see here what becomes of it."), "success")
        return redirect(url_for(".my_appeal", enrolment_id=enrolment_id, appeal_id=made.id))
    return render_template(
        "sessions/absence/raise_appeal.html",
        offering=offering,
        unit=unit,
        form=form,
        terms=queries.appeal_policy_of(offering),
        matters=matters_of(enrolment, unit, local_now()),
        back=back,
        accepted=ACCEPTED,
    )


def _raised(offering: ClassOffering, enrolment: Enrolment, unit: UnitStory, form: AppealForm) -> Appeal | None:
    try:
        return appeals.raise_appeal(
            offering, enrolment, unit, reason=form.reason.data, uploads=form.uploads(), by=me(), now=local_now()
        )
    except appeals.NotYet:
        form.blame("reason", _("The session is not over yet."))
    except appeals.TooLate:
        form.blame("reason", _("The time to appeal about this session is over."))
    except appeals.AlreadyOpen:
        form.blame("reason", _("You have an appeal about this session that is not decided yet."))
    except UploadRefused as refusal:
        db.session.rollback()
        form.blame_upload(refusal.fault)
    return None


def own_appeal_or_404(enrolment_id: int, appeal_id: int) -> tuple[Enrolment, Appeal]:
    """One of one's own appeals."""
    enrolment = own_or_404(enrolment_id)
    found = queries.appeal_of(enrolment.offering_id, appeal_id)
    return enrolment, found if found and found.enrolment_id == enrolment.id else abort(404)


@bp.get(OWN)
@require(Permission.HOURS_OWN)
def my_appeal(enrolment_id: int, appeal_id: int) -> ResponseReturnValue:
    enrolment, appeal = own_appeal_or_404(enrolment_id, appeal_id)
    return render_template(
        "sessions/absence/my_appeal.html",
        offering=enrolment.offering,
        appeal=appeal,
        file_address=own_files(enrolment_id),
        now=local_now(),
        to_local=to_local,
        labels=labels,
        words=session_labels,
    )


@bp.post(f"{OWN}/withdraw")
@require(Permission.HOURS_OWN)
def withdraw_appeal(enrolment_id: int, appeal_id: int) -> ResponseReturnValue:
    enrolment, appeal = own_appeal_or_404(enrolment_id, appeal_id)
    try:
        appeals.withdraw(enrolment.offering, appeal, by=me())
    except ChangedMeanwhile:
        db.session.rollback()
        say_changed()
    else:
        db.session.commit()
        flash(_("The appeal is taken back."), "success")
    return redirect(url_for(".my_appeal", enrolment_id=enrolment_id, appeal_id=appeal_id))


@bp.get(ONE)
@require(Permission.HOURS_READ)
def show_appeal(offering_id: int, appeal_id: int) -> ResponseReturnValue:
    offering, appeal = appeal_or_404(offering_id, appeal_id)
    return appeal_page(offering, appeal, AppealDecisionForm())


def appeal_page(offering: ClassOffering, appeal: Appeal, form: AppealDecisionForm) -> ResponseReturnValue:
    """One appeal with the record in dispute, its clock, and who may decide."""
    enrolment = course_queries.enrolment_of(offering.id, appeal.enrolment_id) or abort(404)
    computed, unit = unit_of(offering, enrolment, appeal.session_id)
    recorders = queries.recorders_of(unit, appeal.enrolment_id)
    deciders = may_decide(queries.deciders_of(offering.institution_id), recorders)
    is_open = appeal.state is AppealState.OPEN
    return render_template(
        "sessions/absence/show_appeal.html",
        offering=offering,
        appeal=appeal,
        unit=unit,
        policy=computed.policy,
        form=form,
        window=window_of(unit, computed),
        may_decide=is_open and can(Permission.ABSENCE_DECIDE) and not is_closed(offering),
        has_recorded=recorders.holds(Decider(me().id, me().display_name)),
        deciders=[one.name for one in deciders],
        file_address=desk_files(offering.id),
        now=local_now(),
        to_local=to_local,
        labels=labels,
        session_labels=session_labels,
        words=record_labels,
    )


def window_of(unit: UnitStory, computed: ClassResults) -> Window | None:
    """When a correction would count: the window of a half-day, or the time of an online session."""
    if unit.half is not None:
        return unit.half.half.window(computed.policy.attendance)
    start, end = unit.session.starts_at, unit.session.ends_at
    return (to_local(start), to_local(end)) if start and end else None


@bp.post(f"{ONE}/decide")
@require(Permission.ABSENCE_DECIDE)
def decide_appeal(offering_id: int, appeal_id: int) -> ResponseReturnValue:
    offering, appeal = appeal_or_404(offering_id, appeal_id)
    here = url_for(".show_appeal", offering_id=offering_id, appeal_id=appeal_id)
    if is_closed(offering):
        return refuse_closed(here)
    form, verb = AppealDecisionForm(), request.form.get("act", "")
    if verb not in ("accept", "refuse"):
        abort(400)
    if not form.validate_on_submit():
        return appeal_page(offering, appeal, form)
    try:
        decided = _decided(offering, appeal, form, accepts=verb == "accept")
    except appeals.HasRecorded:
        flash(_("You have recorded or corrected this mark yourself. Another person decides."), "warning")
    except ChangedMeanwhile:
        db.session.rollback()
        say_changed()
    else:
        if not decided:
            return appeal_page(offering, appeal, form)
        db.session.commit()
        flash(_("Recorded: %(state)s.", state=labels.APPEAL_STATES[appeal.state][0]), "success")
    return redirect(here)


def _decided(offering: ClassOffering, appeal: Appeal, form: AppealDecisionForm, *, accepts: bool) -> bool:
    """Whether the decision was written; else the form has been told what is wrong."""
    enrolment = course_queries.enrolment_of(offering.id, appeal.enrolment_id) or abort(404)
    computed, unit = unit_of(offering, enrolment, appeal.session_id)
    recorders, reason = queries.recorders_of(unit, appeal.enrolment_id), form.reason.data
    if not accepts:
        appeals.refuse(offering, appeal, by=me(), reason=reason, recorders=recorders)
        return True
    kind = appeal.class_session.kind
    if kind is SessionKind.RECORDED:
        fine, right = form.names_minutes(), appeals.Correction(watched=(form.minutes.data or 0) * 60)
    else:
        fine = form.fits(window_of(unit, computed), both=kind is SessionKind.LIVE)
        right = appeals.Correction(form.arrival.data, form.departure.data)
    if not fine:
        return False
    named = labels.correction_reason(appeal, reason)
    appeals.accept(offering, appeal, right, by=me(), reason=reason, named=named, recorders=recorders)
    return True
