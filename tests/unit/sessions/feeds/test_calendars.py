"""The bytes of a feed hold to RFC 5545, whatever the words are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sessions.feeds.calendars import mark_of, write_calendar
from sessions.feeds.rules import KEPT, FeedEntry, lines_of, still_told, uid_from
from tests import ical_checks

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200)


def entry(**values):
    given_values = {
        "uid": uid_from("ab" * 32),
        "serial": 0,
        "changed_at": START - timedelta(days=30),
        "starts_at": START,
        "ends_at": START + timedelta(hours=3),
        "title": "质量战略",
    }
    return FeedEntry(**{**given_values, **values})


def test_a_feed_without_sessions_is_a_calendar():
    assert ical_checks.events_of(write_calendar("空", [])) == []


def test_an_event_says_when_what_and_where_on_the_clock_of_the_site():
    written = write_calendar(
        "课", [entry(place="第一教室", lines=("班级：甲班", "课次编号：S01"), url="https://x.cn/a?b=1,2")]
    )
    (event,) = ical_checks.events_of(written)
    assert event["DTSTART;TZID=Asia/Shanghai"] == "20260302T090000"
    assert event["DTEND;TZID=Asia/Shanghai"] == "20260302T120000"
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20260131T010000Z"
    assert (event["SUMMARY"], event["LOCATION"], event["STATUS"]) == ("质量战略", "第一教室", "CONFIRMED")
    assert event["DESCRIPTION"] == r"班级：甲班\n课次编号：S01"
    assert event["URL"] == "https://x.cn/a?b=1,2"


def test_a_cancelled_session_is_cancelled_and_takes_no_time():
    (event,) = ical_checks.events_of(write_calendar("课", [entry(cancelled=True, serial=3)]))
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", "3")


def test_the_zone_is_defined_and_eight_hours_ahead():
    lines = ical_checks.lines_of(write_calendar("课", [entry()]))
    (zone,) = ical_checks.blocks(lines, "VTIMEZONE")
    assert "TZID:Asia/Shanghai" in zone
    assert {"TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "BEGIN:STANDARD"} <= set(zone)


def test_the_same_entries_give_the_same_bytes():
    assert write_calendar("课", [entry()]) == write_calendar("课", [entry()])


def test_the_mark_of_a_feed_follows_its_name_and_every_fact_of_its_entries():
    marks = [mark_of("课", [entry()]), mark_of("班", [entry()]), mark_of("课", []), mark_of("课", [entry(place="馆")])]
    assert len(set(marks)) == 4
    assert mark_of("课", [entry()]) == marks[0]


@given(TEXTS, TEXTS, TEXTS)
def test_any_words_are_folded_escaped_and_come_back(title, place, line):
    written = write_calendar(title, [entry(title=title, place=place, lines=(line,) if line else ())])
    ical_checks.events_of(written)
    (read,) = Calendar.from_ical(written).walk("VEVENT")
    assert str(read["SUMMARY"]) == title
    assert str(read.get("LOCATION", "")) == place
    assert str(read.get("DESCRIPTION", "")) == line


def test_the_name_of_an_event_is_a_uuid_of_its_digest():
    assert uid_from("ab" * 32) == "abababab-abab-abab-abab-abababababab@cqo-training"


def test_what_is_over_or_cancelled_stays_for_some_months():
    now = START
    day = timedelta(days=1)
    assert still_told(now + day, now - 3 * KEPT, cancelled=False, now=now)
    assert still_told(now - KEPT, now - 3 * KEPT, cancelled=False, now=now)
    assert not still_told(now - KEPT - day, now, cancelled=False, now=now)
    assert still_told(now - KEPT - day, now - KEPT, cancelled=True, now=now)
    assert not still_told(now - KEPT - day, now - KEPT - day, cancelled=True, now=now)


def test_lines_leave_out_what_is_not_known():
    assert lines_of([("班级", "甲班"), ("模块", ""), ("课次编号", "S01")]) == ("班级：甲班", "课次编号：S01")
