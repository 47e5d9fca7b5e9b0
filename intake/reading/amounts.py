"""Numbers, lengths of time and speeds, with or without their units."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from core.spreadsheets.cells import as_text, half_width, number_text
from core.spreadsheets.model import Cell

_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?")
_CLOCK_LENGTH = re.compile(r"(?:(\d+):)?(\d{1,4}):(\d{1,2})(?:\.\d+)?")
_HOURS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:小时|个小时|时(?!长)|hours?|hrs?|h)", re.IGNORECASE)
_MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*(?:分钟|分|minutes?|mins?|m(?!s)|'|′|’)", re.IGNORECASE)
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:秒钟?|seconds?|secs?|s\b|\"|″|”|'')", re.IGNORECASE)
_ISO_LENGTH = re.compile(r"PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600}
_RATE = re.compile(r"[x×*]?\s*(\d+(?:\.\d+)?)\s*(?:倍速?|x|×|X)?\s*(?:速)?", re.IGNORECASE)
_NORMAL_RATE = ("正常", "原速", "常速", "标准", "normal", "默认")


def read_number(cell: Cell) -> Decimal | None:
    """The one number in a cell, units around it allowed: "2学时", "60人", "83.5 分"."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(number_text(cell))
    found = _NUMBER.findall(half_width(as_text(cell))) if isinstance(cell, str) else []
    if len(found) != 1:
        return None
    try:
        return Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return None


def unit_in(header: str) -> str:
    """ "s", "m" or "h" if a header names the unit of its numbers, else empty."""
    text = half_width(header).lower()
    for unit, words in (("s", ("秒", "sec")), ("m", ("分钟", "(分)", "min")), ("h", ("小时", "hour", "(时)"))):
        if any(word in text for word in words):
            return unit
    return ""


def read_length(cell: Cell, unit: str = "") -> int | None:
    """A length of time in whole seconds. A bare number needs a unit from its header, unless it is a part of a day."""
    if isinstance(cell, timedelta):
        return _typed_as_clock(cell.total_seconds())
    if isinstance(cell, time | datetime):
        return cell.hour * 3600 + cell.minute * 60 + cell.second + round(cell.microsecond / 1e6)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(float(cell), unit)
    return _of_text(half_width(as_text(cell)), unit) if isinstance(cell, str) else None


def _typed_as_clock(total: float) -> int:
    """Minutes and seconds typed into a spreadsheet become hours and minutes: nothing here lasts longer than a day."""
    return round(total / 60) if total > 86_400 else round(total)


def _of_number(number: float, unit: str) -> int | None:
    if number < 0:
        return None
    if unit and not (unit != "h" and 0 < number < 1 and number != round(number, 3)):
        return round(number * _UNIT_SECONDS[unit])
    return round(number * 86_400) if number < 1 else None


def _of_text(text: str, unit: str) -> int | None:
    clock = _CLOCK_LENGTH.fullmatch(text)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    iso = _ISO_LENGTH.fullmatch(text)
    if iso:
        return round(int(iso[1] or 0) * 3600 + int(iso[2] or 0) * 60 + float(iso[3] or 0))
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return _of_number(float(text), unit)
    return _of_units(text)


def _of_units(text: str) -> int | None:
    """ "1小时12分30秒" and its kin; None if anything but lengths stands in the text."""
    rest, total, any_found = text.replace("''", '"'), 0.0, False
    for pattern, factor in ((_HOURS, 3600), (_MINUTES, 60), (_SECONDS, 1)):
        found = pattern.search(rest)
        if found:
            any_found, total = True, total + float(found[1]) * factor
            rest = rest[: found.start()] + rest[found.end() :]
    return round(total) if any_found and not re.search(r"\d", rest) else None


def read_position(cell: Cell, unit: str = "") -> int | None:
    """A place in a video in whole seconds; a bare number counts seconds unless the header says otherwise."""
    return read_length(cell, unit or "s")


def read_rate(cell: Cell) -> Decimal | None:
    """A playback speed such as 1.5, 1.5x or 1.5倍."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(number_text(cell))
    text = half_width(as_text(cell)).replace(" ", "").lower()
    if text.startswith(_NORMAL_RATE):
        return Decimal(1)
    found = _RATE.fullmatch(text)
    return Decimal(found[1]) if found else None
