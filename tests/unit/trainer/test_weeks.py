"""Hours of a week as people type them."""

from __future__ import annotations

from datetime import time

import pytest

from core.weekly import WeeklyWindow
from trainer.weeks import WeekFaultKind, from_rows, read_week, to_rows, write_week


def lines(**days):
    return [days.get(name, "") for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]


@pytest.mark.parametrize(
    "typed",
    ["08:30-12:00", "8:30–12:00", "8：30 ~ 12：00", "8:30至12", "0830-1200", "8:30 - 12点", "8:30到12时"],
)
def test_a_stretch_is_read_however_it_is_typed(typed):
    assert read_week(lines(wed=typed)) == ((WeeklyWindow(2, time(8, 30), time(12)),), ())


@pytest.mark.parametrize("between", ["、", "，", ", ", "; ", " "])
def test_a_day_may_have_several_stretches(between):
    windows, faults = read_week(lines(mon=f"08:30-12:00{between}14:00-17:30"))
    assert [(one.starts.hour, one.ends.hour) for one in windows] == [(8, 12), (14, 17)]
    assert faults == ()


@pytest.mark.parametrize(("word", "stretches"), [("上午", 1), ("下午", 1), ("晚上", 1), ("全天", 2), ("上午 下午", 2)])
def test_half_days_have_words(word, stretches):
    assert len(read_week(lines(fri=word))[0]) == stretches


def test_an_evening_may_last_until_midnight():
    assert read_week(lines(sun="20:00-24:00"))[0] == (WeeklyWindow(6, time(20), time(23, 59)),)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("14:00-12:00", WeekFaultKind.REVERSED, "14:00–12:00"),
        ("14:00-14:00", WeekFaultKind.REVERSED, "14:00–14:00"),
        ("25:00-26:00", WeekFaultKind.UNREADABLE, "25:00-26:00"),
        ("08:70-12:00", WeekFaultKind.UNREADABLE, "08:70-12:00"),
        ("随时", WeekFaultKind.UNREADABLE, "随时"),
        ("08:00-10:00、09:30-11:00", WeekFaultKind.OVERLAP, "09:30–11:00"),
    ],
)
def test_what_cannot_stand_is_named_with_its_weekday(typed, kind, text):
    (fault,) = read_week(lines(wed=typed))[1]
    assert (fault.kind, fault.weekday, fault.text) == (kind, 2, text)


def test_a_week_survives_being_written_and_stored():
    windows, _ = read_week(lines(mon="全天", sat="09:00-11:15"))
    assert read_week(write_week(windows))[0] == windows
    assert from_rows(to_rows(windows)) == windows
