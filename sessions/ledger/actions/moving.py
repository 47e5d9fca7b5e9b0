"""Moving a class to another version of a rule-set: differences are posted, old runs keep their old version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm.attributes import set_committed_value

from accounts import audit
from accounts.models import User
from core.db import db
from courses.models import ClassOffering
from courses.rules import ClassState
from sessions import results
from sessions.actions import ledger
from sessions.ledger.models import RuleSetMove
from sessions.ledger.rules.moving import Effect, effects
from standards.models import RuleSetVersion
from standards.rules import VersionState

FINAL = (ClassState.FILED, ClassState.CANCELLED)


class CannotMove(Exception):
    """The class is filed or cancelled, the version is not approved, or the class keeps it already."""


class ChangedMeanwhile(Exception):
    """Somebody else has moved the class since the page was opened."""


def what_changes(offering: ClassOffering, version: RuleSetVersion) -> list[Effect]:
    """Who would gain or lose what. Raises ParameterMissing when the version leaves a figure open."""
    gathered = results.facts_of_records(offering.id)
    before = results.class_results(offering, gathered).people
    with tried_under(offering, version):
        after = results.class_results(offering, gathered).people
    return effects(before, after)


@contextmanager
def tried_under(offering: ClassOffering, version: RuleSetVersion) -> Iterator[None]:
    """The class as if it kept another version, in memory alone: nothing of it is ever written."""
    kept_id, kept = offering.rule_set_version_id, offering.rule_set_version
    set_committed_value(offering, "rule_set_version_id", version.id)
    set_committed_value(offering, "rule_set_version", version)
    try:
        yield
    finally:
        set_committed_value(offering, "rule_set_version_id", kept_id)
        set_committed_value(offering, "rule_set_version", kept)


def move_class(offering: ClassOffering, version: RuleSetVersion, *, reason: str, seen: int, by: User) -> RuleSetMove:
    """Give a class another version and post the differences. Raises CannotMove, ChangedMeanwhile, ParameterMissing."""
    db.session.refresh(offering, with_for_update=True)
    if offering.rule_set_version_id != seen:
        raise ChangedMeanwhile
    if offering.state in FINAL or version.state is not VersionState.APPROVED or version.id == seen:
        raise CannotMove
    offering.rule_set_version_id = version.id
    db.session.flush()
    evaluation = ledger.evaluate_offering(offering, by=by, reason="rule_set_moved")
    move = RuleSetMove(
        offering_id=offering.id,
        from_version_id=seen,
        to_version_id=version.id,
        evaluation_id=evaluation.id if evaluation else None,
        reason=reason,
        by_name=by.display_name,
    )
    db.session.add(move)
    db.session.flush()
    audit.record(
        "sessions.rule_set_moved",
        by=by,
        subject=("class", offering.code),
        institution_id=offering.institution_id,
        version=f"{version.rule_set.name} v{version.version}",
        postings=evaluation.posted if evaluation else 0,
        reason=reason,
    )
    return move
