"""Closing a year, opening it again, and what stood when it was closed."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.db import db
from core.pages import page_of
from core.spreadsheets.export import ExportSheet, Value
from sessions.ledger import accounts, labels, queries
from sessions.ledger.actions import closing as acts
from sessions.ledger.forms import NoteForm
from sessions.ledger.frames import YearFrame
from sessions.ledger.models import YearClosing, YearTotal
from sessions.ledger.rules.closing import hindrances, is_closed
from sessions.ledger.rules.years import digest_of
from sessions.ledger.views.blueprint import bp, frame_or_404, institutions_in_scope, scope_ids
from sessions.views.found import workbook
from trainer import queries as trainer_queries
from trainer.models import Institution


def place_or_404(institution_id: int) -> Institution:
    """The institution of the address, if it is in scope."""
    scope = trainer_queries.scope_of(current_user)
    return trainer_queries.institution_in_scope(institution_id, scope) or abort(404)


@bp.get("/hours/years/<int:year>/closings")
@require(Permission.HOURS_READ)
def list_closings(year: int) -> ResponseReturnValue:
    """Which institution to look at; straight on when there is only one."""
    frame = frame_or_404(year)
    places = institutions_in_scope()
    if len(places) == 1:
        return redirect(url_for(".show_closing", year=year, institution_id=places[0].id))
    return render_template("sessions/ledger/list_closings.html", frame=frame, places=places)


@bp.route("/hours/years/<int:year>/closings/<int:institution_id>", methods=["GET"])
@require(Permission.HOURS_READ)
def show_closing(year: int, institution_id: int) -> ResponseReturnValue:
    return closing_page(place_or_404(institution_id), frame_or_404(year), None)


def closing_page(institution: Institution, frame: YearFrame, form: NoteForm | None) -> ResponseReturnValue:
    """The entries about a year, what stands in the way of closing it, and the form to do so."""
    entries = queries.closings_of(institution.id, frame.year)
    return render_template(
        "sessions/ledger/show_closing.html",
        institution=institution,
        frame=frame,
        entries=entries,
        closed=is_closed([one.kind for one in entries]),
        hindrances=hindrances(accounts.closing_facts(institution.id, frame), today()),
        form=form or NoteForm(formdata=None, data={"seen": str(len(entries))}),
        labels=labels,
    )


@bp.post("/hours/years/<int:year>/closings/<int:institution_id>")
@require(Permission.HOURS_CLOSE)
def close_or_reopen(year: int, institution_id: int) -> ResponseReturnValue:
    institution, frame = place_or_404(institution_id), frame_or_404(year)
    form = NoteForm()
    if form.validate_on_submit() and closed_or_opened(institution, frame, form):
        db.session.commit()
        flash(_("The entry is on record."), "success")
        return redirect(url_for(".show_closing", year=year, institution_id=institution_id))
    return closing_page(place_or_404(institution_id), frame, form)


def closed_or_opened(institution: Institution, frame: YearFrame, form: NoteForm) -> bool:
    """Do what the button says; False when it was refused, which the form then words."""
    by, note, seen = current_user._get_current_object(), form.note.data or "", form.seen_number()
    reopen = request.form.get("act") == "reopen"
    if reopen and not note:
        form.blame("note", _("Enter the reason."))
        return False
    try:
        if reopen:
            acts.reopen_year(institution, frame, reason=note, seen=seen, by=by)
        else:
            acts.close_year(institution, frame, note=note, seen=seen, by=by)
    except acts.CannotClose as refused:
        db.session.rollback()
        for one in refused.found:
            form.blame("note", str(labels.HINDRANCES[one]))
    except acts.ChangedMeanwhile:
        db.session.rollback()
        form.blame_change("note")
    else:
        return True
    return False


def closing_or_404(closing_id: int) -> YearClosing:
    """The closing of the address, if its institution is in scope."""
    return queries.closing_in_scope(closing_id, scope_ids()) or abort(404)


@bp.get("/hours/closings/<int:closing_id>")
@require(Permission.HOURS_READ)
def show_closed(closing_id: int) -> ResponseReturnValue:
    closing = closing_or_404(closing_id)
    totals = queries.totals_of(closing.id)
    reached = request.args.get("reached", "")
    shown = [one for one in totals if reached in ("", "yes" if one.reached else "no")]
    page = page_of(len(shown))
    return render_template(
        "sessions/ledger/show_closed.html",
        closing=closing,
        totals=shown[page.offset : page.offset + page.size],
        page=page,
        reached=reached,
        intact=digest_as_stored(totals) == closing.digest,
    )


def digest_as_stored(totals: list[YearTotal]) -> str:
    """The digest of what is stored now, to be held against the one of the closing."""
    return digest_of([acts.facts_of(one) for one in sorted(totals, key=lambda one: one.learner_id)])


@bp.get("/hours/closings/<int:closing_id>/learners.xlsx")
@require(Permission.HOURS_READ)
def export_closed(closing_id: int) -> ResponseReturnValue:
    closing = closing_or_404(closing_id)
    header = [_("Name"), _("Employer"), _("Counted"), _("Target"), _("Reached"), _("Postings")]
    version = closing.rule_set_version
    basis: list[list[Value]] = [
        [_("Institution"), closing.institution.name],
        [_("Year"), closing.year],
        [_("Year closed"), f"{closing.at:%Y-%m-%d %H:%M} UTC"],
        [_("Rule-set"), f"{version.rule_set.name} v{version.version}"],
        [_("Digest (SHA-256)"), closing.digest],
    ]
    sheets = [
        ExportSheet(_("Hours of the year"), header, closed_rows(queries.totals_of(closing.id))),
        ExportSheet(_("Basis"), [_("Subject"), _("Value")], basis),
    ]
    return workbook(_("closed hours of %(year)d.xlsx", year=closing.year), sheets)


def closed_rows(totals: list[YearTotal]) -> Iterator[list[Value]]:
    """What everybody had, a learner a row."""
    for one in totals:
        yes = _("yes") if one.reached else _("no")
        yield [one.name, one.employer, one.total, str(one.figures.get("target", "")), yes, "、".join(one.postings)]
