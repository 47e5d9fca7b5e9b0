"""Leave: what act leads where, who may do the next one, and how much is missed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.absence.rules.leave import (
    IllegalAct,
    LeaveAct,
    LeaveState,
    SamePerson,
    Span,
    Standing,
    after,
    covered,
    hours_of,
    is_late,
    possible,
    standing_of,
)
from sessions.rules.evaluation import Unit
from sessions.rules.kinds import SessionKind


def at(clock):
    return datetime.fromisoformat(f"2026-05-11T{clock}")


def unit(code, start="", end="", kind=SessionKind.OFFLINE):
    return Unit(code, kind, Decimal(2), at(start) if start else None, at(end) if end else None)


def test_one_level_is_enough_where_the_rules_ask_for_one():
    assert after(Standing(1), LeaveAct.APPROVE, 7).state is LeaveState.APPROVED


def test_a_second_level_waits_for_another_person():
    first = after(Standing(2), LeaveAct.APPROVE, 7)
    assert (first.state, first.passed) == (LeaveState.PENDING, 1)
    with pytest.raises(SamePerson):
        after(first, LeaveAct.APPROVE, 7)
    assert after(first, LeaveAct.APPROVE, 8).state is LeaveState.APPROVED


def test_a_revoked_approval_can_be_taken_up_again_from_the_first_level():
    entries = [(LeaveAct.APPROVE, 7), (LeaveAct.APPROVE, 8), (LeaveAct.REVOKE, 7), (LeaveAct.REOPEN, 7)]
    standing = standing_of(2, entries)
    assert standing == Standing(2)
    assert after(standing, LeaveAct.APPROVE, 7).passed == 1


@pytest.mark.parametrize("act", list(LeaveAct))
def test_what_was_taken_back_stays_so(act):
    gone = after(Standing(1), LeaveAct.WITHDRAW, 1)
    with pytest.raises(IllegalAct) as refused:
        after(gone, act, 2)
    assert (refused.value.state, refused.value.act) == (LeaveState.WITHDRAWN, act)


@given(st.lists(st.tuples(st.sampled_from(LeaveAct), st.integers(1, 3)), max_size=12), st.integers(1, 3))
def test_an_act_is_refused_exactly_when_it_is_not_possible_and_approval_needs_as_many_people_as_levels(acts, levels):
    standing = Standing(levels)
    for act, by in acts:
        try:
            standing = after(standing, act, by)
        except IllegalAct:
            assert act not in possible(standing.state)
        except SamePerson:
            assert by in standing.approvers
        if standing.state is LeaveState.APPROVED:
            assert len(standing.approvers) == levels


def test_leave_touches_sessions_with_a_time_and_never_a_recorded_lesson():
    units = [unit("S1", "08:30", "10:10"), unit("S2", "10:20", "12:00"), unit("R1", kind=SessionKind.RECORDED)]
    found = covered(units, [Span(at("10:10"), at("11:00"))])
    assert [one.code for one in found] == ["S2"]
    assert hours_of(units) == Decimal(6)


def test_stretches_that_only_meet_do_not_overlap():
    assert not Span(at("08:00"), at("09:00")).overlaps(Span(at("09:00"), at("10:00")))
    assert Span(at("08:00"), at("09:01")).overlaps(Span(at("09:00"), at("10:00")))


@pytest.mark.parametrize(("sent", "late"), [("06:30", False), ("06:31", True), ("09:00", True)])
def test_a_request_is_late_from_one_minute_after_the_latest_hour(sent, late):
    assert is_late(at("08:30"), at(sent), Decimal(2)) is late
