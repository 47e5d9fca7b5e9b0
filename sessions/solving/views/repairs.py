"""What a leave, a closure or a clash has hit, and asking for a repair that moves as little as possible."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now
from core.db import db
from core.forms import Form
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions.clashes import queries as clash_queries
from sessions.clashes.labels import describe_finding
from sessions.rules.conflicts import FindingCode
from sessions.solving import actions
from sessions.solving.views.blueprint import bp, open_offerings_or_404
from sessions.solving.views.runs import settings_of

SECONDS = 8
UNMENDED = frozenset(
    {
        FindingCode.TT_REST_DAY,
        FindingCode.TT_TEACHER_SUBJECT,
        FindingCode.TT_EXAM_SEATS,
        FindingCode.TT_EXAM_INVIGILATORS,
    }
)  # what a repair leaves as it is: somebody has decided it


@bp.route("/classes/<int:offering_id>/timetable/repair", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def repair(offering_id: int) -> ResponseReturnValue:
    return repair_page(open_offerings_or_404([offering_id]))


@bp.route("/timetables/repair", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def repair_many() -> ResponseReturnValue:
    """A leave or a closure hits every class at once: they are mended together."""
    chosen = request.values.getlist("class", type=int)
    if not chosen:
        flash(_("Choose at least one class."), "info")
        return redirect(url_for("solving.choose_classes"))
    return repair_page(open_offerings_or_404(chosen))


def repair_page(offerings: Sequence[ClassOffering]) -> ResponseReturnValue:
    """Which sessions are hit, and one button to mend the timetables."""
    form, alone = Form(), len(offerings) == 1
    if form.validate_on_submit():
        job = actions.start_run(
            offerings, settings_of(offerings, repair=True), seconds=SECONDS, title=title_of(offerings),
            by=current_user._get_current_object(), now=local_now(),
        )  # fmt: skip
        db.session.commit()
        return redirect(url_for("jobs.show_job", job_id=job.id))
    found = clash_queries.findings_of(offerings[0], session_queries.sessions_of(offerings[0].id)) if alone else []
    return render_template(
        "sessions/solving/repair.html",
        offerings=offerings,
        form=form,
        hit=[describe_finding(one) for one in found if one.code not in UNMENDED],
        others=[describe_finding(one) for one in found if one.code in UNMENDED],
    )


def title_of(offerings: Sequence[ClassOffering]) -> str:
    if len(offerings) == 1:
        return _("Timetable repair for %(name)s", name=offerings[0].code)
    return _("Timetable repair for %(count)d classes", count=len(offerings))
