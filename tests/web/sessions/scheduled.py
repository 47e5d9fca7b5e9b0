"""Sessions in the week of 11 May 2026, for the tests of the calendar."""

from __future__ import annotations

from datetime import datetime

from core.clock import to_utc

MONDAY = "2026-05-11"


def at(text):
    return to_utc(datetime.fromisoformat(text))


def session(make, offering, code, start="09:00", end="12:00", day=MONDAY, **values):
    return make.ClassSession(
        offering=offering, code=code, starts_at=at(f"{day}T{start}"), ends_at=at(f"{day}T{end}"), **values
    )
