"""Questions about check-in: windows, attempts, what waits for a decision, and whose phone it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.clock import to_local
from core.db import db
from courses.models import ClassOffering, Enrolment
from courses.rules import EnrolmentState
from learners.models import Learner
from learners.names import normalise_name
from sessions.checkin.models import CheckIn, CheckInDecision, CheckInWindow, SuspicionNote
from sessions.checkin.rules.judging import Outcome
from sessions.checkin.rules.policy import CheckInPolicy, check_in_policy
from standards import queries as standard_queries

TAIL = 4  # characters at the end of a phone or identity number by which somebody introduces himself


def policy_of(offering: ClassOffering) -> CheckInPolicy:
    """The check-in figures of the rule-set version that the class keeps. Raises ParameterMissing."""
    return check_in_policy(standard_queries.parameters_of(offering.rule_set_version_id))


def windows_of(offering_id: int) -> list[CheckInWindow]:
    """The windows of a class in order of time."""
    statement = select(CheckInWindow).where(CheckInWindow.offering_id == offering_id)
    return list(db.session.scalars(statement.order_by(CheckInWindow.day, CheckInWindow.opens_at, CheckInWindow.id)))


def window_with(window_id: int) -> CheckInWindow | None:
    """One window with its class, whoever asks: for phones, which are asked for a code instead of a scope."""
    statement = select(CheckInWindow).where(CheckInWindow.id == window_id)
    return db.session.scalar(statement.options(joinedload(CheckInWindow.offering)))


def window_of(offering_id: int, window_id: int) -> CheckInWindow | None:
    """One window of that class."""
    statement = select(CheckInWindow).where(CheckInWindow.id == window_id, CheckInWindow.offering_id == offering_id)
    return db.session.scalar(statement.options(joinedload(CheckInWindow.offering)))


def open_windows(offering_id: int, now: datetime) -> list[CheckInWindow]:
    """The windows of a class in which somebody can check in now."""
    statement = select(CheckInWindow).where(
        CheckInWindow.offering_id == offering_id, CheckInWindow.opens_at <= now, CheckInWindow.closes_at >= now
    )
    return list(db.session.scalars(statement.order_by(CheckInWindow.opens_at.desc(), CheckInWindow.id.desc())))


def accepted_counts(offering_id: int) -> dict[int, int]:
    """How many have checked in through each window of a class."""
    statement = (
        select(CheckIn.window_id, func.count())
        .join(CheckInWindow, CheckInWindow.id == CheckIn.window_id)
        .where(CheckInWindow.offering_id == offering_id, CheckIn.verdict == Outcome.ACCEPTED)
        .group_by(CheckIn.window_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who has checked in, when (site time), in the order of time."""

    enrolment_id: int
    name: str
    at: datetime


def signed_in(window_id: int) -> list[Signed]:
    """Everybody who has checked in through a window, the first first. One query."""
    statement = (
        select(CheckIn.enrolment_id, Learner.name, CheckIn.at)
        .join(Enrolment, Enrolment.id == CheckIn.enrolment_id)
        .join(Learner, Learner.id == Enrolment.learner_id)
        .where(CheckIn.window_id == window_id, CheckIn.verdict == Outcome.ACCEPTED)
        .order_by(CheckIn.at, CheckIn.id)
    )
    return [Signed(row[0] or 0, row[1], to_local(row[2])) for row in db.session.execute(statement)]


def expected(offering_id: int) -> list[tuple[int, str]]:
    """Everybody who should come: enrolment and name, in roster order. One light query."""
    statement = (
        select(Enrolment.id, Learner.name)
        .join(Learner, Learner.id == Enrolment.learner_id)
        .where(Enrolment.offering_id == offering_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Enrolment.position, Enrolment.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt with the name of the learner and what was decided about it."""

    check_in: CheckIn
    window: CheckInWindow
    name: str
    decision: CheckInDecision | None


def attempts_of(offering_id: int, *, only: Sequence[Outcome] = ()) -> list[Attempt]:
    """The attempts of a class, the latest first. One query."""
    statement = (
        select(CheckIn, CheckInWindow, Learner.name, CheckInDecision)
        .join(CheckInWindow, CheckInWindow.id == CheckIn.window_id)
        .outerjoin(Enrolment, Enrolment.id == CheckIn.enrolment_id)
        .outerjoin(Learner, Learner.id == Enrolment.learner_id)
        .outerjoin(CheckInDecision, CheckInDecision.check_in_id == CheckIn.id)
        .where(CheckInWindow.offering_id == offering_id)
        .order_by(CheckIn.received_at.desc(), CheckIn.id.desc())
    )
    if only:
        statement = statement.where(CheckIn.verdict.in_(only))
    return [Attempt(row[0], row[1], row[2] or "", row[3]) for row in db.session.execute(statement)]


def held_count(offering_id: int) -> int:
    """How many attempts of a class wait for a decision."""
    return held_by_class([offering_id]).get(offering_id, 0)


def held_by_class(offering_ids: list[int]) -> dict[int, int]:
    """How many attempts wait for a decision, by class; classes without are left out. One query."""
    decided = select(CheckInDecision.check_in_id)
    statement = (
        select(CheckInWindow.offering_id, func.count())
        .join(CheckIn, CheckIn.window_id == CheckInWindow.id)
        .where(CheckInWindow.offering_id.in_(offering_ids))
        .where(CheckIn.verdict == Outcome.HELD, CheckIn.id.not_in(decided))
        .group_by(CheckInWindow.offering_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def open_for(learner_id: int, now: datetime) -> list[CheckInWindow]:
    """Windows that are open now, of the learner's classes, through which he or she has not come yet. One query."""
    signed = (
        select(CheckIn.window_id)
        .join(Enrolment, Enrolment.id == CheckIn.enrolment_id)
        .where(Enrolment.learner_id == learner_id, CheckIn.verdict == Outcome.ACCEPTED)
    )
    statement = (
        select(CheckInWindow)
        .join(Enrolment, Enrolment.offering_id == CheckInWindow.offering_id)
        .where(Enrolment.learner_id == learner_id, Enrolment.state == EnrolmentState.ENROLLED)
        .where(CheckInWindow.opens_at <= now, CheckInWindow.closes_at >= now, CheckInWindow.id.not_in(signed))
        .order_by(CheckInWindow.opens_at.desc(), CheckInWindow.id.desc())
    )
    return list(db.session.scalars(statement))


def check_in_of(offering_id: int, check_in_id: int) -> CheckIn | None:
    """One attempt of that class."""
    statement = (
        select(CheckIn)
        .join(CheckInWindow, CheckInWindow.id == CheckIn.window_id)
        .where(CheckIn.id == check_in_id, CheckInWindow.offering_id == offering_id)
    )
    return db.session.scalar(statement)


def notes_of(offering_id: int) -> dict[str, SuspicionNote]:
    """What was noted about suspicions of a class, by suspicion."""
    found = db.session.scalars(select(SuspicionNote).where(SuspicionNote.offering_id == offering_id))
    return {one.key: one for one in found}


def windows_to_settle(now: datetime) -> list[CheckInWindow]:
    """Windows that have ended and whose check-ins the ledger may not know yet, with their classes."""
    last = (
        select(func.max(CheckIn.received_at))
        .where(CheckIn.window_id == CheckInWindow.id, CheckIn.verdict == Outcome.ACCEPTED)
        .correlate(CheckInWindow)
        .scalar_subquery()
    )
    statement = select(CheckInWindow).where(
        CheckInWindow.closes_at <= now, (CheckInWindow.settled_at.is_(None)) | (CheckInWindow.settled_at <= last)
    )
    return list(db.session.scalars(statement.options(joinedload(CheckInWindow.offering)).order_by(CheckInWindow.id)))


def enrolment_ids(offering_id: int) -> list[int]:
    """Everybody ever enrolled, in the order in which they were."""
    found = db.session.scalars(select(Enrolment.id).where(Enrolment.offering_id == offering_id).order_by(Enrolment.id))
    return list(found)


def introduced(offering_id: int, name: str, tail: str) -> Enrolment | None:
    """The one learner of a class with this name whose phone or identity number ends so. None, or several: None."""
    wanted = normalise_name(name)
    same = [number for number, known in expected(offering_id) if normalise_name(known) == wanted]
    if not same or len(tail) != TAIL:
        return None
    people = (joinedload(Enrolment.learner), joinedload(Enrolment.roster_line))
    found = db.session.scalars(select(Enrolment).where(Enrolment.id.in_(same)).options(*people)).all()
    fitting = [one for one in found if any(number.endswith(tail.upper()) for number in _numbers(one))]
    return fitting[0] if len(fitting) == 1 else None


def _numbers(enrolment: Enrolment) -> list[str]:
    """The numbers somebody is known by, in the roster of this class or as a person."""
    line = enrolment.roster_line
    numbers = (line.phone if line else None, enrolment.learner.phone, enrolment.learner.id_number)
    return [number.upper() for number in numbers if number]


def own_enrolment(offering_id: int, learner_id: int) -> Enrolment | None:
    """A learner's place in a class, with the person."""
    statement = select(Enrolment).where(Enrolment.offering_id == offering_id, Enrolment.learner_id == learner_id)
    return db.session.scalar(statement.options(joinedload(Enrolment.learner)))


def decision_of(check_in_id: int) -> CheckInDecision | None:
    """What was decided about an attempt."""
    return db.session.scalar(select(CheckInDecision).where(CheckInDecision.check_in_id == check_in_id))


def accepted_of(window_id: int, enrolment_id: int) -> CheckIn | None:
    """The attempt by which somebody is signed."""
    statement = select(CheckIn).where(
        CheckIn.window_id == window_id, CheckIn.enrolment_id == enrolment_id, CheckIn.verdict == Outcome.ACCEPTED
    )
    return db.session.scalar(statement)


def places_today(learner_id: int, now: datetime) -> list[Enrolment]:
    """A learner's places in classes, those that check in on the day of `now` first, then the latest; with person."""
    day = to_local(now).date()
    statement = (
        select(Enrolment)
        .join(ClassOffering, ClassOffering.id == Enrolment.offering_id)
        .where(Enrolment.learner_id == learner_id, Enrolment.state == EnrolmentState.ENROLLED)
        .options(joinedload(Enrolment.learner), joinedload(Enrolment.offering))
        .order_by(ClassOffering.starts_on.desc(), Enrolment.id.desc())
    )
    found = list(db.session.scalars(statement))
    busy = set(db.session.scalars(select(CheckInWindow.offering_id).where(CheckInWindow.day == day)))
    return sorted(found, key=lambda one: one.offering_id not in busy)


def signed_today(learner_id: int, window_id: int | None, now: datetime) -> list[tuple[CheckIn, CheckInWindow]]:
    """What a learner has signed on the day of `now`, or through one window, the latest first."""
    wanted = CheckInWindow.day == to_local(now).date()
    statement = (
        select(CheckIn, CheckInWindow)
        .join(CheckInWindow, CheckInWindow.id == CheckIn.window_id)
        .join(Enrolment, Enrolment.id == CheckIn.enrolment_id)
        .where(Enrolment.learner_id == learner_id, CheckIn.verdict == Outcome.ACCEPTED)
        .where(wanted if window_id is None else wanted | (CheckInWindow.id == window_id))
        .order_by(CheckIn.at.desc(), CheckIn.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def own_life(offering_id: int) -> int:
    """How long a learner's own code is shown, by the latest window of the class; by its rule-set before the first."""
    statement = select(CheckInWindow.own_life).where(CheckInWindow.offering_id == offering_id)
    known = db.session.scalar(statement.order_by(CheckInWindow.id.desc()).limit(1))
    return known or policy_of(db.session.get_one(ClassOffering, offering_id)).own_life
