"""One person in the coverage of a year: account, statement and records, without the name until somebody says why."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.access import require
from accounts.rules import Permission
from core.clock import local_now
from core.masking import mask_name
from core.reveals import RevealForm
from learners.models import Learner
from sessions import labels as session_labels
from sessions import record_labels
from sessions.ledger import accounts, labels
from sessions.ledger.accounts import YearAccount
from sessions.ledger.coverage import enrolment_in_scope
from sessions.ledger.rules.coverage import Covered
from sessions.ledger.views.blueprint import bp, learner_or_404, scope_ids, year_or_404
from sessions.ledger.views.coverage import counted_in, note_reveal, revealed_in
from sessions.ledger.views.statements import statement_of
from sessions.views.corrections import story_or_404

ONE = "/hours/coverage/<int:year>/learners/<int:learner_id>"


def account_or_404(learner_id: int, year: int) -> YearAccount:
    """The year of a person in scope."""
    return accounts.account_of(learner_or_404(learner_id), year_or_404(year), scope_ids(), local_now())


def said_name(learner: Learner, year: int) -> str:
    """The name where it was just asked for, masked otherwise."""
    return learner.name if learner.id in revealed_in(year) else mask_name(learner.name)


@bp.get(ONE)
@require(Permission.COVERAGE_READ)
def coverage_account(year: int, learner_id: int) -> ResponseReturnValue:
    account = account_or_404(learner_id, year)
    return account_page(account, RevealForm(formdata=None), said_name(account.learner, year))


def account_page(account: YearAccount, form: RevealForm, name: str) -> ResponseReturnValue:
    """What counts and every posting behind it."""
    category = request.args.get("category", "")
    return render_template(
        "sessions/ledger/coverage_account.html",
        account=account,
        name=name,
        category=category,
        lines=account.lines_in(category),
        form=form,
        labels=labels,
        kinds=session_labels.POSTING_KINDS,
    )


def covered_or_404(account: YearAccount) -> Covered:
    """The person as the coverage of the year counts him or her."""
    people = counted_in(account.frame).people
    return next((one for one in people if one.learner_id == account.learner.id), None) or abort(404)


@bp.post(f"{ONE}/reveal")
@require(Permission.COVERAGE_REVEAL)
def reveal_account(year: int, learner_id: int) -> ResponseReturnValue:
    account = account_or_404(learner_id, year)
    form = RevealForm()
    if not form.validate_on_submit():
        return account_page(account, form, mask_name(account.learner.name))
    note_reveal([covered_or_404(account)], year, form.reason.data)
    if request.form.get("act") == "statement":
        revealed_in(year)  # The paper has the name; no page shows it after that.
        return statement_of(account, scope_ids())
    return redirect(url_for(".coverage_account", year=year, learner_id=learner_id))


@bp.get(f"{ONE}/statement.pdf")
@require(Permission.COVERAGE_READ)
def coverage_statement(year: int, learner_id: int) -> ResponseReturnValue:
    account = account_or_404(learner_id, year)
    return statement_of(account, scope_ids(), name=mask_name(account.learner.name))


@bp.get(f"{ONE}/classes/<int:enrolment_id>/sessions/<int:session_id>")
@require(Permission.COVERAGE_READ)
def coverage_unit(year: int, learner_id: int, enrolment_id: int, session_id: int) -> ResponseReturnValue:
    enrolment = enrolment_in_scope(learner_id, enrolment_id, scope_ids()) or abort(404)
    computed, story = story_or_404(enrolment.offering, enrolment, session_id)
    return render_template(
        "sessions/ledger/coverage_unit.html",
        year=year_or_404(year),
        enrolment=enrolment,
        offering=enrolment.offering,
        name=mask_name(enrolment.learner.name),
        unit=story,
        policy=computed.policy,
        labels=session_labels,
        words=record_labels,
    )
