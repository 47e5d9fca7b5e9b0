"""What a rule-set is: clauses and dated parameters, each with its basis and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class VersionState(StrEnum):
    """The life of a rule-set version. Only an approved version can be given to a class."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


class Confidence(StrEnum):
    """How sure a value is."""

    STATED = "stated"  # the official text was seen
    SECONDARY = "secondary"  # reported by others
    SAMPLE = "sample"  # a sample policy (示例), not law
    UNKNOWN = "unknown"  # not public: to be entered by whoever holds the text


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of a rule-set; `value` None means not known and to be filled in."""

    key: str
    value: int | str | float | bool | None
    unit: str
    basis: str
    confidence: Confidence


class ParameterMissing(Exception):
    """A rule needs a figure which the rule-set leaves open; `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def figure(parameters: Mapping[str, Parameter], key: str) -> int | str | float | bool:
    """The value of a parameter. Raises ParameterMissing when it is absent or still to be filled in."""
    found = parameters.get(key)
    if found is None or found.value is None:
        raise ParameterMissing(key)
    return found.value


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What deciding which version is in force needs to know."""

    version: int
    state: VersionState
    effective_from: date


def version_in_force(versions: list[VersionFacts], day: date) -> VersionFacts | None:
    """The approved version with the latest effective date not after `day`; the higher number wins a tie."""
    ready = [one for one in versions if one.state is VersionState.APPROVED and one.effective_from <= day]
    return max(ready, key=lambda one: (one.effective_from, one.version), default=None)
