"""What the form of a new session says before anybody types: the next code, the next free half-day, the last values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from core.clock import to_local
from courses.models import ClassOffering
from sessions import queries
from sessions.clashes.suggestions import teaching_day
from sessions.models import ClassSession
from sessions.rules.free_slots import Busy, Span, next_start
from sessions.rules.recurrence import next_codes
from standards import queries as standard_queries
from standards.holidays.queries import working_days

LOOKED_AHEAD = 60
KEPT = ("title", "module", "kind", "venue_name", "teacher_name", "meeting_number")


def minutes_per_hour(offering: ClassOffering) -> int | None:
    """How long a credit hour is under the rule-set of the class; None while that leaves it open."""
    found = standard_queries.parameters_of(offering.rule_set_version_id).get("hours.minutes_per_hour")
    return int(found.value) if found and found.value is not None else None


def next_session(offering: ClassOffering, after: ClassSession | None = None) -> dict[str, Any]:
    """Values for a new session: the code and half-day that follow; what `after` says is kept."""
    sessions = queries.sessions_of(offering.id)
    timed = [one for one in sessions if one.starts_at and one.ends_at]
    last = after or (max(timed, key=lambda one: (one.starts_at, one.id)) if timed else None)
    usual = teaching_day(offering)
    length = timedelta(minutes=int(usual.hours * (minutes_per_hour(offering) or 60)))
    span = _next_span(offering, timed, last, usual.starts, length)
    values: dict[str, Any] = {"code": next_code(queries.every_session(offering.id), last.code if last else "")}
    if span:
        values |= {"on": span[0].date(), "starts": span[0].time(), "ends": span[1].time()}
    if last:
        values["planned_hours"] = plain_hours(last.planned_hours)
    if after:
        values |= {field: getattr(after, field) for field in KEPT}
    return values


def plain_hours(hours: Decimal) -> Decimal | int:
    return hours.normalize() if hours % 1 else int(hours)


def next_code(known: Sequence[str] | dict[str, ClassSession], last: str) -> str:
    """The code after the last one, in its own style: K07 after K06."""
    found = re.fullmatch(r"(.*?)\d+", last)
    return next_codes(list(known), 1, prefix=found[1] if found else "S")[0]


def _next_span(
    offering: ClassOffering,
    timed: Sequence[ClassSession],
    last: ClassSession | None,
    usual: Sequence[time],
    length: timedelta,
) -> Span | None:
    spans = [(to_local(one.starts_at), to_local(one.ends_at)) for one in timed if one.starts_at and one.ends_at]
    after = datetime.combine(offering.starts_on, time())
    if last and last.starts_at and last.ends_at:
        after, length = to_local(last.ends_at), last.ends_at - last.starts_at
    starts = {start.time() for start, _end in spans} or set(usual)
    first = after.date()
    calendar = working_days(first, first + timedelta(days=LOOKED_AHEAD))
    days = [day for shift in range(LOOKED_AHEAD) if calendar(day := first + timedelta(days=shift))]
    return next_start(after, length, days, starts, Busy(spans).is_free)
