"""Questions about drafts, and versions as plain content to compare."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from standards.drafts.models import RuleSetDraft
from standards.drafts.rules import Content, DraftState, Finding, faults_of
from standards.models import DiscardedDraft, RuleSetVersion
from standards.rules import VersionState

_LINES = (
    joinedload(RuleSetVersion.rule_set),
    selectinload(RuleSetVersion.parameters),
    selectinload(RuleSetVersion.clauses),
    selectinload(RuleSetVersion.filing_items),
)


def draft_of(version_id: int) -> RuleSetDraft | None:
    """The draft of a version, with everything it and its source say."""
    statement = (
        select(RuleSetDraft)
        .where(RuleSetDraft.version_id == version_id)
        .options(joinedload(RuleSetDraft.version).options(*_LINES), joinedload(RuleSetDraft.source).options(*_LINES))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(statement)


def open_draft_of(rule_set_id: int) -> RuleSetDraft | None:
    """The newest draft of a rule-set that is neither approved nor discarded."""
    statement = (
        select(RuleSetDraft)
        .join(RuleSetDraft.version)
        .where(RuleSetVersion.rule_set_id == rule_set_id, RuleSetDraft.state != DraftState.APPROVED)
        .order_by(RuleSetDraft.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def next_number(rule_set_id: int) -> int:
    """The number of the next version of a rule-set: above every version and every draft that was discarded."""
    given = [
        db.session.scalar(select(func.max(model.version)).where(model.rule_set_id == rule_set_id)) or 0
        for model in (RuleSetVersion, DiscardedDraft)
    ]
    return max(given) + 1


def predecessor_of(version: RuleSetVersion) -> RuleSetVersion | None:
    """The last approved version before this one."""
    statement = (
        select(RuleSetVersion)
        .where(
            RuleSetVersion.rule_set_id == version.rule_set_id,
            RuleSetVersion.version < version.version,
            RuleSetVersion.state == VersionState.APPROVED,
        )
        .order_by(RuleSetVersion.version.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def findings_of(draft: RuleSetDraft) -> list[Finding]:
    """What keeps the draft from being submitted."""
    before = predecessor_of(draft.version)
    return faults_of(content_of(draft.version), content_of(draft.source), before.effective_from if before else None)


def content_of(version: RuleSetVersion) -> Content:
    """A version as plain texts."""
    return Content(
        version.effective_from,
        version.basis,
        {
            one.key: (one.name, "" if one.value is None else str(one.value), one.unit, one.basis, one.confidence.value)
            for one in version.parameters
        },
        {one.code: (one.stage, one.requirement, one.evidence, one.confidence.value) for one in version.clauses},
        {one.code: (one.stage, one.title, "1" if one.required else "", one.retention) for one in version.filing_items},
    )
