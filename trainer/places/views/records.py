"""Campus, opening hours and equipment of a venue, its closures and checks."""

from __future__ import annotations

from datetime import datetime

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.stored_files import UploadRefused, hand_out, read_upload
from trainer.places import actions, labels, queries
from trainer.places.forms import CheckForm, VenueProfileForm
from trainer.places.rules import CheckKind
from trainer.places.views.register import venue_or_404
from trainer.teaching.actions import ChangedMeanwhile
from trainer.teaching.views.entries import Owner, enter_stretch, withdraw_entry
from trainer.views import bp

VENUE = "/institutions/<int:institution_id>/venues/<int:venue_id>"
RECORDS = {"closure": queries.closure_of, "check": queries.check_of}


@bp.route(f"{VENUE}/profile", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_venue_profile(institution_id: int, venue_id: int) -> ResponseReturnValue:
    institution, venue = venue_or_404(institution_id, venue_id)
    form = VenueProfileForm()
    form.offer(queries.campuses(institution.id))
    form.fill_from(venue, queries.profiles_of([venue.id]).get(venue.id))
    if form.validate_on_submit():
        try:
            actions.save_profile(
                venue,
                seen=form.version.data or 0,
                campus_id=form.campus_id.data or None,
                windows=form.windows(),
                items=form.equipment(),
                by=current_user._get_current_object(),
            )
        except ChangedMeanwhile:
            form.blame_change()
        else:
            return Owner.venue(institution, venue).done(_("Opening hours and equipment are saved."))
    return render_template("trainer/places/edit_venue_profile.html", form=form, institution=institution, venue=venue)


@bp.route(f"{VENUE}/closures/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_closure(institution_id: int, venue_id: int) -> ResponseReturnValue:
    institution, venue = venue_or_404(institution_id, venue_id)
    by = current_user._get_current_object()

    def add(starts_at: datetime, ends_at: datetime, reason: str) -> None:
        actions.close_venue(venue, starts_at, ends_at, reason=reason, by=by)

    owner = Owner.venue(institution, venue)
    return enter_stretch(owner, add, title=_("New closure"), saved=_("The closure is entered."))


@bp.route(f"{VENUE}/checks/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_check(institution_id: int, venue_id: int) -> ResponseReturnValue:
    institution, venue = venue_or_404(institution_id, venue_id)
    faulty = [one.kind for one in queries.checks_standing(venue.id, today())]
    form = CheckForm(data={"kinds": faulty or [CheckKind.SAFETY]})
    if form.validate_on_submit():
        uploads = [read_upload(one) for one in form.documents.data or [] if getattr(one, "filename", "")]
        try:
            for kind in form.kinds.data or []:
                facts = {"kind": kind, **form.facts()}
                actions.enter_check(venue, facts, by=current_user._get_current_object(), uploads=uploads)
        except UploadRefused as refused:
            form.blame_documents(refused.fault)
        else:
            return Owner.venue(institution, venue).done(_("The check is entered."))
    return render_template(
        "trainer/places/new_check.html",
        form=form,
        institution=institution,
        venue=venue,
        intervals=queries.check_intervals(today()),
        labels=labels,
    )


@bp.route(f"{VENUE}/<any(closure,check):kind>/<int:record_id>/withdraw", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def withdraw_venue_record(institution_id: int, venue_id: int, kind: str, record_id: int) -> ResponseReturnValue:
    institution, venue = venue_or_404(institution_id, venue_id)
    record = RECORDS[kind](venue.id, record_id) or abort(404)
    by = current_user._get_current_object()

    def withdraw(reason: str) -> None:
        actions.withdraw(venue, record, reason=reason, by=by)

    return withdraw_entry(Owner.venue(institution, venue), kind, record, withdraw, labels)


@bp.get(f"{VENUE}/checks/<int:record_id>/documents/<int:file_id>")
@require(Permission.TRAINER_READ)
def check_document(institution_id: int, venue_id: int, record_id: int, file_id: int) -> ResponseReturnValue:
    _institution, venue = venue_or_404(institution_id, venue_id)
    record = queries.check_of(venue.id, record_id) or abort(404)
    found = next((one.file for one in record.files if one.file_id == file_id), None) or abort(404)
    return hand_out(found)
