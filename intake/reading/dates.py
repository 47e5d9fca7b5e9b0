"""Dates in every way people and machines write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from core.spreadsheets.cells import half_width
from core.spreadsheets.model import Cell

SITE_ZONE = timezone(timedelta(hours=8))  # Asia/Shanghai has had no other offset since 1991.
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # 1954 to 2119
_EPOCHS = range(946_684_800, 4_102_444_800)  # 2000 to 2099 in seconds
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}

_YMD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年,]\s*(\d{1,2})\s*[-/.月,]\s*(\d{1,2})(?!\d)\s*[日号]?")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_MD_CHINESE = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_D_CHINESE = re.compile(r"(?<![\d月])(\d{1,2})\s*[日号](?!楼)")
_DMY_WORD = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([A-Za-z]{3})[A-Za-z]*\.?[\s\-/.,]*(\d{4})?(?![\d:])")
_MDY_WORD = re.compile(r"([A-Za-z]{3})[A-Za-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:[\s,]+(\d{4}))?(?![\d:])")
_XXY = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)(?!\d)")
_YY = re.compile(r"(?<!\d)([2-4]\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
SHORT_DATE = re.compile(r"(?<![\d.:/-])(\d{1,2})[-/.](\d{1,2})(?![\d:/-])")


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
        return date_of_number(cell)
    if not isinstance(cell, str):
        return None
    text = half_width(cell).strip()
    return find_date(text, calendar) or _bare_date(text, calendar)


def date_of_number(number: float) -> date | None:
    """The date of a spreadsheet serial, of digits like 20260511, or of a count of seconds since 1970."""
    if int(number) in SERIALS:
        return SERIAL_ZERO + timedelta(days=int(number))
    compact = _COMPACT.fullmatch(str(int(number)))
    if compact:
        return _date(*map(int, compact.groups()))
    moment = epoch_moment(number)
    return moment.date() if moment else None


def _bare_date(text: str, calendar: Calendar) -> date | None:
    """A date that only a date column may hold: "5/11", a serial number typed as text."""
    short = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})\s*(?:[(（].*)?", text)
    if short:
        return calendar.complete(int(short[1]), int(short[2]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?|\d{10}|\d{13}", text):
        return date_of_number(float(text))
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
    return next(iter(inside or both), None)


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
    short = SHORT_DATE.search(plain)
    if short:
        return calendar.complete(int(short[1]), int(short[2]))
    compact = re.search(r"(?<!\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)", plain)
    if compact:
        return calendar.complete(int(compact[1]), int(compact[2]))
    day = _D_CHINESE.search(plain)
    if day and calendar.first_day:
        return _date(calendar.first_day.year, calendar.first_day.month, int(day[1]))
    return None


def epoch_moment(number: float) -> datetime | None:
    """Site time of a count of seconds or milliseconds since 1970, if it lies in this century."""
    seconds = number / 1000 if number >= _EPOCHS.stop else number
    if int(seconds) not in _EPOCHS:
        return None
    return datetime.fromtimestamp(int(seconds), SITE_ZONE).replace(tzinfo=None)
