"""The figures of a rule-set that the rules of delivery need, as one frozen value per subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from enum import StrEnum

from sessions.rules.online_policy import OnlinePolicy, online_policy
from standards.rules import Parameter, figure


class Rounding(StrEnum):
    """Which way a part of a step goes."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True, slots=True)
class HourPolicy:
    """How minutes become credit hours (学时): length of one hour, step, and which way a part of a step goes."""

    minutes_per_hour: int
    step: Decimal
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class AttendancePolicy:
    """Windows and limits of a half-day, in minutes; `noon` splits sessions, `flag_noon` stray taps."""

    window_before: int
    window_after: int
    late_grace: int
    absent_if_late_over: int
    absent_if_early_over: int
    noon: time
    flag_noon: time


@dataclass(frozen=True, slots=True)
class ExamPolicy:
    """Range of a score, the cap on a make-up score, and the mark that passes."""

    lowest: Decimal
    highest: Decimal
    makeup_cap: Decimal
    pass_mark: Decimal


@dataclass(frozen=True, slots=True)
class DeliveryPolicy:
    """Everything that turns records of a class into hours and completion."""

    hours: HourPolicy
    attendance: AttendancePolicy
    exam: ExamPolicy
    max_rate: Decimal
    required_hours: Decimal
    online: OnlinePolicy = field(default_factory=OnlinePolicy)


def delivery_policy(
    parameters: Mapping[str, Parameter],
    *,
    required_hours: Decimal | None = None,
    pass_mark: Decimal | None = None,
) -> DeliveryPolicy:
    """The delivery figures of a rule-set; hours and pass mark that the class itself sets come first.

    Raises ParameterMissing when the rule-set leaves a figure open.
    """

    def number(key: str) -> Decimal:
        return Decimal(str(figure(parameters, key)))

    def minutes(key: str) -> int:
        return int(number(key))

    return DeliveryPolicy(
        hours=HourPolicy(
            minutes("hours.minutes_per_hour"), number("hours.step"), Rounding(str(figure(parameters, "hours.rounding")))
        ),
        attendance=AttendancePolicy(
            window_before=minutes("attendance.window_before"),
            window_after=minutes("attendance.window_after"),
            late_grace=minutes("attendance.late_grace"),
            absent_if_late_over=minutes("attendance.absent_if_late_over"),
            absent_if_early_over=minutes("attendance.absent_if_early_over"),
            noon=time.fromisoformat(str(figure(parameters, "attendance.noon"))),
            flag_noon=time.fromisoformat(str(figure(parameters, "attendance.flag_noon"))),
        ),
        exam=ExamPolicy(
            lowest=number("exam.lowest"),
            highest=number("exam.highest"),
            makeup_cap=number("exam.makeup_cap"),
            pass_mark=number("completion.pass_mark") if pass_mark is None else pass_mark,
        ),
        max_rate=number("online.max_rate"),
        required_hours=number("completion.required_hours") if required_hours is None else required_hours,
        online=online_policy(parameters),
    )
