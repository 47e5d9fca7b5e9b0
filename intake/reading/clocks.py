"""Times of day in every way people and machines write them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple

from core.spreadsheets.cells import half_width
from core.spreadsheets.model import Cell
from intake.reading.dates import SERIALS

_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[:时點点]|h(?=\d))\s*(?:(半)|(\d{1,2})\s*分?)?(?:(?<=\d)\s*[:分]?\s*(?<=[:分\s])(\d{1,2})\s*秒?)?(?:\.\d+)?(?!\d)"
)
_CLOCK_COMPACT = re.compile(r"(\d{1,2})(\d\d)(\d\d)?")
_COMPACT_SPAN = re.compile(r"(\d{3,4})\s*[-–—~至到]+\s*(\d{3,4})")
_MORNING = re.compile(r"上午|早上|早晨|凌晨|清晨|(?<![a-z])a\.?m\.?(?![a-z])", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|晚上|晚间|晚|夜间|傍晚|(?<![a-z])p\.?m\.?(?![a-z])", re.IGNORECASE)
_NOON = re.compile(r"中午|正午")
_FULL_DAY = re.compile(r"全天|一天|整天|全日|上下午|(?:full|whole|all)[\s-]?day", re.IGNORECASE)


class Clock(NamedTuple):
    """A time of day; `exact` if seconds were given."""

    at: time
    exact: bool


def half_of(text: str) -> str:
    """ "am", "pm", "day" for a whole day, or empty: which half of a day a text speaks of."""
    if _FULL_DAY.search(text):
        return "day"
    if _MORNING.search(text):
        return "am"
    return "pm" if _AFTERNOON.search(text) else ""


def read_clock(cell: Cell, half: str = "") -> Clock | None:
    """The time of day a cell stands for; `half` says which half of the day the column belongs to."""
    if isinstance(cell, datetime):
        return Clock(cell.time().replace(microsecond=0), cell.second != 0)
    if isinstance(cell, time):
        return Clock(_to_second(cell), cell.second != 0)
    if isinstance(cell, timedelta):
        return clock_of_seconds(cell.total_seconds())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return clock_of_number(cell)
    if not isinstance(cell, str):
        return None
    text = half_width(cell).strip()
    return find_clock(text, half) or compact_clock(text)


def _to_second(cell: time) -> time:
    return clock_of_seconds(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6).at  # type: ignore[union-attr]


def clock_of_seconds(total: float) -> Clock | None:
    seconds = round(total)
    if not 0 <= seconds < 86_400:
        return None
    return Clock(time(seconds // 3600, seconds // 60 % 60, seconds % 60), seconds % 60 != 0)


def clock_of_number(number: float) -> Clock | None:
    """A fraction of a day, or hours and minutes written without a colon."""
    if 0 <= number < 1:
        return clock_of_seconds(number * 86_400)
    if number == int(number) and 100 <= number < 240_000:
        return compact_clock(str(int(number)))
    return clock_of_seconds(number % 1 * 86_400) if int(number) in SERIALS else None


def compact_clock(text: str) -> Clock | None:
    """The time that three to six digits stand for: 830, 0830 or 083015."""
    found = _CLOCK_COMPACT.fullmatch(text)
    return _clock(int(found[1]), int(found[2]), int(found[3] or 0), found[3] is not None) if found else None


def _clock(hour: int, minute: int, second: int, exact: bool) -> Clock | None:
    try:
        return Clock(time(hour, minute, second), exact)
    except ValueError:
        return None


def find_clock(text: str, half: str = "") -> Clock | None:
    """The first time of day in a half-width text."""
    clocks = find_clocks(text, half)
    return clocks[0] if clocks else None


def find_clocks(text: str, half: str = "") -> list[Clock]:
    """Every time of day in a text, in order. A half of the day holds until another is named, as in 下午2:00-5:30."""
    plain = half_width(text)
    compact = _COMPACT_SPAN.fullmatch(plain.strip())
    if compact:
        return [clock for part in compact.groups() if (clock := compact_clock(part))]
    clocks, last = [], 0
    for found in _CLOCK.finditer(plain):
        before, after = plain[last : found.start()], re.match(r"\s*[ap]\.?m\b", plain[found.end() :], re.IGNORECASE)
        half = _named_half(after[0] if after else before) or half
        clock = _with_half(found, half)
        if clock:
            clocks.append(clock)
        last = found.end()
    return clocks


def _named_half(text: str) -> str:
    return "noon" if _NOON.search(text) else half_of(text)


def _with_half(found: re.Match[str], half: str) -> Clock | None:
    hour = int(found[1])
    if (half == "pm" and 1 <= hour < 12) or (half == "noon" and 1 <= hour < 3):
        hour += 12
    elif half == "am" and hour == 12 and re.search(r"[ap]", found.string, re.IGNORECASE):
        hour = 0
    minute = 30 if found[2] else int(found[3] or 0)
    return _clock(hour, minute, int(found[4] or 0), found[4] is not None)


def has_seconds(cell: Cell) -> bool:
    """Whether a true time or date-time cell carries seconds."""
    return isinstance(cell, datetime | time) and cell.second != 0
