"""Timed papers: the end, which save stands, orders of one's own, absences of the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from sessions.examining.rules.answering import (
    Absences,
    Save,
    Window,
    absences,
    arranged,
    arranged_options,
    clean_answer,
    is_late,
    seconds_left,
    standing,
    typed_at,
    unanswered,
)
from sessions.examining.rules.kinds import ScreenKind
from sessions.questions.rules.questions import QuestionKind

NINE = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


def at(minutes, seconds=0):
    return NINE + timedelta(minutes=minutes, seconds=seconds)


def test_the_time_runs_from_the_beginning_and_ends_with_the_sitting():
    window = Window(NINE, at(120), 90)
    assert window.ends_at(at(5)) == at(95)
    assert window.ends_at(at(60)) == at(120)


def test_extra_time_also_reaches_beyond_the_closing():
    window = Window(NINE, at(120), 90, extra=30)
    assert window.ends_at(at(5)) == at(125)
    assert window.ends_at(at(110)) == at(150)


def test_the_age_says_when_it_was_typed_but_never_before_the_beginning_nor_in_the_future():
    assert typed_at(at(10), 60_000, NINE) == at(9)
    assert typed_at(at(10), 99_000_000_000, NINE) == NINE
    assert typed_at(at(10), -5000, NINE) == at(10)


@pytest.mark.parametrize(("typed", "came", "late"), [(90, 91, False), (91, 91, True), (80, 92, False), (80, 93, True)])
def test_what_was_typed_in_time_counts_when_it_comes_within_the_grace(typed, came, late):
    assert is_late(at(typed), at(came), at(90), timedelta(minutes=2)) is late


def test_the_answer_typed_last_stands_in_whatever_order_the_saves_come():
    saves = [
        Save(3, 1, ("A",), at(1)),
        Save(1, 1, ("B",), at(3)),
        Save(2, 1, ("C",), at(2)),
        Save(4, 1, ("D",), at(9), True),
    ]
    for order in permutations(saves):
        assert standing(order)[1].answer == ("B",)


def test_of_two_saves_of_one_moment_the_later_stored_stands():
    assert standing([Save(2, 1, ("B",), at(1)), Save(1, 1, ("A",), at(1))])[1].answer == ("B",)


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        (QuestionKind.MULTIPLE, ["C", "A", "C"], ("A", "C")),
        (QuestionKind.SINGLE, ["E"], None),
        (QuestionKind.SINGLE, [1], None),
        (QuestionKind.TRUE_FALSE, ["T"], ("T",)),
        (QuestionKind.TRUE_FALSE, ["对"], None),
        (QuestionKind.FILL_IN, ["", "改\x00进"], ("", "改进")),
        (QuestionKind.SHORT, [" "], ()),
        (QuestionKind.SHORT, ["长" * 20_001], None),
        (QuestionKind.FILL_IN, ["x"] * 41, None),
    ],
)
def test_only_what_a_paper_of_ours_could_send_is_kept(kind, said, kept):
    assert clean_answer(kind, said, 4) == kept


def test_everybody_has_an_order_of_questions_but_kinds_stay_together():
    questions = [(number, "single" if number < 20 else "short") for number in range(30)]
    one, other = arranged(questions, "甲"), arranged(questions, "乙")
    assert one != other
    assert sorted(one) == sorted(other) == list(range(30))
    assert set(one[:20]) == set(range(20))
    assert arranged(questions, "甲") == one


def test_options_have_an_order_of_their_own_for_each_question():
    orders = {tuple(arranged_options(4, question, "甲")) for question in range(30)}
    assert len(orders) > 5
    assert all(sorted(one) == [0, 1, 2, 3] for one in orders)


def test_leaving_is_counted_once_until_the_page_is_back():
    hidden, shown = ScreenKind.HIDDEN, ScreenKind.SHOWN
    events = [
        (hidden, at(1)),
        (ScreenKind.BLUR, at(1, 1)),
        (shown, at(2)),
        (ScreenKind.FOCUS, at(2, 1)),
        (hidden, at(89)),
    ]
    assert absences(events, at(90)) == Absences(2, 120)
    assert absences([(hidden, at(91))], at(90)) == Absences(1, 0)
    assert absences([], at(90)) == Absences()


def test_time_left_is_never_below_nought():
    assert (seconds_left(at(1), NINE), seconds_left(NINE, at(1))) == (60, 0)


def test_a_blank_answer_is_no_answer():
    answers = standing([Save(1, 1, ("A",), NINE), Save(2, 2, (), NINE)])
    assert unanswered([1, 2, 3], answers) == 2
