"""A paper as one person sees it: own order of questions and options, with what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sessions.examining.models import AnswerSave, Candidate, ExamPaper, PaperQuestion
from sessions.examining.rules.answering import arranged, arranged_options, standing
from sessions.questions.rules.questions import LETTERS, QuestionKind, blanks_in


@dataclass(frozen=True, slots=True)
class Shown:
    """A question on somebody's screen. Options: the letter they are kept under, the letter shown, the text."""

    question: PaperQuestion
    number: int
    options: tuple[tuple[str, str, str], ...]
    answer: tuple[str, ...]

    @property
    def blanks(self) -> list[str]:
        """What stands in each blank of a fill-in question."""
        count = max(1, blanks_in(self.question.version.stem))
        return [self.answer[place] if place < len(self.answer) else "" for place in range(count)]


def screen_of(candidate: Candidate, paper: ExamPaper, saves: Sequence[AnswerSave]) -> list[Shown]:
    """The questions in the order of this person."""
    by_id = {one.id: one for one in paper.questions}
    answers = standing(one.to_save() for one in saves)
    order = arranged([(one.id, one.version.kind.value) for one in paper.questions], candidate.seed)
    shown = []
    for number, question_id in enumerate(order, 1):
        question = by_id[question_id]
        said = answers[question_id].answer if question_id in answers else ()
        shown.append(Shown(question, number, _options(question, candidate.seed), said))
    return shown


def _options(question: PaperQuestion, seed: str) -> tuple[tuple[str, str, str], ...]:
    texts = question.version.options
    if question.version.kind is QuestionKind.TRUE_FALSE:
        return ()
    places = arranged_options(len(texts), question.id, seed)
    return tuple((LETTERS[place], LETTERS[at], texts[place]) for at, place in enumerate(places))
