"""Leave requests (请假): the acts, what state they lead to, and who may do the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sessions.rules.evaluation import Unit


class LeaveAct(StrEnum):
    """What can happen to a request after it was sent."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    REOPEN = "reopen"


class LeaveState(StrEnum):
    """Where a request stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class LeaveRemark(StrEnum):
    """What the person who decides should see before deciding."""

    LATE = "late"
    PROOF_MISSING = "proof_missing"
    OVER_SHARE = "over_share"
    OUT_OF_REACH = "out_of_reach"


class IllegalAct(Exception):
    """The act is not possible in this state."""

    def __init__(self, state: LeaveState, act: LeaveAct) -> None:
        super().__init__(f"{act} in {state}")
        self.state = state
        self.act = act


class SamePerson(Exception):
    """Another level asks for another person."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A request as its entries leave it: state, how many levels have approved, and who that was."""

    levels: int
    state: LeaveState = LeaveState.PENDING
    passed: int = 0
    approvers: frozenset[int] = frozenset()


# Without approving, which depends on the level. What is withdrawn stays withdrawn: a new request can be sent.
_AFTER: dict[LeaveState, dict[LeaveAct, LeaveState]] = {
    LeaveState.PENDING: {LeaveAct.REFUSE: LeaveState.REFUSED, LeaveAct.WITHDRAW: LeaveState.WITHDRAWN},
    LeaveState.APPROVED: {LeaveAct.REVOKE: LeaveState.REVOKED, LeaveAct.WITHDRAW: LeaveState.WITHDRAWN},
    LeaveState.REFUSED: {LeaveAct.REOPEN: LeaveState.PENDING},
    LeaveState.REVOKED: {LeaveAct.REOPEN: LeaveState.PENDING},
    LeaveState.WITHDRAWN: {},
}
NEEDS_A_REASON = frozenset({LeaveAct.REFUSE, LeaveAct.REVOKE, LeaveAct.REOPEN})


def after(standing: Standing, act: LeaveAct, by: int) -> Standing:
    """The request after an act of that account. Raises IllegalAct or SamePerson."""
    if act is LeaveAct.APPROVE and standing.state is LeaveState.PENDING:
        if by in standing.approvers:
            raise SamePerson
        passed = standing.passed + 1
        state = LeaveState.APPROVED if passed >= standing.levels else LeaveState.PENDING
        return replace(standing, state=state, passed=passed, approvers=standing.approvers | {by})
    wanted = _AFTER[standing.state].get(act)
    if wanted is None:
        raise IllegalAct(standing.state, act)
    if act is LeaveAct.REOPEN:
        return Standing(standing.levels)
    return replace(standing, state=wanted)


def standing_of(levels: int, entries: Iterable[tuple[LeaveAct, int]]) -> Standing:
    """The request as its entries, in their order, leave it."""
    standing = Standing(levels)
    for act, by in entries:
        standing = after(standing, act, by)
    return standing


def possible(state: LeaveState) -> frozenset[LeaveAct]:
    """Every act that the state allows."""
    return frozenset(_AFTER[state]) | ({LeaveAct.APPROVE} if state is LeaveState.PENDING else frozenset())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of leave in site time, half-open [starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime

    def covers(self, unit: Unit) -> bool:
        """Whether any of that unit falls into it; a recorded lesson has no time and is never missed."""
        if unit.starts_at is None or unit.ends_at is None:
            return False
        return self.starts_at < unit.ends_at and unit.starts_at < self.ends_at

    def overlaps(self, other: Span) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def covered(units: Iterable[Unit], spans: Iterable[Span]) -> tuple[Unit, ...]:
    """The units that any of the stretches touches, in timetable order."""
    stretches = tuple(spans)
    return tuple(unit for unit in units if any(span.covers(unit) for span in stretches))


def hours_of(units: Iterable[Unit]) -> Decimal:
    """The planned hours of some units."""
    return sum((unit.planned_hours for unit in units), Decimal(0))


def is_late(first: datetime, sent: datetime, hours_before: Decimal) -> bool:
    """Whether a request came later than it should: fewer hours before the beginning than the rule asks, or after it."""
    return sent > first - timedelta(minutes=int(hours_before * 60))
