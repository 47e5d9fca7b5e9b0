"""What becomes of a tap: when it happened by the server's clock, whether it counts, and what is marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.checkin.rules.judging import Asked, Judged, Limits, Mark, Outcome, Person, Proof, Way, judge

LIMITS = Limits(drift=5, late=120, clock=180)
OPEN = (0.0, 10_000.0)
THERE = Person(is_enrolled=True)
SHOWN = Proof(1000, 1015)
AT_ONCE = Asked(Way.CODE, claimed=1005, received=1006, sent=1006, proof=SHOWN)


def outcome(asked: Asked, person: Person | None = THERE, window=OPEN) -> tuple[Outcome, float, set[Mark]]:
    judged = judge(asked, window, person, LIMITS)
    return judged.outcome, judged.at, set(judged.marks)


def test_a_tap_sent_at_once_counts_when_it_happened():
    assert outcome(AT_ONCE) == (Outcome.ACCEPTED, 1005, set())


@pytest.mark.parametrize("off", [-3600, -300, 300, 3600])
def test_a_wrong_clock_is_put_right_and_marked(off):
    asked = replace(AT_ONCE, claimed=1005 + off, sent=1006 + off)
    assert outcome(asked) == (Outcome.ACCEPTED, 1005, {Mark.FAR_CLOCK})


def test_a_clock_an_hour_back_that_nobody_tells_of_cannot_move_a_tap_before_its_code():
    assert outcome(replace(AT_ONCE, claimed=1005 - 3600, sent=None)) == (Outcome.ACCEPTED, 1000, set())


def test_no_tap_comes_from_the_future():
    assert outcome(replace(AT_ONCE, claimed=1306, sent=None)) == (Outcome.ACCEPTED, 1006, {Mark.FAR_CLOCK})


@pytest.mark.parametrize(
    ("received", "claimed", "expected"),
    [
        (990, 990, Outcome.NOT_YET),
        (1019, 1019, Outcome.ACCEPTED),
        (1020, 1020, Outcome.EXPIRED),  # a picture of the code, used when it arrived
        (5000, 5000, Outcome.EXPIRED),
        (5000, 1010, Outcome.HELD),  # scanned without a network, or so the phone says
        (5000, 1020, Outcome.EXPIRED),
        (5000, 994, Outcome.EXPIRED),
    ],
)
def test_a_code_is_good_while_it_is_shown(received, claimed, expected):
    assert outcome(replace(AT_ONCE, received=received, claimed=claimed, sent=received))[0] is expected


def test_who_scanned_in_time_may_send_later():
    by_pass = replace(AT_ONCE, way=Way.PASS, proof=Proof(1000, 1600), received=5000, claimed=1300, sent=5000)
    assert outcome(by_pass) == (Outcome.ACCEPTED, 1300, {Mark.LATE_UPLOAD})
    by_staff = replace(by_pass, way=Way.OWN, proof=Proof(1260, 1320))
    assert outcome(by_staff) == (Outcome.ACCEPTED, 1300, {Mark.LATE_UPLOAD})


def test_a_number_typed_at_the_desk_needs_no_code():
    typed = Asked(Way.PIN, claimed=1005, received=1006)
    assert outcome(typed) == (Outcome.ACCEPTED, 1005, set())
    assert outcome(replace(typed, received=2000)) == (Outcome.ACCEPTED, 1005, {Mark.LATE_UPLOAD})


@pytest.mark.parametrize(
    ("window", "expected"),
    [((2000, 3000), Outcome.NOT_OPEN), ((0, 1004), Outcome.CLOSED), ((1005, 1005), Outcome.ACCEPTED)],
)
def test_outside_its_window_a_tap_is_refused(window, expected):
    assert outcome(AT_ONCE, window=window)[0] is expected


def test_outside_its_window_a_late_tap_waits_for_a_decision():
    late = Asked(Way.PIN, claimed=1005, received=2000)
    assert outcome(late, window=(0, 500)) == (Outcome.HELD, 1005, {Mark.LATE_UPLOAD, Mark.OUTSIDE_WINDOW})


def test_nobody_and_who_has_left_earn_nothing():
    assert outcome(AT_ONCE, None)[0] is Outcome.NOT_IN_CLASS
    assert outcome(AT_ONCE, Person(is_enrolled=False)) == (Outcome.HELD, 1005, {Mark.WITHDRAWN})


@pytest.mark.parametrize(
    ("signed_at", "is_leaving", "expected"),
    [
        (1500, False, Outcome.HELD),
        (900, False, Outcome.ALREADY),
        (900, True, Outcome.HELD),
        (1500, True, Outcome.ALREADY),
    ],
)
def test_a_late_tap_that_would_change_something_waits_although_one_is_signed(signed_at, is_leaving, expected):
    late = Asked(Way.PIN, claimed=1005, received=2000, is_leaving=is_leaving)
    assert outcome(late, Person(True, signed_at))[0] is expected


def test_a_second_tap_at_once_says_that_one_is_signed():
    assert outcome(AT_ONCE, Person(True, 1001))[0] is Outcome.ALREADY


TAPS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=5)


@given(TAPS, st.randoms())
@settings(max_examples=80, deadline=None)
def test_whatever_the_order_and_number_of_repeats_somebody_signs_once_or_never(taps, chance):
    """Taps of one person at once, each with its id, sent again and again in any order: one is accepted if any can be."""
    sent = [
        (number, Asked(Way.CODE, 1000 + second, 1000 + second, None, SHOWN))
        for number, second in enumerate(second for _kind, second in taps)
    ]
    again = [*sent, *chance.choices(sent, k=3)]
    chance.shuffle(again)
    known: dict[int, Judged] = {}
    signed_at = None
    for number, asked in again:
        if number not in known:
            known[number] = judge(asked, OPEN, Person(True, signed_at), LIMITS)
            signed_at = known[number].at if known[number].outcome is Outcome.ACCEPTED else signed_at
    accepted = [one for one in known.values() if one.outcome is Outcome.ACCEPTED]
    could = [asked for _number, asked in sent if asked.received < 1020]
    assert len(accepted) == min(1, len(could))
