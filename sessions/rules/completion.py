"""Completion (结业), with every reason that stands in its way (R12)."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from sessions.rules.exams import ExamResult
from sessions.rules.policy import DeliveryPolicy


class Shortfall(StrEnum):
    """Why a class is not completed."""

    HOURS_SHORT = "HOURS_SHORT"
    EXAM_BELOW = "EXAM_BELOW"
    EXAM_ABSENT = "EXAM_ABSENT"
    EXAM_DEFERRED = "EXAM_DEFERRED"
    EXAM_INVALID = "EXAM_INVALID"
    EXAM_NOT_LISTED = "EXAM_NOT_LISTED"


def shortfalls(total_hours: Decimal, exam: ExamResult, policy: DeliveryPolicy) -> tuple[Shortfall, ...]:
    """What is missing for completion, hours first; empty when the class is completed."""
    missing = [Shortfall.HOURS_SHORT] if total_hours < policy.required_hours else []
    if exam.final is None:
        missing.append(Shortfall(exam.state.value))
    elif exam.final < policy.exam.pass_mark:
        missing.append(Shortfall.EXAM_BELOW)
    return tuple(missing)
