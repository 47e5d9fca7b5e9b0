"""A proposal beside the present timetable, and putting it, or a part of it, on the timetable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import to_local
from core.db import db
from core.navigation import can
from courses import queries as course_queries
from courses.models import ClassOffering
from courses.solver.outcome import Status
from courses.solver.rules import Rule
from jobs import queries as job_queries
from jobs.models import Job
from sessions import labels as session_labels
from sessions.clashes.labels import describe_conflict
from sessions.solving import actions, labels, queries
from sessions.solving.forms import AdoptForm
from sessions.solving.rules.asked import from_json
from sessions.solving.rules.facts import Stay, stand_of
from sessions.solving.rules.proposal import What, changes_in, is_done
from sessions.solving.views.blueprint import bp, open_offerings_or_404
from trainer.queries import scope_of

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that no longer fits, in words."""

    line: Line
    reasons: tuple[str, ...]


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
    form, lines = AdoptForm(), chosen_lines(job)
    if not form.validate_on_submit() or not lines:
        flash(_("Choose at least one lesson."), "info")
        return redirect(url_for(".show_proposal", job_id=job.id))
    done = actions.adopt(
        job, offerings, lines,
        by=current_user._get_current_object(),
        reason=_("Proposal of job %(number)d adopted", number=job.id),
        kinds={kind: str(words) for kind, words in session_labels.SESSION_KINDS.items()},
        waiver=(form.waiver.data or "") if can(Permission.FINDINGS_WAIVE) else "",
        only_good=request.form.get("how") == "good",
    )  # fmt: skip
    refused = [Refused(one.line, tuple(reasons_of(one))) for one in done.refused]
    if not done.count:
        db.session.rollback()
        return proposal_page(*proposal_or_404(job_id), form, refused)
    db.session.commit()
    flash(
        ngettext("%(num)d lesson is on the timetable.", "%(num)d lessons are on the timetable.", done.count), "success"
    )
    if refused or len(offerings) > 1:
        return proposal_page(*proposal_or_404(job_id), form, refused)
    return redirect(url_for("sessions.timetable", offering_id=offerings[0].id))


def proposal_or_404(job_id: int) -> tuple[Job, list[ClassOffering]]:
    """The proposal of the address with its classes, if all of them are in sight."""
    job = job_queries.job_for(current_user, job_id) or abort(404)
    scope = scope_of(current_user)
    wanted = job.parameters.get("offerings", ()) if job.kind in queries.KINDS and job.result else ()
    offerings = [course_queries.offering_in_scope(one, scope) or abort(404) for one in wanted]
    return (job, offerings) if offerings else abort(404)


def chosen_lines(job: Job) -> list[Line]:
    """The lines that were ticked; with the button for all of them, all that change anything."""
    changes = changes_in(job.result["lines"])
    if request.form.get("how") == "all":
        return changes
    ticked = set(request.form.getlist("line", type=int))
    return [line for line in changes if line["number"] in ticked]


def reasons_of(refusal: actions.Refusal) -> Iterator[str]:
    if refusal.changed:
        yield _("The session has been changed, moved or cancelled since the proposal was made.")
    if refusal.pinned:
        yield _("The session is held fast since.")
    yield from (describe_conflict(one) for one in refusal.findings)


def proposal_page(
    job: Job, offerings: Sequence[ClassOffering], form: AdoptForm, refused: Sequence[Refused]
) -> ResponseReturnValue:
    """The proposal; what is on the timetable already is said, and whether the records have changed meanwhile."""
    told = job.result
    settings, now = from_json(job.parameters)
    held = queries.sessions_of_classes([one.id for one in offerings])
    standing = {one.id: standing_of(held[one.id]) for one in offerings}
    changes = changes_in(told["lines"])
    done = {line["number"] for line in changes if is_done(line, standing[line["class_id"]])}
    older = len(done) < len(changes) and told["stand"] != stand_of(queries.read_around(offerings, settings, now=now))
    return render_template(
        "sessions/solving/proposal.html",
        job=job, told=told, offerings=offerings, form=form, refused=refused,
        status=Status(told["status"]), changes=changes, done=done, older=older, labels=labels,
        What=What, Stay=Stay, costs=costs_of(told), link=link_of, offering=offerings[0],
    )  # fmt: skip


def standing_of(sessions: Sequence[Any]) -> set[tuple[str, str, str, str, str]]:
    """What a timetable says, as lines of proposals say it."""
    return {
        (
            one.module or one.title,
            to_local(one.starts_at).isoformat(),
            to_local(one.ends_at).isoformat(),
            one.teacher_name,
            one.venue_name if one.venue_id else "",
        )
        for one in sessions
        if one.starts_at and one.ends_at
    }


def costs_of(told: Mapping[str, Any]) -> list[tuple[Any, int]]:
    """What each preference costs, the dearest first; those that cost nothing are left out."""
    return [
        (labels.PREFERENCE_NAMES[name], cost)
        for name, cost in sorted(told["costs"].items(), key=lambda e: -e[1])
        if cost
    ]


def link_of(told: Mapping[str, Any], offerings: Sequence[ClassOffering]) -> tuple[str, str]:
    """Where a rule is changed: the address and its words."""
    first = next((one for one in offerings if one.id == told["class_id"]), offerings[0])
    if told["teacher_id"]:
        where = url_for("trainer.show_teacher", institution_id=first.institution_id, teacher_id=told["teacher_id"])
        return where, _("Open the teacher")
    if told["venue_id"]:
        where = url_for("trainer.show_venue", institution_id=first.institution_id, venue_id=told["venue_id"])
        return where, _("Open the venue")
    rule = Rule(told["rule"])
    if rule in (Rule.CLASS_DAY_CAP, Rule.CLASS_HALF_CAP):
        return url_for("standards.show_version", version_id=first.rule_set_version_id), _("Open the rule-set")
    if rule in (Rule.PIN, Rule.CLASS_OCCUPIED):
        return url_for("sessions.timetable", offering_id=first.id), _("Open the timetable")
    if rule in (Rule.CLASS_ONCE, Rule.CLASS_ALLOWED):
        return url_for("solving.propose", offering_id=first.id), _("Change days and periods")
    if rule is Rule.VENUE_FEATURES:
        return url_for("trainer.list_venues", institution_id=first.institution_id), _("Open the venues")
    return url_for("courses.edit_class", offering_id=first.id), _("Edit the class")
