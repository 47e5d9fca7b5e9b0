"""Asking for leave: a form, a look at what it means, and sending it; for learners and for the desk alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.clock import local_now, to_local
from core.db import db
from core.stored_files import UploadRefused
from core.upload_labels import ACCEPTED
from courses.models import ClassOffering, Enrolment
from sessions import queries as session_queries
from sessions.absence import labels, links, queries
from sessions.absence.actions import leave
from sessions.absence.forms import LeaveForm
from sessions.absence.models import LeaveRequest
from sessions.absence.views.blueprint import me
from sessions.models import ClassSession

SHOWN_BACK = timedelta(days=14)  # how far back a session is offered for leave asked for afterwards


def choices_for(offering: ClassOffering, enrolment: Enrolment | None) -> list[ClassSession]:
    """The sessions that can be ticked: those with a time, to come or not long over, make-ups of others left out."""
    foreign = {one.code for one in links.makeups_of(offering.id) if enrolment is None or enrolment.id not in one.people}
    since = local_now() - SHOWN_BACK
    return [
        one
        for one in session_queries.sessions_of(offering.id)
        if one.ends_at and to_local(one.ends_at) >= since and one.code not in foreign
    ]


def leave_form(
    offering: ClassOffering, enrolment: Enrolment | None, learners: Sequence[Enrolment] = ()
) -> tuple[LeaveForm, list[ClassSession]]:
    """The form with what can be chosen."""
    sessions = choices_for(offering, enrolment)
    kinds = queries.leave_policy_of(offering).kinds
    form = LeaveForm(data={"kind": kinds[0] if kinds else None, "learner": enrolment.id if enrolment else 0})
    form.offer(kinds, sessions, learners)
    return form, sessions


def handled(
    offering: ClassOffering, enrolment: Enrolment, form: LeaveForm, sessions: Sequence[ClassSession], *, at_desk: bool
) -> LeaveRequest | leave.Review | None:
    """The request once it is sent, the review before that, or None when the form has been told what is wrong."""
    spans = form.spans(sessions)
    try:
        if request.form.get("step") != "send":
            return leave.review(offering, enrolment, spans, now=local_now())
        return leave.send_request(
            offering, enrolment, spans=spans, kind=form.kind.data, reason=form.reason.data,
            uploads=form.uploads(), by=me(), at_desk=at_desk, now=local_now(),
        )  # fmt: skip
    except leave.NothingMissed:
        form.blame("sessions", _("No session of this class falls into that time: no leave is needed."))
    except leave.AlreadyAsked as refused:
        form.blame("sessions", _("%(name)s covers this time already.", name=labels.leave_name(refused.known)))
    except UploadRefused as refusal:
        db.session.rollback()
        form.blame_upload(refusal.fault)
    return None


def asking_page(
    offering: ClassOffering,
    enrolment: Enrolment | None,
    form: LeaveForm,
    seen: leave.Review | None,
    *,
    at_desk: bool,
) -> ResponseReturnValue:
    """The form, or what it means before it is sent."""
    back = url_for(".class_absence", offering_id=offering.id) if at_desk else url_for(".my_absence")
    return render_template(
        "sessions/absence/confirm_leave.html" if seen and enrolment else "sessions/absence/ask_leave.html",
        offering=offering,
        enrolment=enrolment,
        form=form,
        seen=seen,
        sent=[(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "step")],
        at_desk=at_desk,
        back=back,
        accepted=ACCEPTED,
        labels=labels,
    )
