"""Writing drafts: start, write lines, submit, approve by a second person, send back, retire."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from standards.drafts import queries
from standards.drafts.models import RuleSetDraft
from standards.drafts.rules import DraftState, Finding, approval_refusal
from standards.models import DiscardedDraft, FilingItem, RuleClause, RuleParameter, RuleSetVersion
from standards.rules import VersionState

Line = RuleParameter | RuleClause | FilingItem
COPIED = {
    RuleParameter: ("position", "key", "name", "value", "unit", "basis", "confidence"),
    RuleClause: ("position", "code", "stage", "requirement", "evidence", "confidence"),
    FilingItem: ("position", "code", "stage", "title", "required", "retention"),
}


class DraftChanged(Exception):
    """Somebody else wrote in the draft, or it was submitted, since the page was opened."""


class LineTaken(Exception):
    """The draft has a line of that key or code already."""


class DraftRefused(Exception):
    """The draft cannot be submitted or approved; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings


def start_draft(source: RuleSetVersion, *, by: User) -> RuleSetVersion:
    """A new version of the same rule-set with the lines of `source`, as a draft."""
    version = RuleSetVersion(
        rule_set_id=source.rule_set_id,
        version=queries.next_number(source.rule_set_id),
        state=VersionState.DRAFT,
        effective_from=source.effective_from,
        basis=source.basis,
        digest="",
        parameters=[_copy(one) for one in source.parameters],
        clauses=[_copy(one) for one in source.clauses],
        filing_items=[_copy(one) for one in source.filing_items],
    )
    db.session.add(version)
    db.session.flush()
    name = by.display_name
    draft = RuleSetDraft(version_id=version.id, source_id=source.id, hands=str(by.id), drafted_by=name, edited_by=name)
    db.session.add(draft)
    _note("standards.draft_started", version, by, source=source.version)
    db.session.flush()
    return version


def _copy(line: Any) -> Any:
    return type(line)(**{name: getattr(line, name) for name in COPIED[type(line)]})


def write_head(draft: RuleSetDraft, facts: dict[str, Any], *, seen: int, by: User) -> None:
    """Set effective date, basis and note. Raises DraftChanged."""
    _take(draft, seen, by)
    for name, value in facts.items():
        setattr(draft.version, name, value)
    _note("standards.draft_edited", draft.version, by, part="head")


def write_line(draft: RuleSetDraft, line: Line, facts: dict[str, Any], *, seen: int, by: User) -> None:
    """Change a line, or add it if it is new. Raises DraftChanged and LineTaken."""
    _take(draft, seen, by)
    for name, value in facts.items():
        setattr(line, name, value)
    if line.id is None:
        line.version_id = draft.version_id
        line.position = 1 + max((one.position for one in lines_of(draft, type(line))), default=0)
    try:
        with db.session.begin_nested():
            db.session.add(line)
    except IntegrityError as error:
        raise LineTaken from error
    _note("standards.draft_edited", draft.version, by, part=code_of(line))


def remove_line(draft: RuleSetDraft, line: Line, *, seen: int, by: User) -> None:
    """Take a line out of the draft. Raises DraftChanged."""
    _take(draft, seen, by)
    db.session.delete(line)
    _note("standards.draft_line_removed", draft.version, by, part=code_of(line))


def lines_of(draft: RuleSetDraft, model: type[Any]) -> list[Any]:
    """The lines of one part of the draft."""
    version = draft.version
    parts: dict[type[Any], list[Any]] = {
        RuleParameter: list(version.parameters),
        RuleClause: list(version.clauses),
        FilingItem: list(version.filing_items),
    }
    return parts[model]


def code_of(line: Line) -> str:
    """What names a line in its version."""
    return line.key if isinstance(line, RuleParameter) else line.code


def submit(draft: RuleSetDraft, *, seen: int, by: User) -> None:
    """Hand the draft in for approval. Raises DraftRefused with everything that is wrong, and DraftChanged."""
    if findings := queries.findings_of(draft):
        raise DraftRefused(findings)
    _take(draft, seen, by)
    draft.state, draft.reason = DraftState.SUBMITTED, ""
    _note("standards.draft_submitted", draft.version, by)


def send_back(draft: RuleSetDraft, reason: str, *, seen: int, by: User) -> None:
    """Make a submitted draft editable again, with the reason: refused by an approver or withdrawn by its authors."""
    _take(draft, seen, None, DraftState.SUBMITTED)
    draft.state, draft.reason = DraftState.EDITING, reason
    _note("standards.draft_sent_back", draft.version, by, reason=reason)


def discard(draft: RuleSetDraft, reason: str, *, seen: int, by: User) -> None:
    """Throw a draft away with its lines; its number, who did it and why stay on record. Raises DraftChanged."""
    version = draft.version
    _take(draft, seen, by)
    _note("standards.draft_discarded", version, by, reason=reason)
    for line in [one for model in COPIED for one in lines_of(draft, model)]:
        db.session.delete(line)
    db.session.delete(draft)
    db.session.flush()
    db.session.delete(version)
    kept = {"rule_set_id": version.rule_set_id, "version": version.version}
    db.session.add(DiscardedDraft(**kept, reason=reason, by_name=by.display_name))
    db.session.flush()


def approve(draft: RuleSetDraft, *, seen: int, by: User) -> None:
    """Make the draft an approved version. Raises DraftRefused for whoever had a hand in it, and DraftChanged."""
    refusal = approval_refusal(draft.state, draft.to_hands(), by.id)
    if findings := [refusal] if refusal else queries.findings_of(draft):
        raise DraftRefused(findings)
    _take(draft, seen, None, DraftState.SUBMITTED)
    version = draft.version
    draft.state, version.state = DraftState.APPROVED, VersionState.APPROVED
    version.approved_by, version.approved_at = by.display_name, utc_now()
    content = json.dumps(asdict(queries.content_of(version)), ensure_ascii=False, sort_keys=True, default=str)
    version.digest = hashlib.sha256(content.encode()).hexdigest()
    _note("standards.version_approved", version, by, digest=version.digest)


def retire(version: RuleSetVersion, reason: str, *, by: User) -> None:
    """Take an approved version out of use for new classes; classes that keep it are not touched."""
    statement = (
        update(RuleSetVersion)
        .where(RuleSetVersion.id == version.id, RuleSetVersion.state == VersionState.APPROVED)
        .values(state=VersionState.RETIRED)
    )
    if db.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise DraftChanged
    _note("standards.version_retired", version, by, reason=reason)


def _take(draft: RuleSetDraft, seen: int, hand: User | None, state: DraftState = DraftState.EDITING) -> None:
    """Count the write, if nobody wrote since `seen`; only one of two who write at once gets through."""
    hands = draft.to_hands() | ({hand.id} if hand else set())
    statement = (
        update(RuleSetDraft)
        .where(RuleSetDraft.id == draft.id, RuleSetDraft.serial == seen, RuleSetDraft.state == state)
        .values(
            serial=seen + 1,
            hands=",".join(map(str, sorted(hands))),
            edited_by=hand.display_name if hand else RuleSetDraft.edited_by,
        )
    )
    if db.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise DraftChanged


def _note(action: str, version: RuleSetVersion, by: User, **detail: Any) -> None:
    audit.record(action, by=by, subject=("rule_set_version", version.id), version=version.version, **detail)
