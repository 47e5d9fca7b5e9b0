"""The blueprint of the yearly account, and what an address names, or 404."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.clock import today
from learners.models import Learner
from sessions.ledger import queries
from sessions.ledger.frames import YearFrame, frame_of
from sessions.ledger.queries import Ids
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries
from trainer.models import Institution

bp = Blueprint("ledger", __name__)
EARLIEST = 2000


def scope_ids() -> Ids:
    """The institutions whose accounts the signed-in person may see; None for all."""
    return trainer_queries.institution_ids_of(current_user)


def institutions_in_scope() -> list[Institution]:
    """The same, by name."""
    return trainer_queries.institutions(trainer_queries.scope_of(current_user))


def year_or_404(year: int) -> int:
    """A year in which there can be an account: from long ago to the one after this."""
    return year if EARLIEST <= year <= today().year + 1 else abort(404)


def frame_or_404(year: int) -> YearFrame:
    """The year of the address with its figures."""
    return frame_of(year_or_404(year))


def this_year() -> int:
    """The year of the account in which today lies."""
    return queries.own_year(today())


def own_learner() -> Learner | None:
    """The person to whom the signed-in account belongs, with the employer; None for an account of nobody."""
    return queries.learner_of_user(current_user.id)


def own_learner_or_404() -> Learner:
    """The person to whom the signed-in account belongs."""
    return own_learner() or abort(404)


def learner_or_404(learner_id: int) -> Learner:
    """A person in scope."""
    return queries.learner_in_scope(learner_id, scope_ids()) or abort(404)


def shown_years(known: list[int], year: int) -> list[int]:
    """The years to switch between: those with hours, this one, and the one that is open."""
    return sorted({*known, year, this_year()}, reverse=True)


@bp.errorhandler(ParameterMissing)
def show_missing_figure(missing: ParameterMissing) -> ResponseReturnValue:
    """Nothing can be counted while the rule-set leaves a figure open: the page says which, and what to do."""
    status = 200 if request.method == "GET" else 409
    return render_template("sessions/ledger/missing_figure.html", key=missing.key), status
