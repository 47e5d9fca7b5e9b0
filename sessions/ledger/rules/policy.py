"""The figures of a rule-set that the yearly account needs, as one frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sessions.rules.kinds import SessionKind
from standards.rules import Parameter, ParameterMissing, figure

CATEGORIES = "ledger.categories"
CAPS = "ledger.caps"
YEAR_TARGET = "ledger.year_target"
YEAR_STARTS = "ledger.year_starts"
CARRY_OVER = "ledger.carry_over"
LATE_POSTINGS = "ledger.late_postings"
REMINDER_DAYS = "ledger.reminder_days"
MINUTES_PER_HOUR = "hours.minutes_per_hour"
STEP = "hours.step"
OUTSIDE = "claim"
_BREAK = re.compile(r"[;；、\n]")


class LatePostings(StrEnum):
    """Where a posting goes whose year is closed: the next year, or the one in which it is posted."""

    NEXT = "next"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of hours of the account: what classes earn in one way of teaching, or what people claim."""

    name: str
    taught: SessionKind | None  # None: outside training, to be claimed


@dataclass(frozen=True, slots=True)
class LedgerPolicy:
    """Everything that turns postings into a year: kinds of hours, their caps, the target, the turn of the year."""

    categories: tuple[Category, ...]
    caps: tuple[tuple[str, Decimal], ...]
    target: Decimal
    year_starts: tuple[int, int]
    carry_over: Decimal
    late: LatePostings
    reminder_days: tuple[int, ...]
    minutes_per_hour: int
    step: Decimal

    def name_of(self, kind: SessionKind) -> str:
        """What the hours of a way of teaching are called; its code where the rule-set names none."""
        return next((one.name for one in self.categories if one.taught is kind), kind.value)

    def cap_of(self, name: str) -> Decimal | None:
        """How many hours of a category count in a year at most; None for any number."""
        return dict(self.caps).get(name)

    @property
    def claimable(self) -> tuple[str, ...]:
        """The kinds of outside training that can be claimed."""
        return tuple(one.name for one in self.categories if one.taught is None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every category, in the order of the rule-set."""
        return tuple(one.name for one in self.categories)


def ledger_policy(parameters: Mapping[str, Parameter]) -> LedgerPolicy:
    """The figures of the yearly account. Raises ParameterMissing for one that is left open or cannot be read."""
    return LedgerPolicy(
        categories=_categories(parameters),
        caps=_caps(parameters),
        target=_number(parameters, YEAR_TARGET),
        year_starts=_month_and_day(parameters),
        carry_over=_number(parameters, CARRY_OVER),
        late=_late(parameters),
        reminder_days=_days(parameters),
        minutes_per_hour=int(_number(parameters, MINUTES_PER_HOUR)),
        step=_number(parameters, STEP),
    )


def pairs_of(text: str, key: str) -> list[tuple[str, str]]:
    """`a=b; c=d` as pairs. Raises ParameterMissing where a part is no pair."""
    found = []
    for part in _BREAK.split(text):
        if not part.strip():
            continue
        name, sign, value = (one.strip() for one in part.replace("＝", "=").partition("="))
        if not (name and sign and value):
            raise ParameterMissing(key)
        found.append((name, value))
    return found


def _categories(parameters: Mapping[str, Parameter]) -> tuple[Category, ...]:
    known = {kind.value: kind for kind in SessionKind}
    found = []
    for name, source in pairs_of(str(figure(parameters, CATEGORIES)), CATEGORIES):
        if source != OUTSIDE and source not in known:
            raise ParameterMissing(CATEGORIES)
        found.append(Category(name, known.get(source)))
    return tuple(found)


def _caps(parameters: Mapping[str, Parameter]) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, _read(value, CAPS)) for name, value in pairs_of(str(figure(parameters, CAPS)), CAPS))


def _number(parameters: Mapping[str, Parameter], key: str) -> Decimal:
    return _read(str(figure(parameters, key)), key)


def _read(text: str, key: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as wrong:
        raise ParameterMissing(key) from wrong


def _month_and_day(parameters: Mapping[str, Parameter]) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", str(figure(parameters, YEAR_STARTS)))
    if not found or not (1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 28):
        raise ParameterMissing(YEAR_STARTS)
    return int(found[1]), int(found[2])


def _late(parameters: Mapping[str, Parameter]) -> LatePostings:
    try:
        return LatePostings(str(figure(parameters, LATE_POSTINGS)))
    except ValueError as wrong:
        raise ParameterMissing(LATE_POSTINGS) from wrong


def _days(parameters: Mapping[str, Parameter]) -> tuple[int, ...]:
    parts = [part.strip() for part in re.split(r"[、,，;；]", str(figure(parameters, REMINDER_DAYS))) if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise ParameterMissing(REMINDER_DAYS)
    return tuple(sorted((int(part) for part in parts), reverse=True))
