"""Appeals against a mark or missing hours (申诉): terms, state, and who may decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class AppealAct(StrEnum):
    """How an appeal ends."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATES = {
    AppealAct.ACCEPT: AppealState.ACCEPTED,
    AppealAct.REFUSE: AppealState.REFUSED,
    AppealAct.WITHDRAW: AppealState.WITHDRAWN,
}


def appeal_state(act: AppealAct | None) -> AppealState:
    """The state after the one entry that ends an appeal, if there is one."""
    return STATES[act] if act else AppealState.OPEN


def last_day(moments: Iterable[datetime], otherwise: date, days: int) -> date:
    """The last day on which an appeal can be raised, after the latest of these moments (or `otherwise`)."""
    latest = max((one.date() for one in moments), default=otherwise)
    return latest + timedelta(days=days)


def end_of_term(sent: datetime, days: int) -> datetime:
    """When the time to decide is over: at the end of the day that many days after it was sent."""
    return datetime.combine(sent.date() + timedelta(days=days + 1), time.min)


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide appeals at all."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Recorders:
    """Who has recorded or corrected the mark in dispute, by account and by name as written down."""

    ids: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    def holds(self, one: Decider) -> bool:
        return one.user_id in self.ids or one.name in self.names


def may_decide(people: Collection[Decider], recorders: Recorders) -> list[Decider]:
    """Those who had no hand in the mark."""
    return [one for one in people if not recorders.holds(one)]
