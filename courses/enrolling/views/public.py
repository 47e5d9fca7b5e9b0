"""For anybody: the notice of a class, applying, and the private page that shows what comes of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from accounts.access import public
from core.clock import to_local
from core.db import db, utc_now
from courses.enrolling import labels
from courses.enrolling.actions import applications, notices
from courses.enrolling.forms import CorrectionForm, DecisionForm, PublicApplicationForm
from courses.enrolling.models import Application, EnrolmentDesk, NoticeVersion
from courses.enrolling.queries import applications as queries
from courses.enrolling.queries import notices as notice_queries
from courses.enrolling.queries.people import policy_of
from courses.enrolling.queries.seats import seat_plan
from courses.enrolling.rules.states import BY_APPLICANT, TRANSITIONS, Act, IllegalAct, Origin, Stage
from courses.enrolling.views.blueprint import bp, not_here, sender, too_many
from courses.models import ClassOffering
from courses.queries import curriculum_of
from courses.rules import CLOSED, ClassState


def notice_or_404(slug: str) -> tuple[EnrolmentDesk, NoticeVersion]:
    """The desk and the notice behind a short address, while it is published."""
    desk = notice_queries.desk_by_slug(slug) or not_here()
    notice = notice_queries.notice_of(desk.offering_id)
    if notice is None or not notice.published or desk.offering.state in CLOSED:
        not_here()
    return desk, notice


def is_open(notice: NoticeVersion, offering: ClassOffering) -> bool:
    """Whether applications are still taken: the class enrols, and the last day has not passed."""
    return offering.state is ClassState.ENROLLING and (notice.closes_at is None or utc_now() < notice.closes_at)


@bp.get("/e/<slug>")
@public
def show_notice(slug: str) -> ResponseReturnValue:
    desk, notice = notice_or_404(slug)
    return render_template(
        "courses/enrolling/show_notice.html",
        desk=desk,
        offering=desk.offering,
        notice=notice,
        plan=seat_plan(desk.offering_id),
        curriculum=curriculum_of(desk.offering),
        is_open=is_open(notice, desk.offering),
        closes_at=to_local(notice.closes_at) if notice.closes_at else None,
        address=url_for(".show_notice", slug=slug, _external=True),
    )


@bp.route("/e/<slug>/apply", methods=["GET", "POST"])
@public
def apply(slug: str) -> ResponseReturnValue:
    desk, notice = notice_or_404(slug)
    if not is_open(notice, desk.offering):
        return redirect(url_for(".show_notice", slug=slug))
    form = PublicApplicationForm()
    if form.validate_on_submit() and (application := _take_in(form, desk, notice)):
        db.session.commit()
        flash(_("Your application has been handed in. Keep the address of this page."), "success")
        return redirect(url_for(".application_status", token=application.token))
    declaration = policy_of(desk.offering_id).conditions.declaration
    context = {"offering": desk.offering, "notice": notice, "declaration": declaration, "slug": slug}
    return render_template("courses/enrolling/apply.html", form=form, **context)


def _take_in(form: PublicApplicationForm, desk: EnrolmentDesk, notice: NoticeVersion) -> Application | None:
    """The new application; None when the form has been told what is wrong."""
    if form.website.data or too_many():
        form.blame("name", _("Too many forms came from here. Try again in an hour, or call the contact of the class."))
        return None
    notices.note_attempt(sender())
    row = form.judged(desk.offering.starts_on)
    if row is None:
        db.session.commit()
        return None
    consent = applications.Consent(notice.number, bool(form.declared.data))
    try:
        return applications.hand_in(desk.offering, row, origin=Origin.SELF, consent=consent)
    except applications.AlreadyApplied as refused:
        form.blame_known(refused.known)
        db.session.commit()
        return None


def application_or_404(token: str) -> Application:
    """The application behind a private address."""
    return queries.application_by_token(token) or not_here()


@bp.get("/a/<token>")
@public
def application_status(token: str) -> ResponseReturnValue:
    application = application_or_404(token)
    plan = seat_plan(application.offering_id)
    stage, until = plan.stage_now(application)
    notice = notice_queries.notice_of(application.offering_id)
    return render_template(
        "courses/enrolling/application_status.html",
        application=application,
        offering=application.offering,
        stage=stage,
        until=until,
        place=plan.place_of(application),
        texts=notice.texts if notice else {},
        words=labels,
        acts=BY_APPLICANT & set(TRANSITIONS[stage]),
        Act=Act,
        form=DecisionForm(),
        reason=next((one.reason for one in reversed(application.events) if one.stage is stage and one.reason), ""),
        shows_reason=stage in (Stage.RETURNED, Stage.REFUSED),
    )


@bp.post("/a/<token>/<any(withdraw, accept, decline):act>")
@public
def act_on_own(token: str, act: str) -> ResponseReturnValue:
    application = application_or_404(token)
    reason = request.form.get("reason", "").strip()[:500]
    try:
        applications.do(application, Act(act), by_name=application.name, reason=reason)
        flash(labels.ACTS[Act(act)], "success")
    except IllegalAct as refused:
        flash(labels.illegal(refused), "warning")
    except StaleDataError:
        db.session.rollback()
        flash(_("Somebody else has changed this application in the meantime. Look at it again."), "warning")
    db.session.commit()
    return redirect(url_for(".application_status", token=token))


@bp.route("/a/<token>/correct", methods=["GET", "POST"])
@public
def correct_own(token: str) -> ResponseReturnValue:
    application = application_or_404(token)
    if application.stage is not Stage.RETURNED:
        flash(labels.illegal(IllegalAct(application.stage, Act.RESUBMIT)), "warning")
        return redirect(url_for(".application_status", token=token))
    form = CorrectionForm(obj=application)
    declaration = "" if application.declared_clean else policy_of(application.offering_id).conditions.declaration
    if form.validate_on_submit() and (row := form.judged_for(application)):
        declared = bool(declaration and form.declared.data)
        applications.resubmit(application, row, by_name=application.name, declared=declared)
        db.session.commit()
        flash(_("Corrected and handed in again."), "success")
        return redirect(url_for(".application_status", token=token))
    event = queries.last_event(application, Act.RETURN)
    context = {"reason": event.reason if event else "", "declaration": declaration}
    return render_template("courses/enrolling/correct_own.html", form=form, application=application, **context)
