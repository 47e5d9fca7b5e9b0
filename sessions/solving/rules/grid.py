"""The periods of a day, as people write them and as sessions that are there already show them; the slots they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from courses.solver.problem import Half, Slot

USUAL: Mapping[Half, str] = {
    Half.MORNING: "08:30-10:00 10:20-11:50",
    Half.AFTERNOON: "14:00-15:30 15:50-17:20",
    Half.EVENING: "",
}
"""What the form says before anybody has written anything else; every run may say otherwise."""

HalfDay = tuple[int, Half]  # a day of the week, Monday is 0, and a part of it
WEEKDAYS: frozenset[HalfDay] = frozenset((day, half) for day in range(5) for half in Half)
WEEKEND = 5
BREAK = timedelta(minutes=20)
NOON, EVENING = time(12), time(18)
_PERIOD = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]+\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[\s,，、;；/]*")


class BadPeriods(ValueError):
    """A text is no list of periods; the part that cannot be read is the message."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of a day in which one lesson is held."""

    starts: time
    ends: time
    half: Half = Half.MORNING

    @property
    def minutes(self) -> int:
        day = date.min
        return int((datetime.combine(day, self.ends) - datetime.combine(day, self.starts)).total_seconds()) // 60

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"


def read_periods(text: str, half: Half) -> tuple[Period, ...]:
    """08:30-10:00 10:20-11:50 as periods. Raises BadPeriods with what cannot be read."""
    rest = _BETWEEN.sub("", _PERIOD.sub("", text))
    if rest:
        raise BadPeriods(rest)
    found = []
    for match in _PERIOD.finditer(text):
        hour, minute, to_hour, to_minute = map(int, match.groups())
        try:
            period = Period(time(hour, minute), time(to_hour, to_minute), half)
        except ValueError as error:
            raise BadPeriods(match[0]) from error
        if period.starts >= period.ends:
            raise BadPeriods(match[0])
        found.append(period)
    return tuple(found)


def overlapping(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """Two periods that share time, if there are any."""
    return next(((one, other) for one, other in pairwise(sorted(periods)) if other.starts < one.ends), None)


def half_of(start: time) -> Half:
    if start < NOON:
        return Half.MORNING
    return Half.AFTERNOON if start < EVENING else Half.EVENING


def present_periods(spans: Iterable[tuple[datetime, datetime]], usual: Sequence[Period] = ()) -> tuple[Period, ...]:
    """The periods that sessions keep already, the commonest first where two overlap; then usual ones that fit beside.

    Each reaches as far as the longest of the sessions needs, if the next one leaves room.
    """
    times = [(start.time(), end.time()) for start, end in spans if start.date() == end.date()]
    common = sorted(Counter(times).items(), key=lambda each: (-each[1], each[0]))
    chosen: list[Period] = []
    for start, end in (span for span, _count in common):
        period = Period(start, end, half_of(start))
        if overlapping([*chosen, period]) is None:
            chosen.append(period)
    for one in usual:
        fitting = next((each for each in (one, _later(one, chosen)) if overlapping([*chosen, each]) is None), None)
        if fitting is not None and half_of(fitting.ends) in (one.half, half_of(one.ends)):
            chosen.append(fitting)
    longest = max((Period(start, end).minutes for start, end in times), default=0)
    return _stretched(sorted(chosen), longest)


def _later(one: Period, chosen: Iterable[Period]) -> Period:
    """The period after what stands in its way, with a break between."""
    in_the_way = [each.ends for each in chosen if each.starts < one.ends and one.starts < each.ends]
    start = datetime.combine(date.min, max(in_the_way, default=one.starts)) + BREAK
    return Period(start.time(), (start + timedelta(minutes=one.minutes)).time(), one.half)


def _stretched(periods: Sequence[Period], longest: int) -> tuple[Period, ...]:
    found = []
    for place, one in enumerate(periods):
        limit = periods[place + 1].starts if place + 1 < len(periods) else time(23, 59)
        wanted = (datetime.combine(date.min, one.starts) + timedelta(minutes=longest)).time()
        found.append(replace(one, ends=min(limit, max(one.ends, wanted))))
    return tuple(found)


def present_halves(spans: Iterable[tuple[datetime, datetime]]) -> frozenset[HalfDay]:
    """The half-days of the week that are used already, with all from Monday to Friday unless it is a weekend class."""
    used = {(start.weekday(), half_of(start.time())) for start, _end in spans}
    if used and all(day >= WEEKEND for day, _half in used):
        return frozenset((day, half) for day, _used in used for half in Half)
    return WEEKDAYS | used


def may_be_used(day: date, half: Half, halves: frozenset[HalfDay], *, works: bool, festive: bool) -> bool:
    """Whether a half-day may be used: a make-up day as a weekday, a day off (`festive`) not at all."""
    if festive and not works:
        return False
    made_up = works and day.weekday() >= WEEKEND
    return (day.weekday(), half) in halves or (made_up and any((one, half) in halves for one in range(WEEKEND)))


def words_of(periods: Iterable[Period], half: Half) -> str:
    """The periods of a half-day as people write them."""
    return " ".join(str(one) for one in sorted(periods) if one.half is half)


def slots_of(days: Iterable[date], periods: Iterable[Period]) -> tuple[Slot, ...]:
    """Every period of every day, in order of time."""
    ordered = sorted(periods)
    return tuple(Slot(day, one.starts, one.ends, one.half) for day in sorted(days) for one in ordered)


class Grid:
    """The slots of a run, found by time."""

    def __init__(self, slots: tuple[Slot, ...]) -> None:
        self.slots = slots
        self.by_day: dict[date, list[int]] = {}
        for place, slot in enumerate(slots):
            self.by_day.setdefault(slot.day, []).append(place)

    def touched(self, start: datetime, end: datetime) -> list[int]:
        """Slots that share time with [start, end)."""
        days = {start.date(), end.date()}
        places = [place for day in sorted(days) for place in self.by_day.get(day, ())]
        return [place for place in places if self.slots[place].starts_at < end and start < self.slots[place].ends_at]

    def place_of(self, start: datetime, end: datetime) -> int | None:
        """The slot in which a session that starts and ends then stands: it begins with the slot and fits in."""
        places = self.by_day.get(start.date(), ())
        return next(
            (one for one in places if self.slots[one].starts_at == start and end <= self.slots[one].ends_at), None
        )
