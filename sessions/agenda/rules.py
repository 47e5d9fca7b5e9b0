"""The calendar as pages draw it: stretches of days, lanes for what happens at once, a year at a glance. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import split_teachers
from standards.holidays.rules import WorkingDays
from standards.holidays.year import DayCell, cell_of

DAY = timedelta(days=1)
USUAL_HOURS = (8, 18)
WIDEST = 3  # so many sessions side by side still have room for their words; beyond that a day is a list
IN_A_CELL = 5  # so many sessions a day of a month shows before it says how many more there are


class View(StrEnum):
    """How much of the calendar a page shows."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class By(StrEnum):
    """What the lines of a year are."""

    CLASS = "class"
    TEACHER = "teacher"
    VENUE = "venue"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session on the calendar; naive site time."""

    id: int
    version: int
    offering_id: int
    code: str
    title: str
    class_code: str
    class_name: str
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    hours: Decimal = Decimal(0)
    teacher_name: str = ""
    venue_name: str = ""
    venue_id: int | None = None
    movable: bool = False

    @property
    def day(self) -> date:
        return self.starts_at.date()

    @property
    def minutes(self) -> int:
        """How long it is, within its first day."""
        closing = datetime.combine(self.day + DAY, time())
        return int((min(self.ends_at, closing) - self.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Placed:
    """A session in its lane of `lanes` side by side; `clashes` when it takes what another one takes at that time."""

    entry: Entry
    lane: int = 0
    lanes: int = 1
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a page. `inside` is False for days of the months before and after."""

    cell: DayCell
    placed: tuple[Placed, ...] = ()
    inside: bool = True

    @property
    def on(self) -> date:
        return self.cell.day

    @property
    def shown(self) -> tuple[Placed, ...]:
        """What a small cell has room for."""
        return self.placed if len(self.placed) <= IN_A_CELL + 1 else self.placed[:IN_A_CELL]

    @property
    def more(self) -> int:
        return len(self.placed) - len(self.shown)


def span_of(view: View, on: date) -> tuple[date, date]:
    """The first and the last day of the page that shows `on`: whole weeks from Monday, or a calendar year."""
    if view is View.YEAR:
        return date(on.year, 1, 1), date(on.year, 12, 31)
    first = on if view is View.WEEK else on.replace(day=1)
    last = on if view is View.WEEK else _month_after(first) - DAY
    return first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY


def beside(view: View, on: date, steps: int) -> date:
    """A day of the page that lies so many pages later, or earlier. The same day of the week; else the first day."""
    if view is View.WEEK:
        return on + 7 * steps * DAY
    if view is View.YEAR:
        return date(on.year + steps, 1, 1)
    months = on.year * 12 + on.month - 1 + steps
    return date(months // 12, months % 12 + 1, 1)


def _month_after(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The sessions in order of time."""
    return sorted(entries, key=lambda each: (each.starts_at, each.class_code, each.id))


def days_of(
    view: View, on: date, entries: Iterable[Entry], calendar: WorkingDays, clashing: frozenset[int] = frozenset()
) -> list[Day]:
    """Every day of a week or a month page with its sessions in order of time."""
    first, last = span_of(view, on)
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for one in in_order(entries):
        by_day[one.day].append(one)
    days = (first + count * DAY for count in range((last - first).days + 1))
    return [
        Day(cell_of(day, calendar), in_lanes(by_day[day], clashing), view is View.WEEK or day.month == on.month)
        for day in days
    ]


def in_lanes(entries: Sequence[Entry], clashing: frozenset[int] = frozenset()) -> tuple[Placed, ...]:
    """Sessions of one day, in order of time, side by side where they overlap; half-open, so neighbours share a lane."""
    placed: list[Placed] = []
    for group in _overlapping(entries):
        lanes = _lanes_of(group)
        widest = max(lanes) + 1
        placed += [Placed(one, lane, widest, one.id in clashing) for one, lane in zip(group, lanes, strict=True)]
    return tuple(placed)


def _overlapping(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Groups that hang together by overlaps."""
    groups: list[list[Entry]] = []
    until: datetime | None = None
    for one in entries:
        if until is None or one.starts_at >= until:
            groups.append([])
        groups[-1].append(one)
        until = one.ends_at if until is None else max(until, one.ends_at)
    return groups


def _lanes_of(group: Sequence[Entry]) -> list[int]:
    """For each the first lane that is free by then."""
    ends: list[datetime] = []
    lanes = []
    for one in group:
        lane = next((place for place, end in enumerate(ends) if end <= one.starts_at), len(ends))
        ends[lane : lane + 1] = [one.ends_at]
        lanes.append(lane)
    return lanes


def clashes_among(entries: Iterable[Entry]) -> frozenset[int]:
    """The sessions that take the class, a teacher or the venue of another one at the same time."""
    holders: dict[Hashable, Entry] = {}
    found: set[int] = set()
    for one in in_order(entries):
        for resource in taken_by(one):
            holder = holders.get(resource)
            if holder and one.starts_at < holder.ends_at:
                found |= {one.id, holder.id}
            if not holder or holder.ends_at < one.ends_at:
                holders[resource] = one
    return frozenset(found)


def taken_by(entry: Entry) -> list[Hashable]:
    """What a session takes: its class, its teachers, a venue of the register."""
    teachers: list[Hashable] = [(By.TEACHER, name) for name in split_teachers(entry.teacher_name)]
    return [(By.CLASS, entry.offering_id), *teachers, *([(By.VENUE, entry.venue_id)] if entry.venue_id else [])]


def hours_shown(days: Iterable[Day]) -> tuple[int, int]:
    """From which to which full hour the page of a week reaches: the usual hours, and more where sessions need it."""
    first, last = USUAL_HOURS
    for one in (placed.entry for day in days for placed in day.placed):
        ends = one.starts_at.hour * 60 + one.starts_at.minute + one.minutes
        first, last = min(first, one.starts_at.hour), max(last, -(-ends // 60))
    return first, last


def is_crowded(days: Iterable[Day]) -> bool:
    """Whether so much happens at once that sessions can only be listed, not drawn to scale."""
    return any(placed.lanes > WIDEST for day in days for placed in day.placed)
