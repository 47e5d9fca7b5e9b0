"""Reading a rule-set file: TOML in, frozen values out. Pure."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from standards.rules import Confidence, Parameter

Entry = TypeVar("Entry")


class RuleSetFileFaulty(Exception):
    """A rule-set file cannot be read; the text says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause as the file gives it."""

    code: str
    stage: str
    requirement: str
    evidence: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class FilingEntry:
    """One entry of the filing list as the file gives it."""

    code: str
    stage: str
    title: str
    required: bool
    retention: str


@dataclass(frozen=True, slots=True)
class RuleSetFile:
    """A rule-set file, complete. `digest` is the SHA-256 of its bytes; of a version that builds on another, of both."""

    code: str
    name: str
    region: str
    sample: bool
    version: int
    effective_from: date
    basis: str
    approved_by: str
    digest: str
    names: dict[str, str]
    parameters: tuple[Parameter, ...]
    clauses: tuple[ClauseText, ...]
    filing: tuple[FilingEntry, ...]


def read_rule_set(path: Path) -> RuleSetFile:
    """Read one file, with the file it builds on. Raises RuleSetFileFaulty naming file and fault."""
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    try:
        data = tomllib.loads(raw.decode("utf-8"))
        file = _build(data, hashlib.sha256(raw).hexdigest())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise RuleSetFileFaulty(f"{path.name}: {error}") from error
    if "builds_on" not in data:
        return file
    return build_on(read_rule_set(path.parent / data["builds_on"]), file)


def build_on(base: RuleSetFile, newer: RuleSetFile) -> RuleSetFile:
    """Everything the earlier version says, unless the newer one says it otherwise; what is new comes last."""

    def by_code(entry: ClauseText | FilingEntry) -> str:
        return entry.code

    return replace(
        newer,
        digest=hashlib.sha256(f"{base.digest}{newer.digest}".encode()).hexdigest(),
        names={**base.names, **newer.names},
        parameters=_overlaid(base.parameters, newer.parameters, lambda one: one.key),
        clauses=_overlaid(base.clauses, newer.clauses, by_code),
        filing=_overlaid(base.filing, newer.filing, by_code),
    )


def _overlaid(base: tuple[Entry, ...], newer: tuple[Entry, ...], name: Callable[[Entry], str]) -> tuple[Entry, ...]:
    return tuple({**{name(one): one for one in base}, **{name(one): one for one in newer}}.values())


def read_earlier(path: Path) -> dict[tuple[str, int], frozenset[str]]:
    """Digests under which a version was shipped before, by code and number: a database that has them keeps them."""
    found: dict[tuple[str, int], set[str]] = {}
    for one in tomllib.loads(path.read_text(encoding="utf-8")).get("shipped", []):
        found.setdefault((one["code"], one["version"]), set()).add(one["digest"])
    return {key: frozenset(digests) for key, digests in found.items()}


def _build(data: dict[str, Any], digest: str) -> RuleSetFile:
    parameters = data.get("parameter", [])
    return RuleSetFile(
        code=data["code"],
        name=data["name"],
        region=data.get("region", ""),
        sample=data.get("sample", True),
        version=data["version"],
        effective_from=data["effective_from"],
        basis=data.get("basis", ""),
        approved_by=data.get("approved_by", ""),
        digest=digest,
        names={one["key"]: one["name"] for one in parameters},
        parameters=tuple(
            Parameter(one["key"], one.get("value"), one.get("unit", ""), one.get("basis", ""), _confidence(one))
            for one in parameters
        ),
        clauses=tuple(
            ClauseText(one["code"], one["stage"], one["requirement"], one.get("evidence", ""), _confidence(one))
            for one in data.get("clause", [])
        ),
        filing=tuple(
            FilingEntry(one["code"], one["group"], one["title"], one.get("required", True), one.get("retention", ""))
            for one in data.get("filing", [])
        ),
    )


def _confidence(entry: dict[str, Any]) -> Confidence:
    return Confidence(entry.get("confidence", Confidence.SAMPLE))
