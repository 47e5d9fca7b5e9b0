"""Decisions about venues: checks that are due, equipment, ways between campuses."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import permutations

from trainer.rules import FAILED_WORDS, PASSED_WORDS

_COUNT = re.compile(r"^(.+?)\s*(?:[×xX*]\s*(\d+)|(\d+)\s*[台套个块只支张把部组])$")
_BETWEEN = re.compile(r"[、,，;；/\n]+")


class CheckKind(StrEnum):
    """What a check of a venue looked at."""

    SAFETY = "safety"
    FIRE = "fire"
    NETWORK = "network"


class CheckResult(StrEnum):
    """What a check found."""

    PASSED = "passed"
    FAILED = "failed"
    UNCLEAR = "unclear"


class CheckFaultKind(StrEnum):
    """Why a venue should not be used, or not without asking."""

    FAILED = "failed"
    OVERDUE = "overdue"
    UNCLEAR = "unclear"
    MISSING = "missing"


class EquipmentState(StrEnum):
    """Whether a piece of equipment can be used."""

    READY = "ready"
    FAULTY = "faulty"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a venue; `next_due` is the last day on which it still counts, None where nobody said."""

    kind: CheckKind
    checked_on: date
    result: CheckResult
    next_due: date | None = None


@dataclass(frozen=True, slots=True)
class CheckFault:
    """What is wrong with the checks of a venue; `day` is when it failed or fell due, None where there is no check."""

    kind: CheckKind
    fault: CheckFaultKind
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the equipment of a venue."""

    name: str
    quantity: int = 1
    state: EquipmentState = EquipmentState.READY


def result_said(words: str) -> CheckResult:
    """The result as its own words say it; a result nobody can read is unclear."""
    said = words.strip().lower()
    if any(word in said for word in FAILED_WORDS):
        return CheckResult.FAILED
    return CheckResult.PASSED if any(word in said for word in PASSED_WORDS) else CheckResult.UNCLEAR


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_day(check: Check, intervals: Mapping[CheckKind, int]) -> date | None:
    """The last day on which a check counts: as it says itself, otherwise after the interval of the rule-set."""
    if check.next_due is not None:
        return check.next_due
    months = intervals.get(check.kind)
    return months_later(check.checked_on, months) if months else None


def last_checks(checks: Iterable[Check], on: date) -> dict[CheckKind, Check]:
    """The latest check of each kind made by that day; of one day, the last one entered counts."""
    latest: dict[CheckKind, Check] = {}
    for one in checks:
        known = latest.get(one.kind)
        if one.checked_on <= on and (known is None or known.checked_on <= one.checked_on):
            latest[one.kind] = one
    return latest


def check_faults(checks: Iterable[Check], intervals: Mapping[CheckKind, int], on: date) -> list[CheckFault]:
    """What is wrong with the checks of a venue on a day, by kind; kinds with an interval are called for."""
    latest, found = last_checks(checks, on), []
    for kind in CheckKind:
        if kind not in latest:
            found += [CheckFault(kind, CheckFaultKind.MISSING)] if intervals.get(kind) else []
            continue
        check, due = latest[kind], due_day(latest[kind], intervals)
        if check.result is CheckResult.FAILED:
            found.append(CheckFault(kind, CheckFaultKind.FAILED, check.checked_on))
        elif due is not None and due < on:
            found.append(CheckFault(kind, CheckFaultKind.OVERDUE, due))
        elif check.result is CheckResult.UNCLEAR:
            found.append(CheckFault(kind, CheckFaultKind.UNCLEAR, check.checked_on))
    return found


def must_act(faults: Iterable[CheckFault]) -> bool:
    """Whether a check failed or is overdue."""
    return any(one.fault in (CheckFaultKind.FAILED, CheckFaultKind.OVERDUE) for one in faults)


def read_equipment(text: str) -> list[Item]:
    """A list of equipment as files write it: 投影2台、音响, each name once with its quantity."""
    found: dict[str, int] = {}
    for part in _BETWEEN.split(text):
        counted = _COUNT.match(part.strip())
        name = (counted[1] if counted else part).strip()
        if name:
            found[name] = found.get(name, 0) + (int(counted[2] or counted[3]) if counted else 1)
    return [Item(name, max(1, count)) for name, count in found.items()]


def write_equipment(items: Iterable[Item]) -> str:
    """The usable equipment as one line, as papers and files show it."""
    ready = [one for one in items if one.state is EquipmentState.READY]
    return "、".join(one.name if one.quantity == 1 else f"{one.name}×{one.quantity}" for one in ready)


Pair = tuple[int, int]


def whole_table(campus_ids: Iterable[int], known: Mapping[Pair, int], otherwise: int | None) -> dict[Pair, int]:
    """Minutes between every two campuses in both orders; pairs nobody has entered take `otherwise`, if there is one."""
    table: dict[Pair, int] = {}
    for one, other in permutations(campus_ids, 2):
        minutes = known.get((one, other), known.get((other, one), otherwise))
        if minutes is not None:
            table[one, other] = minutes
    return table
