"""The life of an application: what may follow what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enrolling.rules.states import (
    ACTIVE,
    BY_APPLICANT,
    HOLDS_A_SEAT,
    OPEN,
    TRANSITIONS,
    Act,
    IllegalAct,
    Stage,
    after,
    by_hand,
    possible,
    steps_in,
)


@given(st.lists(st.sampled_from(sorted(Act)), max_size=30))
def test_no_sequence_of_acts_leaves_the_table(acts):
    stage = Stage.SUBMITTED
    for act in acts:
        allowed = act in possible(stage)
        try:
            new = after(stage, act)
        except IllegalAct:
            new = None
        assert (new is not None) == allowed
        if new is None:
            continue
        assert new == (stage if act is Act.OVERRIDE else TRANSITIONS[stage][act])
        stage = new


def test_a_seat_is_reached_only_by_admission_acceptance_or_offer():
    reached = {act for table in TRANSITIONS.values() for act, new in table.items() if new in HOLDS_A_SEAT}
    assert reached == {Act.ADMIT, Act.ACCEPT, Act.OFFER}


def test_every_state_can_be_left_but_the_transferred_one():
    assert [stage for stage, table in TRANSITIONS.items() if not table] == [Stage.TRANSFERRED]
    assert set(TRANSITIONS) == set(Stage)


@pytest.mark.parametrize("stage", sorted(ACTIVE))
def test_whoever_is_active_may_withdraw(stage):
    assert after(stage, Act.WITHDRAW) is Stage.WITHDRAWN


def test_an_exception_is_made_only_while_somebody_decides():
    assert {stage for stage in Stage if Act.OVERRIDE in possible(stage)} == OPEN


def test_applicants_never_admit_themselves_but_by_accepting_an_offer():
    granting = {stage for stage in Stage for act in BY_APPLICANT if TRANSITIONS[stage].get(act) is Stage.ADMITTED}
    assert granting == {Stage.OFFERED}


@pytest.mark.parametrize(
    ("text", "steps"),
    [("企业推荐，培训机构审核", ("企业推荐", "培训机构审核")), ("培训机构审核", ("培训机构审核",)), ("", ("",))],
)
def test_steps_are_read_from_the_rule_set(text, steps):
    assert steps_in(text) == steps


def test_an_open_application_is_queued_by_approving_it_never_by_a_button():
    assert {stage for stage in Stage if Act.QUEUE in by_hand(stage)} == {Stage.DECLINED, Stage.LAPSED}
    assert all(Act.WITHDRAW in by_hand(stage) for stage in ACTIVE)
    assert by_hand(Stage.TRANSFERRED) == frozenset()
