"""Hours of a week that come back."""

from __future__ import annotations

from datetime import date, datetime, time

from core.weekly import Availability, Away, WeeklyWindow, join

MONDAY = date(2026, 3, 2)


def at(hour, minute=0, day=MONDAY):
    return datetime.combine(day, time(hour, minute))


def window(start, end, weekday=0):
    return WeeklyWindow(weekday, time(start), time(end))


def test_without_windows_every_hour_is_open():
    assert Availability().allows(at(3), at(5))


def test_a_session_lies_within_one_contiguous_stretch():
    halves = Availability((window(8, 12), window(14, 18)))
    assert halves.allows(at(8), at(12))
    assert not halves.allows(at(11), at(15))
    assert not halves.allows(at(8, day=date(2026, 3, 3)), at(9, day=date(2026, 3, 3)))


def test_touching_windows_are_one_stretch():
    assert Availability((window(8, 12), window(12, 18))).allows(at(11), at(13))


def test_an_absence_stands_in_the_way_but_touching_does_not():
    away = Availability(away=(Away(at(9), at(10), "leave"),))
    assert away.allows(at(8), at(9))
    assert away.allows(at(10), at(11))
    assert [one.reason for one in away.absences(at(9, 30), at(11))] == ["leave"]


def test_the_windows_of_a_special_day_replace_the_weekly_ones():
    closed = Availability((window(8, 18),), special_days=((MONDAY, ()),))
    opened = Availability((window(8, 12),), special_days=((MONDAY, (window(18, 21),)),))
    assert not closed.allows(at(9), at(10))
    assert opened.allows(at(18), at(21))
    assert not opened.allows(at(9), at(10))


def test_a_special_day_holds_also_where_no_weekly_windows_are_kept():
    assert not Availability(special_days=((MONDAY, ()),)).holds(at(9), at(10))


def test_joining_leaves_gaps_and_drops_the_empty():
    assert join([(at(9), at(10)), (at(8), at(9)), (at(11), at(11)), (at(12), at(13))]) == [
        (at(8), at(10)),
        (at(12), at(13)),
    ]
