"""Who has a seat, who waits, and what the clock has brought about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.db import db, utc_now
from courses.enrolling.models import Application, Seat
from courses.enrolling.queries.notices import desk_of
from courses.enrolling.queries.people import policy_of
from courses.enrolling.rules.seats import Offer, SeatStep, Waiting, free_seats, place_in_line, steps_due
from courses.enrolling.rules.states import Act, Stage
from courses.models import Enrolment
from courses.rules import EnrolmentState


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """Seats of a class as the clock has them now."""

    capacity: int | None
    enrolled: int
    offers: tuple[Offer, ...]
    waiting: tuple[Waiting, ...]
    due: tuple[SeatStep, ...]

    @property
    def free(self) -> int | None:
        """Seats nobody has."""
        return free_seats(self.capacity, enrolled=self.enrolled, offered=len(self.offers))

    @property
    def over(self) -> int:
        """By how many people a roster has overfilled the class."""
        return 0 if self.capacity is None else max(0, self.enrolled + len(self.offers) - self.capacity)

    def stage_now(self, application: Application) -> tuple[Stage, datetime | None]:
        """State of an application and end of its offer, the clock considered."""
        steps = [one for one in self.due if one.application_id == application.id]
        if not steps:
            return application.stage, application.offer_until
        last = steps[-1]
        return (Stage.OFFERED, last.until) if last.act is Act.OFFER else (Stage.LAPSED, None)

    def place_of(self, application: Application) -> int | None:
        """The place on the waiting list once everything due has happened."""
        moved = {one.application_id for one in self.due}
        return place_in_line((one for one in self.waiting if one.application_id not in moved), application.id)


def seat_plan(offering_id: int, now: datetime | None = None) -> SeatPlan:
    """Who has seats, who waits, and what the clock has brought about that is not written down yet."""
    now = now or utc_now()
    desk = desk_of(offering_id)
    enrolled = db.session.scalar(
        select(func.count()).where(Enrolment.offering_id == offering_id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    found = db.session.execute(
        select(Application.id, Application.stage, Application.offer_until, Application.waiting_since).where(
            Application.offering_id == offering_id, Application.stage.in_((Stage.OFFERED, Stage.WAITING))
        )
    ).all()
    offers = tuple(Offer(row.id, row.offer_until) for row in found if row.stage is Stage.OFFERED)
    waiting = tuple(Waiting(row.id, row.waiting_since) for row in found if row.stage is Stage.WAITING)
    capacity = desk.capacity if desk else None
    free = free_seats(capacity, enrolled=enrolled or 0, offered=len(offers))
    due = steps_due(offers, waiting, free=free, keep_for=policy_of(offering_id).keep_for, now=now)
    return SeatPlan(capacity, enrolled or 0, offers, waiting, tuple(due))


def seat_numbers(offering_id: int) -> list[int]:
    """The numbers of the seats that are held."""
    return list(db.session.scalars(select(Seat.number).where(Seat.offering_id == offering_id).order_by(Seat.number)))


def seat_of(application_id: int) -> Seat | None:
    """The seat of an application."""
    return db.session.scalar(select(Seat).where(Seat.application_id == application_id))
