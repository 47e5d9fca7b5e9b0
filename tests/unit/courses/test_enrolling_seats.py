"""Seats, the waiting list and offers that lapse by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.enrolling.rules.seats import Offer, SeatStep, Waiting, free_seats, in_line, place_in_line, steps_due
from courses.enrolling.rules.states import Act

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TWO_DAYS = timedelta(hours=48)


def test_more_people_than_seats_leave_none_free():
    assert free_seats(2, enrolled=3, offered=1) == 0
    assert free_seats(5, enrolled=3, offered=1) == 1
    assert free_seats(None, enrolled=3, offered=1) is None


def test_the_list_is_by_time_then_by_application():
    line = [Waiting(3, NOON), Waiting(2, NOON), Waiting(9, NOON - HOUR)]
    assert [one.application_id for one in in_line(line)] == [9, 2, 3]
    assert place_in_line(line, 3) == 3
    assert place_in_line(line, 77) is None


def test_a_free_seat_goes_to_the_first_in_line_for_the_whole_period():
    line = [Waiting(1, NOON - HOUR), Waiting(2, NOON)]
    assert steps_due([], line, free=1, keep_for=TWO_DAYS, now=NOON) == [SeatStep(Act.OFFER, 1, NOON, NOON + TWO_DAYS)]


def test_a_lapsed_offer_passes_on_from_the_moment_it_ended():
    ended = NOON - 3 * HOUR
    steps = steps_due([Offer(1, ended)], [Waiting(2, NOON - TWO_DAYS)], free=0, keep_for=TWO_DAYS, now=NOON)
    assert steps == [SeatStep(Act.LAPSE, 1, ended), SeatStep(Act.OFFER, 2, ended, ended + TWO_DAYS)]


def test_unseen_offers_lapse_one_after_the_other():
    line = [Waiting(2, NOON), Waiting(3, NOON + HOUR)]
    steps = steps_due([Offer(1, NOON)], line, free=0, keep_for=TWO_DAYS, now=NOON + TWO_DAYS)
    assert [(one.act, one.application_id) for one in steps] == [
        (Act.LAPSE, 1), (Act.OFFER, 2), (Act.LAPSE, 2), (Act.OFFER, 3),
    ]  # fmt: skip


def test_an_offer_until_noon_has_lapsed_at_noon_and_not_before():
    offer = [Offer(1, NOON)]
    assert steps_due(offer, [], free=0, keep_for=TWO_DAYS, now=NOON - timedelta(microseconds=1)) == []
    assert [one.act for one in steps_due(offer, [], free=0, keep_for=TWO_DAYS, now=NOON)] == [Act.LAPSE]


def test_without_a_period_offers_do_not_lapse():
    steps = steps_due([Offer(7, None)], [Waiting(1, NOON)], free=1, keep_for=None, now=NOON)
    assert steps == [SeatStep(Act.OFFER, 1, NOON, None)]


def test_without_a_limit_everybody_in_line_is_offered_a_seat():
    steps = steps_due([], [Waiting(1, NOON), Waiting(2, NOON)], free=None, keep_for=None, now=NOON)
    assert [one.application_id for one in steps] == [1, 2]


@given(
    st.integers(0, 6),
    st.lists(st.integers(-100, 100), max_size=8),
    st.integers(0, 8),
    st.integers(0, 60),
)
def test_seats_never_exceed_what_there_is(free, ends, waiting, hours):
    offers = [Offer(100 + number, NOON + end * HOUR) for number, end in enumerate(ends)]
    line = [Waiting(number, NOON - number * HOUR) for number in range(waiting)]
    steps = steps_due(offers, line, free=free, keep_for=hours * HOUR, now=NOON)
    held = len(offers)
    for step in steps:
        held += 1 if step.act is Act.OFFER else -1
        assert held <= len(offers) + free
        assert step.at <= NOON
    offered = [one.application_id for one in steps if one.act is Act.OFFER]
    assert offered == [one.application_id for one in in_line(line)][: len(offered)]
