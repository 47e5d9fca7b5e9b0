"""Scores as a table shows them: one learner, all lines of score sheets about him or her (lines in, rows out)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from courses.models import Enrolment
from sessions.models import ScoreLine
from sessions.results import ClassResults
from sessions.rules.exams import ExamResult


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One learner with the cells as typed and what they come to."""

    enrolment: Enrolment
    lines: tuple[ScoreLine, ...]
    result: ExamResult
    pass_mark: Decimal

    @property
    def first_text(self) -> str:
        """The first score as typed, of the latest line that says something."""
        return next((line.first_text for line in reversed(self.lines) if line.first_text), "")

    @property
    def makeup_text(self) -> str:
        return next((line.makeup_text for line in reversed(self.lines) if line.makeup_text), "")

    @property
    def note(self) -> str:
        return next((line.note for line in reversed(self.lines) if line.note), "")

    @property
    def faults(self) -> list[tuple[ScoreLine, str, str]]:
        """Invalid cells: the line, the cell as typed, the code."""
        return [
            (line, text, code)
            for line in self.lines
            for text, code in ((line.first_text, line.first_code), (line.makeup_text, line.makeup_code))
            if code
        ]

    @property
    def passed(self) -> bool:
        return self.result.final is not None and self.result.final >= self.pass_mark


def score_rows(enrolments: Sequence[Enrolment], lines: Sequence[ScoreLine], computed: ClassResults) -> list[ScoreRow]:
    """Every learner in roster order, those without a line too."""
    by_person: dict[int, list[ScoreLine]] = {}
    for line in sorted(lines, key=lambda one: one.id):
        by_person.setdefault(line.enrolment_id or 0, []).append(line)
    mark = computed.policy.exam.pass_mark
    return [ScoreRow(one, tuple(by_person.get(one.id, ())), computed.people[one.id].exam, mark) for one in enrolments]
