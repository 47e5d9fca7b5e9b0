"""What the checker of the faults finds in a journal and a database that disagree."""

from __future__ import annotations

import pytest

from bench.faults.checker import faults_in, report
from bench.faults.taps import Kept, Tap, Told, make_taps

SENT = [Tap("a", 1, 7), Tap("b", 1, 8), Tap("broken", 1, 8, is_faulty=True)]
TOLD = [Told("a", "accepted"), Told("a", "accepted"), Told("b", "held")]
KEPT = [Kept("a", 1, 7, "accepted", 1), Kept("b", 1, 8, "held", None)]


def test_a_journal_and_a_database_that_agree_are_without_fault():
    assert faults_in(SENT, TOLD, KEPT, counted=1) == {}


@pytest.mark.parametrize(
    ("told", "kept", "counted", "fault"),
    [
        (TOLD, KEPT[1:], 0, "acknowledged and lost"),
        (TOLD, [KEPT[0], Kept("b", 1, 8, "accepted", 2)], 2, "told otherwise than kept"),
        ([*TOLD, Told("a", "already")], KEPT, 1, "told two things"),
        (TOLD, [*KEPT, Kept("x", 1, 7, "accepted", 2)], 2, "counted twice"),
        (TOLD, [KEPT[0], Kept("b", 1, 8, "held", 1)], 1, "one event for several"),
        (TOLD, [Kept("a", 1, 7, "accepted", None), KEPT[1]], 0, "accepted and not counted"),
        (TOLD, [KEPT[0], Kept("b", 1, 8, "held", 2)], 2, "counted and not accepted"),
        (TOLD, KEPT, 2, "events of nobody"),
        (TOLD, [*KEPT, Kept("broken", 1, 8, "held", None)], 1, "kept and never sent"),
        (TOLD[:2], KEPT, 1, "never acknowledged"),
        (TOLD, [Kept("a", 1, 9, "accepted", 1), KEPT[1]], 1, "somebody else's"),
    ],
)
def test_each_disagreement_is_found(told, kept, counted, fault):
    found = faults_in(SENT, told, kept, counted)
    assert fault in found
    assert fault in report(found)


def test_a_crowd_sends_as_many_good_taps_as_asked_for_and_nobody_twice_to_a_window():
    taps = make_taps([1, 2], range(100), 200, seed=1)
    good = [tap for tap in taps if not tap.is_faulty]
    assert (len(good), len({(tap.window, tap.person) for tap in good})) == (200, 200)
    assert len({tap.client_id for tap in taps}) == len(taps) > 200
    assert {tap.clock for tap in good} == {0, 300, -300, -3600}
    with pytest.raises(ValueError, match="make no 201 check-ins"):
        make_taps([1, 2], range(100), 201, seed=1)
