"""Dates with times in every way people and machines write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from intake.reading.clocks import Clock, clock_of_number, compact_clock, find_clock, read_clock
from intake.reading.dates import (
    SERIAL_ZERO,
    SERIALS,
    SHORT_DATE,
    SITE_ZONE,
    Calendar,
    date_of_number,
    epoch_moment,
    find_date_span,
)

_OFFSET = re.compile(r"(?<=[\d.])\s*(Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_NAMED = re.compile(r"\s*[(（]?(?:GMT|UTC)\s*(?:([+-])(\d{1,2})(?::?(\d\d))?)?[)）]?$", re.IGNORECASE)


class Moment(NamedTuple):
    """A date and time; `exact` if seconds were given."""

    at: datetime
    exact: bool


def read_moment(cell: Cell, calendar: Calendar, on: date | None = None, half: str = "") -> Moment | None:
    """The date and time a cell stands for; `on` is the date to use if the cell gives only a time of day."""
    if isinstance(cell, datetime):
        return Moment(_aware_to_site(cell), cell.second != 0)
    if isinstance(cell, time | timedelta):
        return _joined(on, read_clock(cell, half))
    if isinstance(cell, date):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _moment_of_number(cell, on)
    return _moment_of_text(half_width(as_text(cell)), calendar, on, half) if cell else None


def _aware_to_site(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        moment = moment.astimezone(SITE_ZONE).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _joined(on: date | None, clock: Clock | None) -> Moment | None:
    return Moment(datetime.combine(on, clock.at), clock.exact) if on and clock else None


def _moment_of_number(number: float, on: date | None) -> Moment | None:
    if int(number) in SERIALS and number != int(number):
        noon = datetime.combine(SERIAL_ZERO, time())
        at = noon + timedelta(days=int(number), seconds=round(number % 1 * 86_400))
        return Moment(at, at.second != 0)
    epoch = epoch_moment(number)
    if epoch:
        return Moment(epoch, exact=True)
    compact = re.fullmatch(r"(20\d{6})(\d{4}(?:\d\d)?)", str(int(number)))
    if compact:
        return _joined(date_of_number(int(compact[1])), compact_clock(compact[2]))
    return _joined(on, clock_of_number(number))


def _moment_of_text(text: str, calendar: Calendar, on: date | None, half: str) -> Moment | None:
    if re.fullmatch(r"\d{5}\.\d+|\d{10}|\d{13}|\d{12}|\d{14}", text):
        return _moment_of_number(float(text), on)
    offset = _OFFSET.search(text) if "T" in text.upper() or text.endswith(("Z", "z")) else None
    zone = offset[1] if offset else ""
    if named := _NAMED.search(text):
        offset, zone = named, f"{named[1] or '+'}{int(named[2] or 0):02d}:{named[3] or '00'}"
    text = text[: offset.start()] if offset else text
    dated = find_date_span(text, calendar)
    if dated is None and (short := SHORT_DATE.match(text)):
        day = calendar.complete(int(short[1]), int(short[2]))
        dated = (day, short.start(), short.end()) if day else None
    rest = (text[: dated[1]] + " " + text[dated[2] :].lstrip("Tt")) if dated else text
    clock = find_clock(rest.strip(), half) or compact_clock(rest.strip())
    moment = _joined(dated[0] if dated else on, clock)
    return _shifted(moment, zone) if moment and zone else moment


def _shifted(moment: Moment, offset: str) -> Moment:
    aware = datetime.fromisoformat(moment.at.isoformat() + ("+00:00" if offset in "Zz" else offset))
    return Moment(_aware_to_site(aware), moment.exact)
