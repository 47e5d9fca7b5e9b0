"""Credit hours of a class: per learner against what is required, the runs of the rules, and why a number is so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from accounts import audit
from accounts.access import require
from accounts.rules import Permission
from core import kept
from core.db import db
from core.navigation import can
from core.pages import page_of
from core.spreadsheets.export import ExportSheet, Value
from courses.models import ClassOffering
from sessions import labels, record_labels, results, revisions, runs
from sessions.actions import ledger
from sessions.ledger.queries import own_year
from sessions.rules.policy import DeliveryPolicy
from sessions.stories import HoursRow, hours_rows
from sessions.views.blueprint import bp
from sessions.views.corrections import stories_of
from sessions.views.found import enrolment_or_404, is_closed, offering_or_404, workbook


def rows_of(offering: ClassOffering) -> tuple[list[HoursRow], DeliveryPolicy]:
    """Every learner with hours and completion, and the policy that decides."""
    computed = results.class_results(offering)
    totals = runs.ledger_totals(offering.id)
    return hours_rows(computed.enrolments, computed, totals), computed.policy


class HoursPart(NamedTuple):
    """The hours as everybody sees them who may do the same, and whether the ledger lags behind the records."""

    drawn: Markup
    stale: bool


@bp.get("/classes/<int:offering_id>/hours")
@require(Permission.HOURS_READ)
def hours(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    may_move = can(Permission.CLASSES_EDIT)
    part = revisions.of_class(offering_id).keep("hours", lambda: draw_hours(offering, may_move), may_move)
    return render_template("sessions/hours.html", offering=offering, part=part, closed=is_closed(offering))


def draw_hours(offering: ClassOffering, may_move: bool) -> HoursPart:
    """Hours by learner and the runs of the rules; `may_move` offers to change the rule-set version."""
    rows, policy = rows_of(offering)
    total = sum((row.ledger.total for row in rows), Decimal(0))
    drawn = kept.draw(
        "sessions/_hours_part.html",
        offering_id=offering.id,
        version=offering.rule_set_version,
        rows=rows,
        policy=policy,
        offline=sum((row.ledger.offline for row in rows), Decimal(0)),
        online=sum((row.ledger.online for row in rows), Decimal(0)),
        total=total,
        mean=round(total / len(rows), 2) if rows else None,
        completed=sum(row.result.completed for row in rows),
        runs=runs.runs_of(offering.id),
        may_move=may_move,
        words=record_labels,
    )
    return HoursPart(drawn, any(row.is_stale for row in rows))


@bp.get("/classes/<int:offering_id>/hours.xlsx")
@require(Permission.HOURS_READ)
def export_hours(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    rows, policy = rows_of(offering)
    header = [_("Roster row"), _("Name"), _("Employer"), _("Offline"), _("Online"), _("Total")]
    header += [_("Required"), _("Missing")]
    header += [_("First score"), _("Make-up score"), _("Final score"), _("Completion"), _("Reasons")]
    version = offering.rule_set_version
    basis: list[list[Value]] = [
        [_("Class"), f"{offering.code} {offering.name}"],
        [_("Rule-set"), f"{version.rule_set.name} v{version.version}"],
        [_("Minutes of one credit hour"), policy.hours.minutes_per_hour],
        [_("Pass mark"), policy.exam.pass_mark],
    ]
    sheets = [
        ExportSheet(_("Credit hours"), header, export_rows(rows)),
        ExportSheet(_("Basis"), [_("Subject"), _("Value")], basis),
    ]
    return workbook(_("%(code)s credit hours.xlsx", code=offering.code), sheets)


def export_rows(rows: list[HoursRow]) -> Iterator[list[Value]]:
    """The page of hours, a learner a row."""
    for row in rows:
        exam = row.result.exam
        yield [
            row.enrolment.position,
            row.enrolment.learner.name,
            row.enrolment.employer.name if row.enrolment.employer else "",
            row.ledger.offline,
            row.ledger.online,
            row.ledger.total,
            row.required,
            row.missing,
            exam.first,
            exam.makeup,
            exam.final,
            _("Completed") if row.result.completed else _("Not completed"),
            record_labels.shortfall_words(row.result.missing),
        ]


@bp.post("/classes/<int:offering_id>/hours/recalculate")
@require(Permission.SESSIONS_RECORD)
def recalculate_hours(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    back = redirect(url_for(".hours", offering_id=offering_id))
    if is_closed(offering):
        flash(_("This class is filed or cancelled; its records are no longer changed."), "warning")
        return back
    evaluation = ledger.evaluate_offering(offering, by=current_user, reason="recalculated")
    if evaluation is None:
        flash(_("The ledger says what the rules say; nothing was posted."), "success")
        return back
    audit.record(
        "sessions.hours_recalculated",
        by=current_user,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        postings=evaluation.posted,
    )
    db.session.commit()
    flash(ngettext("%(num)d posting was added.", "%(num)d postings were added.", evaluation.posted), "success")
    return back


@bp.get("/classes/<int:offering_id>/hours/runs/<int:evaluation_id>")
@require(Permission.HOURS_READ)
def show_run(offering_id: int, evaluation_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    run = runs.run_of(offering_id, evaluation_id) or abort(404)
    page = page_of(run.posted)
    return render_template(
        "sessions/show_run.html",
        offering=offering,
        run=run,
        postings=runs.postings_by_run(run.id, offset=page.offset, size=page.size),
        page=page,
        labels=labels,
        words=record_labels,
    )


@bp.get("/classes/<int:offering_id>/learners/<int:enrolment_id>/hours")
@require(Permission.HOURS_READ)
def show_hours(offering_id: int, enrolment_id: int) -> ResponseReturnValue:
    offering, enrolment = enrolment_or_404(offering_id, enrolment_id)
    computed, told = stories_of(offering, enrolment)
    [row] = hours_rows([enrolment], computed, runs.ledger_totals(offering_id))
    return render_template(
        "sessions/show_hours.html",
        offering=offering,
        enrolment=enrolment,
        row=row,
        units=told,
        account_year=own_year(offering.ends_on),
        policy=computed.policy,
        labels=labels,
        words=record_labels,
    )
