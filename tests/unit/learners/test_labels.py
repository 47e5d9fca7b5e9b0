"""Reasons of roster lines: faults, doubts, clean-ups."""

from __future__ import annotations

import pytest

from learners import labels
from learners.identity import IdentityFault
from learners.roster import RosterCode, RosterOutcome


@pytest.mark.parametrize("code", [*IdentityFault, RosterCode.DUPLICATE, RosterCode.NAME_MISSING])
def test_every_fault_has_a_reason_and_a_remedy(code):
    assert labels.is_fault(code)
    assert str(labels.reason_of(code))
    assert str(labels.remedy_of(code))


@pytest.mark.parametrize(("code", "doubt"), [("W_SAME_NAME", True), ("N_NAME_DOT", False), ("E_ID_CHECK", False)])
def test_a_doubt_is_told_from_a_clean_up(code, doubt):
    assert labels.is_doubt(code) is doubt


def test_a_code_without_words_shows_as_it_is():
    assert (labels.reason_of("X_NEW"), labels.remedy_of("X_NEW")) == ("X_NEW", "")


def test_every_outcome_has_words_and_a_tone():
    assert set(labels.ROSTER_OUTCOMES) == set(RosterOutcome)
