"""What a marker has before him: the questions of a sitting, and the answers to one of them, without names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sessions.examining.models import Mark, PaperQuestion
from sessions.examining.rules.answering import Absences
from sessions.examining.rules.kinds import Round
from sessions.examining.rules.marking import PaperState
from sessions.examining.standing import Answered, Person, Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One answer to mark: nobody's name, a code instead. `own` is the mark of this round; a decider sees both."""

    candidate_id: int
    code: str
    said: tuple[str, ...]
    away: Absences
    late: int
    highest: Decimal
    own: Mark | None
    others: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with how many answers a round has to mark, and has marked."""

    question: PaperQuestion | None
    wanted: int
    done: int


def code_of(person: Person) -> str:
    """By what a marker calls a paper."""
    number = person.candidate.id if person.candidate else 0
    return hashlib.sha256(f"paper:{number}".encode()).hexdigest()[:6].upper()


def concerns(in_round: Round, person: Person, one: Answered) -> bool:
    """Whether a round marks this answer."""
    if person.result.state not in (PaperState.MARKING, PaperState.SCORED) or person.candidate is None:
        return False
    if in_round is Round.FIRST or in_round in one.marks:
        return True
    if in_round is Round.SECOND:
        return person.twice
    return one.settled.needs is Round.THIRD


def sheet_of(stood: Standing, in_round: Round, question_id: int | None) -> list[Line]:
    """The answers to one question that a round marks, in the order of their codes."""
    lines = []
    for person, one in stood.answers_to(question_id):
        if person.candidate is None or not concerns(in_round, person, one):
            continue
        before = [one.marks[each].points for each in (Round.FIRST, Round.SECOND) if each in one.marks]
        lines.append(
            Line(
                person.candidate.id,
                code_of(person),
                one.said,
                person.away,
                person.late,
                one.question.points if one.question else stood.figures.highest,
                one.marks.get(in_round),
                tuple(before) if in_round is Round.THIRD else (),
            )
        )
    return sorted(lines, key=lambda line: line.code)


def open_questions(stood: Standing, in_round: Round) -> list[OpenQuestion]:
    """The questions that people have to mark, as the paper has them."""
    questions: Sequence[PaperQuestion | None] = stood.paper.questions if stood.paper else ()
    found = []
    for question in [*questions, None]:
        lines = sheet_of(stood, in_round, question.id if question else None)
        if lines:
            done = sum(1 for line in lines if line.own is not None)
            found.append(OpenQuestion(question, len(lines), done))
    return found
