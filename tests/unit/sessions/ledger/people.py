"""People as the rules of a class see them, with a total and a completion and nothing else."""

from __future__ import annotations

from decimal import Decimal

from sessions.rules.completion import Shortfall
from sessions.rules.evaluation import Earned, PersonResult
from sessions.rules.exams import ExamResult, ExamState
from sessions.rules.kinds import SessionKind


def person(hours: int, completed: bool) -> PersonResult:
    """Somebody with so many hours of one session."""
    earned = Earned("S01", SessionKind.OFFLINE, hours * 45, Decimal(hours))
    exam = ExamResult(None, None, None, ExamState.NOT_LISTED)
    return PersonResult((), (earned,), exam, () if completed else (Shortfall.HOURS_SHORT,))
