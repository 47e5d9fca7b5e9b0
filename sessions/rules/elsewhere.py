"""Time that a person spends in two classes at once counts in one of them: which one, by an order that both share.

Every moment goes to the first claim upon it. Claims of classes that say nothing about other classes, and hours that
stand as posted (a filed class, somebody who has left), come first and are never cut. After them the ways of delivery in
the order of `hours.precedence`, then the classes in the order of `hours.precedence_classes`, then the number of the
class. As the order is one for all, no moment counts twice and none is lost, whichever class is worked out first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sessions.rules.intervals import Interval
from sessions.rules.kinds import SessionKind
from sessions.rules.online_policy import ClassOrder, OnlinePolicy
from sessions.rules.precedence import Taken

Order = tuple[int, int, int, int]
AS_POSTED: Order = (0, 0, 0, 0)


def stands_anyway(order: Order) -> bool:
    """Whether time is counted whatever other classes claim."""
    return order[0] == 0


@dataclass(frozen=True, slots=True)
class Place:
    """A class among others: its first day and its number."""

    began: date
    number: int

    def order_of(self, kind: SessionKind, policy: OnlinePolicy) -> Order:
        """Where time of one way of delivery in this class stands among all claims."""
        if policy.classes is None:
            return (0, 0, 0, self.number)
        ranks = {one: rank for rank, one in enumerate(policy.precedence or (SessionKind.OFFLINE,))}
        day = self.began.toordinal()
        return (1, ranks.get(kind, len(ranks)), -day if policy.classes is ClassOrder.LATER else day, self.number)


@dataclass(frozen=True, slots=True)
class Away:
    """Time that a person claims, or has posted, in another class."""

    order: Order
    taken: Taken


@dataclass(frozen=True, slots=True)
class Abroad:
    """All that a person claims in other classes, and where the time of this class stands."""

    times: tuple[Away, ...] = ()
    orders: Mapping[SessionKind, Order] = field(default_factory=dict)

    def before(self, kind: SessionKind) -> list[Taken]:
        """What goes before time of this way of delivery."""
        return [one.taken for one in self.times if one.order < self.orders[kind]]


NOWHERE = Abroad()


def abroad(place: Place, policy: OnlinePolicy, times: Sequence[Away]) -> Abroad:
    """What a person claims elsewhere as a class with this policy sees it: nothing, where its rule-set is silent."""
    if policy.classes is None:
        return NOWHERE
    return Abroad(tuple(times), {kind: place.order_of(kind, policy) for kind in SessionKind})


def spans_of(basis: Mapping[str, object]) -> tuple[Interval, ...]:
    """The time of the site that a posting counts, from what it says it rests on."""
    wall, credited = basis.get("wall"), basis.get("credited")
    if isinstance(wall, list):
        return tuple((start, end) for start, end in wall)
    return ((credited[0], credited[1]),) if isinstance(credited, list) and credited else ()
