"""What people read on the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from sessions.agenda.queries import Whose
from sessions.agenda.rules import By, Entry, View, span_of
from sessions.agenda.years import Load
from sessions.clashes.labels import WEEKDAYS, day_words

VIEWS: dict[View, Any] = {View.WEEK: _l("Week view"), View.MONTH: _l("Month view"), View.YEAR: _l("Year view")}
LINES: dict[By, Any] = {By.CLASS: _l("By class"), By.TEACHER: _l("By teacher"), By.VENUE: _l("By venue")}
HEADS: dict[By, Any] = {By.CLASS: _l("Class"), By.TEACHER: _l("Teacher"), By.VENUE: _l("Venue")}
NOBODY: dict[By, Any] = {
    By.CLASS: _l("Without a class"),
    By.TEACHER: _l("No teacher named"),
    By.VENUE: _l("No venue named"),
}
EARLIER: dict[View, Any] = {
    View.WEEK: _l("Previous week"),
    View.MONTH: _l("Previous month"),
    View.YEAR: _l("Previous year"),
}
LATER: dict[View, Any] = {View.WEEK: _l("Next week"), View.MONTH: _l("Next month"), View.YEAR: _l("Next year")}

__all__ = ["EARLIER", "HEADS", "LATER", "LINES", "NOBODY", "VIEWS", "WEEKDAYS", "day_words"]


def stretch_words(view: View, on: date) -> str:
    """The days of a page in words."""
    if view is View.YEAR:
        return _("Year %(year)d on the calendar", year=on.year)
    if view is View.MONTH:
        return _("%(month)d/%(year)d", year=on.year, month=on.month)
    first, last = span_of(view, on)
    return _("%(first)s to %(last)s", first=first.isoformat(), last=last.isoformat())


def clock_words(entry: Entry) -> str:
    """09:00–12:00; the last day is named when it is another one."""
    ends = f"{entry.ends_at:%H:%M}" if entry.ends_at.date() == entry.day else f"{entry.ends_at:%m-%d %H:%M}"
    return f"{entry.starts_at:%H:%M}–{ends}"


def entry_words(entry: Entry) -> str:
    """Everything about a session in one line, for the pointer that rests on it."""
    facts = (entry.title, f"{entry.class_code} {entry.code}", entry.class_name, entry.teacher_name, entry.venue_name)
    return " · ".join((clock_words(entry), *filter(None, facts)))


def who_and_where(entry: Entry, whose: Whose) -> str:
    """Teacher and venue, as far as the calendar is not theirs."""
    teacher = "" if whose.teacher_id else entry.teacher_name
    return " · ".join(filter(None, (teacher, "" if whose.venue_id else entry.venue_name)))


def load_words(load: Load) -> str:
    """How many sessions there are, for the pointer that rests on a day."""
    return _("%(count)d sessions", count=load.sessions)
