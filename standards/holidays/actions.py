"""Writing the working calendar: an entry for a day, or the arrangement of a whole year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db
from standards.holidays import queries
from standards.holidays.models import CalendarDay, CalendarYear
from standards.holidays.rules import DayKind, DayMark
from standards.holidays.tables import TableDay


class EntryChanged(Exception):
    """Somebody else entered the day since the page was opened."""


def enter_day(day: date, mark: DayMark, *, basis: str, seen: int, by: User) -> CalendarDay:
    """Add an entry for a day; `seen` is the serial of the entry its page showed, 0 for none. Raises EntryChanged."""
    if _serials(day, day).get(day, 0) != seen:
        raise EntryChanged
    entry = CalendarDay(
        day=day, serial=seen + 1, kind=mark.kind, name=mark.name, basis=basis, by_name=by.display_name
    )  # fmt: skip
    _add([entry])
    audit.record(
        "standards.day_entered",
        by=by,
        subject=("calendar", day.isoformat()),
        kind=mark.kind.value,
        name=mark.name,
        basis=basis,
    )
    return entry


def load_year(year: int, days: Sequence[TableDay], *, basis: str, by: User) -> int:
    """Make the table the arrangement of the year: what it does not name is no longer entered.

    Days that stand as the table says stay untouched. Returns how many entries were written. Raises EntryChanged.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    present = queries.entries_between(first, last)
    wanted = {one.day: (DayMark(one.kind, one.name), one.basis or basis) for one in days}
    for day, entry in present.items():
        if day not in wanted and entry.kind is not DayKind.AS_SHIPPED:
            wanted[day] = (DayMark(DayKind.AS_SHIPPED), basis)
    serials = {day: entry.serial for day, entry in present.items()}
    fresh = [
        CalendarDay(
            day=day, serial=serials.get(day, 0) + 1, kind=mark.kind, name=mark.name, basis=why, by_name=by.display_name
        )
        for day, (mark, why) in sorted(wanted.items())
        if day not in present or present[day].to_mark() != mark
    ]
    _add([*fresh, CalendarYear(year=year, basis=basis, by_name=by.display_name)])
    audit.record("standards.year_loaded", by=by, subject=("calendar", year), days=len(fresh), basis=basis)
    return len(fresh)


def _serials(first: date, last: date) -> dict[date, int]:
    return {day: entry.serial for day, entry in queries.entries_between(first, last).items()}


def _add(rows: Sequence[CalendarDay | CalendarYear]) -> None:
    try:
        with db.session.begin_nested():
            db.session.add_all(rows)
    except IntegrityError as error:
        raise EntryChanged from error
