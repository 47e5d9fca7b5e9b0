"""The figures of a rule-set that timetables are held against; what it leaves open limits nothing, asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from sessions.rules.invigilation import ExamNeeds
from sessions.rules.loads import Caps
from standards.rules import Parameter

NOON = time(12)


@dataclass(frozen=True, slots=True)
class TeachingDay:
    """When teaching begins and ends, at which times sessions usually start, how many credit hours one usually has.

    Nobody is held to it: forms start from it, and free times are looked for in it. What stands here counts where a
    rule-set says nothing.
    """

    opens: time = time(8)
    closes: time = time(18)
    starts: tuple[time, ...] = (time(9), time(14))
    hours: Decimal = Decimal(4)


def caps_of(parameters: Mapping[str, Parameter]) -> Caps:
    """How many credit hours a class may have in a day, in a part of it, and in a row."""
    pause = _number(parameters, "timetable.break_minutes")
    return Caps(
        per_day=_number(parameters, "timetable.hours_per_day"),
        per_half_day=_number(parameters, "timetable.hours_per_half_day"),
        noon=_clock(parameters, "attendance.noon") or NOON,
        evening=_clock(parameters, "timetable.evening_from"),
        in_a_row=_number(parameters, "timetable.hours_in_a_row"),
        pause=int(pause or 0),
    )


def exam_needs_of(parameters: Mapping[str, Parameter]) -> ExamNeeds:
    """What an examination needs."""
    per_head = _number(parameters, "timetable.learners_per_invigilator")
    return ExamNeeds(_number(parameters, "timetable.exam_seats_per_learner"), int(per_head) if per_head else None)


def teaching_day_of(parameters: Mapping[str, Parameter]) -> TeachingDay:
    """The usual day; a figure that is open, or a list without a time in it, leaves what is usual."""
    usual = TeachingDay()
    clocks = _CLOCKS.findall(_text(parameters, "timetable.usual_starts"))
    starts = {time(int(hour), int(minute)) for hour, minute in clocks}
    return TeachingDay(
        opens=_clock(parameters, "timetable.day_opens") or usual.opens,
        closes=_clock(parameters, "timetable.day_closes") or usual.closes,
        starts=tuple(sorted(starts)) or usual.starts,
        hours=_number(parameters, "timetable.usual_hours") or usual.hours,
    )


_CLOCKS = re.compile(r"\b([01]?\d|2[0-3])[:：]([0-5]\d)\b")


def _text(parameters: Mapping[str, Parameter], key: str) -> str:
    found = parameters.get(key)
    return "" if found is None or found.value is None else str(found.value)


def _number(parameters: Mapping[str, Parameter], key: str) -> Decimal | None:
    text = _text(parameters, key)
    return Decimal(text) if text else None


def _clock(parameters: Mapping[str, Parameter], key: str) -> time | None:
    text = _text(parameters, key)
    return time.fromisoformat(text) if text else None
