"""The calendar: stretches of days, lanes, clashes, and a year at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from sessions.agenda import rules, years
from sessions.agenda.rules import By, Entry, View
from sessions.agenda.years import Load
from sessions.rules.kinds import SessionKind
from standards.holidays.rules import WorkingDays

CALENDAR = WorkingDays()
MAY_DAYS = {date(2026, 5, day) for day in (1, 2, 3, 4, 5)}


def entry(number=1, start="09:00", end="12:00", day="2026-05-11", **values):
    starts, ends = (datetime.fromisoformat(clock if "T" in clock else f"{day}T{clock}") for clock in (start, end))
    known = {"offering_id": number, "class_code": f"C{number}", "class_name": f"{number}班", "hours": Decimal(4)}
    kind = SessionKind.OFFLINE
    made = Entry(number, 1, 1, f"S{number}", "课", "", "", kind, starts, ends)
    return replace(made, **{**known, **values})


@pytest.mark.parametrize(
    ("view", "on", "first", "last"),
    [
        (View.WEEK, "2026-05-13", "2026-05-11", "2026-05-17"),
        (View.WEEK, "2026-05-11", "2026-05-11", "2026-05-17"),
        (View.MONTH, "2026-05-31", "2026-04-27", "2026-05-31"),
        (View.MONTH, "2026-12-01", "2026-11-30", "2027-01-03"),
        (View.YEAR, "2026-05-13", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_page_shows_whole_weeks_or_a_calendar_year(view, on, first, last):
    found = rules.span_of(view, date.fromisoformat(on))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("view", "steps", "day"),
    [
        (View.WEEK, 1, "2027-01-07"),
        (View.WEEK, -1, "2026-12-24"),
        (View.MONTH, 1, "2027-01-01"),
        (View.MONTH, -12, "2025-12-01"),
        (View.YEAR, 1, "2027-01-01"),
    ],
)
def test_the_page_beside_crosses_the_end_of_a_year(view, steps, day):
    assert rules.beside(view, date(2026, 12, 31), steps) == date.fromisoformat(day)


def test_sessions_that_overlap_lie_side_by_side_and_neighbours_share_a_lane():
    day = [
        entry(1),
        entry(2, "10:00", "13:00"),
        entry(3, "12:00", "14:00"),
        entry(4, "14:00", "15:00"),
    ]
    placed = rules.in_lanes(day)
    assert [(one.lane, one.lanes) for one in placed] == [(0, 2), (1, 2), (0, 2), (0, 1)]


def test_only_what_takes_the_same_class_teacher_or_venue_at_once_clashes():
    teacher, venue = {"teacher_name": "张三、李四"}, {"venue_id": 7}
    assert rules.clashes_among([entry(1, **teacher), entry(2, teacher_name="李四")]) == {1, 2}
    assert rules.clashes_among([entry(1, **venue), entry(2, "11:59", "13:00", **venue)]) == {1, 2}
    assert rules.clashes_among([entry(1, **venue), entry(2, "12:00", "13:00", **venue)]) == set()
    assert rules.clashes_among([entry(1, offering_id=5), entry(2, offering_id=5)]) == {1, 2}
    assert rules.clashes_among([entry(1, venue_name="报告厅"), entry(2, venue_name="报告厅")]) == set()


def test_a_long_session_clashes_also_with_what_comes_after_a_short_one():
    day = [entry(1, "09:00", "17:00"), entry(2, "10:00", "11:00"), entry(3, "12:00", "13:00")]
    assert rules.clashes_among([replace(one, offering_id=1) for one in day]) == {1, 2, 3}


def test_a_week_has_seven_days_with_their_sessions_in_order_and_marks_holidays():
    monday, evening = entry(1), entry(2, "19:00", "20:30", day="2026-05-16")
    days = rules.days_of(View.WEEK, date(2026, 5, 13), [evening, monday], CALENDAR, frozenset({1}))
    assert [[placed.entry.id for placed in day.placed] for day in days] == [[1], [], [], [], [], [2], []]
    assert [placed.clashes for day in days for placed in day.placed] == [True, False]
    assert rules.hours_shown(days) == (8, 21)
    assert all(day.inside for day in days)


def test_a_month_names_holidays_and_make_up_days_and_says_which_days_are_its_own():
    days = rules.days_of(View.MONTH, date(2026, 5, 13), [], CALENDAR)
    assert {day.on for day in days if day.cell.mark == "rest"} == MAY_DAYS
    assert [(day.on, day.cell.short_name) for day in days if day.cell.mark == "work"] == [(date(2026, 5, 9), "劳动节")]
    assert [day.on.month for day in days if not day.inside] == [4] * 4
    assert rules.hours_shown(days) == rules.USUAL_HOURS


@pytest.mark.parametrize(("count", "shown", "more"), [(5, 5, 0), (6, 6, 0), (7, 5, 2)])
def test_a_full_day_of_a_month_says_how_many_more_there_are(count, shown, more):
    many = [entry(number) for number in range(1, count + 1)]
    (day,) = [one for one in rules.days_of(View.MONTH, date(2026, 5, 1), many, CALENDAR) if one.placed]
    assert (len(day.shown), day.more) == (shown, more)


@pytest.mark.parametrize(("at_once", "crowded"), [(rules.WIDEST, False), (rules.WIDEST + 1, True)])
def test_a_day_with_too_much_at_once_is_crowded(at_once, crowded):
    many = [entry(number) for number in range(at_once)]
    assert rules.is_crowded(rules.days_of(View.WEEK, date(2026, 5, 11), many, CALENDAR)) is crowded


def test_what_goes_on_past_midnight_is_drawn_to_the_end_of_its_day():
    night = entry(1, "06:30", "2026-05-12T01:00")
    days = rules.days_of(View.WEEK, date(2026, 5, 11), [night], CALENDAR)
    assert night.minutes == 17 * 60 + 30
    assert rules.hours_shown(days) == (6, 24)


def year_of(entries, by=By.CLASS, known=(), ids=None):
    return years.year_of(2026, entries, CALENDAR, years.whose(by, ids or {}), known)


def test_a_year_counts_by_day_by_month_and_by_class():
    year = year_of([entry(1), entry(1, "14:00", "17:00"), entry(2, day="2026-12-07")], known=[("3班", 3), ("1班", 1)])
    assert year.load(date(2026, 5, 11)) == Load(2, Decimal(8))
    assert year.load(date(2026, 5, 12)) == Load()
    assert [month.sessions for month in year.by_month] == [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]
    assert [(line.name, line.key, line.total.sessions) for line in year.lines] == [
        ("1班", 1, 2),
        ("2班", 2, 1),
        ("3班", 3, 0),
    ]
    assert year.total == Load(3, Decimal(12))
    assert len(year.months) == 12


def test_the_ninth_class_stands_before_the_tenth():
    lines = year_of([entry(10, class_name="第10期"), entry(9, class_name="第9期")]).lines
    assert [line.name for line in lines] == ["第9期", "第10期"]


def test_the_fullest_day_of_a_year_is_the_darkest_and_an_empty_year_has_no_shades():
    year = year_of([entry(number) for number in range(4)] + [entry(9, day="2026-05-12")])
    shades = [year.shade(date(2026, 5, day)) for day in (11, 12, 13)]
    assert shades == [4, 1, 0]
    assert year_of([]).shade(date(2026, 5, 11)) == 0


def test_a_session_of_two_teachers_counts_for_both_and_one_without_comes_last():
    both, nobody = entry(1, teacher_name="李四、张三、李四"), entry(2)
    lines = year_of([both, nobody], By.TEACHER, ids={"张三": 8}).lines
    assert [(line.name, line.key, line.months[4].sessions) for line in lines] == [
        ("张三", 8, 1),
        ("李四", None, 1),
        ("", None, 1),
    ]


def test_venues_are_told_apart_by_their_number():
    held = [
        entry(1, venue_name="教室", venue_id=4),
        entry(2, venue_name="线上"),
        entry(3, venue_name="教室", venue_id=4),
    ]
    lines = year_of(held, By.VENUE).lines
    assert [(line.name, line.key, line.total.sessions) for line in lines] == [("教室", 4, 2), ("线上", None, 1)]
