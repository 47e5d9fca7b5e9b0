"""Hours of a week as people type them: one line per weekday, with stretches or half-day words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from core.weekly import WeeklyWindow

WEEKDAYS = range(7)
# Quick words and what they stand for; the page says it beside the fields.
MORNING, AFTERNOON, EVENING = (
    (time(8, 30), time(12)),
    (time(13, 30), time(17, 30)),
    (time(18, 30), time(21)),
)
WORDS: dict[str, tuple[tuple[time, time], ...]] = {
    "上午": (MORNING,),
    "下午": (AFTERNOON,),
    "晚上": (EVENING,),
    "全天": (MORNING, AFTERNOON),
}
_STRETCH = re.compile(
    r"^(\d{1,2})(?:[:：点]?(\d{2}))?(?:点|时)?(?:--?|[–—~～至到])(\d{1,2})(?:[:：点]?(\d{2}))?(?:点|时)?$"
)
_BETWEEN = re.compile(r"[,，、;；\s]+")
_AROUND_DASH = re.compile(r"\s*(--?|[–—~～至到])\s*")
LAST_MINUTE = time(23, 59)  # a time of day cannot be 24:00

Row = tuple[int, str, str]


class WeekFaultKind(StrEnum):
    """Why a stretch of a week is not taken."""

    UNREADABLE = "unreadable"
    REVERSED = "reversed"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class WeekFault:
    """A stretch that cannot stand: its weekday (Monday is 0) and the words as typed."""

    kind: WeekFaultKind
    weekday: int
    text: str


def read_week(lines: Sequence[str]) -> tuple[tuple[WeeklyWindow, ...], tuple[WeekFault, ...]]:
    """The stretches of seven lines, Monday first, and what is wrong with them; an empty line is a free day."""
    windows: list[WeeklyWindow] = []
    faults: list[WeekFault] = []
    for weekday, line in enumerate(lines):
        for part in _BETWEEN.split(_AROUND_DASH.sub(r"\1", line.strip())):
            if part:
                _take(weekday, part, windows, faults)
    return tuple(sorted(windows)), tuple(faults)


def _take(weekday: int, part: str, windows: list[WeeklyWindow], faults: list[WeekFault]) -> None:
    stretches = WORDS.get(part) or _stretch(part)
    if not stretches:
        faults.append(WeekFault(WeekFaultKind.UNREADABLE, weekday, part))
        return
    for starts, ends in stretches:
        if ends <= starts:
            faults.append(WeekFault(WeekFaultKind.REVERSED, weekday, span(starts, ends)))
        elif any(one.weekday == weekday and one.starts < ends and starts < one.ends for one in windows):
            faults.append(WeekFault(WeekFaultKind.OVERLAP, weekday, span(starts, ends)))
        else:
            windows.append(WeeklyWindow(weekday, starts, ends))


def _stretch(part: str) -> tuple[tuple[time, time], ...]:
    found = _STRETCH.match(part)
    if found is None:
        return ()
    starts, ends = _time(found[1], found[2]), _time(found[3], found[4])
    return ((starts, ends),) if starts is not None and ends is not None else ()


def _time(hour: str, minute: str | None) -> time | None:
    hours, minutes = int(hour), int(minute or 0)
    if (hours, minutes) == (24, 0):
        return LAST_MINUTE
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def span(starts: time, ends: time) -> str:
    """08:30–12:00."""
    return f"{starts:%H:%M}–{ends:%H:%M}"


def write_week(windows: Iterable[WeeklyWindow]) -> list[str]:
    """Seven lines, Monday first, as `read_week` reads them."""
    known = sorted(windows)
    return ["、".join(span(one.starts, one.ends) for one in known if one.weekday == day) for day in WEEKDAYS]


def to_rows(windows: Iterable[WeeklyWindow]) -> list[Row]:
    """The stretches as they are stored."""
    return [(one.weekday, one.starts.isoformat("minutes"), one.ends.isoformat("minutes")) for one in sorted(windows)]


def from_rows(rows: Iterable[Sequence[int | str]]) -> tuple[WeeklyWindow, ...]:
    """The stretches of stored rows."""
    return tuple(
        WeeklyWindow(int(day), time.fromisoformat(str(starts)), time.fromisoformat(str(ends)))
        for day, starts, ends in rows
    )
