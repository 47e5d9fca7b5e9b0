"""Scores and what they come to (R11)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sessions.rules.policy import ExamPolicy


class ExamState(StrEnum):
    """Whether there is a final score, and if not, why."""

    OK = "OK"
    ABSENT = "EXAM_ABSENT"
    DEFERRED = "EXAM_DEFERRED"
    INVALID = "EXAM_INVALID"
    NOT_LISTED = "EXAM_NOT_LISTED"


class ScoreState(StrEnum):
    """What stands in a score cell."""

    EMPTY = "empty"
    NUMBER = "number"
    ABSENT = "absent"
    DEFERRED = "deferred"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Score:
    """One score cell: a number only when the state says so."""

    state: ScoreState
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ExamResult:
    """First score, make-up score, the final one, and the state."""

    first: Decimal | None
    makeup: Decimal | None
    final: Decimal | None
    state: ExamState


def score_scope(first: ScoreState, makeup: ScoreState) -> str:
    """Which sheet a line belongs to: one that only says something about the make-up is of a make-up sheet.

    A corrected score sheet must not take away what a make-up sheet said, nor the other way round.
    """
    return "makeup" if first is ScoreState.EMPTY and makeup is not ScoreState.EMPTY else "first"


_STATE_WITHOUT_SCORE = {
    ScoreState.ABSENT: ExamState.ABSENT,
    ScoreState.DEFERRED: ExamState.DEFERRED,
    ScoreState.INVALID: ExamState.INVALID,
}


def exam_result(first: Score | None, makeup: Score | None, policy: ExamPolicy) -> ExamResult:
    """The larger of the first score and the make-up score, the latter at most the cap; None if neither exists."""
    one = first.value if first else None
    other = makeup.value if makeup else None
    finals = [value for value in (one, None if other is None else min(other, policy.makeup_cap)) if value is not None]
    if finals:
        return ExamResult(one, other, max(finals), ExamState.OK)
    for score in (first, makeup):
        if score and score.state in _STATE_WITHOUT_SCORE:
            return ExamResult(None, None, None, _STATE_WITHOUT_SCORE[score.state])
    return ExamResult(None, None, None, ExamState.NOT_LISTED)
