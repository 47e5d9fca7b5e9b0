"""The road of a class: what lies ahead, what keeps a gate shut, how far one can go."""

from __future__ import annotations

import pytest

from courses.gates.rules import (
    CANCELLABLE,
    ROAD,
    Check,
    Gate,
    GateFinding,
    Severity,
    Waived,
    next_state,
    previous_state,
    reach,
    states_ahead,
    steps_to,
)
from courses.rules import ClassState

BLOCK = GateFinding(Check.HOURS, Severity.BLOCKS, remark="short")
HARD = GateFinding(Check.ACCREDITED, Severity.BLOCKS, remark="none", waivable=False)
WARN = GateFinding(Check.NOTICE, Severity.WARNS)
FINE = GateFinding(Check.TIMETABLE, Severity.MET)


def gate(*findings, state=ClassState.APPROVED, waived=()):
    return Gate(state, findings, waived)


def test_the_road_leads_from_the_draft_to_the_filed_dossier_one_step_at_a_time():
    state, seen = ClassState.DRAFT, [ClassState.DRAFT]
    while (state := next_state(state)) is not None:
        seen.append(state)
    assert tuple(seen) == ROAD
    assert next_state(ClassState.CANCELLED) is None


def test_a_class_goes_back_one_step_but_not_once_it_is_filed_or_called_off():
    assert previous_state(ClassState.ENROLLING) is ClassState.APPROVED
    assert [previous_state(state) for state in (ClassState.DRAFT, ClassState.FILED, ClassState.CANCELLED)] == [None] * 3


def test_nothing_lies_ahead_of_a_cancelled_class():
    assert states_ahead(ClassState.CANCELLED) == ()
    assert states_ahead(ClassState.FILING) == (ClassState.FILED,)


@pytest.mark.parametrize("state", ROAD)
def test_a_class_can_be_called_off_only_before_it_is_held(state):
    assert (state in CANCELLABLE) is (ROAD.index(state) < ROAD.index(ClassState.DELIVERING))


def test_a_gate_is_open_when_nothing_blocks():
    assert gate(WARN, FINE).is_open
    assert not gate(FINE, BLOCK).is_open


def test_a_waiver_opens_the_gate_for_that_finding_before_that_step_alone():
    mine = Waived(ClassState.APPROVED, Check.HOURS)
    assert gate(BLOCK, waived=(mine,)).is_open
    assert not gate(BLOCK, waived=(Waived(ClassState.ENROLLING, Check.HOURS),)).is_open
    assert not gate(BLOCK, waived=(Waived(ClassState.APPROVED, Check.HOURS, "somebody"),)).is_open


def test_what_cannot_be_waived_stays_shut_whatever_is_written():
    assert not gate(HARD, waived=(Waived(ClassState.APPROVED, Check.ACCREDITED),)).is_open


def test_one_can_go_as_far_as_the_first_shut_gate():
    road = [gate(), gate(WARN, state=ClassState.ENROLLING), gate(BLOCK, state=ClassState.ROSTER_LOCKED)]
    road.append(gate(state=ClassState.DELIVERING))
    assert reach(road) == (ClassState.APPROVED, ClassState.ENROLLING)
    assert steps_to(ClassState.ENROLLING, road) == tuple(road[:2])
    assert steps_to(ClassState.DELIVERING, road) is None
    assert steps_to(ClassState.FILED, road) is None


def test_a_finding_is_kept_as_it_was():
    found = GateFinding(Check.CURRICULUM, Severity.WARNS, "方案", "short", {"is": 8})
    assert found.described() == {
        "check": "curriculum",
        "severity": "warns",
        "subject": "方案",
        "remark": "short",
        "figures": {"is": "8"},
    }
