"""Marks that people give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from core.db import db
from sessions.examining.actions.notes import note
from sessions.examining.models import Mark, Sitting
from sessions.examining.rules.kinds import Round


@dataclass(frozen=True, slots=True)
class Given:
    """What one answer is worth in somebody's eyes."""

    candidate_id: int
    points: Decimal
    note: str = ""


def give_marks(
    sitting: Sitting, question_id: int | None, given: Sequence[Given], *, in_round: Round, by: User
) -> list[Mark]:
    """Add marks; an earlier one of the same round stays on file and no longer counts."""
    marks = [
        Mark(
            candidate_id=one.candidate_id,
            question_id=question_id,
            user_id=by.id,
            round=in_round,
            points=one.points,
            note=one.note,
            by_name=by.display_name,
        )
        for one in given
    ]
    db.session.add_all(marks)
    db.session.flush()
    if marks:
        note("marks_given", sitting, by, round=in_round.value, question=question_id or "", count=len(marks))
    return marks
