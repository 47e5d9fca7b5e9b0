"""Records nobody could be found for, settled by hand; and taps that look as if one person tapped for another."""

from __future__ import annotations

from itertools import groupby

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from accounts import audit
from accounts.access import require
from accounts.rules import Permission
from core.db import db
from core.pages import page_of
from courses import queries as course_queries
from courses.models import ClassOffering
from learners.names import normalise_name
from sessions import labels, record_labels, results, traces
from sessions.actions import ledger
from sessions.actions import records as record_actions
from sessions.models import AttendanceEvent, RecordMixin
from sessions.record_forms import SettlingForm
from sessions.results import ClassRecords
from sessions.views.blueprint import bp
from sessions.views.corrections import refuse_closed
from sessions.views.found import is_closed, offering_or_404


@bp.get("/classes/<int:offering_id>/attendance/records")
@require(Permission.HOURS_READ)
def records(offering_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    found = traces.unsettled_records(offering_id)
    page = page_of(len(found))
    shown = found[page.offset : page.offset + page.size]
    events = ClassRecords(events=course_queries.lines_that_count(AttendanceEvent, offering_id))
    return render_template(
        "sessions/records.html",
        offering=offering,
        page=page,
        groups=[(place, list(group)) for place, group in groupby(shown, lambda pair: (pair[1].file, pair[1].sheet))],
        proxies=results.proxies_of(events),
        names=course_queries.learner_names(offering_id),
        settled=traces.records_settled_by_hand(offering_id),
        closed=is_closed(offering),
        key_of=results.key_of,
        labels=labels,
        words=record_labels,
    )


@bp.route("/classes/<int:offering_id>/attendance/records/<kind>/<int:record_id>", methods=["GET", "POST"])
@require(Permission.SESSIONS_RECORD)
def settle_record(offering_id: int, kind: str, record_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    record = traces.record_of(offering_id, kind, record_id)
    if record is None or not (record.enrolment_id is None or record.settled_by):
        abort(404)
    back = url_for(".records", offering_id=offering_id)
    if is_closed(offering):
        return refuse_closed(back)
    alike = traces.alike(record, kind)
    form = SettlingForm()
    offer_learners(form, offering, record)
    if form.validate_on_submit():
        settle(offering, [record, *(alike if form.alike.data else ())], form)
        return redirect(back)
    return render_template(
        "sessions/settle_record.html",
        offering=offering,
        record=record,
        kind=kind,
        key=results.key_of(record),
        alike=alike,
        form=form,
        back=back,
        labels=labels,
        words=record_labels,
    )


def offer_learners(form: SettlingForm, offering: ClassOffering, record: RecordMixin) -> None:
    """Let the form offer the learners of the class, those whose name the record holds first."""
    written = normalise_name(record.name)
    choices = {
        one.id: (one.learner.name, f"{one.learner.name} · {one.employer.name if one.employer else '—'}")
        for one in course_queries.enrolments_of(offering.id)
    }
    likely = [number for number, (name, _text) in choices.items() if normalise_name(name) in written]
    form.offer(
        [(number, choices[number][1]) for number in likely],
        [(number, text) for number, (_name, text) in choices.items() if number not in likely],
    )
    if record.enrolment_id and not form.is_submitted():
        form.learner.data = record.enrolment_id


def settle(offering: ClassOffering, chosen: list[RecordMixin], form: SettlingForm) -> None:
    """Write who is behind the records, bring the ledger up to date, and commit both together."""
    for one in chosen:
        record_actions.settle_by_hand(one, enrolment_id=form.learner.data, by=current_user)
    evaluation = ledger.evaluate_offering(offering, by=current_user, reason="settled")
    audit.record(
        "sessions.record_settled",
        by=current_user,
        subject=("enrolment", form.learner.data),
        institution_id=offering.institution_id,
        records="; ".join(f"{one.file} · {one.sheet} · {one.row}" for one in chosen),
        reason=form.reason.data,
    )
    db.session.commit()
    posted = evaluation.posted if evaluation else 0
    flash(
        ngettext(
            "%(num)d record now belongs to the learner; %(posted)d postings were added.",
            "%(num)d records now belong to the learner; %(posted)d postings were added.",
            len(chosen),
            posted=posted,
        ),
        "success",
    )
