"""Networks, places, the times of windows, figures of the rule-set, suspicions."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from sessions.checkin.rules.judging import Mark
from sessions.checkin.rules.places import Place, is_within, metres_between
from sessions.checkin.rules.policy import check_in_policy
from sessions.checkin.rules.suspicion import Seen, SuspicionKind, find_suspicions
from sessions.checkin.rules.windows import Span, WindowState, usual_times
from sessions.rules.halfdays import Direction, HalfDay, OfflineSession
from sessions.rules.policy import AttendancePolicy
from standards.actions import SHIPPED
from standards.rules import ParameterMissing
from standards.toml_files import read_rule_set


@pytest.mark.parametrize(
    ("address", "networks", "expected"),
    [
        ("10.20.3.4", "", True),
        ("10.20.3.4", "192.168.0.0/16\n10.20.0.0/16", True),
        ("10.21.3.4", "10.20.0.0/16", False),
        ("2001:db8::1", "10.20.0.0/16", False),
        ("", "10.20.0.0/16", False),
    ],
)
def test_an_address_lies_in_the_network_of_the_venue_or_not(address, networks, expected):
    assert is_within(address, networks) is expected


def test_two_points_of_xian_are_as_far_apart_as_the_map_says():
    bell_tower, drum_tower = Place(34.25944, 108.94722), Place(34.26056, 108.94278)
    assert metres_between(bell_tower, drum_tower) == pytest.approx(426, abs=10)
    assert metres_between(bell_tower, bell_tower) == 0


def test_the_sample_gives_every_figure_and_its_first_version_asks_for_them():
    second = read_rule_set(SHIPPED / "shaanxi-sample-2.toml")
    policy = check_in_policy({one.key: one for one in second.parameters})
    assert 10 <= policy.code_life <= 20
    assert policy.pass_life % 60 == 0
    first = read_rule_set(SHIPPED / "shaanxi-sample.toml")
    with pytest.raises(ParameterMissing, match="code_seconds"):
        check_in_policy({one.key: one for one in first.parameters})


def test_signing_in_goes_on_to_the_end_and_signing_out_begins_with_the_half_day():
    start, end = datetime(2026, 3, 2, 9, 0), datetime(2026, 3, 2, 12, 0)
    half = HalfDay(date(2026, 3, 2), "AM", (OfflineSession("S01", start, end),))
    policy = AttendancePolicy(60, 30, 10, 30, 30, time(12), time(13))
    assert usual_times(half, Direction.IN, policy) == (datetime(2026, 3, 2, 8, 0), end)
    assert usual_times(half, Direction.OUT, policy) == (start, datetime(2026, 3, 2, 12, 30))


@pytest.mark.parametrize(
    ("hour", "state"), [(8, WindowState.COMING), (9, WindowState.OPEN), (12, WindowState.OPEN), (13, WindowState.ENDED)]
)
def test_a_window_is_open_with_both_ends(hour, state):
    span = Span(datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12))
    assert span.state(datetime(2026, 3, 2, hour)) is state


def seen(number: int, person: int, device: str, second: int = 0, **facts) -> Seen:
    return Seen(number, 1, person, device, datetime(2026, 3, 2, 8, 50, second), **facts)


def kinds(*attempts: Seen) -> list[SuspicionKind]:
    return [one.kind for one in find_suspicions(attempts)]


def test_several_people_on_one_phone_are_flagged_and_more_so_within_one_second():
    assert kinds(seen(1, 1, "a"), seen(2, 2, "b"), seen(3, 3, "")) == []
    assert kinds(seen(1, 1, "a"), seen(2, 2, "a", 30)) == [SuspicionKind.SHARED_DEVICE]
    [found] = find_suspicions([seen(2, 2, "a"), seen(1, 1, "a")])
    assert (found.kind, found.people, found.attempts) == (SuspicionKind.SAME_SECOND, (1, 2), (1, 2))


def test_several_phones_of_one_person_are_flagged_where_one_was_asked_for():
    assert kinds(seen(1, 1, "a"), seen(2, 1, "b", 9)) == []
    both = [seen(1, 1, "a", one_device=True), seen(2, 1, "b", 9, one_device=True), seen(3, 2, "c", one_device=True)]
    assert kinds(*both) == [SuspicionKind.SEVERAL_DEVICES]


def test_what_was_marked_makes_suspicious_and_a_late_upload_does_not():
    marked = seen(1, 1, "a", marks=(Mark.PASSED_ON, Mark.LATE_UPLOAD, Mark.OFF_PLACE))
    assert sorted(kinds(marked)) == [SuspicionKind.AWAY, SuspicionKind.PASSED_ON]
