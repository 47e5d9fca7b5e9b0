"""The classes of the person who is signed in, as the head of a page needs them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import EnrolmentState
from learners.models import Learner


class OwnClass(NamedTuple):
    """One class of a learner."""

    enrolment_id: int
    offering_id: int
    name: str
    ends_on: date


def classes_of_user(user_id: int) -> list[OwnClass]:
    """The classes of the person that an account belongs to, the latest first. One query, plain rows."""
    statement = (
        select(Enrolment.id, ClassOffering.id, ClassOffering.name, ClassOffering.ends_on)
        .join(Enrolment.offering)
        .join(Enrolment.learner)
        .where(Learner.user_id == user_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(ClassOffering.starts_on.desc(), Enrolment.id.desc())
    )
    return [OwnClass(*row) for row in db.session.execute(statement)]
