"""Reading a rule-set file: TOML in, frozen values out. Pure."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from standards.rules import Confidence, Parameter


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
    """A rule-set file, complete. `digest` is the SHA-256 of its bytes."""

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
    """Read one file. Raises RuleSetFileFaulty naming file and fault."""
    raw = path.read_bytes()
    try:
        data = tomllib.loads(raw.decode("utf-8"))
        return _build(data, hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise RuleSetFileFaulty(f"{path.name}: {error}") from error


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
