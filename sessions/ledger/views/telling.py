"""What people are told about their account: a claim was decided, a year falls behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.rules import Role
from core.amounts import plain
from core.clock import to_local
from learners import queries as learner_queries
from messages import reminders, wording
from messages.actions import notify
from messages.wording import Wording
from sessions.ledger import accounts, labels, queries
from sessions.ledger.frames import frame_of
from sessions.ledger.models import HourClaim
from sessions.ledger.rules.claims import ClaimMove
from sessions.ledger.rules.years import Standing, reminder_due
from sessions.ledger.views.blueprint import bp
from standards.rules import ParameterMissing

DECIDED, BEHIND = "ledger.claim_decided", "ledger.year_behind"
FOR_LEARNERS = frozenset({Role.LEARNER})


def tell_claimant(claim: HourClaim, move: ClaimMove, note: str) -> None:
    """Tell the learner what was decided about a claim."""
    users = learner_queries.users_of_learners([claim.learner_id]).values()
    link = url_for("ledger.my_claim", claim_id=claim.id)
    notify(
        DECIDED,
        to=list(users),
        link=link,
        institution_id=claim.institution_id,
        title=claim.title,
        move=move.value,
        note=note,
    )


def word_decision(facts: dict[str, Any]) -> Wording:
    """A decision about a claim."""
    move = labels.CLAIM_MOVES[ClaimMove(facts["move"])]
    return Wording(_("Claim of hours “%(title)s”: %(move)s", title=facts["title"], move=move), facts.get("note", ""))


def remind_of_years(now: datetime) -> None:
    """At the days before the end of the year that the rule-set names, tell whoever falls behind; each day once."""
    local = to_local(now)
    try:
        frame = frame_of(queries.own_year(local.date()))
    except ParameterMissing:
        return
    due = reminder_due(local.date(), frame.last, frame.policy.reminder_days)
    once = f"{frame.year}:{due}"
    if due is None or queries.was_said(BEHIND, once):
        return
    behind = [row for row in accounts.year_rows(frame, None, local) if row.standing is Standing.BEHIND]
    users = learner_queries.users_of_learners([row.learner.id for row in behind])
    for row in behind:
        if row.learner.id in users:
            notify(
                BEHIND,
                to=[users[row.learner.id]],
                link=url_for("ledger.my_year"),
                once=once,
                year=frame.year,
                total=plain(row.count.total),
                target=plain(row.count.target),
                missing=plain(row.by_end.missing),
                last=frame.last,
            )


def word_year(facts: dict[str, Any]) -> Wording:
    """A year that falls behind."""
    title = _("Hours of %(year)s: %(missing)s are still missing", **facts)
    said = _(
        "You have %(total)s of %(target)s credit hours. Even with everything you are enrolled in, %(missing)s will be "
        "missing on %(last)s. Ask your training institution for another class, or claim outside training.",
        **facts,
    )
    return Wording(title, said)


wording.attach(bp, DECIDED, word_decision, name=_l("Decisions about claims of hours"), roles=FOR_LEARNERS)
wording.attach(bp, BEHIND, word_year, name=_l("Hours of the year fall behind"), roles=FOR_LEARNERS)
reminders.attach(bp, BEHIND, remind_of_years)
