"""Too many hours: of a class in a day, in a part of it or without a break, of a teacher in a day or a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal

from sessions.rules.conflicts import Finding, FindingCode, Slot, overlapping_pairs
from sessions.rules.presence import TeacherFacts


@dataclass(frozen=True, slots=True)
class Caps:
    """Credit hours that a class may have in a day, in a half-day, and in a row; None sets no limit.

    An evening, from `evening` on, is a part of the day of its own. Sessions with less than `pause` minutes between them
    stand in a row.
    """

    per_day: Decimal | None = None
    per_half_day: Decimal | None = None
    noon: time = time(12)
    evening: time | None = None
    in_a_row: Decimal | None = None
    pause: int = 0

    def part_of(self, start: time) -> int:
        """Morning, afternoon or evening, by when a session starts."""
        return (start >= self.noon) + (self.evening is not None and start >= self.evening)


def find_full_days(slots: Iterable[Slot], caps: Caps) -> list[Finding]:
    """Days and half-days with more credit hours than the rule-set allows, with their sessions.

    Where sessions overlap, that is told and nothing else: nobody can sit through both.
    """
    days: defaultdict[date, list[Slot]] = defaultdict(list)
    halves: defaultdict[tuple[date, int], list[Slot]] = defaultdict(list)
    for slot in slots:
        days[slot.starts_at.date()].append(slot)
        halves[slot.starts_at.date(), caps.part_of(slot.starts_at.time())].append(slot)
    found = [
        _over(FindingCode.TT_DAY_HOURS, "", day, held, caps.per_day)
        for day, held in sorted(days.items())
        if not _overlap(held)
    ]
    found += [
        _over(FindingCode.TT_HALF_DAY_HOURS, "", day, held, caps.per_half_day)
        for (day, _half), held in sorted(halves.items())
        if not _overlap(held)
    ]
    return [one for one in found if one]


def find_unbroken(slots: Iterable[Slot], caps: Caps) -> list[Finding]:
    """Stretches of a day with more credit hours in a row than the rule-set allows, with their sessions."""
    rows: list[list[Slot]] = []
    ends = None
    for slot in sorted(slots, key=lambda one: (one.starts_at, one.ends_at, one.code)):
        if ends is None or slot.starts_at >= ends + timedelta(minutes=caps.pause):
            rows.append([])
        rows[-1].append(slot)
        ends = max(ends or slot.ends_at, slot.ends_at)
    found = [
        _over(FindingCode.TT_NO_BREAK, "", row[0].starts_at.date(), row, caps.in_a_row)
        for row in rows
        if not _overlap(row)
    ]
    return [replace(one, minutes=caps.pause) for one in found if one]


def _overlap(slots: Iterable[Slot]) -> bool:
    return next(overlapping_pairs(slots), None) is not None


def find_tired_teachers(
    own: Sequence[Slot], others: Iterable[Slot], teachers: Mapping[str, TeacherFacts]
) -> list[Finding]:
    """Teachers with more credit hours in one day than their limit, here and in other classes together."""
    mine: defaultdict[tuple[str, date], list[Slot]] = defaultdict(list)
    elsewhere: defaultdict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for slot in own:
        for name in slot.teachers:
            mine[name, slot.starts_at.date()].append(slot)
    for slot in others:
        for name in slot.teachers:
            elsewhere[name, slot.starts_at.date()] += slot.hours
    found = [
        _over(FindingCode.TT_TEACHER_DAY_HOURS, name, day, held, teachers[name].hours_per_day, elsewhere[name, day])
        for (name, day), held in sorted(mine.items())
        if name in teachers
    ]
    return [one for one in found if one]


def find_spent_teachers(own: Iterable[Slot], teachers: Mapping[str, TeacherFacts]) -> list[Finding]:
    """Teachers with more credit hours in one year than their limit; the sessions named are those beyond it."""
    mine: defaultdict[tuple[str, int], list[Slot]] = defaultdict(list)
    for slot in sorted(own, key=lambda one: (one.starts_at, one.code)):
        for name in slot.teachers:
            mine[name, slot.starts_at.year].append(slot)
    found = []
    for (name, year), held in sorted(mine.items()):
        limit = teachers[name].hours_per_year if name in teachers else None
        if limit is None:
            continue
        total, beyond = teachers[name].hours_elsewhere.get(year, Decimal(0)), []
        for slot in held:
            total += slot.hours
            if total > limit:
                beyond.append(slot.code)
        if beyond:
            found.append(
                Finding(
                    FindingCode.TT_TEACHER_YEAR_HOURS, tuple(beyond), name, hours=total, limit=limit, detail=str(year)
                )
            )
    return found


def _over(
    code: FindingCode,
    subject: str,
    day: date,
    held: Sequence[Slot],
    limit: Decimal | None,
    besides: Decimal = Decimal(0),
) -> Finding | None:
    total = sum((one.hours for one in held), besides)
    if limit is None or total <= limit:
        return None
    codes = tuple(one.code for one in sorted(held, key=lambda one: (one.starts_at, one.code)))
    return Finding(code, codes, subject, day=day, hours=total, limit=limit)
