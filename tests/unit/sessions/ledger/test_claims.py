"""Claims: what may follow what, proofs seen before, sessions attended at that time; closing a year."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from sessions.ledger.rules.claims import (
    HOLDS,
    AttendedTime,
    ClaimMove,
    ClaimState,
    ClaimTime,
    FlagKind,
    SeenProof,
    attended_then,
    may,
    minutes_of,
    proof_flags,
    standing_twin,
    state_of,
)
from sessions.ledger.rules.closing import ClosingKind, Hindrance, YearFacts, hindrances, is_closed
from sessions.ledger.rules.moving import Effect, effects
from tests.unit.sessions.ledger.people import person

MORNING = AttendedTime("S01", datetime(2026, 4, 11, 9), datetime(2026, 4, 11, 12))


def test_what_is_decided_is_decided():
    for state in (ClaimState.REFUSED, ClaimState.WITHDRAWN, ClaimState.REVOKED):
        assert not any(may(state, move) for move in ClaimMove)
    assert [move for move in ClaimMove if may(ClaimState.ACCEPTED, move)] == [ClaimMove.REVOKED]


def test_who_was_asked_for_more_hands_it_in_and_waits_again():
    assert may(ClaimState.MORE_WANTED, ClaimMove.SUPPLIED)
    assert not may(ClaimState.MORE_WANTED, ClaimMove.ASKED)
    assert state_of([ClaimMove.SUBMITTED, ClaimMove.ASKED, ClaimMove.SUPPLIED]) is ClaimState.WAITING


@pytest.mark.parametrize("state", ClaimState)
def test_a_second_claim_with_the_same_proof_is_refused_while_the_first_holds(state):
    seen = [SeenProof(7, 1, state, "证书.pdf")]
    assert bool(standing_twin(seen, 1)) is (state in HOLDS)
    assert standing_twin(seen, 2) is None


def test_the_reviewer_is_told_whose_proof_it_was():
    seen = [SeenProof(7, 1, ClaimState.REFUSED, "证书.pdf"), SeenProof(8, 2, ClaimState.ACCEPTED, "证书.pdf")]
    assert [one.kind for one in proof_flags(seen, 1)] == [FlagKind.PROOF_USED_BEFORE, FlagKind.PROOF_OF_OTHERS]


@pytest.mark.parametrize(
    ("claim", "meets"),
    [
        (ClaimTime(date(2026, 4, 11), date(2026, 4, 11)), True),
        (ClaimTime(date(2026, 4, 10), date(2026, 4, 12), time(8), time(9, 1)), True),
        (ClaimTime(date(2026, 4, 11), date(2026, 4, 11), time(12)), False),
        (ClaimTime(date(2026, 4, 11), date(2026, 4, 11), time(8), time(9)), False),
        (ClaimTime(date(2026, 4, 12), date(2026, 4, 12)), False),
    ],
)
def test_a_session_attended_at_the_time_of_the_training_is_pointed_out(claim, meets):
    assert bool(attended_then(claim, [MORNING])) is meets


def test_hours_entered_become_whole_minutes():
    assert (minutes_of(Decimal("0.25"), 45), minutes_of(Decimal(8), 45)) == (11, 360)


def test_a_year_is_closed_while_its_last_entry_closes_it():
    assert not is_closed([])
    assert is_closed([ClosingKind.CLOSE])
    assert not is_closed([ClosingKind.CLOSE, ClosingKind.REOPEN])


def test_a_year_is_closed_after_its_end_and_once_everything_is_decided():
    free = YearFacts(date(2025, 12, 31), [], 0, 0)
    assert hindrances(free, date(2026, 1, 1)) == []
    held = YearFacts(date(2025, 12, 31), [ClosingKind.CLOSE], 1, 1)
    assert hindrances(held, date(2025, 12, 31)) == list(Hindrance)


def test_only_people_for_whom_something_changes_are_listed():
    before = {1: person(4, True), 2: person(4, True), 3: person(6, False)}
    after = {1: person(4, True), 2: person(3, False), 3: person(6, True)}
    assert effects(before, after) == [
        Effect(2, Decimal(4), Decimal(3), True, False),
        Effect(3, Decimal(6), Decimal(6), False, True),
    ]
    assert effects(before, after)[0].difference == -1
