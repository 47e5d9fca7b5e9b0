"""Marks: what the machine gives, what two people agree on, what a paper comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from sessions.examining.rules.blueprint import order
from sessions.examining.rules.kinds import Round
from sessions.questions.rules.questions import QuestionKind, QuestionText, normalised
from sessions.rules.exams import ExamResult, ExamState

STEP = Decimal("0.01")


class MarkState(StrEnum):
    """Where the marking of one answer stands."""

    SETTLED = "settled"
    UNMARKED = "unmarked"
    WAITS_SECOND = "waits_second"
    DISPUTED = "disputed"  # the two lie too far apart: a third decides


NEEDED = {
    MarkState.UNMARKED: Round.FIRST,
    MarkState.WAITS_SECOND: Round.SECOND,
    MarkState.DISPUTED: Round.THIRD,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer is worth so far."""

    state: MarkState
    points: Decimal | None = None

    @property
    def needs(self) -> Round | None:
        """Whose mark is needed next."""
        return NEEDED.get(self.state)


def machine_marks(text: QuestionText, answer: Sequence[str], points: Decimal, partial: Decimal) -> Decimal | None:
    """What an answer is worth without anybody reading it; None when somebody has to.

    A multiple choice without a wrong letter that is not complete earns the share `partial`. A text of blanks that are
    not all as foreseen is read by somebody, for people find words nobody foresaw.
    """
    if not any(part.strip() for part in answer):
        return Decimal(0)
    if text.kind is QuestionKind.SHORT:
        return None
    if text.kind is QuestionKind.FILL_IN:
        pairs = list(zip(answer, text.answer, strict=False))
        fits = len(answer) == len(text.answer) and all(is_right_blank(said, right) for said, right in pairs)
        return points if fits else None
    given, right = set(answer), set(text.answer)
    if given == right:
        return points
    incomplete = text.kind is QuestionKind.MULTIPLE and given < right
    return (points * partial).quantize(STEP, ROUND_HALF_UP) if incomplete else Decimal(0)


def is_right_blank(said: str, right: str) -> bool:
    """Whether a blank says what was foreseen, in any of its wordings; width, case and punctuation do not matter."""
    return bool(normalised(said)) and normalised(said) in {normalised(one) for one in right.split("|")}


def marked_twice(candidates: Iterable[int], share: Decimal, seed: str) -> frozenset[int]:
    """Whose papers a second person marks as well: the share of them, rounded up, as the seed picks them."""
    everybody = sorted(candidates, key=lambda one: order(f"second:{seed}", one))
    wanted = int((len(everybody) * share).to_integral_value(ROUND_CEILING))
    return frozenset(everybody[:wanted])


def settle(marks: Mapping[Round, Decimal], *, twice: bool, tolerance: Decimal) -> Settled:
    """What one answer is worth by the marks of people: the third decides; two that lie close meet in the middle."""
    if Round.THIRD in marks:
        return Settled(MarkState.SETTLED, marks[Round.THIRD])
    first, second = marks.get(Round.FIRST), marks.get(Round.SECOND)
    if first is None:
        return Settled(MarkState.UNMARKED)
    if second is None:
        return Settled(MarkState.WAITS_SECOND) if twice else Settled(MarkState.SETTLED, first)
    if abs(first - second) > tolerance:
        return Settled(MarkState.DISPUTED)
    return Settled(MarkState.SETTLED, ((first + second) / 2).quantize(STEP, ROUND_HALF_UP))


class PaperState(StrEnum):
    """What became of one candidate."""

    TO_COME = "to_come"  # may still begin
    WRITING = "writing"
    MARKING = "marking"
    SCORED = "scored"
    ABSENT = "absent"
    INVALID = "invalid"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class PaperResult:
    """State and points of one candidate; `waiting` counts answers that people still have to mark."""

    state: PaperState
    points: Decimal | None = None
    waiting: int = 0


def paper_result(
    answers: Sequence[Settled], *, started: bool, over: bool, invalid: bool, deferred: bool = False
) -> PaperResult:
    """What a candidate's paper comes to. Who was let off and comes all the same is marked."""
    if invalid:
        return PaperResult(PaperState.INVALID)
    if not started and deferred:
        return PaperResult(PaperState.DEFERRED)
    if not started:
        return PaperResult(PaperState.ABSENT if over else PaperState.TO_COME)
    if not over:
        return PaperResult(PaperState.WRITING)
    waiting = sum(1 for one in answers if one.points is None)
    if waiting:
        return PaperResult(PaperState.MARKING, None, waiting)
    return PaperResult(PaperState.SCORED, sum((one.points or Decimal(0) for one in answers), Decimal(0)))


def may_make_up(exam: ExamResult, mark: Decimal, *, released: int, attempts: int, deferred: bool) -> bool:
    """Who may sit a make-up: not passed, not sat, or deferred; not void, and not more often than is allowed.

    `released` counts the make-ups whose results are there already.
    """
    if exam.state is ExamState.INVALID or released >= attempts:
        return False
    return deferred or exam.final is None or exam.final < mark


class ReleaseFault(StrEnum):
    """Why results cannot be released."""

    NOT_OVER = "not_over"
    NOT_MARKED = "not_marked"
    MARKED_BY_YOU = "marked_by_you"
    NOBODY = "nobody"


def release_fault(results: Sequence[PaperResult], *, by: int, markers: Iterable[int]) -> ReleaseFault | None:
    """What keeps somebody from releasing the results: whoever marked does not release."""
    if not results:
        return ReleaseFault.NOBODY
    if any(one.state in (PaperState.TO_COME, PaperState.WRITING) for one in results):
        return ReleaseFault.NOT_OVER
    if any(one.state is PaperState.MARKING for one in results):
        return ReleaseFault.NOT_MARKED
    return ReleaseFault.MARKED_BY_YOU if by in set(markers) else None
