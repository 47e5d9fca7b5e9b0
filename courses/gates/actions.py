"""Taking a class on, back or off its road, and letting findings pass."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from accounts import audit
from accounts.models import User
from core.db import db
from courses.gates import queries
from courses.gates.models import ClassStep, GateWaiver
from courses.gates.rules import CANCELLABLE, Gate, GateFinding, previous_state, steps_to
from courses.models import ClassOffering
from courses.rules import ClassState


class GateShut(Exception):
    """A gate on the way is shut, or the state does not lie ahead."""


class StateMoved(Exception):
    """Somebody else has moved the class meanwhile."""


class NotWaivable(Exception):
    """The finding is none that blocks, was let pass before, or can never be let pass."""


def advance(offering: ClassOffering, target: ClassState, *, gates: Sequence[Gate], by: User | None) -> list[ClassStep]:
    """Take a class through every gate up to a state; each step is kept with the findings of its gate.

    `gates` are those ahead of the present state, in order. Raises GateShut, StateMoved.
    """
    way = steps_to(target, gates)
    if way is None:
        raise GateShut(target)
    steps = []
    for gate in way:
        found = [{**one.described(), "waived": gate.is_waived(one)} for one in gate.findings]
        steps.append(_move(offering, gate.to_state, by=by, findings=found))
    return steps


def step_back(offering: ClassOffering, *, by: User | None, reason: str) -> ClassStep:
    """Take a class one state back, with the reason. Raises GateShut when it cannot go back, StateMoved."""
    before = previous_state(offering.state)
    if before is None:
        raise GateShut(offering.state)
    return _move(offering, before, by=by, reason=reason)


def cancel_class(offering: ClassOffering, *, by: User | None, reason: str) -> ClassStep:
    """Call a class off before it is held. Raises GateShut afterwards, StateMoved."""
    if offering.state not in CANCELLABLE:
        raise GateShut(offering.state)
    return _move(offering, ClassState.CANCELLED, by=by, reason=reason)


def _move(
    offering: ClassOffering,
    to_state: ClassState,
    *,
    by: User | None,
    reason: str = "",
    findings: Sequence[dict[str, object]] = (),
) -> ClassStep:
    """Change the state only if it still is what the person saw."""
    before = offering.state
    moved = db.session.execute(
        update(ClassOffering)
        .where(ClassOffering.id == offering.id, ClassOffering.state == before)
        .values(state=to_state)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise StateMoved(offering.id)
    db.session.refresh(offering, ["state"])
    step = ClassStep(
        offering_id=offering.id,
        from_state=before,
        to_state=to_state,
        by_user_id=by.id if by else None,
        by_name=by.display_name if by else audit.COMMAND_LINE,
        reason=reason,
        findings=list(findings),
    )
    db.session.add(step)
    _note("courses.moved", offering, by, before=before.value, after=to_state.value, reason=reason)
    db.session.flush()
    return step


def waive(offering: ClassOffering, gate: Gate, finding: GateFinding, *, by: User | None, reason: str) -> GateWaiver:
    """Let a blocking finding pass, with the reason. Raises NotWaivable."""
    if finding not in gate.blocking or not finding.waivable:
        raise NotWaivable(finding.check)
    waiver = GateWaiver(
        offering_id=offering.id,
        to_state=gate.to_state,
        check=finding.check,
        subject=finding.subject,
        remark=finding.remark,
        reason=reason,
        by_user_id=by.id if by else None,
        by_name=by.display_name if by else audit.COMMAND_LINE,
    )
    db.session.add(waiver)
    _note("courses.waived", offering, by, check=finding.check.value, subject=finding.subject, reason=reason)
    db.session.flush()
    return waiver


def withdraw_waiver(waiver: GateWaiver, offering: ClassOffering, *, by: User | None, reason: str) -> GateWaiver:
    """Let a finding block again. Raises NotWaivable when the waiver was withdrawn before."""
    if queries.waiver_of(offering.id, waiver.id) is None:
        raise NotWaivable(waiver.check)
    withdrawal = GateWaiver(
        offering_id=offering.id,
        to_state=waiver.to_state,
        check=waiver.check,
        subject=waiver.subject,
        remark=waiver.remark,
        reason=reason,
        by_user_id=by.id if by else None,
        by_name=by.display_name if by else audit.COMMAND_LINE,
        withdraws_id=waiver.id,
    )
    db.session.add(withdrawal)
    _note("courses.waiver_withdrawn", offering, by, check=waiver.check.value, subject=waiver.subject, reason=reason)
    db.session.flush()
    return withdrawal


def _note(action: str, offering: ClassOffering, by: User | None, **detail: str) -> None:
    kept = {name: value for name, value in detail.items() if value}
    audit.record(action, by=by, subject=("class", offering.code), institution_id=offering.institution_id, **kept)
