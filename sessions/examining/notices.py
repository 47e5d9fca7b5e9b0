"""Telling learners that an examination is open, or that their result is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import url_for

from core.clock import to_local
from core.db import db
from courses.models import Enrolment
from learners import queries as learner_queries
from messages import actions as messages
from sessions.examining import queries, standing
from sessions.examining.models import Sitting


def tell_open(now: datetime) -> None:
    """Tell everybody who may begin a sitting that is open, once."""
    for sitting in queries.sittings_open(now):
        people = standing.sitters_of(sitting)
        until = f"{to_local(sitting.closes_at):%Y-%m-%d %H:%M}"
        _tell("examining.sitting_open", sitting, people, once=str(sitting.id), until=until, minutes=sitting.minutes)
    db.session.flush()


def tell_results(sitting: Sitting, people: Iterable[Enrolment], number: int) -> None:
    """Tell learners that their result is there."""
    _tell("examining.result", sitting, people, once=f"{sitting.id}-{number}")


def _tell(kind: str, sitting: Sitting, people: Iterable[Enrolment], *, once: str, **facts: object) -> None:
    users = learner_queries.users_of_learners([one.learner_id for one in people])
    messages.notify(
        kind,
        to=list(users.values()),
        link=url_for("examining.my_exam", sitting_id=sitting.id),
        institution_id=sitting.offering.institution_id,
        once=once,
        title=sitting.title,
        **facts,
    )
