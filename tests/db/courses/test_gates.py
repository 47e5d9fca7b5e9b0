"""A class is moved, and what was found and let pass stays on record."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from courses.gates import actions, queries
from courses.gates.models import ClassStep
from courses.gates.rules import Check, Gate, GateFinding, Severity, Waived
from courses.models import ClassOffering
from courses.rules import ClassState

SHORT = GateFinding(Check.HOURS, Severity.BLOCKS, remark="short", figures={"is": 36, "should": 40})


@pytest.fixture
def offering(make, in_app):
    made = make.ClassOffering(state=ClassState.DRAFT)
    return in_app.get_one(ClassOffering, made.id)


def road(*waived):
    return [Gate(ClassState.APPROVED, ()), Gate(ClassState.ENROLLING, (SHORT,), waived)]


def test_each_gate_on_the_way_becomes_a_step_with_its_findings(offering):
    passed = Waived(ClassState.ENROLLING, Check.HOURS)
    actions.advance(offering, ClassState.ENROLLING, gates=road(passed), by=None)
    last, first = queries.steps_of(offering.id)
    assert (first.from_state, first.to_state) == (ClassState.DRAFT, ClassState.APPROVED)
    assert last.findings == [{**SHORT.described(), "waived": True}]
    assert offering.state is ClassState.ENROLLING


def test_a_shut_gate_moves_nothing(offering):
    with pytest.raises(actions.GateShut):
        actions.advance(offering, ClassState.ENROLLING, gates=road(), by=None)
    assert offering.state is ClassState.DRAFT
    assert queries.steps_of(offering.id) == []


def test_of_two_people_who_move_a_class_the_later_is_told(offering, in_app):
    in_app.execute(text("UPDATE class_offering SET state = 'approved' WHERE id = :id"), {"id": offering.id})
    with pytest.raises(actions.StateMoved):
        actions.advance(offering, ClassState.APPROVED, gates=road(), by=None)


def test_a_class_goes_back_with_a_reason_and_its_history_grows(offering):
    actions.advance(offering, ClassState.APPROVED, gates=road(), by=None)
    actions.step_back(offering, by=None, reason="课表要重排")
    assert offering.state is ClassState.DRAFT
    assert [one.reason for one in queries.steps_of(offering.id)] == ["课表要重排", ""]
    with pytest.raises(actions.GateShut):
        actions.step_back(offering, by=None, reason="再退")


def test_a_class_that_is_held_cannot_be_called_off(make, in_app):
    held = in_app.get_one(ClassOffering, make.ClassOffering(state=ClassState.DELIVERING).id)
    with pytest.raises(actions.GateShut):
        actions.cancel_class(held, by=None, reason="人数不足")


def test_a_waiver_counts_until_it_is_withdrawn_and_both_stay_on_file(offering):
    gate = road()[1]
    waiver = actions.waive(offering, gate, SHORT, by=None, reason="集团内训另有 4 学时")
    assert queries.waived_of(offering.id) == (Waived(ClassState.ENROLLING, Check.HOURS),)
    actions.withdraw_waiver(waiver, offering, by=None, reason="不再成立")
    assert queries.waived_of(offering.id) == ()
    assert len(queries.waivers_of(offering.id)) == 2
    with pytest.raises(actions.NotWaivable):
        actions.withdraw_waiver(waiver, offering, by=None, reason="再撤")


def test_only_a_finding_that_blocks_and_may_pass_is_let_pass(offering):
    hard = GateFinding(Check.ACCREDITED, Severity.BLOCKS, waivable=False)
    for finding, gate in ((hard, Gate(ClassState.APPROVED, (hard,))), (SHORT, Gate(ClassState.APPROVED, ()))):
        with pytest.raises(actions.NotWaivable):
            actions.waive(offering, gate, finding, by=None, reason="理由")


@pytest.mark.parametrize("change", ["UPDATE class_step SET reason = 'x'", "DELETE FROM class_step"])
def test_the_database_refuses_to_change_the_history(offering, in_app, change):
    actions.advance(offering, ClassState.APPROVED, gates=road(), by=None)
    with pytest.raises(DatabaseError, match="append_only"), in_app.begin_nested():
        in_app.execute(text(change))
    assert in_app.query(ClassStep).count() == 1
