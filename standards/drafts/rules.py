"""What a draft of a rule-set may hold, who may approve it, and how two versions differ. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from standards.usage import CHOICES, Kind


class DraftState(StrEnum):
    """Where a draft stands."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class ValueFault(StrEnum):
    """Why a text is not a value of its kind."""

    NOT_A_NUMBER = "not_a_number"
    NOT_A_TIME = "not_a_time"
    NOT_A_CHOICE = "not_a_choice"


class ValueRefused(Exception):
    """A text is not a value of the kind; `fault` says why."""

    def __init__(self, fault: ValueFault) -> None:
        super().__init__(fault)
        self.fault = fault


class DraftFault(StrEnum):
    """What keeps a draft from being submitted or approved."""

    NO_BASIS = "no_basis"
    BEFORE_PREDECESSOR = "before_predecessor"
    VALUE_WITHOUT_BASIS = "value_without_basis"
    NOTHING_CHANGED = "nothing_changed"
    OWN_DRAFT = "own_draft"
    NOT_SUBMITTED = "not_submitted"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a draft, and the figures or the day it is about."""

    fault: DraftFault
    about: str = ""


def parse_value(text: str, kind: Kind, key: str) -> int | str | None:
    """The value as it is kept: whole numbers as such, decimals as exact text; None for nothing. Raises ValueRefused."""
    text = text.strip()
    if not text:
        return None
    if kind is Kind.NUMBER:
        return _number(text)
    if kind is Kind.TIME:
        return _time(text)
    if kind is Kind.CHOICE and text not in CHOICES[key]:
        raise ValueRefused(ValueFault.NOT_A_CHOICE)
    return text


def _number(text: str) -> int | str:
    try:
        number = Decimal(text)
    except InvalidOperation as fault:
        raise ValueRefused(ValueFault.NOT_A_NUMBER) from fault
    if not number.is_finite() or abs(number) >= 10**9:
        raise ValueRefused(ValueFault.NOT_A_NUMBER)
    return int(number) if number == int(number) else format(number.normalize(), "f")


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text.replace("：", ":")).isoformat("minutes")
    except ValueError as fault:
        raise ValueRefused(ValueFault.NOT_A_TIME) from fault


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a version says, as plain lines by key: part, key, and the fields in words."""

    effective_from: date
    basis: str
    parameters: Mapping[str, tuple[str, ...]]  # name, value, unit, basis, confidence
    clauses: Mapping[str, tuple[str, ...]]  # stage, requirement, evidence, confidence
    filing: Mapping[str, tuple[str, ...]]  # stage, title, required, retention


def faults_of(draft: Content, source: Content | None, predecessor_from: date | None) -> list[Finding]:
    """What keeps a draft from being submitted; `source` is the version it was started from."""
    found = []
    if not draft.basis.strip():
        found.append(Finding(DraftFault.NO_BASIS))
    if predecessor_from and draft.effective_from < predecessor_from:
        found.append(Finding(DraftFault.BEFORE_PREDECESSOR, predecessor_from.isoformat()))
    bare = [name for name, value, _unit, basis, _sure in draft.parameters.values() if value and not basis.strip()]
    if bare:
        found.append(Finding(DraftFault.VALUE_WITHOUT_BASIS, "、".join(bare[:5])))
    if source and not any(changes_of(source, draft)):
        found.append(Finding(DraftFault.NOTHING_CHANGED))
    return found


def approval_refusal(state: DraftState, hands: frozenset[int], approver: int) -> Finding | None:
    """Why this person cannot approve: the draft was not submitted, or the person had a hand in it."""
    if state is not DraftState.SUBMITTED:
        return Finding(DraftFault.NOT_SUBMITTED)
    return Finding(DraftFault.OWN_DRAFT) if approver in hands else None


class Change(StrEnum):
    """How a line of one version differs from the other's."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that differs; the fields of the side that lacks it are empty."""

    key: str
    change: Change
    left: tuple[str, ...]
    right: tuple[str, ...]


def changes_of(left: Content, right: Content) -> tuple[list[Difference], list[Difference], list[Difference]]:
    """The differences of parameters, clauses and filing list from left to right."""
    return (
        differences(left.parameters, right.parameters),
        differences(left.clauses, right.clauses),
        differences(left.filing, right.filing),
    )


def differences(left: Mapping[str, tuple[str, ...]], right: Mapping[str, tuple[str, ...]]) -> list[Difference]:
    """Lines that only one side has or that differ, in the order of the left side, new ones last."""
    keys: Sequence[str] = [*left, *(key for key in right if key not in left)]
    found = []
    for key in keys:
        old, new = left.get(key, ()), right.get(key, ())
        if old != new:
            change = Change.ADDED if not old else Change.REMOVED if not new else Change.CHANGED
            found.append(Difference(key, change, old, new))
    return found
