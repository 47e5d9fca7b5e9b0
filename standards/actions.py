"""Writing rule-sets: loading the shipped files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sqlalchemy import select

from core.db import db, utc_now
from standards.models import FilingItem, RuleClause, RuleParameter, RuleSet, RuleSetVersion
from standards.rules import VersionState
from standards.toml_files import RuleSetFile, read_earlier, read_rule_set

SHIPPED = Path(__file__).parent / "rulesets"
EARLIER = Path(__file__).parent / "rulesets" / "earlier" / "digests.toml"


class VersionChanged(Exception):
    """A file carries a version number that is loaded already with other content: a change needs a new number."""


def load_shipped() -> int:
    """Load every shipped rule-set version that is not loaded yet. Returns how many were new."""
    files = sorted((read_rule_set(path) for path in SHIPPED.glob("*.toml")), key=lambda one: (one.code, one.version))
    return sum(load_rule_set(file) for file in files)


def load_rule_set(file: RuleSetFile) -> bool:
    """Load one version; nothing happens when it is there. Raises VersionChanged when it is there but differs."""
    rule_set = db.session.scalar(select(RuleSet).where(RuleSet.code == file.code))
    if rule_set is None:
        rule_set = RuleSet(code=file.code, name=file.name, region=file.region, is_sample=file.sample)
        db.session.add(rule_set)
        db.session.flush()
    present = db.session.scalar(
        select(RuleSetVersion).where(RuleSetVersion.rule_set_id == rule_set.id, RuleSetVersion.version == file.version)
    )
    if present is not None:
        if present.digest not in {file.digest, *read_earlier(EARLIER).get((file.code, file.version), ())}:
            raise VersionChanged(f"{file.code} version {file.version}")
        return False
    _add_version(rule_set, file)
    return True


def _add_version(rule_set: RuleSet, file: RuleSetFile) -> None:
    version = RuleSetVersion(
        rule_set_id=rule_set.id,
        version=file.version,
        state=VersionState.APPROVED,
        effective_from=file.effective_from,
        basis=file.basis,
        approved_by=file.approved_by,
        approved_at=utc_now(),
        digest=file.digest,
        parameters=_parameters(file),
        clauses=[RuleClause(position=position, **asdict(one)) for position, one in enumerate(file.clauses)],
        filing_items=[FilingItem(position=position, **asdict(one)) for position, one in enumerate(file.filing)],
    )
    db.session.add(version)
    db.session.flush()


def _parameters(file: RuleSetFile) -> list[RuleParameter]:
    return [
        RuleParameter(position=position, name=file.names[one.key], **asdict(one))
        for position, one in enumerate(file.parameters)
    ]
