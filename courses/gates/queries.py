"""Questions about the history of a class and what was let pass."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from courses.gates.models import ClassStep, GateWaiver
from courses.gates.rules import Waived


def steps_of(offering_id: int) -> list[ClassStep]:
    """Every step of a class, newest first."""
    statement = select(ClassStep).where(ClassStep.offering_id == offering_id).order_by(ClassStep.id.desc())
    return list(db.session.scalars(statement))


def waivers_of(offering_id: int) -> list[GateWaiver]:
    """Every waiver of a class in the order of entry, withdrawals among them."""
    statement = select(GateWaiver).where(GateWaiver.offering_id == offering_id).order_by(GateWaiver.id)
    return list(db.session.scalars(statement))


def waivers_that_count(offering_id: int) -> list[GateWaiver]:
    """The waivers of a class that nobody has withdrawn."""
    every = waivers_of(offering_id)
    withdrawn = {one.withdraws_id for one in every}
    return [one for one in every if one.withdraws_id is None and one.id not in withdrawn]


def waived_of(offering_id: int) -> tuple[Waived, ...]:
    """What is let pass, as the rule takes it."""
    return tuple(Waived(one.to_state, one.check, one.subject) for one in waivers_that_count(offering_id))


def waiver_of(offering_id: int, waiver_id: int) -> GateWaiver | None:
    """One waiver of a class that counts."""
    return next((one for one in waivers_that_count(offering_id) if one.id == waiver_id), None)
