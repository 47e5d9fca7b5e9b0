"""Whether the hours can still be reached, and which absence would be one too many."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sessions.absence.rules.forecast import Chance, Risk, look_ahead, plain_total

NEEDED = Decimal(6)


def chance(code, earned, possible, day=None, planned=2):
    return Chance(code, Decimal(earned), Decimal(possible), datetime(2026, 5, day) if day else None, Decimal(planned))


def ahead(*days):
    return [chance(f"S{day}", 0, 2, day) for day in days]


def test_the_three_figures_stand_side_by_side():
    found = look_ahead([chance("S1", 2, 2, 1), *ahead(2, 3)], NEEDED)
    assert (found.so_far, found.at_most, found.needed) == (2, 6, 6)
    assert (found.short_by, found.spare) == (0, 0)


def test_leave_is_taken_off_before_it_is_sent():
    found = look_ahead(ahead(1, 2, 3), NEEDED, missed={"S2"})
    assert (found.at_most, found.risk, found.short_by, found.last_straw) == (4, Risk.OUT_OF_REACH, 2, "")


def test_the_last_straw_is_the_session_up_to_which_nothing_more_may_be_missed():
    found = look_ahead(ahead(4, 1, 3, 2), Decimal(4))
    assert (found.last_straw, found.can_miss) == ("S3", 2)
    assert found.spare == 4


def test_nothing_is_the_last_straw_where_the_hours_are_there():
    found = look_ahead([chance("S1", 6, 6, 1), chance("R1", 0, 1)], NEEDED)
    assert (found.risk, found.last_straw, found.can_miss, found.open_codes) == (Risk.REACHED, "", 1, ("R1",))


def test_who_has_missed_nothing_is_not_at_risk_even_where_every_hour_is_needed():
    assert look_ahead(ahead(1, 2, 3), NEEDED).risk is Risk.SAFE


def test_who_has_lost_something_and_can_afford_no_more_is_at_risk():
    lost = chance("S0", 0, 0, 1)
    assert look_ahead([lost, *ahead(2, 3, 4)], NEEDED).risk is Risk.AT_RISK
    assert look_ahead([lost, *ahead(2, 3, 4, 5)], NEEDED).risk is Risk.SAFE


def test_a_cap_on_some_hours_is_asked_for_every_sum():
    def capped(hours):
        return plain_total({**hours, "R1": min(hours["R1"], Decimal(1))})

    found = look_ahead([chance("S1", 2, 2, 1), chance("R1", 0, 4)], Decimal(4), total=capped)
    assert (found.so_far, found.at_most, found.risk) == (2, 3, Risk.UNPLANNED)


def test_nobody_is_warned_while_the_timetable_itself_lacks_the_hours():
    assert look_ahead(ahead(1, 2), NEEDED).risk is Risk.UNPLANNED
    assert look_ahead([chance("S1", 0, 0, 1), *ahead(2, 3)], NEEDED).risk is Risk.OUT_OF_REACH


HOURS = st.integers(0, 4)


@given(st.lists(st.tuples(HOURS, HOURS), min_size=1, max_size=6), st.integers(0, 20))
def test_figures_agree_with_counting_by_hand(pairs, needed):
    chances = [chance(f"S{n}", low, low + more, n + 1, low + more) for n, (low, more) in enumerate(pairs)]
    found = look_ahead(chances, Decimal(needed))
    assert found.so_far == sum(low for low, _more in pairs)
    assert found.at_most == sum(low + more for low, more in pairs)
    gains = [more for _low, more in pairs if more]
    if found.at_most >= needed:
        assert found.at_most - sum(gains[: found.can_miss]) >= needed
    if found.last_straw:
        assert found.at_most - sum(gains[: found.can_miss + 1]) < needed
