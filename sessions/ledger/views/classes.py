"""Of one class: every posting behind its totals, and moving it to another version of its rule-set."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.pages import page_of
from courses import queries as course_queries
from courses.models import ClassOffering
from sessions import labels as session_labels
from sessions import runs
from sessions.ledger import queries
from sessions.ledger.actions import moving
from sessions.ledger.forms import MoveForm
from sessions.ledger.views.blueprint import bp
from sessions.rules.kinds import SessionKind
from sessions.views.found import is_closed, offering_or_404
from standards.models import RuleSetVersion
from standards.rules import ParameterMissing

KINDS = {
    "offline": (SessionKind.OFFLINE,),
    "online": (SessionKind.LIVE, SessionKind.RECORDED),
}


@bp.get("/classes/<int:offering_id>/hours/postings")
@require(Permission.HOURS_READ)
def class_postings(offering_id: int) -> ResponseReturnValue:
    """What the totals of a class are made of; each posting opens its session and from there the events."""
    offering = offering_or_404(offering_id)
    wanted = request.args.get("kind", "")
    kinds = KINDS.get(wanted, tuple(SessionKind))
    number, hours = runs.sum_of(offering_id, kinds)
    page = page_of(number)
    return render_template(
        "sessions/ledger/class_postings.html",
        offering=offering,
        kind=wanted if wanted in KINDS else "",
        postings=runs.postings_of_class(offering_id, kinds, offset=page.offset, size=page.size),
        total=hours,
        left=runs.sum_of(offering_id, kinds, course_queries.left_at_the_desk(offering_id))[1],
        page=page,
        labels=session_labels,
    )


@bp.route("/classes/<int:offering_id>/hours/version", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def move_version(offering_id: int) -> ResponseReturnValue:
    """First the versions to choose from, then who would gain or lose what, then the move with its reason."""
    offering = offering_or_404(offering_id)
    versions = queries.versions_beside(offering.rule_set_version)
    form = MoveForm()
    form.version_id.choices = [(one.id, f"{one.rule_set.name} v{one.version}") for one in versions]
    asked = request.args.get("version_id", type=int) or form.version_id.data
    chosen = next((one for one in versions if one.id == asked), versions[0] if versions else None)
    closed = is_closed(offering)
    if chosen and not closed and form.validate_on_submit() and moved(offering, chosen, form):
        return redirect(url_for("sessions.hours", offering_id=offering_id))
    form.seen.data = str(offering.rule_set_version_id)
    return version_page(offering, versions, chosen, form, closed=closed)


def version_page(
    offering: ClassOffering,
    versions: list[RuleSetVersion],
    chosen: RuleSetVersion | None,
    form: MoveForm,
    *,
    closed: bool,
) -> ResponseReturnValue:
    """The choice, with what it would change; a figure that the version leaves open is named."""
    missing = ""
    effects = []
    if chosen and not closed:
        form.version_id.data = chosen.id
        try:
            effects = moving.what_changes(offering, chosen)
        except ParameterMissing as left_open:
            missing = left_open.key
    return render_template(
        "sessions/ledger/move_version.html",
        offering=offering,
        versions=versions,
        chosen=chosen,
        form=form,
        closed=closed,
        missing=missing,
        effects=effects,
        names=course_queries.learner_names(offering.id),
        moves=queries.moves_of(offering.id),
    )


def moved(offering: ClassOffering, version: RuleSetVersion, form: MoveForm) -> bool:
    """Move the class; False when it was refused, which the form then words."""
    by = current_user._get_current_object()
    try:
        move = moving.move_class(offering, version, reason=form.reason.data or "", seen=form.seen_number(), by=by)
    except moving.ChangedMeanwhile:
        db.session.rollback()
        form.blame_change("reason")
    except (moving.CannotMove, ParameterMissing):
        db.session.rollback()
        form.blame("reason", _("The class cannot be moved to this version."))
    else:
        db.session.commit()
        done = _("The class keeps the other version now; the differences are posted.")
        flash(done if move.evaluation_id else _("The class keeps the other version now; no hours differ."), "success")
        return True
    return False
