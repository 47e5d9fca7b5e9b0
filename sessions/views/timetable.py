"""The timetable of a class: its sessions and what is wrong with them."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from accounts.access import require
from accounts.rules import Permission
from sessions import history, labels, plans, queries
from sessions.absence import links
from sessions.clashes import queries as clash_queries
from sessions.solving.queries import pinned_ids
from sessions.views import clash_words
from sessions.views.blueprint import bp
from sessions.views.found import is_closed, offering_or_404


@bp.get("/classes/<int:offering_id>/timetable", endpoint="timetable")
@require(Permission.CLASSES_READ)
def show_timetable(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    sessions = queries.sessions_of(offering.id)
    findings = clash_words.described(offering, sessions, clash_queries.findings_of(offering, sessions))
    return render_template(
        "sessions/timetable.html",
        offering=offering,
        plan=plans.plan_of(offering, sessions),
        findings=findings,
        remarks=plans.by_session(findings),
        labels=labels,
        may_edit=not is_closed(offering),
        pinned=pinned_ids([one.id for one in sessions]),
        makeups=links.stands_for_by_session(offering.id),
    )


@bp.get("/classes/<int:offering_id>/timetable/changes")
@require(Permission.CLASSES_READ)
def timetable_changes(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    return render_template(
        "sessions/timetable_changes.html", offering=offering, changes=history.history_of(offering.id), labels=labels
    )
