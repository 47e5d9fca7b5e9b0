"""The overview of a class: what it is, where it stands, and what proves each clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission, allows
from conformity import labels, queries
from conformity.rules import ClauseState, Verdict, judge
from core.clock import today
from courses import queries as course_queries
from courses.models import ClassOffering
from standards import queries as standard_queries
from standards.models import RuleClause
from trainer.queries import scope_of

bp = Blueprint("conformity", __name__)


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as the matrix shows it."""

    code: str
    stage: str
    requirement: str
    state: str
    tone: str
    remark: str
    href: str


@bp.get("/classes/<int:offering_id>")
@require(Permission.CLASSES_READ)
def show_class(offering_id: int) -> ResponseReturnValue:
    offering = course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)
    version = standard_queries.version_of(offering.rule_set_version_id) or abort(404)
    picture = queries.picture_of(offering, today())
    verdicts = [judge(one.code, picture.facts) for one in version.clauses]
    return render_template(
        "conformity/show_class.html",
        offering=offering,
        version=version,
        picture=picture,
        clauses=clause_rows(offering, version.clauses, verdicts),
        proved=sum(one.state is ClauseState.MET for one in verdicts),
        may_see_people=allows(current_user.role, Permission.HOURS_READ),
    )


def clause_rows(offering: ClassOffering, clauses: Iterable[RuleClause], verdicts: Iterable[Verdict]) -> list[ClauseRow]:
    """Each clause with what the records say, and where they are."""
    rows = []
    for clause, verdict in zip(clauses, verdicts, strict=True):
        word, tone = labels.STATES[verdict.state]
        href = evidence_address(offering, verdict.evidence)
        rows.append(
            ClauseRow(clause.code, clause.stage, clause.requirement, str(word), tone, labels.remark(verdict), href)
        )
    return rows


def evidence_address(offering: ClassOffering, endpoint: str) -> str:
    """The page that shows the records behind a clause; empty where there is none."""
    if endpoint == "trainer.show_institution":
        return url_for(endpoint, institution_id=offering.institution_id)
    return url_for(endpoint, offering_id=offering.id) if endpoint else ""
