"""Signs of one person tapping for another (R10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sessions.rules.halfdays import Direction
from sessions.rules.suspicion import DeviceTap, find_proxies
from tests.unit.sessions.rules.samples import at

FIRST = DeviceTap(1, "CHK-01", Direction.IN, at("08:20:01"), 2)
SECOND = replace(FIRST, person=2, row=3)


def test_two_people_at_one_device_in_one_second_are_suspected():
    (found,) = find_proxies([SECOND, FIRST])
    assert (found.device, found.direction, found.at) == ("CHK-01", Direction.IN, at("08:20:01"))
    assert (found.rows, found.people) == ((2, 3), (1, 2))


@pytest.mark.parametrize(
    "other",
    [
        replace(SECOND, person=1),
        replace(SECOND, device="CHK-02"),
        replace(SECOND, direction=Direction.OUT),
        replace(SECOND, at=at("08:20:02")),
        replace(SECOND, exact=False),  # a time without seconds is not compared
        replace(SECOND, device=""),
    ],
)
def test_any_difference_clears(other):
    assert find_proxies([FIRST, other]) == []


def test_two_taps_without_a_device_or_without_seconds_are_no_sign():
    assert find_proxies([replace(FIRST, device=""), replace(SECOND, device="")]) == []
    assert find_proxies([replace(FIRST, exact=False), replace(SECOND, exact=False)]) == []


def test_suspicions_come_in_order_of_time():
    late = [replace(one, at=at("08:19:59"), row=one.row + 10) for one in (FIRST, SECOND)]
    assert [found.at for found in find_proxies([FIRST, SECOND, *late])] == [at("08:19:59"), at("08:20:01")]
