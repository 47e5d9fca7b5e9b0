"""The figures of a rule-set that examinations need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from standards.rules import Parameter, figure


@dataclass(frozen=True, slots=True)
class ExamFigures:
    """`partial` is the share of a question's points for a choice that is right but not complete; `second_share` the
    share of the candidates whose papers a second person marks; `tolerance` how far apart two marks may lie; `grace`
    how long after the end answers from before it are still taken.
    """

    highest: Decimal
    duration: int  # minutes
    partial: Decimal
    second_share: Decimal
    tolerance: Decimal
    grace: timedelta
    makeup_attempts: int
    grounds: tuple[str, ...]  # for which an examination may be deferred
    least: int  # people below whom no statistics are told


def exam_figures(parameters: Mapping[str, Parameter]) -> ExamFigures:
    """The figures of one version. Raises ParameterMissing when it leaves one open."""

    def number(key: str) -> Decimal:
        return Decimal(str(figure(parameters, key)))

    return ExamFigures(
        highest=number("exam.highest"),
        duration=int(number("exam.duration_minutes")),
        partial=number("exam.multiple_choice_partial"),
        second_share=number("exam.second_marking_share") / 100,
        tolerance=number("exam.marking_tolerance"),
        grace=timedelta(seconds=int(number("exam.grace_seconds"))),
        makeup_attempts=int(number("exam.makeup_attempts")),
        grounds=tuple(one for one in re.split("[、,，;；]", str(figure(parameters, "exam.deferred_reasons"))) if one),
        least=int(number("exam.statistics_minimum")),
    )
