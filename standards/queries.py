"""Questions about rule-sets."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from standards.models import DiscardedDraft, RuleParameter, RuleSet, RuleSetVersion
from standards.rules import Parameter, VersionState, version_in_force
from standards.usage import NEEDED_BY_CLASSES

DEFAULT_RULE_SET = "shaanxi-sample"

_WHOLE = (
    joinedload(RuleSetVersion.rule_set),
    selectinload(RuleSetVersion.parameters),
    selectinload(RuleSetVersion.clauses),
    selectinload(RuleSetVersion.filing_items),
)


def all_versions() -> list[RuleSetVersion]:
    """Every version of every rule-set, newest of each first."""
    statement = (
        select(RuleSetVersion)
        .join(RuleSetVersion.rule_set)
        .options(joinedload(RuleSetVersion.rule_set))
        .order_by(RuleSet.code, RuleSetVersion.version.desc(), RuleSetVersion.id)
    )
    return list(db.session.scalars(statement))


def discarded_drafts() -> list[DiscardedDraft]:
    """Numbers of drafts that were discarded, the latest first."""
    statement = select(DiscardedDraft).options(joinedload(DiscardedDraft.rule_set))
    return list(db.session.scalars(statement.order_by(DiscardedDraft.at.desc(), DiscardedDraft.id.desc())))


def version_of(version_id: int) -> RuleSetVersion | None:
    """One version with parameters, clauses and filing list."""
    return db.session.scalar(select(RuleSetVersion).where(RuleSetVersion.id == version_id).options(*_WHOLE))


def version_for(code: str, day: date) -> RuleSetVersion | None:
    """The approved version of a rule-set in force on a day; the earliest approved one if none was in force yet."""
    statement = (
        select(RuleSetVersion)
        .join(RuleSetVersion.rule_set)
        .where(RuleSet.code == code, RuleSetVersion.state == VersionState.APPROVED)
        .options(*_WHOLE)
    )
    versions = list(db.session.scalars(statement.order_by(RuleSetVersion.version)))
    chosen = version_in_force([one.to_facts() for one in versions], day)
    if chosen is None:
        return versions[0] if versions else None
    return next(one for one in versions if one.version == chosen.version)


def rule_sets() -> list[RuleSet]:
    """The rule-sets with an approved version that has every figure a class needs, by name."""
    complete = (
        select(RuleParameter.version_id)
        .where(RuleParameter.key.in_(NEEDED_BY_CLASSES), RuleParameter.value.is_not(None))
        .group_by(RuleParameter.version_id)
        .having(func.count() == len(NEEDED_BY_CLASSES))
    )
    usable = select(RuleSetVersion.rule_set_id).where(
        RuleSetVersion.state == VersionState.APPROVED, RuleSetVersion.id.in_(complete)
    )
    return list(db.session.scalars(select(RuleSet).where(RuleSet.id.in_(usable)).order_by(RuleSet.name, RuleSet.id)))


def parameters_of(version_id: int) -> dict[str, Parameter]:
    """The figures of one version by key."""
    statement = select(RuleParameter).where(RuleParameter.version_id == version_id).order_by(RuleParameter.position)
    return {one.key: one.to_parameter() for one in db.session.scalars(statement)}
