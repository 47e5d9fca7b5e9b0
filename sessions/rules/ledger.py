"""The credit-hour ledger: what has to be posted so that the account says what the rules say (design D4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """An earning that is posted and not reversed."""

    posting_id: int
    minutes: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account, for which unit."""

    enrolment_id: int
    session_id: int


@dataclass(frozen=True, slots=True)
class Due:
    """What the rules say one unit has earned."""

    minutes: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """What to post for one account: reverse the standing posting, earn anew, or both."""

    account: Account
    reverse: Standing | None
    earn: Due | None


def differences(due: Mapping[Account, Due], standing: Mapping[Account, Standing]) -> list[Difference]:
    """Only what differs, in order of account; an account that earns nothing has no posting.

    A standing account that is no longer due (a person withdrawn, a session cancelled) is reversed.
    """
    return [
        difference
        for account in sorted({*due, *standing}, key=lambda one: (one.enrolment_id, one.session_id))
        if (difference := _difference(account, due.get(account), standing.get(account)))
    ]


def _difference(account: Account, due: Due | None, standing: Standing | None) -> Difference | None:
    wanted = due if due and (due.minutes or due.hours) else None
    if standing and wanted and (standing.minutes, standing.hours) == (wanted.minutes, wanted.hours):
        return None
    if standing is None and wanted is None:
        return None
    return Difference(account, standing, wanted)


def total(hours: Iterable[Decimal]) -> Decimal:
    """The sum of signed postings."""
    return sum(hours, Decimal(0))
