"""One learner in one session with everything below it, and corrections by hand."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts import audit
from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now, to_local
from core.db import db
from courses.models import ClassOffering, Enrolment
from sessions import labels, record_labels, traces
from sessions.actions import ledger, records
from sessions.models import Evaluation
from sessions.online import labels as online_labels
from sessions.online.queries import Watching, watching_of
from sessions.queries import postings_of
from sessions.record_forms import CorrectionForm, WithdrawalForm
from sessions.results import ClassResults
from sessions.rules.kinds import SessionKind
from sessions.stories import UnitStory, unit_stories
from sessions.views.blueprint import bp
from sessions.views.found import enrolment_or_404, is_closed, session_or_404

ONE_CELL = "/classes/<int:offering_id>/learners/<int:enrolment_id>/sessions/<int:session_id>"


def stories_of(
    offering: ClassOffering, enrolment: Enrolment, now: datetime | None = None
) -> tuple[ClassResults, list[UnitStory]]:
    """Every unit of one learner with everything behind it, and what the rules make of the whole."""
    computed = traces.results_of_person(offering, enrolment.id)
    postings = postings_of(enrolment.id)
    evidence = traces.evidence_of(enrolment, postings)
    return computed, unit_stories(computed, computed.people[enrolment.id], postings, evidence, now or local_now())


def story_or_404(offering: ClassOffering, enrolment: Enrolment, session_id: int) -> tuple[ClassResults, UnitStory]:
    """One unit of one learner."""
    computed, told = stories_of(offering, enrolment)
    return computed, next((one for one in told if one.session.id == session_id), None) or abort(404)


def cell_address(offering_id: int, enrolment_id: int, session_id: int) -> str:
    """The page of one learner in one session."""
    return url_for(".show_attendance", offering_id=offering_id, enrolment_id=enrolment_id, session_id=session_id)


@bp.get(ONE_CELL)
@require(Permission.HOURS_READ)
def show_attendance(offering_id: int, enrolment_id: int, session_id: int) -> ResponseReturnValue:
    offering, enrolment = enrolment_or_404(offering_id, enrolment_id)
    computed, story = story_or_404(offering, enrolment, session_id)
    return render_template(
        "sessions/show_attendance.html",
        offering=offering,
        enrolment=enrolment,
        unit=story,
        policy=computed.policy,
        watching=watching_story(story, enrolment),
        closed=is_closed(offering),
        labels=labels,
        words=record_labels,
        online=online_labels,
    )


def watching_story(story: UnitStory, enrolment: Enrolment) -> Watching | None:
    """Which parts of a recorded unit somebody has watched, and the questions put meanwhile."""
    if story.session.kind is not SessionKind.RECORDED:
        return None
    return watching_of(story.session, enrolment.id, [one.line for one in story.segments if one.counts])


@bp.route(f"{ONE_CELL}/correct", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def correct_attendance(offering_id: int, enrolment_id: int, session_id: int) -> ResponseReturnValue:
    offering, enrolment = enrolment_or_404(offering_id, enrolment_id)
    computed, story = story_or_404(offering, enrolment, session_id)
    if story.half is None:
        abort(404)  # Only offline sessions are signed in to.
    back = cell_address(offering_id, enrolment_id, session_id)
    if is_closed(offering):
        return refuse_closed(back)
    window = story.half.half.window(computed.policy.attendance)
    form = CorrectionForm(at=to_local(story.session.starts_at) if story.session.starts_at else None)
    if form.validate_on_submit() and form.lies_within(*window):
        add_event(offering, enrolment, story.session.code, form)
        return redirect(back)
    return render_template(
        "sessions/correct_attendance.html",
        offering=offering,
        enrolment=enrolment,
        session=story.session,
        window=window,
        form=form,
        back=back,
    )


def add_event(offering: ClassOffering, enrolment: Enrolment, unit: str, form: CorrectionForm) -> None:
    """Write the correction (`unit`: code of the session), bring the ledger up to date, and commit both together."""
    event = records.correct_attendance(
        offering,
        enrolment_id=enrolment.id,
        name=enrolment.learner.name,
        at=form.at.data,
        direction=form.direction.data,
        reason=form.reason.data,
        unit=unit,
        by=current_user,
    )
    evaluation = ledger.evaluate_offering(offering, by=current_user, reason="correction")
    audit.record(
        "sessions.attendance_corrected",
        by=current_user,
        subject=("enrolment", enrolment.id),
        institution_id=offering.institution_id,
        event=event.id,
        reason=form.reason.data,
    )
    db.session.commit()
    say_what_changed(evaluation)


@bp.route(f"{ONE_CELL}/events/<int:event_id>/withdraw", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def withdraw_event(offering_id: int, enrolment_id: int, session_id: int, event_id: int) -> ResponseReturnValue:
    offering, enrolment = enrolment_or_404(offering_id, enrolment_id)
    session = session_or_404(offering_id, session_id)
    event = traces.event_of(offering_id, enrolment_id, event_id) or abort(404)
    back = cell_address(offering_id, enrolment_id, session_id)
    if is_closed(offering):
        return refuse_closed(back)
    form = WithdrawalForm()
    if form.validate_on_submit():
        records.withdraw_event(offering, event, reason=form.reason.data, by=current_user)
        evaluation = ledger.evaluate_offering(offering, by=current_user, reason="withdrawal")
        note_withdrawal(offering, enrolment, event.id, form.reason.data)
        db.session.commit()
        say_what_changed(evaluation)
        return redirect(back)
    return render_template(
        "sessions/withdraw_event.html",
        offering=offering,
        enrolment=enrolment,
        session=session,
        event=event,
        form=form,
        back=back,
        labels=labels,
    )


def note_withdrawal(offering: ClassOffering, enrolment: Enrolment, event_id: int, reason: str) -> None:
    """Write the withdrawal to the audit trail."""
    audit.record(
        "sessions.event_withdrawn",
        by=current_user,
        subject=("enrolment", enrolment.id),
        institution_id=offering.institution_id,
        event=event_id,
        reason=reason,
    )


def refuse_closed(back: str) -> ResponseReturnValue:
    """A class whose file is closed keeps its records as they are."""
    flash(_("This class is filed or cancelled; its records are no longer changed."), "warning")
    return redirect(back)


def say_what_changed(evaluation: Evaluation | None) -> None:
    """Tell what the correction did to the ledger."""
    if evaluation is None:
        flash(_("Recorded. The credit hours stay as they are."), "success")
        return
    flash(
        ngettext(
            "Recorded. %(num)d posting was added to the ledger; the earlier figures stay visible.",
            "Recorded. %(num)d postings were added to the ledger; the earlier figures stay visible.",
            evaluation.posted,
        ),
        "success",
    )
