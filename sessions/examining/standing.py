"""From what is stored about a sitting to what the rules make of it: everybody, or one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from core.amounts import plain
from courses import queries as course_queries
from courses.models import Enrolment
from sessions import results
from sessions.examining import queries, turns
from sessions.examining.models import AnswerSave, Candidate, CandidateEntry, ExamPaper, Mark, PaperQuestion, Sitting
from sessions.examining.rules.answering import Absences, absences, standing
from sessions.examining.rules.kinds import EntryKind, Round, SittingKind, SittingWay
from sessions.examining.rules.marking import (
    MarkState,
    PaperResult,
    PaperState,
    Settled,
    machine_marks,
    marked_twice,
    may_make_up,
    paper_result,
    settle,
)
from sessions.examining.rules.policy import ExamFigures

NEVER_AWAY = Absences()


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of one candidate. `question` is None for a paper sheet as a whole."""

    question: PaperQuestion | None
    said: tuple[str, ...]
    settled: Settled
    by_hand: bool
    marks: Mapping[Round, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a sitting."""

    enrolment: Enrolment
    candidate: Candidate | None
    result: PaperResult
    answers: tuple[Answered, ...] = ()
    extra: int = 0
    misconduct: CandidateEntry | None = None
    away: Absences = NEVER_AWAY
    late: int = 0  # answers that came too late and do not count
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A whole sitting."""

    sitting: Sitting
    paper: ExamPaper | None
    figures: ExamFigures
    people: tuple[Person, ...]

    def question(self, question_id: int) -> PaperQuestion | None:
        """One question of the paper."""
        questions = self.paper.questions if self.paper else []
        return next((one for one in questions if one.id == question_id), None)

    def answers_to(self, question_id: int | None) -> list[tuple[Person, Answered]]:
        """What people answered to one question and somebody has to read."""
        return [
            (person, one)
            for person in self.people
            for one in person.answers
            if one.by_hand and (one.question.id if one.question else None) == question_id
        ]


def sitters_of(sitting: Sitting) -> list[Enrolment]:
    """Who is to sit it: everybody enrolled; a make-up those whose first examination was not passed or not sat."""
    enrolled = course_queries.enrolments_of(sitting.offering_id)
    if sitting.kind is SittingKind.FIRST:
        return enrolled
    computed, figures = results.class_results(sitting.offering), queries.figures_of(sitting.offering)
    mark, deferred = computed.policy.exam.pass_mark, turns.deferred_in(sitting.offering_id)
    there, before = turns.sat([sitting.id]), turns.makeups_before(sitting)
    return [
        one
        for one in enrolled
        if one.id in there
        or may_make_up(
            computed.people[one.id].exam,
            mark,
            released=before.get(one.id, 0),
            attempts=figures.makeup_attempts,
            deferred=one.id in deferred,
        )
    ]


def standing_of(sitting: Sitting, now: datetime, only: Sequence[Enrolment] | None = None) -> Standing:
    """What a sitting comes to. The number of queries does not grow with the people."""
    gathered = _Gathered(sitting, now)
    people = tuple(gathered.person(one) for one in (only if only is not None else sitters_of(sitting)))
    return Standing(sitting, gathered.paper, gathered.figures, people)


class _Gathered:
    """Everything stored about a sitting, read once."""

    def __init__(self, sitting: Sitting, now: datetime) -> None:
        self.sitting, self.now = sitting, now
        self.figures, self.paper = queries.figures_of(sitting.offering), queries.paper_of(sitting.id)
        self.begun = queries.candidates_of(sitting.id)
        self.entries = queries.entries_of([sitting.id])[sitting.id]
        self.deferred = turns.deferred_from(sitting.id)
        ids = [one.id for one in self.begun.values()]
        self.saves, self.events = queries.saves_of(ids), queries.screen_events_of(ids)
        self.marks: dict[int, dict[int | None, list[Mark]]] = {}
        for (candidate_id, question_id), given in queries.marks_of(sitting.id).items():
            self.marks.setdefault(candidate_id, {})[question_id] = given
        seed = self.paper.seed if self.paper else str(sitting.id)
        self.twice = marked_twice(self.begun, self.figures.second_share, seed)

    def person(self, enrolment: Enrolment) -> Person:
        """What one person's paper comes to."""
        candidate, extra = self.begun.get(enrolment.id), self.entries.extra_minutes(enrolment.id)
        void, number = self.entries.misconduct(enrolment.id), candidate.id if candidate else 0
        ended = candidate.ended_at(extra) if candidate else self.sitting.closes_at
        saves, marks = self.saves.get(number, []), self.marks.get(number, {})
        reckoned = _Reckoned(self.sitting, self.paper, self.figures, enrolment.id in self.twice, marks)
        answers = reckoned.answers(saves)
        started, over = self._how_far(enrolment.id, candidate, ended, bool(marks))
        settled = [one.settled for one in answers]
        return Person(
            enrolment,
            candidate,
            paper_result(
                settled, started=started, over=over, invalid=void is not None, deferred=enrolment.id in self.deferred
            ),
            answers,
            extra,
            void,
            absences([(one.kind, one.at) for one in self.events.get(number, ())], ended),
            sum(1 for one in saves if one.late),
            enrolment.id in self.twice,
        )

    def _how_far(
        self, enrolment_id: int, candidate: Candidate | None, ended: datetime, marked: bool
    ) -> tuple[bool, bool]:
        """Whether somebody has begun, and whether it is over. On paper everybody has who was not noted as absent."""
        if self.sitting.way is SittingWay.PAPER:
            absent = any(one.kind is EntryKind.ABSENT for one in self.entries.all.get(enrolment_id, ()))
            over = self.sitting.closes_at <= self.now
            away = absent or enrolment_id in self.deferred
            return over and (marked or not away), over
        return candidate is not None, ended <= self.now


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What is needed to reckon one candidate's paper."""

    sitting: Sitting
    paper: ExamPaper | None
    figures: ExamFigures
    twice: bool
    marks: Mapping[int | None, Sequence[Mark]]

    def answers(self, saves: Sequence[AnswerSave]) -> tuple[Answered, ...]:
        """Every answer, marked by the machine or by people."""
        if self.sitting.way is SittingWay.PAPER:
            return (self._by_hand(None, ()),)
        said = standing(one.to_save() for one in saves)
        return tuple(
            self._answer(question, said[question.id].answer if question.id in said else ())
            for question in (self.paper.questions if self.paper else ())
        )

    def _answer(self, question: PaperQuestion, said: tuple[str, ...]) -> Answered:
        points = machine_marks(question.version.to_text(), said, question.points, self.figures.partial)
        if points is None or question.id in self.marks:
            return self._by_hand(question, said)
        return Answered(question, said, Settled(MarkState.SETTLED, points), by_hand=False)

    def _by_hand(self, question: PaperQuestion | None, said: tuple[str, ...]) -> Answered:
        given = {mark.round: mark for mark in self.marks.get(question.id if question else None, ())}
        points = {in_round: mark.points for in_round, mark in given.items()}
        settled = settle(points, twice=self.twice, tolerance=self.figures.tolerance)
        return Answered(question, said, settled, by_hand=True, marks=given)


def count_states(stood: Standing) -> dict[PaperState, int]:
    """How many candidates there are in each state."""
    counts = Counter(person.result.state for person in stood.people)
    return {state: counts[state] for state in PaperState if counts[state]}


def tally_modules(paper: ExamPaper) -> dict[str, tuple[int, Decimal]]:
    """Questions and points of a paper by module."""
    found: dict[str, tuple[int, Decimal]] = {}
    for one in paper.questions:
        count, points = found.get(one.version.module, (0, Decimal(0)))
        found[one.version.module] = (count + 1, points + one.points)
    return found


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a score sheet: who, where he or she sits, and what this round has entered."""

    enrolment: Enrolment
    seat: str
    text: str


def sheet_rows(stood: Standing, in_round: Round) -> list[SheetRow]:
    """The lines that a round enters, in the order of the seats: everybody, those marked twice, or the disputed."""
    plan = queries.seat_plan_of(stood.sitting.id)
    at = {number: (row, column) for number, row, column in plan.seats} if plan else {}
    rows = []
    for person in stood.people:
        one = person.answers[0] if person.answers else None
        if one is None or person.result.state in (PaperState.TO_COME, PaperState.INVALID, PaperState.DEFERRED):
            continue
        if in_round is not Round.FIRST and in_round not in one.marks and one.settled.needs is not in_round:
            continue
        own = one.marks.get(in_round)
        text = plain(own.points) if own else "缺考" if person.result.state is PaperState.ABSENT else ""
        row, column = at.get(person.enrolment.id, (0, 0))
        rows.append(((row or 999, column), SheetRow(person.enrolment, f"{row}-{column}" if row else "", text)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]
