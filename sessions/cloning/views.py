"""Cloning a class: a look at what would be carried over, then the class; the report stays."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.db import db
from courses import edits
from courses.models import ClassOffering
from sessions.cloning import actions, labels, queries
from sessions.cloning.forms import CloneForm
from sessions.views.blueprint import bp
from sessions.views.found import offering_or_404
from standards import queries as standard_queries


@bp.route("/classes/<int:offering_id>/clone", methods=["GET", "POST"])
@require(Permission.CLASSES_EDIT)
def clone_class(offering_id: int) -> ResponseReturnValue:
    source = offering_or_404(offering_id)
    form = CloneForm(data={"name": source.name})
    report: list[dict[str, Any]] | None = None
    if form.validate_on_submit():
        made = _made(source, form)
        if made is not None and "make" in request.form:
            db.session.commit()
            flash(_("The class %(code)s is made. Look at its report.", code=made[0].code), "success")
            return redirect(url_for(".show_clone_report", offering_id=made[0].id))
        if made is not None:
            report = [labels.report_line(line) for line in made[1]]
        db.session.rollback()  # a look writes nothing
        source = offering_or_404(offering_id)
    return render_template("sessions/clone_class.html", source=source, form=form, report=report, labels=labels)


def _made(source: ClassOffering, form: CloneForm) -> tuple[ClassOffering, list[actions.Line]] | None:
    """The class as it would be, not committed; None when the form has been told what is wrong."""
    code = source.rule_set_version.rule_set.code
    version = standard_queries.version_for(code, form.starts_on.data) or source.rule_set_version
    try:
        return actions.clone_class(
            source,
            facts=form.facts(),
            version=version,
            shift=form.shift.data,
            words=labels.report_line,
            by=current_user._get_current_object(),
        )
    except edits.CodeTaken:
        form.blame_code()
        return None


@bp.get("/classes/<int:offering_id>/clone-report")
@require(Permission.CLASSES_READ)
def show_clone_report(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    clone = queries.clone_of(offering.id) or abort(404)
    return render_template("sessions/show_clone_report.html", offering=offering, clone=clone, labels=labels)
