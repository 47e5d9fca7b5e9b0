"""Taking applications in and deciding about them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from courses.enrolling.actions import seats
from courses.enrolling.actions.enrolments import enrol, enrolment_in, leave
from courses.enrolling.actions.history import enter
from courses.enrolling.actions.notices import open_desk
from courses.enrolling.models import Application, EmployerLink
from courses.enrolling.queries import applications as queries
from courses.enrolling.queries.notices import person_index, token_index
from courses.enrolling.queries.people import Policy, policy_of
from courses.enrolling.rules.states import NEEDS_A_REASON, Act, IllegalAct, Origin, Stage, by_hand
from courses.models import ClassOffering
from learners.roster import RosterRow

FACTS = (
    "name", "sex", "phone", "employer", "uscc", "enterprise_size", "city", "post", "title", "education",
    "quality_years",
)  # fmt: skip


class AlreadyApplied(Exception):
    """The person has an application in this class; `known` is it."""

    def __init__(self, known: Application) -> None:
        super().__init__(known.number)
        self.known = known


class ReasonMissing(Exception):
    """The act needs a reason."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the applicant agreed to and declared."""

    notice_number: int | None = None
    declared_clean: bool | None = None

    def to_facts(self) -> dict[str, Any]:
        agreed_at = utc_now() if self.notice_number else None
        return {"notice_number": self.notice_number, "agreed_at": agreed_at, "declared_clean": self.declared_clean}


def hand_in(
    offering: ClassOffering,
    row: RosterRow,
    *,
    origin: Origin,
    by: User | None = None,
    by_name: str = "",
    link: EmployerLink | None = None,
    consent: Consent | None = None,
) -> Application:
    """Take in one accepted line as an application. Raises AlreadyApplied."""
    number = row.id_number or ""
    desk = open_desk(offering)
    seats.lock(offering.id)
    db.session.refresh(desk)
    if known := queries.application_of_person(offering.id, number):
        raise AlreadyApplied(known)
    desk.last_number += 1
    token = secrets.token_urlsafe(24)
    application = Application(
        offering_id=offering.id,
        employer_link_id=link.id if link else None,
        number=f"{offering.code}-B{desk.last_number:04d}",
        token=token,
        token_index=token_index(token),
        origin=origin,
        stage=Stage.SUBMITTED,
        steps_passed=0,
        id_number=number,
        id_index=person_index(number),
        **(consent or Consent()).to_facts(),
        **{name: getattr(row, name) for name in FACTS},
    )
    db.session.add(application)
    db.session.flush()
    enter(application, Act.SUBMIT, by=by, by_name=by_name or row.name, origin=origin.value)
    if link and len((policy := policy_of(offering.id)).steps) > 1:
        _pass_step(application, policy, by=None, by_name=link.employer)
    return application


def resubmit(application: Application, row: RosterRow, *, by_name: str, declared: bool = False) -> None:
    """Put a returned application right. The identity number stays: another person is another application.

    Raises IllegalAct. A declaration that was forgotten may be given now; one that was given stays.
    """
    if declared:
        application.declared_clean = True
    enter(application, Act.RESUBMIT, by_name=by_name)
    for name in FACTS:
        setattr(application, name, getattr(row, name))
    application.steps_passed = 0
    db.session.flush()


def approve(application: Application, *, by: User, reason: str = "") -> Act:
    """Pass the next step of approval; after the last one admit, or put on the waiting list when the class is full."""
    policy = policy_of(application.offering_id)
    if application.steps_passed + 1 < len(policy.steps):
        _pass_step(application, policy, by=by, reason=reason)
        return Act.PASS_STEP
    step = policy.steps[min(application.steps_passed, len(policy.steps) - 1)]
    return admit_or_queue(application, by=by, reason=reason, step=step)


def admit_or_queue(application: Application, *, by: User, reason: str = "", step: str = "") -> Act:
    """Give a seat, or a place on the waiting list when there is none; nobody overtakes those who wait.

    Somebody whom a roster has made a learner of the class already needs no other seat.
    """
    seats.settle(application.offering_id)
    present = enrolment_in(application.offering_id, application.id_number) is not None
    try:
        if not present:
            seats.take_seat(application)
    except seats.NoSeat:
        enter(application, Act.QUEUE, by=by, reason=reason, step=step)
        application.waiting_since = utc_now()
        db.session.flush()
        _audit("enrolling.queue", application, by)
        return Act.QUEUE
    enter(application, Act.ADMIT, by=by, reason=reason, step=step)
    enrol(application)
    _audit("enrolling.admit", application, by)
    return Act.ADMIT


def _pass_step(
    application: Application, policy: Policy, *, by: User | None, by_name: str = "", reason: str = ""
) -> None:
    step = policy.steps[application.steps_passed]
    enter(application, Act.PASS_STEP, by=by, by_name=by_name, reason=reason, step=step)
    application.steps_passed += 1
    db.session.flush()


def override(application: Application, *, rule: str, reason: str, by: User) -> None:
    """Make an exception from one condition; the reason is kept. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    enter(application, Act.OVERRIDE, by=by, reason=reason, rule=rule)
    _audit("enrolling.override", application, by, rule=rule, reason=reason)


def _withdraw(application: Application, now: datetime) -> None:
    seats.release_seat(application)
    application.offer_until = application.waiting_since = None
    leave(application)


def _requeue(application: Application, now: datetime) -> None:
    application.waiting_since = now


def _reopen(application: Application, now: datetime) -> None:
    application.steps_passed = 0


def _accept(application: Application, now: datetime) -> None:
    application.offer_until = application.waiting_since = None
    enrol(application)


def _give_up(application: Application, now: datetime) -> None:
    application.offer_until = application.waiting_since = None
    seats.release_seat(application)


_CONSEQUENCES: dict[Act, Callable[[Application, datetime], None]] = {
    Act.WITHDRAW: _withdraw,
    Act.QUEUE: _requeue,
    Act.REOPEN: _reopen,
    Act.ACCEPT: _accept,
    Act.DECLINE: _give_up,
    Act.REFUSE: _give_up,
}


def do(application: Application, act: Act, *, by: User | None = None, by_name: str = "", reason: str = "") -> None:
    """Any act but approving, transferring and what the clock does. Raises IllegalAct, ReasonMissing.

    What the clock has brought about comes first: an offer that has lapsed cannot be accepted.
    """
    seats.settle(application.offering_id)
    db.session.refresh(application)
    if act not in by_hand(application.stage):
        raise IllegalAct(application.stage, act)
    if act in NEEDS_A_REASON and not reason.strip():
        raise ReasonMissing
    enter(application, act, by=by, by_name=by_name, reason=reason)
    if consequence := _CONSEQUENCES.get(act):
        consequence(application, utc_now())
    db.session.flush()
    seats.settle(application.offering_id)
    if by is not None:
        _audit(f"enrolling.{act.value}", application, by, reason=reason)


def reveal(application: Application, *, by: User, reason: str, institution_id: int, address: str) -> dict[str, str]:
    """An applicant's whole numbers; who asked and why is written down."""
    audit.record(
        "learners.revealed",
        by=by,
        subject=("application", application.number),
        institution_id=institution_id,
        address=address,
        name=application.name,
        reason=reason,
    )
    return {"id_number": application.id_number, "phone": application.phone or ""}


def _audit(action: str, application: Application, by: User, **detail: Any) -> None:
    offering = db.session.get_one(ClassOffering, application.offering_id)
    audit.record(
        action,
        by=by,
        subject=("application", application.number),
        institution_id=offering.institution_id,
        name=application.name,
        **detail,
    )
