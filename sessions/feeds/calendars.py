"""Entries in, the bytes of an iCalendar file (RFC 5545) out. The same entries always give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from core.clock import SITE_ZONE
from sessions.feeds.rules import FeedEntry

PRODUCT = "-//CQO Training//Timetable//ZH"
ZONE = "Asia/Shanghai"
FORM = 1  # rises when the same entries are to be written in another way
ASK_AGAIN = timedelta(hours=1)


def mark_of(name: str, entries: Iterable[FeedEntry]) -> str:
    """A digest that changes whenever the file would: it is known before the file is written."""
    return hashlib.sha256(repr((FORM, PRODUCT, name, list(entries))).encode()).hexdigest()


def write_calendar(name: str, entries: Iterable[FeedEntry]) -> bytes:
    """A calendar of these entries, as calendar programs subscribe to it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    """China keeps one time without summer time since 1992."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _event(entry: FeedEntry) -> Event:
    event = Event()
    changed = entry.changed_at.astimezone(UTC)
    event.add("uid", entry.uid)
    event.add("sequence", entry.serial)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", entry.starts_at.astimezone(SITE_ZONE))
    event.add("dtend", entry.ends_at.astimezone(SITE_ZONE))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("summary", entry.title)
    for key, value in (("location", entry.place), ("description", "\n".join(entry.lines)), ("url", entry.url)):
        if value:
            event.add(key, value)
    return event
