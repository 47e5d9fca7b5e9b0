"""Dates and times of day in every way people and machines write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell

SITE_ZONE = timezone(timedelta(hours=8))  # Asia/Shanghai has had no other offset since 1991.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_EPOCHS = range(946_684_800, 4_102_444_800)  # 2000 to 2099 in seconds
_MONTHS = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}

_YMD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年,]\s*(\d{1,2})\s*[-/.月,]\s*(\d{1,2})(?!\d)\s*[日号]?")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_MD_CHINESE = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_D_CHINESE = re.compile(r"(?<![\d月])(\d{1,2})\s*[日号](?!楼)")
_DMY_WORD = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([A-Za-z]{3})[A-Za-z]*\.?[\s\-/.,]*(\d{4})?(?![\d:])")
_MDY_WORD = re.compile(r"([A-Za-z]{3})[A-Za-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d{4}))?(?![\d:])")
_XXY = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?!\d)")
_YY = re.compile(r"(?<!\d)([2-4]\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_MD = re.compile(r"(?<![\d.:/-])(\d{1,2})[-/.](\d{1,2})(?![\d:/-])")
_OFFSET = re.compile(r"(?<=[\d.])\s*(Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)

_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:[:时點点]|h(?=\d))\s*(?:(半)|(\d{1,2})\s*分?)?(?:(?<=\d)\s*[:分]?\s*(?<=[:分\s])(\d{1,2})\s*秒?)?(?:\.\d+)?(?!\d)"
)
_CLOCK_COMPACT = re.compile(r"(\d{1,2})(\d\d)(\d\d)?")
_MORNING = re.compile(r"上午|早上|早晨|凌晨|清晨|(?<![a-z])a\.?m\.?(?![a-z])", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|晚上|晚间|晚|夜间|傍晚|(?<![a-z])p\.?m\.?(?![a-z])", re.IGNORECASE)
_NOON = re.compile(r"中午|正午")
_FULL_DAY = re.compile(r"全天|一天|整天|全日|上下午|(?:full|whole|all)[\s-]?day", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What completes a date without a year: the days of the class, or at least the year it is held in."""

    first_day: date | None = None
    last_day: date | None = None
    year: int | None = None

    def complete(self, month: int, day: int) -> date | None:
        """The day of that month nearest to the class; None without any year to go by."""
        if self.first_day is None:
            return _date(self.year, month, day) if self.year else None
        around = (_date(self.first_day.year + shift, month, day) for shift in (0, 1, -1))
        found = [candidate for candidate in around if candidate]
        return min(found, key=lambda candidate: abs((candidate - self.first_day).days), default=None)  # type: ignore[operator]

    def holds(self, day: date) -> bool:
        """Whether the day lies in the class, with a month's grace on both sides."""
        first = self.first_day or (date(self.year, 1, 1) if self.year else None)
        last = self.last_day or self.first_day or (date(self.year, 12, 31) if self.year else None)
        grace = timedelta(days=31)
        return first is not None and last is not None and first - grace <= day <= last + grace


class Clock(NamedTuple):
    """A time of day; `exact` if seconds were given."""

    at: time
    exact: bool


class Moment(NamedTuple):
    """A date and time; `exact` if seconds were given."""

    at: datetime
    exact: bool


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def read_date(cell: Cell, calendar: Calendar) -> date | None:
    """The date a cell stands for, or None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _date_of_number(cell)
    if not isinstance(cell, str):
        return None
    text = half_width(cell).strip()
    return find_date(text, calendar) or _bare_date(text, calendar)


def _date_of_number(number: float) -> date | None:
    if int(number) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(number))
    compact = _COMPACT.fullmatch(str(int(number)))
    if compact:
        return _date(*map(int, compact.groups()))
    moment = _epoch(number)
    return moment.date() if moment else None


def _bare_date(text: str, calendar: Calendar) -> date | None:
    """A date that only a date column may hold: "5/11", a serial number typed as text."""
    short = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})\s*(?:[(（].*)?", text)
    if short:
        return calendar.complete(int(short[1]), int(short[2]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?|\d{10}|\d{13}", text):
        return _date_of_number(float(text))
    return None


def find_date(text: str, calendar: Calendar) -> date | None:
    """The first date written in a text, for instance in a title line; None if there is none."""
    found = find_date_span(half_width(text), calendar)
    return found[0] if found else None


def find_date_span(text: str, calendar: Calendar) -> tuple[date, int, int] | None:
    """The first full date of a half-width text with its place; the most explicit way of writing wins."""
    for pattern, build in _FORMS:
        for found in pattern.finditer(text):
            day = build(found, calendar)
            if day:
                return day, found.start(), found.end()
    return None


def _from_ymd(found: re.Match[str], _: Calendar) -> date | None:
    return _date(*map(int, found.groups()))


def _from_yy(found: re.Match[str], _: Calendar) -> date | None:
    return _date(2000 + int(found[1]), int(found[2]), int(found[3]))


def _from_md(found: re.Match[str], calendar: Calendar) -> date | None:
    return calendar.complete(int(found[1]), int(found[2]))


def _from_dmy_word(found: re.Match[str], calendar: Calendar) -> date | None:
    return _from_word(found[2], found[1], found[3], calendar)


def _from_mdy_word(found: re.Match[str], calendar: Calendar) -> date | None:
    return _from_word(found[1], found[2], found[3], calendar)


def _from_word(month: str, day: str, year: str | None, calendar: Calendar) -> date | None:
    number = _MONTHS.get(month.lower())
    if number is None:
        return None
    return _date(int(year), number, int(day)) if year else calendar.complete(number, int(day))


def _from_xxy(found: re.Match[str], calendar: Calendar) -> date | None:
    """Day and month before the year, in whichever order makes a date; if both do, the one inside the class."""
    one, two, year = map(int, found.groups())
    both = [day for day in (_date(year, one, two), _date(year, two, one)) if day]
    inside = [day for day in both if calendar.holds(day)]
    return (inside or both or [None])[0]


_FORMS = (
    (_YMD, _from_ymd),
    (_COMPACT, _from_ymd),
    (_XXY, _from_xxy),
    (_MD_CHINESE, _from_md),
    (_DMY_WORD, _from_dmy_word),
    (_MDY_WORD, _from_mdy_word),
    (_YY, _from_yy),
)


def find_short_date(text: str, calendar: Calendar) -> date | None:
    """A date as sheet names and column heads write it, "5.11" or "11日" included."""
    plain = half_width(text)
    full = find_date(plain, calendar)
    if full:
        return full
    short = _MD.search(plain)
    if short:
        return calendar.complete(int(short[1]), int(short[2]))
    compact = re.search(r"(?<!\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)", plain)
    if compact:
        return calendar.complete(int(compact[1]), int(compact[2]))
    day = _D_CHINESE.search(plain)
    if day and calendar.first_day:
        return _date(calendar.first_day.year, calendar.first_day.month, int(day[1]))
    return None


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
        return _clock_of_seconds(cell.total_seconds())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _clock_of_number(cell)
    if not isinstance(cell, str):
        return None
    text = half_width(cell).strip()
    return find_clock(text, half) or _compact_clock(text)


def _to_second(cell: time) -> time:
    return _clock_of_seconds(cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6).at  # type: ignore[union-attr]


def _clock_of_seconds(total: float) -> Clock | None:
    seconds = round(total)
    if not 0 <= seconds < 86_400:
        return None
    return Clock(time(seconds // 3600, seconds // 60 % 60, seconds % 60), seconds % 60 != 0)


def _clock_of_number(number: float) -> Clock | None:
    """A fraction of a day, or hours and minutes written without a colon."""
    if 0 <= number < 1:
        return _clock_of_seconds(number * 86_400)
    if number == int(number) and 100 <= number < 240_000:
        return _compact_clock(str(int(number)))
    return _clock_of_seconds(number % 1 * 86_400) if int(number) in _SERIALS else None


def _compact_clock(text: str) -> Clock | None:
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
    """Every time of day in a text, in order. A half of the day holds until another is named; "下午2:00-5:30" is both."""
    plain = half_width(text)
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


def _epoch(number: float) -> datetime | None:
    seconds = number / 1000 if number >= _EPOCHS.stop else number
    if int(seconds) not in _EPOCHS:
        return None
    return datetime.fromtimestamp(int(seconds), SITE_ZONE).replace(tzinfo=None)


def _moment_of_number(number: float, on: date | None) -> Moment | None:
    if int(number) in _SERIALS and number != int(number):
        noon = datetime.combine(_SERIAL_ZERO, time())
        at = noon + timedelta(days=int(number), seconds=round(number % 1 * 86_400))
        return Moment(at, at.second != 0)
    epoch = _epoch(number)
    if epoch:
        return Moment(epoch, exact=True)
    compact = re.fullmatch(r"(20\d{6})(\d{4}(?:\d\d)?)", str(int(number)))
    if compact:
        return _joined(_date_of_number(int(compact[1])), _compact_clock(compact[2]))
    return _joined(on, _clock_of_number(number))


def _moment_of_text(text: str, calendar: Calendar, on: date | None, half: str) -> Moment | None:
    if re.fullmatch(r"\d{5}\.\d+|\d{10}|\d{13}|\d{12}|\d{14}", text):
        return _moment_of_number(float(text), on)
    offset = _OFFSET.search(text) if "T" in text.upper() or text.endswith(("Z", "z")) else None
    text = text[: offset.start()] if offset else text
    dated = find_date_span(text, calendar)
    if dated is None and (short := _MD.match(text)):
        day = calendar.complete(int(short[1]), int(short[2]))
        dated = (day, short.start(), short.end()) if day else None
    rest = (text[: dated[1]] + " " + text[dated[2] :].lstrip("Tt")) if dated else text
    clock = find_clock(rest.strip(), half) or _compact_clock(rest.strip())
    moment = _joined(dated[0] if dated else on, clock)
    return _shifted(moment, offset[1]) if moment and offset else moment


def _shifted(moment: Moment, offset: str) -> Moment:
    aware = datetime.fromisoformat(moment.at.isoformat() + ("+00:00" if offset in "Zz" else offset))
    return Moment(_aware_to_site(aware), moment.exact)
