"""Seats of a class: how many are free, who is next, and when an offer lapses. The clock is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.enrolling.rules.states import Act


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the waiting list (候补)."""

    application_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat kept for somebody until a moment (名额保留到); without one it does not lapse."""

    application_id: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class SeatStep:
    """One thing that has happened by the clock: an offer lapsed, or the next one was offered the seat."""

    act: Act
    application_id: int
    at: datetime
    until: datetime | None = None


def free_seats(capacity: int | None, *, enrolled: int, offered: int) -> int | None:
    """How many seats nobody has; None where the class has no limit. More people than seats leave nought free."""
    return None if capacity is None else max(0, capacity - enrolled - offered)


def in_line(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The waiting list in its order: who waits longest, then who applied first."""
    return sorted(waiting, key=lambda one: (one.since, one.application_id))


def steps_due(
    offers: Sequence[Offer],
    waiting: Sequence[Waiting],
    *,
    free: int | None,
    keep_for: timedelta | None,
    now: datetime,
) -> list[SeatStep]:
    """What the clock has brought about until `now`, in the order in which it happened.

    Lapses count from the moment an offer ended, not from the moment somebody looked: a seat passes on at that moment,
    so its next holder has the whole period from then, and an unseen offer may lapse in its turn. Half-open: an offer
    until noon has lapsed at noon.
    """
    line = in_line(waiting)
    running = list(offers)
    seats = len(line) if free is None else free
    steps: list[SeatStep] = []
    moment = now
    while True:
        while seats and line:
            chosen, seats = line.pop(0), seats - 1
            until = moment + keep_for if keep_for else None
            steps.append(SeatStep(Act.OFFER, chosen.application_id, moment, until))
            running.append(Offer(chosen.application_id, until))
        ended = [(one.until, one.application_id, one) for one in running if one.until and one.until <= now]
        if not ended:
            return steps
        moment, number, lapsed = min(ended, key=lambda one: one[:2])
        running.remove(lapsed)
        seats += 1
        steps.append(SeatStep(Act.LAPSE, number, moment))


def place_in_line(waiting: Iterable[Waiting], application_id: int) -> int | None:
    """The place on the waiting list, from 1; None for somebody who does not wait."""
    order = [one.application_id for one in in_line(waiting)]
    return order.index(application_id) + 1 if application_id in order else None
