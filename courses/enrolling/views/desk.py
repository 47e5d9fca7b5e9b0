"""For coordinators: the enrolment desk of a class, its notice and the links of employers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import to_local, to_utc
from core.db import db
from core.masking import mask
from core.spreadsheets.export import ExportSheet, write_workbook
from courses.enrolling import labels
from courses.enrolling.actions import notices, seats
from courses.enrolling.forms import DecisionForm, DeskSearchForm, LinkForm, NoticeForm
from courses.enrolling.models import Application
from courses.enrolling.queries import applications as queries
from courses.enrolling.queries import notices as notice_queries
from courses.enrolling.queries.people import findings_of, other_classes
from courses.enrolling.queries.seats import seat_plan
from courses.enrolling.rules.eligibility import Finding, Verdict, standing
from courses.enrolling.rules.states import OPEN
from courses.enrolling.views.blueprint import bp, offering_or_404
from courses.models import ClassOffering

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def me() -> Any:
    """The signed-in person, as it is stored."""
    return current_user._get_current_object()


def worst(application: Application, findings: list[Finding]) -> Verdict:
    """The verdict on all conditions together, exceptions considered."""
    left = {one.verdict for one in standing(findings, queries.overridden(application))}
    return next((one for one in (Verdict.NOT_MET, Verdict.CANNOT_TELL) if one in left), Verdict.MET)


@bp.get("/classes/<int:offering_id>/enrolment")
@require(Permission.LEARNERS_READ)
def desk(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    search = DeskSearchForm(request.args)
    search.offer()
    found = queries.applications_of(offering.id, stage=search.wanted_stage(), text=(search.text.data or "")[:80])
    findings = findings_of(offering.id, found)
    plan = seat_plan(offering.id)
    return render_template(
        "courses/enrolling/desk.html",
        offering=offering,
        desk=notice_queries.desk_of(offering.id),
        notice=notice_queries.notice_of(offering.id),
        applications=found,
        now={one.id: plan.stage_now(one) for one in found},
        verdicts={one.id: labels.VERDICTS[worst(one, findings[one.id])] for one in found},
        clashes=other_classes(offering, [one.id_index for one in found]),
        counts=queries.stage_counts(offering.id),
        roster=queries.roster_only(offering.id),
        plan=plan,
        words=labels,
        OPEN=OPEN,
        search_form=search,
        form=DecisionForm(),
    )


@bp.route("/classes/<int:offering_id>/enrolment/notice", methods=["GET", "POST"])
@require(Permission.ENROLMENT_DECIDE)
def edit_notice(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    history = notice_queries.notices_of(offering.id)
    form = _notice_form(history)
    if form.validate_on_submit() and _save(form, offering, published=bool(history and history[0].published)):
        db.session.commit()
        flash(_("The notice has been saved."), "success")
        return redirect(url_for(".edit_notice", offering_id=offering.id))
    desk = notice_queries.desk_of(offering.id)
    return render_template(
        "courses/enrolling/edit_notice.html", offering=offering, form=form, history=history, desk=desk,
        link_form=LinkForm(),
        links=notice_queries.links_of(offering.id), local=to_local,
    )  # fmt: skip


def _notice_form(history: list[Any]) -> NoticeForm:
    standing_notice = history[0] if history else None
    if standing_notice is None:
        return NoticeForm()
    closes = to_local(standing_notice.closes_at) if standing_notice.closes_at else None
    known = {**standing_notice.texts, "capacity": standing_notice.capacity, "closes_at": closes}
    return NoticeForm(data={**known, "seen": standing_notice.number})


def _save(form: NoticeForm, offering: ClassOffering, *, published: bool) -> bool:
    closes = to_utc(form.closes_at.data) if form.closes_at.data else None
    try:
        notices.save_notice(
            offering,
            texts=form.texts(),
            capacity=form.capacity.data,
            closes_at=closes,
            published=published,
            seen=form.seen.data or 0,
            by=me(),
        )
    except notices.ChangedMeanwhile:
        form.blame("audience", _("Somebody else has saved this notice in the meantime. Open the page again."))
        return False
    seats.settle(offering.id)
    return True


@bp.post("/classes/<int:offering_id>/enrolment/notice/<any(publish, unpublish):verb>")
@require(Permission.ENROLMENT_DECIDE)
def publish_notice(offering_id: int, verb: str) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    try:
        written = notices.set_published(offering, published=verb == "publish", by=me())
    except notices.GateShut:
        flash(_("Only a class that enrols can be announced. Take it to “Enrolling” under “Steps” first."), "warning")
        return redirect(url_for(".edit_notice", offering_id=offering.id))
    if written is None:
        flash(_("Write the notice first."), "warning")
    elif verb == "publish":
        flash(_("The notice is public now. Share its address."), "success")
    else:
        flash(_("The notice is not public any more."), "success")
    db.session.commit()
    return redirect(url_for(".edit_notice", offering_id=offering.id))


@bp.post("/classes/<int:offering_id>/enrolment/links")
@require(Permission.ENROLMENT_DECIDE)
def issue_link(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    form = LinkForm()
    if form.validate_on_submit():
        notices.issue_link(offering, employer=form.employer.data or "", uscc="", by=me())
        db.session.commit()
        flash(_("The link has been made. Send it to the employer only."), "success")
    else:
        flash(_("Enter the full name of the employer."), "warning")
    return redirect(url_for(".edit_notice", offering_id=offering.id))


@bp.post("/classes/<int:offering_id>/enrolment/links/<int:link_id>/revoke")
@require(Permission.ENROLMENT_DECIDE)
def revoke_link(offering_id: int, link_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    link = next((one for one in notice_queries.links_of(offering.id) if one.id == link_id), None) or abort(404)
    notices.revoke_link(link, offering, by=me())
    db.session.commit()
    flash(_("The link has been taken back."), "success")
    return redirect(url_for(".edit_notice", offering_id=offering.id))


@bp.post("/classes/<int:offering_id>/enrolment/settle")
@require(Permission.ENROLMENT_DECIDE)
def settle_seats(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    steps = seats.settle(offering.id)
    db.session.commit()
    flash(_("Written down: %(count)d.", count=len(steps)), "success")
    return redirect(url_for(".desk", offering_id=offering.id))


@bp.get("/classes/<int:offering_id>/enrolment.xlsx")
@require(Permission.LEARNERS_READ)
def export_applications(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    found = queries.applications_of(offering.id)
    plan = seat_plan(offering.id)
    header = [
        _("Application number"), _("State"), _("Full name"), _("Identity number"), _("Mobile number"), _("Employer"),
        _("Position"), _("Education"), _("Years in quality work"), _("Professional title"), _("Conditions"),
        _("Handed in at"), _("How it came"),
    ]  # fmt: skip
    findings = findings_of(offering.id, found)
    rows = [
        [
            one.number, str(labels.STAGES[plan.stage_now(one)[0]][0]), one.name, mask(one.id_number), mask(one.phone),
            one.employer, one.post, one.education, one.quality_years, one.title,
            str(labels.VERDICTS[worst(one, findings[one.id])][0]), to_local(one.created_at),
            str(labels.ORIGINS[one.origin]),
        ]
        for one in found
    ]  # fmt: skip
    note = _("Applications for %(code)s %(name)s", code=offering.code, name=offering.name)
    content = write_workbook([ExportSheet(_("Applications"), header, rows, [note])])
    name = f"{offering.code}-{_('Applications')}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)
