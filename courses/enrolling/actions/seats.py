"""Taking and giving back seats, and writing down what the clock has brought about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import db, utc_now
from courses.enrolling.actions.history import enter
from courses.enrolling.models import Application, EnrolmentDesk, Seat
from courses.enrolling.queries import seats as queries
from courses.enrolling.rules.seats import SeatStep
from courses.enrolling.rules.states import Act


class NoSeat(Exception):
    """Nobody can be taken in any more: the class is full."""


def lock(offering_id: int) -> None:
    """Let one at a time decide about the seats of a class; SQLite does so for every writing transaction."""
    db.session.execute(select(EnrolmentDesk.id).where(EnrolmentDesk.offering_id == offering_id).with_for_update())


def take_seat(application: Application) -> None:
    """Hold a seat for an application. Raises NoSeat.

    The key on the seat's number holds even without the lock: numbers are read before the plan, so whoever is overtaken
    in between finds the class full, and whoever is overtaken afterwards finds the number taken.
    """
    lock(application.offering_id)
    if queries.seat_of(application.id) is not None:
        return
    taken = queries.seat_numbers(application.offering_id)
    plan = queries.seat_plan(application.offering_id)
    if plan.free == 0 or plan.waiting:
        raise NoSeat  # nobody overtakes the waiting list
    try:
        with db.session.begin_nested():
            _hold(application, taken)
    except IntegrityError as error:
        raise NoSeat from error


def release_seat(application: Application) -> None:
    """Give the seat back, if the application holds one."""
    seat = queries.seat_of(application.id)
    if seat is not None:
        db.session.delete(seat)
        db.session.flush()


def settle(offering_id: int, now: datetime | None = None) -> list[SeatStep]:
    """Write down every lapse and offer that is due, with the moment at which it happened. Returns them."""
    lock(offering_id)
    plan = queries.seat_plan(offering_id, now or utc_now())
    for step in plan.due:
        application = db.session.get_one(Application, step.application_id)
        enter(application, step.act, by_name="", at=step.at)
        if step.act is Act.OFFER:
            application.offer_until = step.until
            _hold(application, queries.seat_numbers(offering_id))
        else:
            application.offer_until = None
            release_seat(application)
    db.session.flush()
    return list(plan.due)


def _hold(application: Application, taken: Sequence[int]) -> None:
    number = next(each for each in range(1, len(taken) + 2) if each not in taken)
    db.session.add(Seat(offering_id=application.offering_id, application_id=application.id, number=number))
    db.session.flush()
