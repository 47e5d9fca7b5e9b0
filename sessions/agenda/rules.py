"""The calendar as pages draw it: stretches of days, lanes for what happens at once, a year at a glance. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import split_teachers
from standards.holidays.rules import WorkingDays
from standards.holidays.year import DayCell, cell_of, months_of

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


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is in a day, a month, a year."""

    sessions: int = 0
    hours: Decimal = Decimal(0)

    def plus(self, entry: Entry) -> Load:
        return Load(self.sessions + 1, self.hours + entry.hours)


Who = tuple[str, int | None]  # a name and its number on the register; "" and None for nobody


@dataclass(frozen=True, slots=True)
class YearLine:
    """A class, teacher or venue through the months of a year."""

    name: str
    key: int | None
    months: tuple[Load, ...]
    total: Load


@dataclass(frozen=True, slots=True)
class Year:
    """A year at a glance: months of weeks of days (None outside the month) with their loads, and what fills them."""

    months: Sequence[Sequence[Sequence[DayCell | None]]]
    loads: Mapping[date, Load]
    by_month: tuple[Load, ...]
    lines: tuple[YearLine, ...]
    total: Load
    fullest: int

    def load(self, day: date) -> Load:
        return self.loads.get(day, Load())

    def shade(self, day: date) -> int:
        """0 for nothing, 1 to 4 the fuller a day is beside the fullest one."""
        return -(-4 * self.load(day).sessions // self.fullest) if self.fullest else 0


def year_of(
    year: int,
    entries: Sequence[Entry],
    calendar: WorkingDays,
    who: Callable[[Entry], Iterable[Who]],
    known: Iterable[Who],
) -> Year:
    """A year with a line for everybody whom `who` finds in its sessions, and for those who are `known` without any."""
    loads: defaultdict[date, Load] = defaultdict(Load)
    months, total = [Load()] * 12, Load()
    for one in entries:
        loads[one.day] = loads[one.day].plus(one)
        months[one.day.month - 1] = months[one.day.month - 1].plus(one)
        total = total.plus(one)
    fullest = max((one.sessions for one in loads.values()), default=0)
    lines = _lines_of(entries, who, known)
    return Year(months_of(year, calendar), dict(loads), tuple(months), lines, total, fullest)


def _lines_of(
    entries: Iterable[Entry], who: Callable[[Entry], Iterable[Who]], known: Iterable[Who]
) -> tuple[YearLine, ...]:
    months: dict[Who, list[Load]] = {each: [Load()] * 12 for each in known}
    for one in entries:
        for each in who(one):
            line = months.setdefault(each, [Load()] * 12)
            line[one.day.month - 1] = line[one.day.month - 1].plus(one)
    ordered = sorted(months, key=lambda each: (not each[0], each[0], each[1] or 0))
    return tuple(YearLine(*each, tuple(months[each]), _sum(months[each])) for each in ordered)


def _sum(loads: Iterable[Load]) -> Load:
    loads = list(loads)
    return Load(sum(one.sessions for one in loads), sum((one.hours for one in loads), Decimal(0)))


def whose(by: By, teacher_ids: Mapping[str, int]) -> Callable[[Entry], list[Who]]:
    """Who a session counts for: its class, each of its teachers, its venue. With two teachers it counts for both."""

    def found(entry: Entry) -> list[Who]:
        if by is By.CLASS:
            return [(entry.class_name, entry.offering_id)]
        if by is By.VENUE:
            return [(entry.venue_name, entry.venue_id)]
        names = list(dict.fromkeys(split_teachers(entry.teacher_name))) or [""]
        return [(name, teacher_ids.get(name)) for name in names]

    return found
