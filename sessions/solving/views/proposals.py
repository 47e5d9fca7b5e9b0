"""A proposal beside the present timetable: look at it, adopt it whole, or discard it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.forms import Form
from core.lists import listed
from core.navigation import can
from courses import queries as course_queries
from courses.models import ClassOffering
from courses.solver.outcome import Status
from jobs import queries as job_queries
from jobs.models import Job
from jobs.rules import ENDED
from sessions import labels as session_labels
from sessions.clashes.labels import describe_conflict
from sessions.rules.engine import WEIGHTS, Weight
from sessions.solving import actions, labels, queries, records
from sessions.solving.forms import AdoptForm
from sessions.solving.rules.asked import from_json
from sessions.solving.rules.facts import Stay, stand_of
from sessions.solving.rules.proposal import What, changes_in
from sessions.solving.views.blueprint import bp, open_offerings_or_404
from sessions.solving.views.links import link_of
from trainer.queries import scope_of


@bp.get("/timetables/proposals/<int:job_id>")
@require(Permission.SESSIONS_SCHEDULE)
def show_proposal(job_id: int) -> ResponseReturnValue:
    job, offerings = proposal_or_404(job_id)
    return proposal_page(job, offerings, AdoptForm(), ())


@bp.post("/timetables/proposals/<int:job_id>/adopt")
@require(Permission.SESSIONS_SCHEDULE)
def adopt_proposal(job_id: int) -> ResponseReturnValue:
    job, offerings = proposal_or_404(job_id)
    offerings = open_offerings_or_404([one.id for one in offerings])
    form = AdoptForm()
    changes = changes_in(job.result["lines"])
    if not form.validate_on_submit() or not changes:
        return proposal_page(job, offerings, form, ())
    asked: dict[str, Any] = {
        "by": current_user._get_current_object(),
        "reason": _("Proposal of job %(number)d adopted", number=job.id),
        "kinds": {kind: str(words) for kind, words in session_labels.SESSION_KINDS.items()},
        "waiver": (form.waiver.data or "") if can(Permission.FINDINGS_WAIVE) else "",
    }
    if len(changes) > actions.AT_ONCE:
        title = _("Adopt: %(title)s", title=job.title)
        adoption = actions.start_adoption(job, title=title, changes=len(changes), **asked)
        db.session.commit()
        return redirect(url_for("jobs.show_job", job_id=adoption.id))
    try:
        refused = actions.adopt(job, offerings, **asked)
    except (actions.DecidedBefore, actions.Outdated) as stale:
        return _not_taken(job_id, stale)
    if refused:
        db.session.rollback()
        return proposal_page(*proposal_or_404(job_id), form, refused)
    db.session.commit()
    count = len(changes)
    flash(ngettext("%(num)d lesson is on the timetable.", "%(num)d lessons are on the timetable.", count), "success")
    return redirect(url_for("sessions.timetable", offering_id=offerings[0].id) if len(offerings) == 1 else back_to(job))


@bp.post("/timetables/proposals/<int:job_id>/discard")
@require(Permission.SESSIONS_SCHEDULE)
def discard_proposal(job_id: int) -> ResponseReturnValue:
    job, _offerings = proposal_or_404(job_id)
    if not Form().validate_on_submit():
        return redirect(back_to(job))
    try:
        actions.discard(job, by=current_user._get_current_object())
    except actions.DecidedBefore as stale:
        return _not_taken(job_id, stale)
    db.session.commit()
    flash(_("The proposal is discarded. The timetable has not changed."), "success")
    return redirect(back_to(job))


def back_to(job: Job) -> str:
    return url_for("solving.show_proposal", job_id=job.id)


def _not_taken(job_id: int, stale: actions.DecidedBefore | actions.Outdated) -> ResponseReturnValue:
    """Say that the proposal was decided before, or is older than the timetable; nothing is written."""
    db.session.rollback()
    if isinstance(stale, actions.Outdated):
        flash(_("Nothing was changed: %(what)s", what=outdated_words(stale.changed, stale.pinned)), "danger")
    else:
        flash(_("Somebody has adopted or discarded this proposal already."), "info")
    return redirect(url_for("solving.show_proposal", job_id=job_id))


def outdated_words(changed: Sequence[str], pinned: Sequence[str]) -> str:
    """What has happened to the timetable since the proposal was made; empty when nothing has."""
    said = []
    if changed:
        said.append(_("Changed, added or cancelled since the proposal was made: %(codes)s.", codes=listed(changed)))
    if pinned:
        said.append(_("Held fast since the proposal was made: %(codes)s.", codes=listed(pinned)))
    return " ".join([*said, _("Make a new proposal.")]) if said else ""


def proposal_or_404(job_id: int) -> tuple[Job, list[ClassOffering]]:
    """The proposal of the address with its classes, if all of them are in sight."""
    job = job_queries.job_for(current_user, job_id) or abort(404)
    scope = scope_of(current_user)
    wanted = job.parameters.get("offerings", ()) if job.kind in queries.KINDS and job.result else ()
    offerings = [course_queries.offering_in_scope(one, scope) or abort(404) for one in wanted]
    return (job, offerings) if offerings else abort(404)


def proposal_page(
    job: Job, offerings: Sequence[ClassOffering], form: AdoptForm, refused: Iterable[actions.Refusal]
) -> ResponseReturnValue:
    """The proposal; what became of it, or whether the records have changed since."""
    told, decision = job.result, queries.decision_of(job.id)
    adoption = None if decision else queries.adoption_of(job)
    refused = [*refused] or actions.refused_by(adoption, job)
    outdated, older = "", False
    if decision is None:
        outdated = outdated_words(*queries.changed_since(told, [one.id for one in offerings]))
        settings, now = from_json(job.parameters)
        older = not outdated and told["stand"] != stand_of(records.read_around(offerings, settings, now=now))
    return render_template(
        "sessions/solving/proposal.html",
        job=job, told=told, offerings=offerings, offering=offerings[0], form=form, decision=decision,
        outdated=outdated, older=older, adoption=adoption if adoption and adoption.state not in ENDED else None,
        refused=[refused_words(one) for one in refused],
        status=Status(told["status"]), changes=changes_in(told["lines"]), labels=labels,
        What=What, Stay=Stay, costs=costs_of(told), link=link_of,
    )  # fmt: skip


def refused_words(refusal: actions.Refusal) -> tuple[Mapping[str, Any], list[str], bool]:
    """The line, what speaks against it, and whether an authorised person may let all of it pass."""
    waivable = all(WEIGHTS[one.code] is Weight.WAIVABLE for one in refusal.findings)
    return refusal.line, [describe_conflict(one) for one in refusal.findings], waivable


def costs_of(told: Mapping[str, Any]) -> list[tuple[Any, int]]:
    """What each preference costs, the dearest first; those that cost nothing are left out."""
    return [
        (labels.PREFERENCE_NAMES[name], cost)
        for name, cost in sorted(told["costs"].items(), key=lambda e: -e[1])
        if cost
    ]
