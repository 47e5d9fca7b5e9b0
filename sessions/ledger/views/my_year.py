"""A learner's own year: how far, what counts, what is missing, and every posting behind it."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission, allows
from core import navigation
from core.amounts import plain
from core.clock import local_now
from core.navigation import HomeCard, NavItem
from learners import queries as learner_queries
from sessions import labels as session_labels
from sessions.ledger import accounts, labels, queries, records
from sessions.ledger.rules.claims import UNDECIDED, ClaimState
from sessions.ledger.rules.years import year_of
from sessions.ledger.views.blueprint import (
    bp,
    own_learner,
    own_learner_or_404,
    shown_years,
    this_year,
    year_or_404,
)
from sessions.ledger.views.statements import statement_of
from standards.rules import ParameterMissing


def own_card(user: User) -> Iterator[HomeCard]:
    """What a learner sees of the year on the start page."""
    learner = learner_queries.learner_of_user(user.id) if allows(user.role, Permission.HOURS_OWN) else None
    if learner is None:
        return
    try:
        account = accounts.account_of(learner, this_year(), None, local_now())
    except ParameterMissing:
        return
    missing = account.count.missing
    said = _("%(hours)s of %(target)s are missing", hours=plain(missing), target=plain(account.count.target))
    tone = labels.STANDINGS[account.standing][1]
    title = _("Hours of %(year)d", year=account.frame.year)
    help_text = said if missing else _("The target of the year is reached.")
    yield HomeCard(title, plain(account.count.total), url_for("ledger.my_year"), help_text, "target-arrow", tone)


navigation.attach(
    bp,
    NavItem("ledger.my_year", _l("Hours of the year"), Permission.HOURS_OWN, icon="target-arrow", order=6),
    cards=own_card,
)


@bp.get("/my/year")
@bp.get("/my/year/<int:year>")
@require(Permission.HOURS_OWN)
def my_year(year: int | None = None) -> ResponseReturnValue:
    learner = own_learner()
    if learner is None:
        return render_template("sessions/my_hours_none.html")
    year = this_year() if year is None else year_or_404(year)
    account = accounts.account_of(learner, year, None, local_now())
    claims = records.claims_of(learner.id)
    starts = account.frame.policy.year_starts
    waiting = [one for one in claims if one.state in UNDECIDED and year_of(one.ends_on, starts) == year]
    return render_template(
        "sessions/ledger/my_year.html",
        account=account,
        years=shown_years(queries.years_with_hours(learner.id), year),
        claims=claims,
        waiting=sum(one.hours for one in waiting),
        wanted=[one for one in claims if one.state is ClaimState.MORE_WANTED],
        labels=labels,
        may_claim=bool(account.frame.policy.claimable),
    )


@bp.get("/my/year/<int:year>/postings")
@require(Permission.HOURS_OWN)
def my_postings(year: int) -> ResponseReturnValue:
    account = accounts.account_of(own_learner_or_404(), year_or_404(year), None, local_now())
    category = request.args.get("category", "")
    return render_template(
        "sessions/ledger/my_postings.html",
        account=account,
        category=category,
        lines=account.lines_in(category),
        labels=labels,
        kinds=session_labels.POSTING_KINDS,
    )


@bp.get("/my/year/<int:year>/statement.pdf")
@require(Permission.HOURS_OWN)
def my_statement(year: int) -> ResponseReturnValue:
    learner = own_learner_or_404()
    return statement_of(accounts.account_of(learner, year_or_404(year), None, local_now()))
