"""The papers of a class: what can be printed, the notice and its sending, the roster with whole numbers."""

from __future__ import annotations

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import answers
from core.clock import today
from core.db import db
from core.site_fonts import configured_font
from core.stored_files import UploadRefused, hand_out, read_upload
from core.upload_labels import ACCEPTED
from courses.models import ClassOffering
from sessions.handouts import actions, labels, queries
from sessions.handouts.forms import DispatchForm, FullRosterForm, NoticeForm, TakeBackForm
from sessions.handouts.models import NoticeDispatch
from sessions.handouts.rendering.formats import media_type, render
from sessions.handouts.rules import gaps_of
from sessions.handouts.writing.facts import ClassFacts
from sessions.handouts.writing.letters import default_parts
from sessions.handouts.writing.papers import PaperFormat, PaperKind, file_name, paper_of, parts_of
from sessions.views.blueprint import bp
from sessions.views.found import is_closed, offering_or_404

PLACE = "/classes/<int:offering_id>/papers"
NOTICE_ENTRY = "notice"  # of the filing list


def open_class_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if something about it may still be written."""
    offering = offering_or_404(offering_id)
    return abort(404) if is_closed(offering) else offering


def dispatch_or_404(offering: ClassOffering, dispatch_id: int) -> NoticeDispatch:
    """The sent notice of the address, if it is one of that class."""
    return queries.dispatch_of(offering.id, dispatch_id) or abort(404)


def made(kind: PaperKind, of: ClassFacts, wanted: PaperFormat, part: str = "", *, full: bool = False) -> bytes:
    """The file of a paper."""
    return render(paper_of(kind, of, part, full=full), wanted, configured_font())


def back(offering: ClassOffering) -> ResponseReturnValue:
    """The page of papers."""
    return redirect(url_for(".show_papers", offering_id=offering.id))


@bp.get(PLACE)
@require(Permission.LEARNERS_READ)
def show_papers(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    dispatches = queries.dispatches_of(offering.id)
    return render_template(
        "sessions/handouts/show_papers.html",
        offering=offering,
        cards=labels.paper_cards(offering, queries.class_facts(offering, today())),
        formats=labels.SHORT_FORMATS,
        closed=is_closed(offering),
        dispatches=[one for one in dispatches if not one.withdraws_id],
        withdrawn=queries.withdrawn(dispatches),
    )


@bp.post(f"{PLACE}/<any({', '.join(PaperKind)}):name>")
@require(Permission.LEARNERS_READ)
def print_paper(offering_id: int, name: str) -> ResponseReturnValue:
    offering, kind = offering_or_404(offering_id), PaperKind(name)
    of = queries.class_facts(offering, today())
    part, ending = request.form.get("part", ""), request.form.get("format", "")
    if ending not in set(PaperFormat) or (part and part not in parts_of(kind, of)):
        abort(404)
    if stopping := [gap for gap in gaps_of(kind, of) if gap.stops]:
        flash(labels.gap_line(offering, stopping[0]).text, "warning")
        return back(offering)
    wanted = PaperFormat(ending)
    content = made(kind, of, wanted, part)
    actions.note_paper(offering, kind, wanted, part=part, by=current_user._get_current_object())
    db.session.commit()
    return _handed_over(content, wanted, file_name(kind, of, wanted, part))


@bp.route(f"{PLACE}/full-roster", methods=["GET", "POST"])
@require(Permission.LEARNERS_REVEAL)
def print_full_roster(offering_id: int) -> ResponseReturnValue:
    offering, kind, form = offering_or_404(offering_id), PaperKind.ROSTER, FullRosterForm()
    if not form.validate_on_submit():
        return render_template("sessions/handouts/print_full_roster.html", offering=offering, form=form)
    of = queries.class_facts(offering, today(), full=True)
    if any(gap.stops for gap in gaps_of(kind, of)):
        return back(offering)
    wanted = form.format.data
    content = made(kind, of, wanted, full=True)
    by, address = current_user._get_current_object(), (request.remote_addr or "")[:64]
    actions.note_paper(offering, kind, wanted, by=by, reason=form.reason.data, address=address)
    db.session.commit()
    return _handed_over(content, wanted, file_name(kind, of, wanted, full=True))


def _handed_over(content: bytes, wanted: PaperFormat, name: str) -> ResponseReturnValue:
    response = send_file(BytesIO(content), mimetype=media_type(wanted), as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route(f"{PLACE}/notice/words", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def write_notice(offering_id: int) -> ResponseReturnValue:
    offering = open_class_or_404(offering_id)
    of = queries.class_facts(offering, today())
    said = of.notice.parts if of.notice else default_parts(of)
    number, issued_on = (of.notice.number, of.notice.issued_on) if of.notice else (0, today())
    form = NoticeForm(data={**said, "seen": str(number), "issued_on": issued_on})
    if form.validate_on_submit():
        by, seen = current_user._get_current_object(), form.seen_number()
        try:
            actions.write_notice(offering, parts=form.parts(), issued_on=form.issued_on.data, seen=seen, by=by)
        except actions.ChangedMeanwhile:
            form.blame_change()
        else:
            db.session.commit()
            flash(_("The notice is written. Look at it as PDF or Word."), "success")
            return back(offering)
    return render_template("sessions/handouts/write_notice.html", offering=offering, form=form)


@bp.route(f"{PLACE}/notice/sent", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def record_dispatch(offering_id: int) -> ResponseReturnValue:
    offering, form = open_class_or_404(offering_id), DispatchForm(data={"sent_on": today()})
    if form.validate_on_submit():
        upload = read_upload(form.document.data) if form.document.data else _notice_of(offering)
        by = current_user._get_current_object()
        try:
            actions.record_dispatch(offering, upload=upload, by=by, **form.facts())
        except UploadRefused as refusal:
            form.blame_upload(refusal.fault)
        else:
            filed = answers.ask(answers.FILE_IN_DOSSIER, offering, NOTICE_ENTRY, *upload, by, otherwise=False)
            db.session.commit()
            flash(_("It is on record that the notice was sent."), "success")
            if filed:
                flash(_("The file is in the dossier as well."), "info")
            return back(offering)
    return render_template("sessions/handouts/record_dispatch.html", offering=offering, form=form, accepted=ACCEPTED)


def _notice_of(offering: ClassOffering) -> tuple[str, bytes]:
    """Name and content of the notice as it is made now."""
    of = queries.class_facts(offering, today())
    name = file_name(PaperKind.NOTICE, of, PaperFormat.PDF)
    return name, made(PaperKind.NOTICE, of, PaperFormat.PDF)


@bp.get(f"{PLACE}/notice/sent/<int:dispatch_id>/file")
@require(Permission.LEARNERS_READ)
def download_dispatch(offering_id: int, dispatch_id: int) -> ResponseReturnValue:
    dispatch = dispatch_or_404(offering_or_404(offering_id), dispatch_id)
    return hand_out(dispatch.file or abort(404))


@bp.route(f"{PLACE}/notice/sent/<int:dispatch_id>/withdraw", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def withdraw_dispatch(offering_id: int, dispatch_id: int) -> ResponseReturnValue:
    offering = open_class_or_404(offering_id)
    dispatch, form = dispatch_or_404(offering, dispatch_id), TakeBackForm()
    if not form.validate_on_submit():
        return render_template(
            "sessions/handouts/withdraw_dispatch.html", offering=offering, dispatch=dispatch, form=form
        )
    try:
        by = current_user._get_current_object()
        actions.withdraw_dispatch(dispatch, offering, reason=form.reason.data, by=by)
    except actions.ChangedMeanwhile:
        flash(_("Somebody else has taken this record back already."), "warning")
    else:
        db.session.commit()
        flash(_("The record is taken back. It stays on file with the reason."), "success")
        flash(_("If the file does not belong in the dossier either, withdraw it there."), "info")
    return back(offering)
