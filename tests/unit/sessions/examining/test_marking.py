"""Marks: the machine's, those of two people, what a paper comes to, who may release."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sessions.examining.rules.kinds import Round
from sessions.examining.rules.marking import (
    MarkState,
    PaperResult,
    PaperState,
    ReleaseFault,
    Settled,
    machine_marks,
    marked_twice,
    may_make_up,
    paper_result,
    release_fault,
    settle,
)
from sessions.examining.rules.policy import exam_figures
from sessions.questions.rules.questions import QuestionKind, QuestionText
from sessions.rules.exams import ExamResult, ExamState
from standards.rules import Confidence, Parameter, ParameterMissing

HALF = Decimal("0.5")
FIRST, SECOND, THIRD = Round
POINTS = Decimal(4)


def marks(kind, answer, said):
    options = ("甲", "乙", "丙", "丁") if kind in ("single", "multiple") else ()
    return machine_marks(QuestionText(kind, "问", options, answer), said, POINTS, HALF)


@pytest.mark.parametrize(
    ("kind", "right", "said", "points"),
    [
        (QuestionKind.SINGLE, ("B",), ("B",), 4),
        (QuestionKind.SINGLE, ("B",), ("A",), 0),
        (QuestionKind.SINGLE, ("B",), (), 0),
        (QuestionKind.MULTIPLE, ("A", "C"), ("A", "C"), 4),
        (QuestionKind.MULTIPLE, ("A", "C"), ("A",), 2),
        (QuestionKind.MULTIPLE, ("A", "C"), ("A", "B"), 0),
        (QuestionKind.MULTIPLE, ("A", "C"), ("A", "B", "C"), 0),
        (QuestionKind.TRUE_FALSE, ("F",), ("F",), 4),
        (QuestionKind.FILL_IN, ("检查", "处置|改进"), ("检 查", "改进。"), 4),
        (QuestionKind.FILL_IN, ("检查",), ("检验",), None),
        (QuestionKind.FILL_IN, ("检查", "改进"), ("检查",), None),
        (QuestionKind.FILL_IN, ("检查",), ("！",), None),
        (QuestionKind.SHORT, ("要点",), ("要点",), None),
        (QuestionKind.SHORT, ("要点",), (" ",), 0),
    ],
)
def test_what_the_machine_gives(kind, right, said, points):
    assert marks(kind, right, said) == points


def settled(tolerance=2, twice=True, **given):
    points = {Round(name): Decimal(str(value)) for name, value in given.items()}
    return settle(points, twice=twice, tolerance=Decimal(tolerance))


def test_one_mark_settles_unless_a_second_is_wanted():
    assert settled(twice=False, first=6) == Settled(MarkState.SETTLED, Decimal(6))
    assert settled(first=6) == Settled(MarkState.WAITS_SECOND)
    assert settled() == Settled(MarkState.UNMARKED)


def test_two_marks_within_the_tolerance_meet_in_the_middle():
    assert settled(first=6, second=8).points == Decimal(7)
    assert settled(first=6, second="6.5").points == Decimal("6.25")


def test_beyond_the_tolerance_a_third_decides():
    disputed = settled(first=6, second="8.5")
    assert (disputed.state, disputed.points, disputed.needs) == (MarkState.DISPUTED, None, THIRD)
    assert settled(first=6, second="8.5", third=8).points == Decimal(8)
    assert settled(second=5).needs is FIRST
    assert settled(first=1, second=1).needs is None


def test_the_share_is_rounded_up_and_the_seed_picks_whom():
    people = range(10)
    assert len(marked_twice(people, Decimal("0.25"), "甲")) == 3
    assert marked_twice(people, Decimal("0.25"), "甲") == marked_twice(reversed(people), Decimal("0.25"), "甲")
    assert marked_twice(people, Decimal(1), "甲") == frozenset(people)
    assert marked_twice(people, Decimal(0), "甲") == frozenset()


DONE, WAITING = Settled(MarkState.SETTLED, Decimal(3)), Settled(MarkState.UNMARKED)


def result(*answers, started=True, over=True, invalid=False, deferred=False):
    return paper_result(answers, started=started, over=over, invalid=invalid, deferred=deferred)


def test_what_becomes_of_a_candidate():
    assert result(DONE, DONE) == PaperResult(PaperState.SCORED, Decimal(6))
    assert result(DONE, WAITING) == PaperResult(PaperState.MARKING, None, 1)
    assert result(DONE, over=False).state is PaperState.WRITING
    assert result(started=False).state is PaperState.ABSENT
    assert result(started=False, over=False).state is PaperState.TO_COME
    assert result(DONE, invalid=True) == PaperResult(PaperState.INVALID)
    assert result(started=False, deferred=True).state is PaperState.DEFERRED
    assert result(DONE, deferred=True).state is PaperState.SCORED


def made_up(final, state=ExamState.OK, makeup=None, released=0, deferred=False):
    exam = ExamResult(final, makeup, final, state)
    return may_make_up(exam, Decimal(60), released=released, attempts=1, deferred=deferred)


def test_who_may_sit_a_make_up():
    assert made_up(Decimal(59))
    assert not made_up(Decimal(60))
    assert made_up(None, ExamState.ABSENT)
    assert not made_up(None, ExamState.INVALID)
    assert not made_up(Decimal(59), released=1)
    assert made_up(Decimal(60), deferred=True)


def test_who_marked_does_not_release_and_nothing_is_released_too_early():
    scored, open_ = PaperResult(PaperState.SCORED, Decimal(1)), PaperResult(PaperState.TO_COME)
    marking = PaperResult(PaperState.MARKING)
    assert release_fault([scored], by=1, markers=[2]) is None
    assert release_fault([scored], by=2, markers=[2]) is ReleaseFault.MARKED_BY_YOU
    assert release_fault([scored, open_], by=1, markers=[]) is ReleaseFault.NOT_OVER
    assert release_fault([scored, marking], by=1, markers=[]) is ReleaseFault.NOT_MARKED
    assert release_fault([], by=1, markers=[]) is ReleaseFault.NOBODY


def test_a_figure_that_is_open_is_named():
    def parameter(key, value):
        return {key: Parameter(key, value, "", "示例", Confidence.SAMPLE)}

    known = {
        **parameter("exam.highest", 100),
        **parameter("exam.duration_minutes", 90),
        **parameter("exam.multiple_choice_partial", "0.5"),
        **parameter("exam.second_marking_share", 30),
        **parameter("exam.marking_tolerance", 2),
        **parameter("exam.grace_seconds", 120),
        **parameter("exam.makeup_attempts", 1),
        **parameter("exam.deferred_reasons", "疾病、公务"),
        **parameter("exam.statistics_minimum", 10),
    }
    figures = exam_figures(known)
    assert (figures.second_share, figures.grace.total_seconds()) == (Decimal("0.3"), 120)
    assert (figures.grounds, figures.makeup_attempts, figures.least) == (("疾病", "公务"), 1, 10)
    with pytest.raises(ParameterMissing):
        exam_figures({**known, **parameter("exam.marking_tolerance", None)})
